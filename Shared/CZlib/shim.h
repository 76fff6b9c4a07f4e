#ifndef DISPOSISI_CZLIB_SHIM_H
#define DISPOSISI_CZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

// deflateInit2 is a macro, which Swift does not see. 31 asks for a gzip header.
// Returns how many bytes were written, or 0 where they did not fit.
static inline unsigned long disposisi_gzip(
    const unsigned char *from, unsigned long count, unsigned char *to, unsigned long room, int level) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (unsigned char *)from;
  stream.avail_in = (unsigned int)count;
  stream.next_out = to;
  stream.avail_out = (unsigned int)room;
  int result = deflate(&stream, Z_FINISH);
  unsigned long written = stream.total_out;
  deflateEnd(&stream);
  return result == Z_STREAM_END ? written : 0;
}

#endif
