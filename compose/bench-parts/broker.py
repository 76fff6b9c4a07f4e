#!/usr/bin/python3
"""The broker as the bench sees it, over AMQP_URL.

broker.py sizes       posts one case and prints the sizes of its events: received contact classified routed
broker.py purge       empties all queues that the bench uses
broker.py check N     fails unless the units' queues hold N cases and the services' queues none
"""
import json
import os
import sys
import urllib.request

import pika

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import wiring

REGIONS = ["35.78", "33.74", "51.04", "73.71"]
UNITS = [f"unit.dinas.{region}" for region in REGIONS]
COPIED_UNIT = "unit.deputi.pengawasan"
SERVICES = wiring.services()


def connect():
    return pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))


def depth(channel, queues):
    """How many messages are ready in these queues together."""
    return sum(channel.queue_declare(queue, passive=True).method.message_count for queue in queues)


def purge(channel):
    for queue in [*UNITS, COPIED_UNIT, *SERVICES]:
        channel.queue_purge(queue)


def report(region, number):
    """A report as JSON, the same as those of cases.lua."""
    text = (
        "Simpanan berjangka saya di KSP Maju Jaya sudah jatuh tempo sejak Maret tetapi tidak dapat ditarik sampai "
        f"sekarang. Pengurus hanya meminta kami bersabar. Mohon bantuannya. {number}")
    return json.dumps({
        "text": text, "channel": "web", "form": {"region": region, "membership_area": "kabkota"},
        "reporter": {"name": "Siti Aminah", "phone": "081234567890"}}).encode()


def sizes(channel):
    """Measured at every run, so that the bare broker carries what the services carry."""
    types = ["case.received.v1", "contact.recorded.v1", "case.classified.v1", "case.routed.v1"]
    queue = channel.queue_declare("", exclusive=True).method.queue
    wiring.observe(channel, queue)
    request = urllib.request.Request(
        os.environ["INTAKE_URL"] + "/cases", report(REGIONS[0], 1), {"Content-Type": "application/json"})
    urllib.request.urlopen(request).read()
    found = {}
    for method, properties, body in channel.consume(queue, auto_ack=True, inactivity_timeout=10):
        if method is None:
            sys.exit(f"broker.py: heard only {sorted(found)} about a case, expected {types}")
        found[properties.type] = len(body)
        if set(types) <= set(found):
            break
    return [found[name] for name in types]


def check(channel, cases):
    arrived, copied, left = depth(channel, UNITS), depth(channel, [COPIED_UNIT]), depth(channel, SERVICES)
    if (arrived, copied, left) != (cases, cases, 0):
        sys.exit(f"broker.py: found {arrived} cases with units, {copied} copies and {left} on the way, expected {cases}")


def main():
    channel = connect().channel()
    match sys.argv[1:]:
        case ["sizes"]: print(*sizes(channel))
        case ["purge"]: purge(channel)
        case ["check", cases]: check(channel, int(cases))
        case _: sys.exit(__doc__)


if __name__ == "__main__":
    main()
