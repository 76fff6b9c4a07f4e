#ifndef DISPOSISI_CCURL_SHIM_H
#define DISPOSISI_CCURL_SHIM_H

#include <curl/curl.h>

// curl_easy_setopt is variadic, which Swift cannot call: one inline function for each kind of value.

static inline CURLcode disposisi_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode disposisi_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode disposisi_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*disposisi_read_function)(char *buffer, size_t size, size_t count, void *context);

static inline CURLcode disposisi_set_reader(CURL *handle, disposisi_read_function read, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, read);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_READDATA, context);
}

typedef size_t (*disposisi_write_function)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode disposisi_set_writer(CURL *handle, disposisi_write_function write, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, write);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

/// A macro of a cast, which Swift does not see.
static const unsigned long disposisi_auth_bearer = CURLAUTH_BEARER;

/// The last answer's number; 0 if there was none.
static inline long disposisi_response_code(CURL *handle) {
  long code = 0;
  return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}

#endif
