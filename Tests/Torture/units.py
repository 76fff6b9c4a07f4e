#!/usr/bin/python3
"""The units, and an observer of all facts: units.py PASSWORDS PORT RECORD UNIT...

Takes all that comes into the units' queues and the queue `audit`, and writes a line for each message before it is
acknowledged. Every fourth case a unit has to answer it accepts, answers and closes; each reply is sent until the
broker has confirmed it, now and then twice.
"""
import json
import queue
import sys
import threading
import time

import pika

passwords, port, record = sys.argv[1], int(sys.argv[2]), sys.argv[3]
units = sys.argv[4:]
with open(passwords) as file:
    secrets = dict(line.rstrip("\n").split("=", 1) for line in file)
answers = queue.Queue()
log = open(record, "a", buffering=1)


def connect(account):
    parameters = pika.ConnectionParameters(
        "127.0.0.1", port, "disposisi", pika.PlainCredentials(account, secrets[account]), heartbeat=30,
        blocked_connection_timeout=600)
    return pika.BlockingConnection(parameters)


def received(channel, method, properties, body):
    event = json.loads(body)
    data = event["data"]
    unit = method.consumer_tag.removeprefix("unit.")
    log.write(json.dumps({
        "queue": method.consumer_tag, "id": event["id"], "type": event["type"], "number": event["subject"],
        "sequence": int(event["sequence"]), "time": event["time"], "unit": data.get("unit"), "cc": data.get("cc"),
        "reason": data.get("reason"), "handed_on": "handed_on" in data}) + "\n")
    channel.basic_ack(method.delivery_tag)
    if event["type"] == "case.routed.v1" and data["unit"] == unit and int(event["subject"]) % 4 == 0:
        answers.put((unit, event["subject"]))


def consume():
    while True:
        try:
            channel = connect("operator").channel()
            channel.basic_qos(prefetch_count=200)
            for name in ["audit"] + ["unit." + unit for unit in units]:
                channel.basic_consume(name, received, consumer_tag=name)
            channel.start_consuming()
        except (pika.exceptions.AMQPError, OSError):
            time.sleep(0.5)


def send(channels, unit, number, action):
    body = {"number": number, "action": action}
    if action != "accept":
        body["text"] = "Sudah kami tangani."
    properties = pika.BasicProperties(
        user_id=unit, message_id=f"{number}.{action}", content_type="application/json", delivery_mode=2)
    while True:
        try:
            if unit not in channels:
                channels[unit] = connect(unit).channel()
                channels[unit].confirm_delivery()
            channels[unit].basic_publish("replies", unit, json.dumps(body), properties, mandatory=True)
            return
        except (pika.exceptions.AMQPError, OSError):
            channels.pop(unit, None)
            time.sleep(0.5)


def answer():
    channels = {}
    done = set()
    while True:
        unit, number = answers.get()
        # The same case may come twice, as the same event.
        if number in done:
            continue
        done.add(number)
        for action in ["accept", "answer", "close"]:
            for _ in range(2 if int(number) % 5 == 0 else 1):
                send(channels, unit, number, action)


threading.Thread(target=answer, daemon=True).start()
consume()
