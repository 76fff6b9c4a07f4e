#!/usr/bin/python3
"""Kills each node of a cluster in turn while reports come in, and measures how long the units wait.

compose/failover [--rate N] [--dead-seconds S] [--together] [--logs] [--json]
"""
import argparse
import asyncio
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timezone

import pika

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../compose"))
import wiring

RUN = pathlib.Path(os.environ["DISPOSISI_RUN"])
ROOT = pathlib.Path(__file__).resolve().parents[2]
REGIONS = ["35.78", "35.73", "32.73", "33.74", "34.71", "12.71", "73.71", "61.71"]
UNITS = [f"dinas.{region}" for region in REGIONS] + ["deputi.pengawasan", "triase"]
LIMIT = 10
WORDS = ["no connection", "not published", "renewing", "outbox waits", "connected to"]


def say(*words, sep=" "):
    print(*words, sep=sep, file=sys.stderr, flush=True)


def pairs(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


PORTS, SECRETS = pairs(RUN / "ports"), pairs(RUN / "passwords")
SERVICES = wiring.services()
SERVICE_QUEUES = wiring.queues()


class Node:
    def __init__(self, number):
        self.number, self.run = number, RUN / str(number)
        self.port = int(PORTS[f"NODE{number}_PORT"])
        self.name = self.ask("eval", "node().").strip().strip("'")

    def broker(self, *words, **options):
        environment = os.environ | {"DISPOSISI_RUN": str(self.run), "DISPOSISI_HOUSE": str(self.run)}
        return subprocess.run([ROOT / "compose/broker", *words], env=environment, check=True, text=True,
                              stdout=subprocess.PIPE, **options).stdout

    def ask(self, *words):
        return self.broker("ctl", "-q", *words)

    def table(self, *words):
        return json.loads(self.ask("--formatter", "json", *words))

    def kill(self):
        os.kill(int((self.run / "broker.pid").read_text()), signal.SIGKILL)

    def start(self):
        self.broker("start")
        self.ask("await_startup")


class Units:
    """Empties the units' queues, by a connection to each node, and keeps when each case came first."""

    def __init__(self, nodes):
        self.arrivals, self.again = {}, 0
        for node in nodes:
            threading.Thread(target=self.consume, args=[node.port], daemon=True).start()

    def consume(self, port):
        parameters = pika.ConnectionParameters(
            "127.0.0.1", port, "disposisi", pika.PlainCredentials("operator", SECRETS["operator"]), heartbeat=20,
            socket_timeout=5, stack_timeout=5, blocked_connection_timeout=60)
        while True:
            try:
                channel = pika.BlockingConnection(parameters).channel()
                channel.basic_qos(prefetch_count=200)
                for unit in UNITS:
                    channel.basic_consume(f"unit.{unit}", self.received, consumer_tag=unit)
                channel.start_consuming()
            except (pika.exceptions.AMQPError, OSError):
                time.sleep(0.3)

    def received(self, channel, method, properties, body):
        event = json.loads(body)
        if event["type"] == "case.routed.v1" and event["data"]["unit"] == method.consumer_tag:
            now = time.monotonic()
            if self.arrivals.setdefault(str(event["subject"]), now) is not now:
                self.again += 1
        channel.basic_ack(method.delivery_tag)


class Reporters:
    """So many reports a second, each sent with the same key until it is answered with 201."""

    WORKERS = 32

    def __init__(self, rate):
        self.rate, self.accepted, self.ended, self.failure = rate, {}, False, None
        self.thread = threading.Thread(target=lambda: asyncio.run(self.all()), daemon=True)
        self.thread.start()

    def end(self):
        self.ended = True
        self.thread.join()

    async def all(self):
        self.next, self.start = 0, time.monotonic()
        await asyncio.gather(*(self.work() for _ in range(self.WORKERS)))

    async def work(self):
        streams = None
        while not self.ended and not self.failure:
            index, self.next = self.next, self.next + 1
            await asyncio.sleep(max(0, self.start + index / self.rate - time.monotonic()))
            streams = await self.send(streams, index)

    async def send(self, streams, index):
        body = json.dumps({
            "text": f"Simpanan berjangka saya di KSP Makmur tidak bisa ditarik, sudah jatuh tempo. Laporan {index}.",
            "channel": "web", "form": {"region": REGIONS[index % len(REGIONS)], "membership_area": "kabkota"}}).encode()
        head = (b"POST /cases HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + f"Idempotency-Key: failover-{index}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        began = time.monotonic()
        while True:
            try:
                async with asyncio.timeout(15):
                    streams = streams or await asyncio.open_connection("127.0.0.1", int(PORTS["INTAKE_HTTP_PORT"]))
                    status, answer = await self.post(streams, head + body)
            except (OSError, EOFError, TimeoutError, IndexError, ValueError):
                status, streams = 0, None
            if status == 201:
                now = time.monotonic()
                self.accepted[str(json.loads(answer)["number"])] = (now, now - began)
                return streams
            if 400 <= status < 500 and status != 429:
                self.failure = f"report {index}: {status} {answer}"
                return None
            await asyncio.sleep(0.2)

    @staticmethod
    async def post(streams, request):
        reader, writer = streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        answer = await reader.readexactly(int(head.split("content-length:")[1].split()[0]))
        return int(head.split()[1]), answer


def wait_until(what, seconds, holds):
    end = time.monotonic() + seconds
    while not (held := holds()):
        if time.monotonic() > end:
            raise SystemExit(f"not within {seconds} s: {what}")
        time.sleep(0.5)
    return held


def members_are_online(node):
    return all(len(row["online"]) == 3 for row in node.table("list_queues", "-p", "disposisi", "name", "online"))


def standing(node):
    """How many leaders of services' queues, and how many of the services' connections, are on this node."""
    leaders = {row["name"]: row["leader"] for row in node.table("list_queues", "-p", "disposisi", "name", "leader")}
    links = [row for row in node.table("list_connections", "user", "port") if row["user"] in SERVICES]
    return {"leaders": sum(leaders[name] == node.name for name in SERVICE_QUEUES), "of_leaders": len(SERVICE_QUEUES),
            "all_leaders": sum(leader == node.name for leader in leaders.values()),
            "connections": sum(row["port"] == node.port for row in links), "of_connections": len(links)}


def bring_together(nodes, node):
    """All leaders and all connections of services to one node: who is cut off finds only its door open."""
    others = [other for other in nodes if other is not node]
    links = standing(node)["of_connections"]
    for other in others:
        other.ask("suspend_listeners")
    node.ask("eval", "[rabbit_quorum_queue:transfer_leadership(Q, node()) || Q <- rabbit_amqqueue:list()], ok.")
    node.ask("close_all_connections", "--vhost", "disposisi", "moved to one node")
    wait_until(f"all services are connected to node {node.number}", 60, lambda: standing(node)["connections"] >= links)
    for other in others:
        other.ask("resume_listeners")


def said(since, end):
    """What services said about their connections in that time; their logs tell UTC."""
    lines = []
    for name in SERVICES:
        for line in (RUN / "log" / f"{name}.log").read_text(errors="replace").splitlines():
            try:
                at = datetime.strptime(line[:24], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc).timestamp()
            except ValueError:
                continue
            if since <= at <= end and any(word in line for word in WORDS):
                lines.append(line)
    return sorted(lines)


def measure(units, reporters, killed):
    """What the units and the reporters saw from 1 s before the kill until 30 s after."""
    since, end = killed - 1, killed + 30
    times = sorted(units.arrivals.values())
    # A gap counts as a whole, also where it began before or lasts longer.
    gap, start = max(((later - earlier, earlier) for earlier, later in zip(times, times[1:])
                      if later > since and earlier < end), default=(end - since, since))
    cases = [(number, *entry) for number, entry in reporters.accepted.items() if since <= entry[0] <= end]
    waits = [max(0, units.arrivals[number] - at) for number, at, _ in cases if number in units.arrivals]
    return {"gap": round(gap, 2), "gap_start": round(start - killed, 2), "latency": round(max(waits, default=0), 2),
            "door": round(max((spent for _, _, spent in cases), default=0), 2), "accepted": len(cases)}


def kill_in_turn(nodes, units, reporters, wanted):
    kills = []
    for node in nodes:
        if wanted.together:
            bring_together(nodes, node)
        time.sleep(10)
        facts = standing(node)
        # What asking took of the processor must not count.
        time.sleep(3)
        say(f"node {node.number} dies; {facts}")
        killed, clock = time.monotonic(), time.time()
        node.kill()
        time.sleep(wanted.dead_seconds)
        node.start()
        back = time.monotonic() - killed
        wait_until(f"all queues have three members online after node {node.number} came back", 180,
                   lambda: members_are_online(node))
        say(f"node {node.number} is back after {back:.0f} s, its queues after {time.monotonic() - killed:.0f} s")
        # The last one's window must have passed too.
        time.sleep(max(10, killed + 31 - time.monotonic()))
        if reporters.failure:
            raise SystemExit(reporters.failure)
        kills.append({"node": node.number, "killed": killed, "clock": clock, **facts})
    return kills


def report(wanted, kills, figures):
    if wanted.json:
        print(json.dumps({"kills": kills, **figures}, indent=2))
        return
    print("node  leaders  (of all queues)  connections  longest gap, and its start  longest 201 to unit  longest post")
    for kill in kills:
        print(f"{kill['node']:4}  {kill['leaders']:3} of {kill['of_leaders']}  {kill['all_leaders']:15}  "
              f"{kill['connections']:6} of {kill['of_connections']:2}  {kill['gap']:9.2f} s  "
              f"{kill['gap_start']:+10.2f} s  {kill['latency']:17.2f} s  {kill['door']:10.2f} s")
    print(", ".join(f"{name} {number}" for name, number in figures.items() if name != "lost cases"))


def arguments():
    parser = argparse.ArgumentParser(prog="compose/failover", description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=int, default=50, help="reports a second (50)")
    parser.add_argument("--dead-seconds", type=float, default=30, help="how long a node stays dead (30)")
    parser.add_argument("--together", action="store_true",
                        help="before each kill, move all leaders and all services' connections to that node")
    parser.add_argument("--logs", action="store_true", help="print what services said about their connections")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    return parser.parse_args()


def main():
    wanted = arguments()
    nodes = [Node(number) for number in (1, 2, 3)]
    units = Units(nodes)
    reporters = Reporters(wanted.rate)
    kills = kill_in_turn(nodes, units, reporters, wanted)
    reporters.end()
    end = time.monotonic() + 120
    while (lost := reporters.accepted.keys() - units.arrivals.keys()) and time.monotonic() < end:
        time.sleep(0.5)
    for kill in kills:
        kill |= measure(units, reporters, kill.pop("killed"))
        kill["log"] = said(kill["clock"] - 1, kill["clock"] + 30)
    figures = {"accepted": len(reporters.accepted), "arrived": len(reporters.accepted) - len(lost),
               "duplicates": units.again, "lost": len(lost), "lost cases": sorted(lost)[:20]}
    # Also what a node's return does, or the moving of leaders: that is outside the windows.
    times = sorted(units.arrivals.values())
    figures["longest gap of all (s)"] = round(max(later - earlier for earlier, later in zip(times, times[1:])), 2)
    report(wanted, kills, figures)
    too_long = [kill for kill in kills if max(kill["gap"], kill["latency"]) >= LIMIT]
    for kill in kills if wanted.logs else too_long:
        say(f"what services said around the death of node {kill['node']} "
            f"({datetime.fromtimestamp(kill['clock'], timezone.utc):%H:%M:%S.%f} UTC):", *kill["log"][-60:], sep="\n  ")
    for kill in too_long:
        say(f"units waited too long after the death of node {kill['node']}: a gap of {kill['gap']} s, "
            f"{kill['latency']} s from 201 to the unit, expected below {LIMIT} s")
    if lost:
        say(f"{len(lost)} accepted cases have not arrived: {', '.join(figures['lost cases'])}")
    sys.exit(1 if lost or too_long else 0)


main()
