// Preloaded into an unmodified service: kills it at a boundary that the torture chooses, or fills its disk.
// The file that TRAP names holds three numbers: a point, how many times it is still passed, whether the disk is full.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <amqp.h>
#include <amqp_framing.h>
#include <sqlite3.h>

enum { BEFORE_COMMIT = 1, AFTER_COMMIT, BEFORE_PUBLISH, AFTER_PUBLISH, BEFORE_CONFIRM, BEFORE_ACK, AFTER_ACK };

struct control { volatile int point, countdown, disk_is_full; };
static struct control *control;

__attribute__((constructor)) static void open_control(void) {
  const char *path = getenv("TRAP");
  int file = path ? open(path, O_RDWR) : -1;
  if (file < 0) return;
  void *memory = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory != MAP_FAILED) control = memory;
}

static void pass(int point) {
  if (control && control->point == point && __sync_sub_and_fetch(&control->countdown, 1) == 0) kill(getpid(), SIGKILL);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int sqlite3_step(sqlite3_stmt *statement) {
  REAL(sqlite3_step);
  const char *sql = sqlite3_sql(statement);
  int commits = sql && strncmp(sql, "COMMIT", 6) == 0;
  if (commits) pass(BEFORE_COMMIT);
  int result = real(statement);
  if (commits) pass(AFTER_COMMIT);
  return result;
}

int amqp_basic_publish(amqp_connection_state_t state, amqp_channel_t channel, amqp_bytes_t exchange, amqp_bytes_t key,
                       amqp_boolean_t mandatory, amqp_boolean_t immediate, const amqp_basic_properties_t *properties,
                       amqp_bytes_t body) {
  REAL(amqp_basic_publish);
  pass(BEFORE_PUBLISH);
  int result = real(state, channel, exchange, key, mandatory, immediate, properties, body);
  pass(AFTER_PUBLISH);
  return result;
}

int amqp_simple_wait_frame_noblock(amqp_connection_state_t state, amqp_frame_t *frame, const struct timeval *timeout) {
  REAL(amqp_simple_wait_frame_noblock);
  int result = real(state, frame, timeout);
  if (result == AMQP_STATUS_OK && frame->frame_type == AMQP_FRAME_METHOD && frame->payload.method.id == AMQP_BASIC_ACK_METHOD)
    pass(BEFORE_CONFIRM);
  return result;
}

int amqp_basic_ack(amqp_connection_state_t state, amqp_channel_t channel, uint64_t tag, amqp_boolean_t multiple) {
  REAL(amqp_basic_ack);
  pass(BEFORE_ACK);
  int result = real(state, channel, tag, multiple);
  pass(AFTER_ACK);
  return result;
}

// A full disk, for the service's own database only.
static int is_full_for(int file) {
  char link[64], path[512];
  if (!control || !control->disk_is_full) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, "state.sqlite") != NULL && strstr(path, "-shm") == NULL;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  REAL(pwrite64);
  if (is_full_for(file)) { errno = ENOSPC; return -1; }
  return real(file, bytes, count, offset);
}

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(write);
  if (is_full_for(file)) { errno = ENOSPC; return -1; }
  return real(file, bytes, count);
}
