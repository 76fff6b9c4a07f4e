#!/usr/bin/python3
"""Receives the cases of @UNIT@ (@NAME@) and accepts each. Needs Debian's python3-pika.

  unit.py                                  waits for cases
  unit.py accept NUMBER                    and other replies, one a call:
  unit.py ask|answer|close NUMBER TEXT     (close: or without)
  unit.py transfer NUMBER TEXT UNIT
  unit.py correct NUMBER TEXT KEY=VALUE... keys: topic, kind, region, membership_area

Ids of events that were handled are kept in @UNIT@.sqlite beside this file: after a crash on the way the same event
comes again. The queue is the operator's: never declare it (what a program declares, it must not).
UNIT_QUEUE=trial.@UNIT@ reads the samples of `disposisi unit try` instead."""
import json
import os
import sqlite3
import ssl
import sys
import time
import uuid

import pika

UNIT, PASSWORD = "@UNIT@", "@PASSWORD@"
HOST, PORT, VIRTUAL_HOST, SCHEME = "@HOST@", int("@PORT@"), "@VHOST@", "@SCHEME@"
QUEUE = os.environ.get("UNIT_QUEUE", "@QUEUE@")
WORDS = {"accept": 1, "ask": 2, "answer": 2, "close": 1, "transfer": 3, "correct": 3}

def connect():
    tls = None
    if SCHEME == "amqps":
        tls = pika.SSLOptions(ssl.create_default_context(cafile=os.environ.get("AMQP_CA")), HOST)
    account = pika.PlainCredentials(UNIT, PASSWORD)
    return pika.BlockingConnection(pika.ConnectionParameters(HOST, PORT, VIRTUAL_HOST, account, ssl_options=tls))

def reply(channel, number, action, text=None, *rest, id=None):
    body = {"number": number, "action": action}
    if text is not None:
        body["text"] = text
    for word in rest:
        key, is_field, value = word.partition("=")
        body[key if is_field else "to"] = value if is_field else word
    channel.basic_publish(
        "replies", UNIT, json.dumps(body), mandatory=True,
        properties=pika.BasicProperties(
            user_id=UNIT, message_id=id or str(uuid.uuid4()), content_type="application/json", delivery_mode=2))

def show(*words):
    # What others wrote moves no cursor and rings no bell here.
    line = " ".join(map(str, words))
    print("".join(c if c == "\n" or c.isprintable() else " " for c in line), flush=True)

def handle(channel, event):
    data = event["data"]
    if event["type"] == "case.routed.v1":
        show(data["number"], data["classification"]["topic"], "by", data["deadline"]["due"], data["reason"])
        show("  ", data["report"]["text"])
        if data["unit"] == UNIT:
            # The same id for the same event: a reply that comes twice counts once.
            reply(channel, data["number"], "accept", id="accept." + event["id"])
    else:
        show(event["type"], json.dumps(data, ensure_ascii=False))

def receive(channel, seen):
    def received(channel, method, properties, body):
        try:
            event = json.loads(body)
            if not seen.execute("SELECT 1 FROM seen WHERE id = ?", (event["id"],)).fetchone():
                handle(channel, event)
                with seen:
                    seen.execute("INSERT INTO seen VALUES (?)", (event["id"],))
        except (ValueError, KeyError, TypeError) as problem:
            # Not understood: the broker keeps it among its dead letters, for the operator.
            show("refused:", repr(problem))
            return channel.basic_reject(method.delivery_tag, requeue=False)
        channel.basic_ack(method.delivery_tag)

    channel.basic_qos(prefetch_count=20)
    channel.basic_consume(QUEUE, received)
    channel.start_consuming()

def open_channel():
    channel = connect().channel()
    channel.confirm_delivery()
    return channel

def wait_for_cases():
    seen = sqlite3.connect(os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), UNIT + ".sqlite"))
    seen.execute("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)")
    while True:
        try:
            receive(open_channel(), seen)
        except (pika.exceptions.ProbableAuthenticationError, pika.exceptions.ProbableAccessDeniedError):
            raise  # a wrong password does not mend itself
        except (pika.exceptions.AMQPError, OSError) as problem:
            # The broker is restarted now and then.
            show("connection lost, again in 3 s:", repr(problem))
            time.sleep(3)

words = sys.argv[1:]
if not words:
    wait_for_cases()
elif words[0] in WORDS and len(words) > WORDS[words[0]]:
    reply(open_channel(), words[1], words[0], *words[2:])
    print("sent")
else:
    sys.exit(__doc__)
