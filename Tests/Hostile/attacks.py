#!/usr/bin/python3
"""Attacks on the public door: attacks.py [--table] PORT PID SECONDS [NAME ...]

Each attack runs for SECONDS from twenty addresses, in several networks, while every 20 ms another honest client, of an
address of its own, sends a report. Prints a line of JSON for each: how many honest reports were sent, which were not taken and
why, how long they took, the resident memory of process PID, and the CPU seconds that it used. `calm` is no attack. Ends
with 1 if an honest report was not taken, or if the process grew to MOST_MB.
"""
import http.client
import json
import multiprocessing
import os
import socket
import statistics
import sys
import threading
import time

MOST_MB = 300
words = sys.argv[1:]
is_table = words[:1] == ["--table"]
words = words[is_table:]
port, pid, seconds, wanted = int(words[0]), int(words[1]), float(words[2]), words[3:]
addresses = [f"127.{1 + number // 5}.0.{10 + number}" for number in range(20)]
stop = threading.Event()
OK = b"POST /cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
JPEG = bytes.fromhex("ffd8ffc0000b080001000101011100ffda0008010100003f00") + bytes(1000) + bytes.fromhex("ffd9")


def connect(address, receive=None):
    connection = socket.socket()
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    connection.settimeout(5)
    connection.bind((address, 0))
    connection.connect(("127.0.0.1", port))
    return connection


def once(address, data):
    """Sends, reads what comes, and tells nothing of it."""
    try:
        with connect(address) as connection:
            connection.sendall(data)
            while connection.recv(65536):
                pass
    except OSError:
        pass


def repeated(data):
    """The same again and again, over new connections."""
    def attack(address):
        whole = data() if callable(data) else data
        while not stop.is_set():
            once(address, whole)
    return attack


def held(count, data, drip=b"", receive=None):
    """Many connections that are left as they are after some bytes, or go on with a byte a second."""
    def attack(address):
        opened = []
        while not stop.wait(0.2):
            try:
                while len(opened) < count:
                    connection = connect(address, receive)
                    opened.append(connection)
                    connection.settimeout(0.5)
                    connection.sendall(data)
            except OSError:
                pass
            alive = []
            for connection in opened:
                try:
                    if drip:
                        connection.send(drip)
                    alive.append(connection)
                except OSError:
                    connection.close()
            opened = alive
        for connection in opened:
            connection.close()
    return attack


def request(method, path, body=b"", **headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def form(path, body):
    return request("POST", path, body, Content_Type="application/x-www-form-urlencoded")


def parts(path, *pieces, end=True):
    body = b"".join(b"--XX\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + content + b"\r\n"
                    for head, content in pieces) + (b"--XX--\r\n" if end else b"")
    return request("POST", path, body, Content_Type="multipart/form-data; boundary=XX")


def half(path, size, sent, kind):
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + sent


def chunks(body, extension=b""):
    sent = b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in body)
    return OK + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + sent + b"0\r\n\r\n"


def guesses(address):
    number = 0
    while not stop.is_set():
        number += 1
        once(address, form("/lacak", b"nomor=4827193059&kode=%04d" % (number % 10000)))


def churn(address):
    while not stop.is_set():
        try:
            connect(address).close()
        except OSError:
            pass


photo = b'name="media"; filename="a.jpg"'
file_half = b'--XX\r\nContent-Disposition: form-data; name="media"; filename="a.jpg"\r\n\r\n' + JPEG * 200
attacks = {
    "calm": None,
    "long-field": repeated(lambda: parts("/", (b'name="text"', b"a" * 16_000_000))),
    "long-cluster": repeated(lambda: parts("/", (b'name="text"', "e\u0301\u0302".encode() * 13_000))),
    "plus-signs": repeated(lambda: form("/", b"text=" + b"+" * 1_048_000)),
    "brackets": repeated(lambda: form("/lacak", b"[" * 1_048_000)),
    "percent-signs": repeated(lambda: form("/", b"text=" + b"%61" * 60_000)),
    "unread": held(60, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 60, receive=4096),
    "read-slowly": held(30, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", receive=2048),
    "half-files": held(30, half("/", 15_000_000, file_half, "multipart/form-data; boundary=XX")),
    "half-texts": held(30, half("/cases", 260_000, b'{"text":"' + b"a" * 200_000, "application/json")),
    "trickled-heads": held(60, b"GET / HTTP/1.1\r\nHost: x\r\nA: ", b"a"),
    "trickled-bodies": held(60, half("/cases", 4000, b"{", "application/json"), b" "),
    "trickled-parts": held(60, half("/", 60_000, file_half[:60] + b"\r\n\r\n", "multipart/form-data; boundary=XX"),
                           b"\r\n--X"),
    "crowd": held(80, b""),
    "churn": churn,
    "second-factors": guesses,
    "wrong-keys": repeated(request("POST", "/cases", b"{}", Content_Type="application/json",
                                   Authorization="Bearer dsp_" + "0" * 40)),
    "description": repeated(request("GET", "/openapi.json")),
    "definitions": repeated(request("GET", "/open311/v2/services/umum.json")),
    "far-pages": repeated(request("GET", "/open311/v2/requests.json?page=1000000&page_size=1000")),
    "whole-list": repeated(request("GET", "/open311/v2/requests.xml?page_size=1000&start_date=2000-01-01T00:00:00Z")),
    "attachments": repeated(lambda: parts("/", (b'name="text"', b"a"), *[(photo, JPEG * 4000)] * 3)),
    "many-parts": repeated(lambda: parts("/", *[(b'name="a%d"' % number, b"") for number in range(5000)])),
    "near-boundaries": repeated(lambda: parts("/", (photo, b"\r\n--X" * 800_000))),
    "small-chunks": repeated(lambda: chunks([b" "] * 200_000)),
    "chunk-extensions": repeated(lambda: chunks([b" "] * 20, b";a=" + b"b" * 200_000)),
    "deep-json": repeated(request("POST", "/cases", b"[" * 200_000, Content_Type="application/json")),
    "wide-json": repeated(request("POST", "/cases", b'{"text":"' + b"\\u0061" * 40_000 + b'"}',
                                  Content_Type="application/json")),
    "large-heads": repeated(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 1_000_000 + b"\r\n\r\n"),
    "expectations": held(60, half("/cases", 1000, b"", "application/json\r\nExpect: 100-continue")),
    "two-hosts": repeated(b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
    "pictures-that-are-none": repeated(lambda: parts("/", (b'name="text"', b"a"), (photo, b"\xff\xd8" + b"\xff\xe0\0\x02" * 200_000))),
}


def honest(number, outcomes):
    """One of the public: nothing exempts it."""
    start = time.monotonic()
    address = f"127.{100 + number % 100}.{number // 100 % 250}.{1 + os.getpid() % 250}"
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(address, 0))
        connection.request("POST", "/cases", json.dumps({"text": "Simpanan saya di koperasi tidak dapat ditarik."}),
                           {"Content-Type": "application/json", "Connection": "close"})
        found = str(connection.getresponse().status)
    except OSError as error:
        found = type(error).__name__
    outcomes.append((found, time.monotonic() - start))


def honest_client(pipe):
    """A process of its own, so that it does not wait for the attackers' interpreter."""
    outcomes, asking = [], []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        asking.append(threading.Thread(target=honest, args=(len(asking), outcomes)))
        asking[-1].start()
        time.sleep(0.02)
    for thread in asking:
        thread.join()
    pipe.send(outcomes)


def process():
    """Resident megabytes and CPU seconds of the service."""
    with open(f"/proc/{pid}/status") as lines:
        rss = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
    with open(f"/proc/{pid}/stat") as line:
        fields = line.read().rsplit(")", 1)[1].split()
    return rss, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(name):
    stop.clear()
    rss, cpu = 0.0, process()[1]
    ours, theirs = multiprocessing.Pipe()
    client = multiprocessing.Process(target=honest_client, args=(theirs,))
    # Before there are threads: it is a copy of this process.
    client.start()
    # Attackers have machines of their own: here they get what the others leave of one core, and the kernel's work for
    # them is done there too.
    os.nice(19)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    attackers = [threading.Thread(target=attacks[name], args=(address,)) for address in addresses if attacks[name]]
    for thread in attackers:
        thread.start()
    while not ours.poll(0.05):
        rss = max(rss, process()[0])
    outcomes = ours.recv()
    # The attackers' threads may have left this one no turn before.
    rss = max(rss, process()[0])
    stop.set()
    for thread in attackers:
        thread.join()
    client.join()
    times = sorted(time for _, time in outcomes)
    found = {
        "name": name, "sent": len(outcomes), "not_taken": sorted({found for found, _ in outcomes if found != "201"}),
        "refused": sum(found != "201" for found, _ in outcomes),
        "p50_ms": round(statistics.median(times) * 1000, 1), "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 1),
        "rss_mb": round(rss), "cpu_s": round(process()[1] - cpu, 1)}
    row = "{name:<24}{sent:>6}{refused:>9}{p50_ms:>9}{p99_ms:>9}{rss_mb:>8}{cpu_s:>7}  {not_taken}"
    print(row.format(**found) if is_table else json.dumps(found), flush=True)
    return found["refused"] == 0 and rss < MOST_MB


if is_table:
    print("attack                    sent  refused   p50 ms   p99 ms  RSS MB  CPU s")
held_all = [run(name) for name in wanted or attacks]
sys.exit(0 if all(held_all) else 1)
