#!/usr/bin/python3
"""The whole pipeline, from a backlog at intake to the units' queues.

pipeline.py load CASES       posts that many over HTTP; prints how many intake stored
pipeline.py measure CASES    waits for intake's start, then for that many in the units' queues; prints JSON
pipeline.py calm SERVICE...  waits until these services have heard and said all there is
"""
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import broker

PARTS = os.path.dirname(os.path.abspath(__file__))
RUN = os.environ["DISPOSISI_RUN"]
# How many messages each service hears about one case.
FACTS = ["case.received.v1", "contact.recorded.v1", "case.classified.v1", "case.routed.v1"]
HEARD = {service: broker.wiring.heard(service, FACTS) for service in broker.SERVICES}


def ask(service, sql):
    # Read-only: only the service itself may write to its file, and checkpoint it.
    state = sqlite3.connect(f"file:{RUN}/data/{service}/state.sqlite?mode=ro", uri=True)
    try:
        return state.execute(sql).fetchone()[0]
    finally:
        state.close()


def stored():
    return ask("intake", "SELECT count(*) FROM cases")


def is_done(services):
    if any(ask(service, "SELECT count(*) FROM outbox") for service in services):
        return False
    # Where a service is stopped, the others cannot hear all.
    if len(services) < len(HEARD):
        return True
    cases = stored()
    return all(ask(service, "SELECT count(*) FROM inbox") == HEARD[service] * cases for service in services)


def wait_until(is_reached, pause, patience, what):
    limit = time.monotonic() + patience
    while not is_reached():
        if time.monotonic() > limit:
            sys.exit(f"pipeline.py: {what} took longer than {patience:.0f} s")
        time.sleep(pause)


def load(cases):
    before = stored()
    wrk = subprocess.Popen(
        ["wrk", "-t1", "-c64", "-d3600s", "-s", f"{PARTS}/cases.lua", os.environ["INTAKE_URL"]],
        env={**os.environ, "BENCH_CASES": str(cases)}, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: stored() >= before + cases, 0.1, 60 + cases / 100, "loading")
    finally:
        wrk.send_signal(signal.SIGINT)
        wrk.wait()
    print(stored() - before)


def seconds_since_start(pid):
    with open(f"/proc/{pid}/stat") as file:
        start = int(file.read().rsplit(")", 1)[1].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - start / os.sysconf("SC_CLK_TCK")


def pid_of(service):
    try:
        with open(f"{RUN}/{service}.pid") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


def measure(cases):
    patience = 60 + cases / 50
    channel = broker.connect().channel()
    wait_until(lambda: pid_of("intake"), 0.05, 60, "the start of intake")
    intake = pid_of("intake")
    # The files are left alone until the units have all: looking into them would cost time.
    wait_until(lambda: broker.depth(channel, broker.UNITS) >= cases, 0.1, patience, "the way to the units")
    to_units = seconds_since_start(intake)
    wait_until(lambda: is_done(list(HEARD)), 0.2, patience, "the rest of the work")
    done = seconds_since_start(intake)
    print(json.dumps({"cases": cases, "seconds": round(to_units, 3), "seconds_until_all_is_done": round(done, 3)}))


def main():
    match sys.argv[1:]:
        case ["load", cases]: load(int(cases))
        case ["measure", cases]: measure(int(cases))
        case ["calm", *services] if services: wait_until(lambda: is_done(services), 0.5, 1800, "the work left over")
        case _: sys.exit(__doc__)


if __name__ == "__main__":
    main()
