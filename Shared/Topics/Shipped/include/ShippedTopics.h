#include <stddef.h>

/// A file of the topic folder that comes with the program.
struct disposisi_topic_file {
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

size_t disposisi_topic_file_count(void);
struct disposisi_topic_file disposisi_topic_file_at(size_t index);
