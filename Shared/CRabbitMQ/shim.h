#ifndef DISPOSISI_CRABBITMQ_SHIM_H
#define DISPOSISI_CRABBITMQ_SHIM_H

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <sys/time.h>

// What Swift lacks to call librabbitmq: variadic functions, constants behind casts, unions.

// Tells the broker what this client understands; without it neither connection.blocked nor a consumer's
// cancellation would be announced. The password is not kept. An empty user means SASL EXTERNAL.
static inline amqp_rpc_reply_t disposisi_login(
    amqp_connection_state_t state, const char *vhost, int frame_max, int heartbeat_seconds,
    const char *user, const char *password, const char *connection_name) {
  static const char *const names[] = {
      "connection.blocked", "consumer_cancel_notify", "publisher_confirms", "basic.nack",
      "authentication_failure_close"};
  amqp_table_entry_t capabilities[5];
  for (int i = 0; i < 5; i++) {
    capabilities[i].key = amqp_cstring_bytes(names[i]);
    capabilities[i].value.kind = AMQP_FIELD_KIND_BOOLEAN;
    capabilities[i].value.value.boolean = 1;
  }
  amqp_table_entry_t entries[2];
  entries[0].key = amqp_cstring_bytes("capabilities");
  entries[0].value.kind = AMQP_FIELD_KIND_TABLE;
  entries[0].value.value.table.num_entries = 5;
  entries[0].value.value.table.entries = capabilities;
  entries[1].key = amqp_cstring_bytes("connection_name");
  entries[1].value.kind = AMQP_FIELD_KIND_UTF8;
  entries[1].value.value.bytes = amqp_cstring_bytes(connection_name);
  amqp_table_t properties = {2, entries};
  if (user[0] == 0) {
    // The broker takes the name from the certificate; librabbitmq fails on an empty identity.
    return amqp_login_with_properties(
        state, vhost, 1, frame_max, heartbeat_seconds, &properties, AMQP_SASL_METHOD_EXTERNAL, "certificate");
  }
  return amqp_login_with_properties(
      state, vhost, 1, frame_max, heartbeat_seconds, &properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

enum disposisi_method {
  DISPOSISI_OTHER, DISPOSISI_ACK, DISPOSISI_NACK, DISPOSISI_RETURN, DISPOSISI_DELIVER, DISPOSISI_CANCEL,
  DISPOSISI_CHANNEL_CLOSE, DISPOSISI_CONNECTION_CLOSE, DISPOSISI_BLOCKED, DISPOSISI_UNBLOCKED
};

static inline enum disposisi_method disposisi_method_of(amqp_method_number_t id) {
  switch (id) {
    case AMQP_BASIC_ACK_METHOD: return DISPOSISI_ACK;
    case AMQP_BASIC_NACK_METHOD: return DISPOSISI_NACK;
    case AMQP_BASIC_RETURN_METHOD: return DISPOSISI_RETURN;
    case AMQP_BASIC_DELIVER_METHOD: return DISPOSISI_DELIVER;
    case AMQP_BASIC_CANCEL_METHOD: return DISPOSISI_CANCEL;
    case AMQP_CHANNEL_CLOSE_METHOD: return DISPOSISI_CHANNEL_CLOSE;
    case AMQP_CONNECTION_CLOSE_METHOD: return DISPOSISI_CONNECTION_CLOSE;
    case AMQP_CONNECTION_BLOCKED_METHOD: return DISPOSISI_BLOCKED;
    case AMQP_CONNECTION_UNBLOCKED_METHOD: return DISPOSISI_UNBLOCKED;
    default: return DISPOSISI_OTHER;
  }
}

// A queue for trying a program out: it is gone a day after its last use, and forgets what is more than a thousand messages.
static inline void disposisi_declare_trial(amqp_connection_state_t state, amqp_channel_t channel, const char *name) {
  amqp_table_entry_t entries[2];
  entries[0].key = amqp_cstring_bytes("x-expires");
  entries[0].value.kind = AMQP_FIELD_KIND_I32;
  entries[0].value.value.i32 = 86400000;
  entries[1].key = amqp_cstring_bytes("x-max-length");
  entries[1].value.kind = AMQP_FIELD_KIND_I32;
  entries[1].value.value.i32 = 1000;
  amqp_table_t arguments = {2, entries};
  amqp_queue_declare(state, channel, amqp_cstring_bytes(name), 0, 1, 0, 0, arguments);
}

// Answers a connection.close, so that the broker need not wait for its timeout.
static inline int disposisi_send_close_ok(amqp_connection_state_t state) {
  amqp_connection_close_ok_t ok = {0};
  return amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &ok);
}

#endif
