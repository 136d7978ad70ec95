"""A mail server that takes every letter and keeps who it was for: `python -m bench.sink PORT FILE`.

It speaks as much of SMTP as a client needs, and writes a line for each letter that it said yes to. Standard library
only, in a process of its own: what it uses is missing from the worker.
"""

import asyncio
import re
import sys
from pathlib import Path
from typing import TextIO

RECIPIENT = re.compile(rb"RCPT TO:\s*<([^>]+)>", re.IGNORECASE)


class Sink(asyncio.Protocol):
    def __init__(self, out: TextIO) -> None:
        self.out, self.received = out, bytearray()
        self.recipients: list[str] = []
        self.in_letter = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for mypy
        self.transport = transport
        self.say("220 sink.example ESMTP")

    def say(self, line: str) -> None:
        self.transport.write(f"{line}\r\n".encode())

    def data_received(self, data: bytes) -> None:
        self.received += data
        while self._letter() if self.in_letter else self._line():
            pass

    def _letter(self) -> bool:
        """The rest of a letter, which ends with a dot on a line of its own."""
        end = self.received.find(b"\r\n.\r\n")
        if end < 0:
            return False
        del self.received[: end + 5]
        self.in_letter = False
        self.out.writelines(f"{recipient}\n" for recipient in self.recipients)
        self.out.flush()
        self.recipients = []
        self.say("250 taken")
        return True

    def _line(self) -> bool:
        end = self.received.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self.received[:end])
        del self.received[: end + 2]
        self._obey(line)
        return True

    def _obey(self, line: bytes) -> None:
        word = line[:4].upper()
        if word == b"RCPT" and (found := RECIPIENT.match(line)):
            self.recipients.append(found[1].decode())
        if word == b"DATA":
            self.in_letter = True
            self.say("354 go on")
        elif word == b"EHLO":
            self.say("250-sink.example\r\n250 8BITMIME")
        elif word == b"QUIT":
            self.say("221 bye")
            self.transport.close()
        else:
            self.say("250 yes")


async def serve(port: int, file: Path) -> None:
    with file.open("a") as out:
        server = await asyncio.get_running_loop().create_server(lambda: Sink(out), "127.0.0.1", port)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
