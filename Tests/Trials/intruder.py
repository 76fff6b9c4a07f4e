#!/usr/bin/python3
"""Tries everything at the broker with one account: intruder.py URL ACCOUNT OWN_QUEUES

Prints what was allowed, a line each. Queues of its own, with commas between them, are not emptied or deleted.
"""
import sys

import pika

url, account = sys.argv[1:3]
own = set(sys.argv[3].split(","))
QUEUES = ["intake", "classifier", "router", "router.replies", "notifier", "dead", "unit.dinas.35.78", "unit.triase",
          "unit.deputi.usaha"]
TYPES = ["case.received.v1", "contact.recorded.v1", "reporter.responded.v1", "case.classified.v1", "case.routed.v1",
         "case.accepted.v1", "case.closed.v1", "case.corrected.v1", "case.overdue.v1", "anything.else"]
connection = pika.BlockingConnection(pika.URLParameters(url))


def attempt(name, action):
    """On a channel of its own: a refusal closes it."""
    channel = connection.channel()
    try:
        channel.confirm_delivery()
        action(channel)
        print(name, flush=True)
    except (pika.exceptions.ChannelClosedByBroker, pika.exceptions.NackError):
        pass
    except pika.exceptions.UnroutableError:
        # It may publish there, only nobody listens.
        print(name, flush=True)
    finally:
        if channel.is_open:
            channel.close()


def publish(exchange, key, **properties):
    return lambda channel: channel.basic_publish(
        exchange, key, b"not a message of the house", pika.BasicProperties(**properties), mandatory=True)


for queue in QUEUES:
    attempt(f"consume {queue}", lambda channel: channel.basic_consume(queue, print))
    if queue not in own:
        attempt(f"get {queue}", lambda channel: channel.basic_get(queue))
        attempt(f"purge {queue}", lambda channel: channel.queue_purge(queue))
    attempt(f"delete {queue}", lambda channel: channel.queue_delete(queue, if_empty=True, if_unused=True))
    attempt(f"bind {queue}", lambda channel: channel.queue_bind(queue, "cases", "#"))
    attempt(f"unbind {queue}", lambda channel: channel.queue_unbind(queue, "cases", "case.received.v1"))
    attempt(f"publish '' {queue}", publish("", queue))
for kind in TYPES:
    attempt(f"publish cases {kind}", publish("cases", kind))
for unit in ["dinas.35.78", "triase", "deputi.usaha"]:
    attempt(f"publish units {unit}", publish("units", unit))
    attempt(f"publish replies {unit}", publish("replies", unit))
    attempt(f"spoof {unit}", publish("replies", unit, user_id="router"))
attempt("publish dead", publish("dead", "x"))
attempt("publish amq.topic", publish("amq.topic", "x"))
attempt("declare queue", lambda channel: channel.queue_declare("intruder"))
attempt("declare named queue", lambda channel: channel.queue_declare("unit.intruder", durable=True))
attempt("declare exchange", lambda channel: channel.exchange_declare("intruder", "fanout"))
attempt("delete exchange", lambda channel: channel.exchange_delete("cases"))
attempt("bind exchange", lambda channel: channel.exchange_bind("replies", "cases", "#"))
connection.close()
