#!/usr/bin/python3
"""The reporters: reporters.py PORT CASES WORKERS RATE RECORD STOPFILE SEED UNITS...

Each report has a key of its own and is sent until it is answered with 201; then a line of RECORD says so. Goes on
after CASES until STOPFILE is there, so that cases come in for as long as anything breaks.
"""
import asyncio
import json
import os
import random
import sys
import time

port, cases, workers, rate, record, stop_file, seed = sys.argv[1:8]
regions = sys.argv[8:]
port, cases, rate = int(port), int(cases), int(rate)
log = open(record, "a", buffering=1)
gate = asyncio.Lock()
next_case = iter(range(1, 10_000_000))


def report(index):
    chance = random.Random(f"{seed} {index}")
    region = chance.choice(regions)
    body = {
        "text": f"Simpanan berjangka saya di KSP Makmur tidak bisa ditarik, sudah jatuh tempo. Laporan {index}.",
        "channel": chance.choice(["web", "whatsapp", "phone", "email"]),
        "form": {"region": region, "membership_area": "kabkota"}}
    if index % 3 == 0:
        body["reporter"] = {"name": f"Pelapor {index}", "email": f"pelapor{index}@example.org"}
    return f"dinas.{region}", json.dumps(body).encode()


async def post(streams, index, body):
    reader, writer = streams
    writer.write(b"POST /cases HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                 + f"Idempotency-Key: {seed}-{index}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    status = int(head.split()[1])
    length = int(head.split("content-length:")[1].split()[0])
    answer = await reader.readexactly(length)
    return status, answer, "connection: close" in head


async def work():
    streams = None
    for index in next_case:
        if index > cases and os.path.exists(stop_file):
            return
        # Not all that was held up at once, but no more than so many a second.
        async with gate:
            await asyncio.sleep(1 / rate)
        unit, body = report(index)
        started = time.time()
        tries = 0
        while True:
            tries += 1
            try:
                async with asyncio.timeout(15):
                    streams = streams or await asyncio.open_connection("127.0.0.1", port)
                    status, answer, closes = await post(streams, index, body)
            except (OSError, EOFError, TimeoutError, IndexError, ValueError):
                status, closes = 0, True
            if closes and streams:
                streams[1].close()
                streams = None
            if status == 201:
                break
            if 400 <= status < 500 and status != 429:
                sys.exit(f"report {index}: {status} {answer}")
            await asyncio.sleep(0.2)
        log.write(json.dumps({
            "index": index, "number": json.loads(answer)["number"], "unit": unit, "tries": tries, "sent": started,
            "mail": index % 3 == 0}) + "\n")


async def main():
    await asyncio.gather(*(work() for _ in range(int(workers))))


asyncio.run(main())
