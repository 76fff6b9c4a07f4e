#ifndef DISPOSISI_CCRYPTO_SHIM_H
#define DISPOSISI_CCRYPTO_SHIM_H

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <time.h>

// Until when the certificates of a PEM file hold, in seconds since 1970: of a chain the first one to end, of authorities,
// of which some are old, the last one. -1 where there is none.
static inline long long disposisi_certificate_end(const char *path, int are_authorities) {
  FILE *file = fopen(path, "r");
  if (file == NULL) return -1;
  long long found = -1;
  X509 *certificate;
  while ((certificate = PEM_read_X509(file, NULL, NULL, NULL)) != NULL) {
    struct tm end;
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1) {
      long long seconds = (long long)timegm(&end);
      if (found < 0 || (are_authorities ? seconds > found : seconds < found)) found = seconds;
    }
    X509_free(certificate);
  }
  fclose(file);
  return found;
}

#endif
