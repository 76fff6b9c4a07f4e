// The bare broker: the publishes, confirms, deliveries and acknowledgements of the real pipeline over the
// same queues, without JSON, SQLite and Swift. What the services reach of this is theirs to answer for.
//
//   AMQP_URL=... bare CASES RECEIVED CONTACT CLASSIFIED ROUTED    (the sizes of the bodies, in bytes)
//
// Five roles, a process each: this one is the source, its children classifier, router, notifier and intake.
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The services' own settings; RING is how far confirms may come out of order.
enum { PREFETCH = 512, BATCH = 256, WINDOW = 256, RING = 4096 };

static void fail(const char *what, const char *why) {
  fprintf(stderr, "bare: %s: %s\n", what, why);
  exit(1);
}

static void check(int status, const char *what) {
  if (status != AMQP_STATUS_OK) fail(what, amqp_error_string2(status));
}

static void check_reply(amqp_rpc_reply_t reply, const char *what) {
  if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION) fail(what, "the broker refused");
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) fail(what, amqp_error_string2(reply.library_error));
}

static struct amqp_connection_info address;

static amqp_connection_state_t open_connection(void) {
  amqp_connection_state_t connection = amqp_new_connection();
  check(amqp_socket_open(amqp_tcp_socket_new(connection), address.host, address.port), "connecting");
  check_reply(
      amqp_login(connection, address.vhost, 1, 131072, 0, AMQP_SASL_METHOD_PLAIN, address.user, address.password),
      "logging in");
  amqp_channel_open(connection, 1);
  check_reply(amqp_get_rpc_reply(connection), "opening a channel");
  return connection;
}

static void close_connection(amqp_connection_state_t connection) {
  check_reply(amqp_connection_close(connection, AMQP_REPLY_SUCCESS), "closing");
  amqp_destroy_connection(connection);
}

static amqp_bytes_t bytes(const char *text) { return amqp_cstring_bytes(text); }

// MARK: Publishing

struct publisher {
  amqp_connection_state_t connection;
  uint64_t next;    // the tag of the next publish, as the broker counts
  uint64_t lowest;  // the oldest tag without a confirm
  unsigned open;    // how many have none
  bool confirmed[RING];
};

static struct publisher *open_publisher(void) {
  struct publisher *publisher = calloc(1, sizeof *publisher);
  publisher->connection = open_connection();
  publisher->next = publisher->lowest = 1;
  amqp_confirm_select(publisher->connection, 1);
  check_reply(amqp_get_rpc_reply(publisher->connection), "asking for confirms");
  return publisher;
}

static void confirm(struct publisher *publisher, uint64_t tag) {
  if (tag < publisher->lowest || publisher->confirmed[tag % RING]) return;
  publisher->confirmed[tag % RING] = true;
  publisher->open--;
}

static void settle(struct publisher *publisher, const amqp_basic_ack_t *ack) {
  uint64_t first = ack->multiple ? publisher->lowest : ack->delivery_tag;
  for (uint64_t tag = first; tag <= ack->delivery_tag; tag++) confirm(publisher, tag);
  while (publisher->lowest < publisher->next && publisher->confirmed[publisher->lowest % RING]) publisher->lowest++;
}

// Takes the confirms that are there; waits for the first if asked to. Returns whether there were any.
static bool read_confirms(struct publisher *publisher, bool wait) {
  struct timeval now = {0, 0};
  bool any = false;
  for (;;) {
    amqp_frame_t frame;
    int status = amqp_simple_wait_frame_noblock(publisher->connection, &frame, wait && !any ? NULL : &now);
    amqp_maybe_release_buffers(publisher->connection);
    if (status == AMQP_STATUS_TIMEOUT) return any;
    check(status, "waiting for confirms");
    // A nack, a return or a close: none of them belongs here.
    if (frame.frame_type != AMQP_FRAME_METHOD || frame.payload.method.id != AMQP_BASIC_ACK_METHOD)
      fail("publishing", "the broker did not take a message");
    settle(publisher, frame.payload.method.decoded);
    any = true;
  }
}

struct fact { const char *type; amqp_bytes_t body; };

static struct fact received = {.type = "case.received.v1"}, contact = {.type = "contact.recorded.v1"};
static struct fact classified = {.type = "case.classified.v1"}, routed = {.type = "case.routed.v1"};

// With the properties of a real message: the broker stores and forwards them too.
static void publish(
    struct publisher *publisher, const char *exchange, const char *key, const struct fact *fact, unsigned number) {
  while (publisher->open >= WINDOW || publisher->next - publisher->lowest >= RING) read_confirms(publisher, true);
  char subject[16], id[64];
  snprintf(subject, sizeof subject, "%010u", number);
  snprintf(id, sizeof id, "%s.1.%s", subject, fact->type);
  amqp_table_entry_t trace = {.key = bytes("traceparent"), .value = {.kind = AMQP_FIELD_KIND_UTF8}};
  trace.value.value.bytes = bytes("00-5f2384ada3ad3beeb007393ad2ee4595-23e1d8303f36dbfd-01");
  amqp_basic_properties_t properties = {
      ._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG |
                AMQP_BASIC_CORRELATION_ID_FLAG | AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_USER_ID_FLAG |
                AMQP_BASIC_HEADERS_FLAG,
      .delivery_mode = AMQP_DELIVERY_PERSISTENT,
      .content_type = bytes("application/cloudevents+json"),
      .message_id = bytes(id),
      .correlation_id = bytes(subject),
      .type = bytes(fact->type),
      .user_id = bytes(address.user),
      .headers = {1, &trace},
  };
  publisher->confirmed[publisher->next++ % RING] = false;
  publisher->open++;
  check(
      amqp_basic_publish(publisher->connection, 1, bytes(exchange), bytes(key), 1, 0, &properties, fact->body),
      "publishing");
}

// MARK: Roles

static const char *const units[] = {"unit.dinas.35.78", "unit.dinas.33.74", "unit.dinas.51.04", "unit.dinas.73.71"};

static void say_received(struct publisher *publisher, unsigned number) {
  publish(publisher, "intake.facts", "notifier.contact.recorded.v1", &contact, number);
  publish(publisher, "intake.facts", "classifier.case.received.v1", &received, number);
  publish(publisher, "intake.facts", "notifier.case.received.v1", &received, number);
}

static void say_classified(struct publisher *publisher, unsigned number) {
  publish(publisher, "classifier.facts", "router.case.classified.v1", &classified, number);
  publish(publisher, "classifier.facts", "intake.case.classified.v1", &classified, number);
}

static void say_routed(struct publisher *publisher, unsigned number) {
  publish(publisher, "router.facts", units[number % 4], &routed, number);
  publish(publisher, "router.facts", "unit.deputi.pengawasan", &routed, number);
  publish(publisher, "router.facts", "intake.case.routed.v1", &routed, number);
  publish(publisher, "router.facts", "notifier.case.routed.v1", &routed, number);
}

struct role {
  const char *queue;
  unsigned heard;                                       // messages a case
  void (*follow)(struct publisher *, unsigned number);  // what is said on each, if anything
};

static const struct role roles[] = {
    {"classifier", 1, say_classified}, {"router", 1, say_routed}, {"notifier", 3, NULL}, {"intake", 2, NULL}};
enum { ROLES = sizeof roles / sizeof *roles };

// Deliveries through `tag` may be acknowledged once all publishes before `after` are confirmed.
struct owed { uint64_t tag, after; };

static void consume(amqp_connection_state_t connection, const char *queue) {
  amqp_basic_qos(connection, 1, 0, PREFETCH, 0);
  check_reply(amqp_get_rpc_reply(connection), "prefetch");
  amqp_basic_consume(connection, 1, bytes(queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
  check_reply(amqp_get_rpc_reply(connection), queue);
}

// Returns the delivery's tag, or 0 when there is none now.
static uint64_t next_delivery(amqp_connection_state_t connection) {
  struct timeval now = {0, 0};
  amqp_envelope_t envelope;
  amqp_maybe_release_buffers(connection);
  amqp_rpc_reply_t reply = amqp_consume_message(connection, &envelope, &now, 0);
  if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION && reply.library_error == AMQP_STATUS_TIMEOUT) return 0;
  check_reply(reply, "consuming");
  amqp_destroy_envelope(&envelope);
  return envelope.delivery_tag;
}

static void wait_for_either(amqp_connection_state_t consumer, const struct publisher *publisher) {
  int other = publisher ? amqp_get_sockfd(publisher->connection) : -1;
  struct pollfd sockets[2] = {{amqp_get_sockfd(consumer), POLLIN, 0}, {other, POLLIN, 0}};
  poll(sockets, 2, -1);
}

// Takes what is there, up to a batch, and says what follows. Returns the last tag, or 0.
// Tags count from 1 without a gap, so a tag is also how many deliveries there were.
static uint64_t hear(amqp_connection_state_t consumer, struct publisher *publisher, const struct role *role) {
  uint64_t tag, last = 0;
  for (unsigned taken = 0; taken < BATCH && (tag = next_delivery(consumer)); taken++) {
    if (publisher) role->follow(publisher, (unsigned)tag);
    last = tag;
  }
  return last;
}

static void tell(int source) {
  if (write(source, "r", 1) != 1) fail("telling the source", "it has ended");
}

static void play(const struct role *role, uint64_t expected, int source) {
  amqp_connection_state_t consumer = open_connection();
  struct publisher *publisher = role->follow ? open_publisher() : NULL;
  struct owed owed[PREFETCH];
  unsigned first = 0, last = 0;
  uint64_t acknowledged = 0;
  consume(consumer, role->queue);
  tell(source);
  while (acknowledged < expected) {
    uint64_t heard = hear(consumer, publisher, role), before = acknowledged;
    if (heard) owed[last++ % PREFETCH] = (struct owed){heard, publisher ? publisher->next : 0};
    bool confirms = publisher && read_confirms(publisher, false);
    while (first < last && (!publisher || owed[first % PREFETCH].after <= publisher->lowest))
      acknowledged = owed[first++ % PREFETCH].tag;
    if (acknowledged > before) check(amqp_basic_ack(consumer, 1, acknowledged, 1), "acknowledging");
    if (!heard && !confirms && acknowledged == before) wait_for_either(consumer, publisher);
  }
  // An answer of the queue itself says that it has the acknowledgements. A busy broker may still hold the
  // last ones back, and forgets them if the channel closes: they get a second that is not measured.
  amqp_queue_declare(consumer, 1, bytes(role->queue), 1, 0, 0, 0, amqp_empty_table);
  check_reply(amqp_get_rpc_reply(consumer), role->queue);
  tell(source);
  sleep(1);
  close_connection(consumer);
  if (publisher) close_connection(publisher->connection);
}

// MARK: The measurement

// Without one role the others measure nothing: they end with the source.
static void role_ended(int signal) {
  int status;
  while (waitpid(-1, &status, WNOHANG) > 0)
    if (status != 0) _exit(signal);
}

static void start_roles(unsigned cases, int source) {
  signal(SIGCHLD, role_ended);
  for (int index = 0; index < ROLES; index++) {
    if (fork() != 0) continue;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    play(&roles[index], (uint64_t)cases * roles[index].heard, source);
    exit(0);
  }
}

// Each role tells when it is ready, and when it has done all.
static void await_roles(int told) {
  char byte;
  for (int index = 0; index < ROLES; index++)
    if (read(told, &byte, 1) != 1) fail("waiting", "cannot hear from the roles");
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static amqp_bytes_t body(const char *size) {
  size_t length = strtoul(size, NULL, 10);
  return (amqp_bytes_t){length, memset(malloc(length), 'x', length)};
}

int main(int count, char **words) {
  char *url = getenv("AMQP_URL");
  if (count != 6 || !url) fail("usage", "AMQP_URL=... bare CASES RECEIVED CONTACT CLASSIFIED ROUTED");
  check(amqp_parse_url(url, &address), "AMQP_URL");
  unsigned cases = strtoul(words[1], NULL, 10);
  struct fact *facts[] = {&received, &contact, &classified, &routed};
  for (int index = 0; index < 4; index++) facts[index]->body = body(words[index + 2]);

  int told[2];
  if (pipe(told) != 0) fail("start", "there is no pipe");
  start_roles(cases, told[1]);
  await_roles(told[0]);
  struct publisher *source = open_publisher();
  double start = seconds();
  for (unsigned number = 0; number < cases; number++) say_received(source, number);
  while (source->open > 0) read_confirms(source, true);
  await_roles(told[0]);
  double taken = seconds() - start;
  while (wait(NULL) > 0) {}
  printf("{\"cases\": %u, \"seconds\": %.3f, \"body_bytes\": {\"received\": %s, \"contact\": %s, \"classified\": %s, "
         "\"routed\": %s}}\n", cases, taken, words[2], words[3], words[4], words[5]);
  return 0;
}
