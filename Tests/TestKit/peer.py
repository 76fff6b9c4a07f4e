#!/usr/bin/python3
"""A foreign client for the tests, on Debian's pika.

peer.py drain URL QUEUE COUNT SECONDS   prints that many messages' bodies, a line each, and acknowledges them
peer.py send URL EXCHANGE KEY           publishes standard input: a JSON object of properties, then the body
peer.py declare URL QUEUE               makes an empty quorum queue; peer.py remove URL QUEUE drops it
peer.py observe URL QUEUE               makes a queue that gets all facts, all messages for units and all replies
peer.py count URL QUEUE                 how many messages wait
peer.py exchange URL EXCHANGE           makes a direct exchange; peer.py unexchange URL EXCHANGE drops it
peer.py bind URL QUEUE EXCHANGE KEY     peer.py unbind URL QUEUE EXCHANGE KEY
peer.py narrow URL QUEUE                makes a queue that refuses all but one message
"""
import json
import os
import sys
import time

import pika

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../compose"))
import wiring

verb, url = sys.argv[1:3]
connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()

if verb == "drain":
    queue, count, seconds = sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    seen = 0
    # Whoever takes more than it keeps gives the rest back, and each time that counts as a delivery.
    channel.basic_qos(prefetch_count=min(count, 500))
    deadline = time.monotonic() + seconds
    for method, properties, body in channel.consume(queue, inactivity_timeout=0.2):
        if method is not None:
            print(json.dumps({"user_id": properties.user_id, "message_id": properties.message_id,
                              "type": properties.type,
                              "headers": {name: str(value) for name, value in (properties.headers or {}).items()},
                              "routing_key": method.routing_key, "body": body.decode("utf-8", "replace")}))
            channel.basic_ack(method.delivery_tag)
            seen += 1
        if seen >= count or time.monotonic() > deadline:
            break
    channel.cancel()
elif verb == "send":
    exchange, key = sys.argv[3:5]
    head, _, body = sys.stdin.buffer.read().partition(b"\n")
    channel.confirm_delivery()
    channel.basic_publish(exchange, key, body, mandatory=True,
                          properties=pika.BasicProperties(delivery_mode=2, **json.loads(head)))
elif verb == "declare":
    channel.queue_declare(sys.argv[3], durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_purge(sys.argv[3])
elif verb == "observe":
    channel.queue_declare(sys.argv[3], durable=True, arguments={"x-queue-type": "quorum"})
    wiring.observe(channel, sys.argv[3])
    channel.queue_bind(sys.argv[3], "replies", "#")
    for unit in ("dinas.35.08", "deputi.pengawasan", "triase"):
        channel.queue_bind(sys.argv[3], "router.facts", f"unit.{unit}")
elif verb == "exchange":
    channel.exchange_declare(sys.argv[3], "direct", durable=True)
elif verb == "unexchange":
    channel.exchange_delete(sys.argv[3])
elif verb == "bind":
    channel.queue_bind(*sys.argv[3:6])
elif verb == "unbind":
    channel.queue_unbind(*sys.argv[3:6])
elif verb == "narrow":
    channel.queue_declare(sys.argv[3], durable=True, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
elif verb == "remove":
    channel.queue_delete(sys.argv[3])
elif verb == "count":
    print(channel.queue_declare(sys.argv[3], passive=True).method.message_count)
else:
    sys.exit(__doc__)
connection.close()
