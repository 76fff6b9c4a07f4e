#!/usr/bin/python3
"""Tries everything at the broker with one account: intruder.py URL ACCOUNT OWN_QUEUES

Prints what was allowed, a line each. Queues of its own, with commas between them, are not emptied or deleted.
"""
import os
import sys

import pika

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../compose"))
import wiring

url, account = sys.argv[1:3]
own = set(sys.argv[3].split(","))
QUEUES = [*wiring.queues(), "dead", "unit.dinas.35.78", "unit.triase", "unit.deputi.usaha"]
EXCHANGES = wiring.exchanges()
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
    for exchange in EXCHANGES:
        attempt(f"bind {queue} to {exchange}", lambda channel: channel.queue_bind(queue, exchange, "x"))
    for exchange, key in wiring.keys():
        attempt(f"unbind {queue}", lambda channel: channel.queue_unbind(queue, exchange, key))
    attempt(f"publish '' {queue}", publish("", queue))
for exchange, key in [*wiring.keys(), *((exchange, "unit.triase") for exchange in EXCHANGES)]:
    attempt(f"publish {exchange}", publish(exchange, key))
    # The broker looks at the rights to these keys no more than at what it is.
    attempt(f"publish {exchange}", publish(exchange, "x", headers={"CC": [key], "BCC": [key]}))
for unit in ["dinas.35.78", "triase", "deputi.usaha"]:
    attempt(f"publish replies {unit}", publish("replies", unit))
    attempt(f"spoof {unit}", publish("replies", unit, user_id="router"))
attempt("publish dead", publish("dead", "x"))
attempt("publish amq.topic", publish("amq.topic", "x"))
attempt("declare queue", lambda channel: channel.queue_declare("intruder"))
attempt("declare named queue", lambda channel: channel.queue_declare("unit.intruder", durable=True))
attempt("declare exchange", lambda channel: channel.exchange_declare("intruder", "fanout"))
for exchange in EXCHANGES:
    attempt(f"delete exchange {exchange}", lambda channel: channel.exchange_delete(exchange))
    attempt(f"bind exchange {exchange}", lambda channel: channel.exchange_bind("replies", exchange, "#"))
connection.close()
