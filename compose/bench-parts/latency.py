#!/usr/bin/python3
"""The time from a report's 201 to its arrival at the unit: latency.py RATE SECONDS; prints JSON.

One process sends and receives, so that both times are of one clock.
"""
import http.client
import json
import os
import sys
import threading
import time
import urllib.parse

import broker

REGION = broker.REGIONS[0]
UNIT = broker.UNITS[0]
SENDERS = 8


class Sender(threading.Thread):
    """Sends every SENDERS-th report when its time has come, over one connection."""

    def __init__(self, first, count, start, rate):
        super().__init__()
        self.turns = [(index, start + index / rate) for index in range(first, count, SENDERS)]
        self.accepted = {}
        self.refused = 0

    def run(self):
        intake = http.client.HTTPConnection(urllib.parse.urlsplit(os.environ["INTAKE_URL"]).netloc)
        for index, turn in self.turns:
            time.sleep(max(0, turn - time.monotonic()))
            intake.request("POST", "/cases", broker.report(REGION, index), {"Content-Type": "application/json"})
            answer = intake.getresponse()
            body, now = answer.read(), time.monotonic()
            if answer.status == 201:
                self.accepted[json.loads(body)["number"]] = now
            else:
                self.refused += 1


class Unit(threading.Thread):
    """Notes when each case arrives; ends when nothing has come for a while."""

    def __init__(self):
        super().__init__()
        self.arrived = {}
        self.channel = broker.connect().channel()
        self.channel.queue_purge(UNIT)
        self.channel.basic_qos(prefetch_count=512)

    def run(self):
        for method, _, body in self.channel.consume(UNIT, inactivity_timeout=5):
            now = time.monotonic()
            if method is None:
                break
            self.arrived[json.loads(body)["data"]["number"]] = now
            self.channel.basic_ack(method.delivery_tag)


def main():
    rate, seconds = int(sys.argv[1]), int(sys.argv[2])
    unit = Unit()
    unit.start()
    start = time.monotonic() + 0.5
    senders = [Sender(first, rate * seconds, start, rate) for first in range(SENDERS)]
    for thread in senders:
        thread.start()
    for thread in [*senders, unit]:
        thread.join()

    accepted = {number: at for sender in senders for number, at in sender.accepted.items()}
    times = sorted((unit.arrived[number] - at) * 1000 for number, at in accepted.items() if number in unit.arrived)
    if not times:
        sys.exit("latency.py: no case arrived")
    print(json.dumps({
        "cases_per_second": round(len(accepted) / (max(accepted.values()) - start), 1),
        "accepted": len(accepted), "refused": sum(sender.refused for sender in senders), "arrived": len(times),
        "p50_ms": round(times[len(times) // 2], 1), "p99_ms": round(times[len(times) * 99 // 100], 1),
        "max_ms": round(times[-1], 1)}))


if __name__ == "__main__":
    main()
