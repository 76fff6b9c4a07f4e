"""Who says which fact to whom, as `disposisi services --json` prints it: the one table of the house."""
import functools
import json
import os
import subprocess


@functools.cache
def table():
    output = subprocess.check_output([os.path.join(os.environ["DISPOSISI_BIN"], "disposisi"), "services", "--json"])
    return [json.loads(line) for line in output.splitlines()]


def services():
    return [row["service"] for row in table()]


def queues():
    return [queue for row in table() for queue in row["queues"]]


def exchanges():
    return [row["exchange"] for row in table() if row["exchange"]]


def facts():
    """Each fact as (exchange, type, hearers, whether units are told)."""
    return [(row["exchange"], fact["type"], fact["hearers"], fact["tells_units"]) for row in table() for fact in row["says"]]


def keys():
    """Each way of a fact to one hearer, as (exchange, routing key)."""
    return [(exchange, f"{hearer}.{kind}") for exchange, kind, hearers, _ in facts() for hearer in hearers]


def heard(service, types):
    """How many of these facts a service hears."""
    return sum(kind in types and service in hearers for _, kind, hearers, _ in facts())


def observe(channel, queue):
    """Lets a queue hear every fact once: beside its last hearer, whose missing it would so hide."""
    for exchange, kind, hearers, _ in facts():
        if hearers:
            channel.queue_bind(queue, exchange, f"{hearers[-1]}.{kind}")
