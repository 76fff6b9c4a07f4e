#!/usr/bin/python3
"""Stands between the services and what they speak to, and makes the line bad.

proxy.py NAME:PORT:TARGETPORT...    then reads commands from standard input, a line each:
  NAME fine | cut | delay | slice | silence
A cut ends all connections once; the others last until the line is fine again.
"""
import asyncio
import sys


class Line:
    def __init__(self, target):
        self.target = target
        self.mood = "fine"
        self.writers = set()

    async def take(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        ends = {writer, far_writer}
        self.writers |= ends
        await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer))
        self.writers -= ends

    async def carry(self, reader, writer):
        try:
            while data := await reader.read(65536):
                while self.mood == "silence":
                    await asyncio.sleep(0.1)
                if self.mood == "delay":
                    await asyncio.sleep(0.3)
                if self.mood == "slice":
                    # Each byte in a segment of its own, for as long as that takes no minutes.
                    for index in range(min(len(data), 400)):
                        writer.write(data[index:index + 1])
                        await asyncio.sleep(0)
                    data = data[400:]
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    def set(self, mood):
        if mood == "cut":
            for writer in list(self.writers):
                writer.transport.abort()
        else:
            self.mood = mood


async def main():
    lines = {}
    for word in sys.argv[1:]:
        name, port, target = word.split(":")
        lines[name] = Line(int(target))
        await asyncio.start_server(lines[name].take, "127.0.0.1", int(port))
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while command := await commands.readline():
        name, mood = command.decode().split()
        lines[name].set(mood)


asyncio.run(main())
