#ifndef DISPOSISI_CCRYPTO_SHIM_H
#define DISPOSISI_CCRYPTO_SHIM_H

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <time.h>

// Until when the first certificate of a PEM file holds, in seconds since 1970; -1 where there is none in it.
static inline long long disposisi_certificate_end(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) return -1;
  X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
  fclose(file);
  if (certificate == NULL) return -1;
  struct tm end;
  long long seconds = ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1 ? (long long)timegm(&end) : -1;
  X509_free(certificate);
  return seconds;
}

#endif
