#!/usr/bin/python3
"""A rude client: hostile.py PORT ADDRESS CONNECTIONS

Does what no honest client does, each thing in its turn, and between them reports like an honest one. Prints a line
for each thing: its name, what came of it, and whether the honest report was taken. ADDRESS is where the rude one
connects from; it opens CONNECTIONS at once, and leaves them open, trickling.
"""
import http.client
import json
import socket
import sys
import threading
import time

port, address, connections = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])


def connect():
    return socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(address, 0))


def status(connection):
    """The first answer's status, or how it ended without one."""
    try:
        data = b""
        while b"\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return "closed"
            data += more
        return data.split(b" ")[1].decode()
    except (TimeoutError, ConnectionError) as error:
        return type(error).__name__


def send(data):
    with connect() as connection:
        try:
            connection.sendall(data)
        except ConnectionError:
            pass
        return status(connection)


def post(headers, body=b""):
    return send(b"POST /cases HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n" + body)


def honest():
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/cases", json.dumps({"text": "Simpanan saya tidak dapat ditarik"}),
                       {"Content-Type": "application/json"})
    return connection.getresponse().status == 201


def pipelined():
    with connect() as connection:
        connection.sendall(b"GET /gaya.css HTTP/1.1\r\nHost: x\r\n\r\n" * 300)
        data = b""
        while data.count(b"HTTP/1.1 200") < 300:
            more = connection.recv(65536)
            if not more:
                break
            data += more
        return str(data.count(b"HTTP/1.1 200"))


def half_closed():
    with connect() as connection:
        connection.sendall(b"POST /cases HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        connection.shutdown(socket.SHUT_WR)
        return status(connection)


def trickle(data):
    """Byte by byte, until the other side has enough. Returns after how many seconds."""
    start = time.monotonic()
    with connect() as connection:
        connection.settimeout(0.2)
        try:
            for byte in data:
                connection.sendall(bytes([byte]))
                try:
                    if not connection.recv(100):
                        break
                except TimeoutError:
                    pass
        except ConnectionError:
            pass
    return time.monotonic() - start


def crowd():
    """Many connections at once, each with half a request: how many are let in."""
    opened = [connect() for _ in range(connections)]
    time.sleep(0.5)
    alive = 0
    for connection in opened:
        try:
            connection.sendall(b"GET /lacak HT")
            connection.settimeout(0.1)
            alive += bool(connection.recv(1))
        except TimeoutError:
            alive += 1
        except ConnectionError:
            pass
    taken = honest()
    for connection in opened:
        connection.close()
    return str(alive), taken


tries = {
    "garbage": lambda: send(b"\x00\x01\x02 nonsense\r\n\r\n"),
    "tls-hello": lambda: send(bytes.fromhex("16030100c8010000c40303") + bytes(200)),
    "http-0.9": lambda: send(b"GET /\r\n\r\n"),
    "no-such-method": lambda: send(b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n"),
    "nul-in-header": lambda: send(b"GET / HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n"),
    "huge-header": lambda: send(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 5_000_000 + b"\r\n\r\n"),
    "many-headers": lambda: send(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000 + b"\r\n"),
    "huge-path": lambda: send(b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"),
    "path-out": lambda: send(b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"),
    "two-lengths": lambda: post(b"Content-Length: 2\r\nContent-Length: 3", b"{}x"),
    "length-and-chunks": lambda: post(b"Content-Length: 2\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
    "negative-length": lambda: post(b"Content-Length: -1"),
    "endless-length": lambda: post(b"Content-Type: application/json\r\nContent-Length: 99999999999999999999"),
    "huge-length": lambda: post(b"Content-Type: application/json\r\nContent-Length: 10000000000"),
    "huge-body": lambda: post(b"Content-Type: application/json\r\nTransfer-Encoding: chunked",
                              b"100000\r\n" + b" " * 0x100000 + b"\r\n100000\r\n" + b" " * 0x100000 + b"\r\n0\r\n\r\n"),
    "bad-chunk": lambda: post(b"Content-Type: application/json\r\nTransfer-Encoding: chunked", b"xyz\r\n"),
    "deep-json": lambda: post(b"Content-Type: application/json\r\nContent-Length: 500000", b"[" * 500_000),
    "half-closed": half_closed,
    "pipelined": pipelined,
}
for name, attempt in tries.items():
    print(json.dumps({"name": name, "found": attempt(), "others": honest()}), flush=True)
alive, taken = crowd()
print(json.dumps({"name": "crowd", "found": alive, "others": taken}), flush=True)
times = []
slow = [b"GET / HTTP/1.1\r\nA: " + b"a" * 4000,
        b"POST /cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n" + b" " * 4000]
threads = [threading.Thread(target=lambda data=data: times.append(trickle(data))) for data in slow]
for thread in threads:
    thread.start()
taken = honest()
for thread in threads:
    thread.join()
print(json.dumps({"name": "trickle", "found": str(round(max(times))), "others": taken}), flush=True)
