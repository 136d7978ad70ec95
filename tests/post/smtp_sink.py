"""A mail server for tests: takes what it is given, on a port of this machine, and can be as rude as real ones."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes


@dataclass
class Sink:
    """What came in, and how the server behaves."""

    port: int = 0
    connections: int = 0
    # The letters, as they came, and the Message-ID of each.
    letters: list[bytes] = field(default_factory=list)
    # Hang up without a word after so many letters on one connection; 0 means never.
    patience: int = 0
    # Addresses that are refused, and those at which the server hangs up once it has the letter.
    unknown: set[str] = field(default_factory=set)
    fatal: set[str] = field(default_factory=set)

    @property
    def message_ids(self) -> list[str]:
        return [str(message_from_bytes(letter)["Message-ID"]) for letter in self.letters]


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        sink.connections += 1
        self.taken = 0
        self.say("220 ready")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if not self.answer(sink, verb.upper(), rest):
                return

    def answer(self, sink: Sink, verb: str, rest: str) -> bool:
        """False: hang up."""
        if verb == "RCPT":
            self.to = rest.partition("<")[2].partition(">")[0]
            self.say("550 unknown here" if self.to in sink.unknown else "250 ok")
        elif verb == "DATA":
            self.say("354 go on")
            letter = b"".join(iter(self.rfile.readline, b".\r\n"))
            if self.to in sink.fatal:
                return False
            sink.letters.append(letter)
            self.taken += 1
            self.say("250 taken")
            return not sink.patience or self.taken < sink.patience
        elif verb == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 ok")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def listening() -> Iterator[Sink]:
    """A server that runs as long as the block does."""
    sink = Sink()
    with Server(("127.0.0.1", 0), Handler) as server:
        server.sink = sink  # type: ignore[attr-defined]
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
