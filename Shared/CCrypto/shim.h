#ifndef DISPOSISI_CCRYPTO_SHIM_H
#define DISPOSISI_CCRYPTO_SHIM_H

#include <openssl/evp.h>
#include <openssl/hmac.h>

#endif
