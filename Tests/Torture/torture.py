#!/usr/bin/python3
"""Breaks a running house in every way of faults.py while cases come in, and then looks whether all is there.

compose/torture [--cases N] [--kills N] [--seed N] [--rate N] [--workers N]
"""
import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter

import pika

from broker_faults import BrokerFaults
from checker import check
from faults import SERVICES, plan, wiring
from house import House

REGIONS = ["35.78", "35.73", "32.73", "33.74", "34.71", "12.71", "73.71", "61.71"]
UNITS = [f"dinas.{region}" for region in REGIONS] + ["deputi.pengawasan", "triase"]


def arguments():
    parser = argparse.ArgumentParser(prog="compose/torture", description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=2_000, help="how many are reported at least (2000)")
    parser.add_argument("--kills", type=int, default=20, help="how many times a service is killed (20)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000),
                        help="what goes wrong, and in which order; printed, to have the same again")
    parser.add_argument("--rate", type=int, default=150, help="how many are reported a second at most (150)")
    parser.add_argument("--workers", type=int, default=16, help="how many report at the same time (16)")
    return parser.parse_args()


def observe_all_facts(house):
    """A queue that hears every fact, for the checker."""
    with open(house.run / "passwords") as file:
        password = dict(line.rstrip("\n").split("=", 1) for line in file)["operator"]
    connection = pika.BlockingConnection(pika.ConnectionParameters(
        "127.0.0.1", house.broker_port, "disposisi", pika.PlainCredentials("operator", password)))
    channel = connection.channel()
    channel.queue_declare("audit", durable=True, arguments={"x-queue-type": "quorum"})
    wiring.observe(channel, "audit")
    connection.close()


class Torture:
    def __init__(self, house, done):
        self.house, self.done = house, done
        self.repairs = []
        self.mistakes = BrokerFaults(house)

    def later(self, seconds, repair):
        self.repairs.append((time.monotonic() + seconds, repair))

    def mend(self, everything=False):
        due = [entry for entry in self.repairs if everything or entry[0] <= time.monotonic()]
        self.repairs = [entry for entry in self.repairs if entry not in due]
        for _, repair in due:
            repair()

    def pause(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.mend()
            time.sleep(0.05)

    def commit(self, fault):
        """Does it; what lasts is mended later, while other things go wrong."""
        house, service = self.house, self.house.services.get(fault.target)
        if service and service.waits_for_room():
            self.done["skipped: waits for room on its disk"] += 1
            return
        if fault.kind == "kill":
            if not service.kill(fault.detail, fault.count):
                self.done["kill anywhere"] += 1
            else:
                self.done[f"kill {fault.detail}"] += 1
            self.pause(fault.seconds)
            service.start()
            return
        self.done[f"{fault.kind} {fault.detail}".strip()] += 1
        if service:
            service.must_be_alive()
        if fault.kind == "terminate":
            # One that has just begun to start has nothing to finish.
            codes = [0] if service.is_live() else [0, -signal.SIGTERM]
            service.signal(signal.SIGTERM)
            if not service.has_ended(40):
                raise SystemExit(f"{fault.target} did not stop within 40 s of SIGTERM")
            service.must_have_ended_with(*codes)
            service.start()
        elif fault.kind == "freeze":
            service.signal(signal.SIGSTOP)
            self.pause(fault.seconds)
            service.signal(signal.SIGCONT)
        elif fault.kind == "disk full":
            service.fill_disk(True)
            self.later(fault.seconds, lambda: service.fill_disk(False))
        elif fault.kind == "line":
            house.set_line(fault.target, fault.detail)
            self.later(fault.seconds, lambda: house.set_line(fault.target, "fine"))
        elif fault.kind == "second process":
            service.must_refuse_a_second()
        elif fault.kind == "hang up":
            service.signal(signal.SIGHUP)
        elif fault.kind in ("unbind", "delete queue", "narrow queue", "forbid", "change password", "lock file"):
            mistake = {
                "unbind": self.mistakes.unbind, "delete queue": self.mistakes.delete_queue,
                "narrow queue": self.mistakes.narrow, "forbid": self.mistakes.forbid,
                "change password": self.mistakes.change_password, "lock file": self.mistakes.lock}[fault.kind]
            self.later(fault.seconds, mistake(fault.target or fault.detail))
        elif fault.kind == "mail":
            house.set_mail(fault.detail)
            self.later(fault.seconds, lambda: house.set_mail("fine"))
        else:
            self.broker(fault)

    def broker(self, fault):
        house = self.house
        # What an operator has begun ends before the broker does.
        self.mend(everything=True)
        if fault.detail == "freeze":
            os.kill(house.broker_process(), signal.SIGSTOP)
            self.pause(fault.seconds)
            os.kill(house.broker_process(), signal.SIGCONT)
        elif fault.detail == "alarm":
            house.broker("ctl", "set_vm_memory_high_watermark", "0.00001")
            self.pause(fault.seconds)
            house.broker("ctl", "set_vm_memory_high_watermark", "0.4")
        else:
            if fault.detail == "kill":
                process = house.broker_process()
                os.kill(process, signal.SIGKILL)
                house.wait("the broker is dead", 20, lambda: not pathlib.Path(f"/proc/{process}").exists())
            house.broker("stop")
            house.broker("start")
            house.broker_deaths += 1
            self.mistakes.after_restart()


def count(path):
    return sum(1 for _ in open(path, "rb")) if path.exists() else 0


def ledger(house, *words):
    """What `disposisi ledger` says now."""
    with open(house.run / "env") as file:
        known = dict(line.rstrip("\n").split("=", 1) for line in file)
    for name in SERVICES:
        known[f"{name.upper()}_ADMIN_URL"] = f"http://127.0.0.1:{house.ports[f'{name} admin']}"
    answer = subprocess.run([house.bin / "disposisi", "ledger", "--wait", "20", *(words or ["--json"])],
                            env=os.environ | known, capture_output=True, text=True)
    if words:
        return print(answer.stdout[-1500:], answer.stderr, flush=True)
    return json.loads(answer.stdout) if answer.stdout else {"adds_up": False, "problems": [answer.stderr]}


def settle(house):
    """Until nothing moves any more: all has arrived, or never will."""
    for service in house.services.values():
        house.wait(f"{service.name} is ready", 90, service.is_ready)
    files = [house.run / name for name in ("units.jsonl", "mails.jsonl")]
    seen, since = None, time.monotonic()
    end = time.monotonic() + 600
    while time.monotonic() - since < 12 and time.monotonic() < end:
        now = [count(path) for path in files] + [owed(house)]
        if now != seen or now[-1]:
            seen, since = now, time.monotonic()
        time.sleep(0.5)


def owed(house):
    """What services still hold, as their own figures tell: mails owed, messages not confirmed or to be tried again."""
    total = 0
    for name in SERVICES:
        address = f"http://127.0.0.1:{house.ports[f'{name} admin']}/status"
        token = (house.run / "data" / name / "admin.token").read_text().strip()
        question = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
        rows = urllib.request.urlopen(question, timeout=10).read().decode()
        for line in rows.splitlines():
            if line.startswith(("rows", "notices")):
                words = line.replace(",", " ").replace("\t", " ").split()
                total += sum(int(words[words.index(word) + 1]) for word in ("outbox", "deferred", "owed") if word in words)
    return total


def state_of(house, number):
    address = f"http://127.0.0.1:{house.ports['intake']}/cases/{number}"
    return json.loads(urllib.request.urlopen(address, timeout=10).read())["state"]


def main():
    wanted = arguments()
    root = pathlib.Path(__file__).resolve().parents[2]
    run = pathlib.Path(os.environ["DISPOSISI_RUN"])
    print(f"seed {wanted.seed}: {wanted.cases} cases, {wanted.kills} kills", flush=True)
    house = House(root, run, pathlib.Path(os.environ["DISPOSISI_BIN"]))
    done = Counter()
    sums = Counter()
    began = time.monotonic()
    try:
        observe_all_facts(house)
        house.start()
        for service in house.services.values():
            house.wait(f"{service.name} is ready", 60, service.is_ready)
        for name in ("accepted.jsonl", "units.jsonl", "mails.jsonl"):
            (run / name).touch()
        house.helper("units.py", run / "passwords", house.broker_port, run / "units.jsonl", *UNITS)
        reporters = house.helper("reporters.py", house.ports["door"], wanted.cases, wanted.workers, wanted.rate,
                                 run / "accepted.jsonl", run / "enough", wanted.seed, *REGIONS)
        torture = Torture(house, done)
        for index, fault in enumerate(plan(wanted.seed, wanted.kills)):
            torture.pause(fault.pause)
            if reporters.poll() is not None:
                raise SystemExit(f"the reporters have ended: see {run}/log/reporters.py.log")
            if index % 10 == 0:
                print(f"{time.monotonic() - began:6.0f} s  {count(run / 'accepted.jsonl'):7} accepted  {fault}", flush=True)
            torture.commit(fault)
            if index % 40 == 39:
                sums["adds up" if ledger(house)["adds_up"] else "does not"] += 1
        torture.mend(everything=True)
        house.wait(f"{wanted.cases} cases are accepted", 3600, lambda: count(run / "accepted.jsonl") >= wanted.cases)
        (run / "enough").touch()
        if reporters.wait(120) != 0:
            raise SystemExit(f"the reporters failed: see {run}/log/reporters.py.log")
        spent = time.monotonic() - began
        settle(house)
        # What was in a queue that somebody deleted is said again by its owners.
        before = ledger(house)
        if not before["adds_up"]:
            print(f"the ledger names {len(before['problems'])} cases; they are said again", flush=True)
            ledger(house, "--repair", "--yes")
            settle(house)
        deaths = house.services["notifier"].deaths
        problems, figures = check(run, deaths, lambda number: state_of(house, number))
        last = ledger(house)
        if not last["adds_up"] or last["accepted"] != figures["accepted"]:
            problems.append(f"the ledger: {json.dumps(last)[:500]}")
    finally:
        house.end()
    killed = sum(service.deaths for service in house.services.values())
    print(f"{killed} kills of services, {house.broker_deaths} deaths of the broker, {spent:.0f} s of it")
    for what, times in sorted(done.items()):
        print(f"  {times:5}  {what}")
    for what, number in figures.items():
        print(f"  {number:8}  {what}")
    if sums:
        print(f"  ledger meanwhile: {dict(sums)}")
    for problem in problems[:50]:
        print(f"WRONG  {problem}")
    print(f"seed {wanted.seed}: " + (f"{len(problems)} things are wrong" if problems else "nothing lost, nothing twice"))
    sys.exit(1 if problems else 0)


main()
