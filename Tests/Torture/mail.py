#!/usr/bin/python3
"""A mail server with moods: mail.py PORT MOODFILE RECORD

The mood is read for each mail: fine, refuse (421), hang (no answer), drop (the connection ends, before the mail is
kept or after it, but before the answer). Each mail kept is a line of RECORD: its id, and whether it was answered.
"""
import asyncio
import email
import itertools
import json
import sys

from aiosmtpd.smtp import SMTP

port, mood_file, record = sys.argv[1:4]
turns = itertools.count()


def mood():
    with open(mood_file) as file:
        return file.read().strip() or "fine"


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        now = mood()
        if now == "refuse":
            return "421 4.3.2 not now"
        if now == "hang":
            await asyncio.sleep(120)
        keeps = now != "drop" or next(turns) % 2 == 0
        if keeps:
            identity = email.message_from_bytes(envelope.content)["Message-ID"]
            with open(record, "a") as file:
                file.write(json.dumps({"id": identity, "to": envelope.rcpt_tos[0], "answered": now != "drop"}) + "\n")
        if now == "drop":
            server.transport.abort()
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper(), hostname="localhost"), "127.0.0.1", int(port))
    await server.serve_forever()


asyncio.run(main())
