"""The readers and signatories of every row: a process of its own with keep-alive connections and nothing clever.

`python -m bench.client JOB` reads a pickled Job and prints what happened as JSON. One loop over plain sockets and no
asyncio: whatever the client uses of two cores is missing from the server. Standard library only, for the same reason.
"""

import json
import pickle
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

END = b"\r\n\r\n"


@dataclass(frozen=True)
class Job:
    """Requests as bytes, and what a right answer is."""

    port: int
    requests: list[bytes]
    status: int
    # What the answer holds, headers included.
    marker: bytes
    seconds: float
    connections: int = 16
    # Each request is sent once at most; otherwise they go round.
    once: bool = False
    # So many are begun in a second; 0 means as many as it takes.
    rate: float = 0.0


class WrongAnswer(Exception):
    """Something else came back than what is measured: the figure would mean nothing."""


@dataclass
class Connection:
    number: int
    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)
    begun: float = 0.0


class Client:
    """Sends until the time is over, then waits for what is still on its way."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.selector = selectors.DefaultSelector()
        self.sent = 0
        self.took: list[float] = []
        self.idle: list[Connection] = []

    def run(self) -> dict[str, Any]:
        for number in range(self.job.connections):
            self.idle.append(Connection(number, self._connect()))
        begun = time.perf_counter()
        end = begun + self.job.seconds
        while (now := time.perf_counter()) < end and not self._is_empty():
            self._send_due(now - begun)
            self._receive(min(end - now, 0.002 if self.idle else 0.5))
        worked = time.perf_counter() - begun
        in_time = len(self.took)
        while len(self.took) < self.sent:
            self._receive(30.0, insist=True)
        return self._outcome(in_time, worked)

    def _is_empty(self) -> bool:
        return self.job.once and self.sent >= len(self.job.requests)

    def _connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.job.port), timeout=30)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _send_due(self, elapsed: float) -> None:
        while self.idle and not self._is_empty():
            if self.job.rate and self.sent >= elapsed * self.job.rate:
                return
            # In turn, so that none is idle for so long that the server hangs up.
            connection = self.idle.pop(0)
            connection.begun = time.perf_counter()
            connection.socket.sendall(self.job.requests[self.sent % len(self.job.requests)])
            self.sent += 1
            self.selector.register(connection.socket, selectors.EVENT_READ, connection)

    def _receive(self, patience: float, *, insist: bool = False) -> None:
        if not self.selector.get_map():
            time.sleep(patience)
            return
        ready = self.selector.select(patience)
        if insist and not ready:
            raise WrongAnswer("no answer for half a minute")
        for key, _events in ready:
            connection: Connection = key.data
            part = connection.socket.recv(262_144)
            if not part:
                raise WrongAnswer(f"the server hung up after {bytes(connection.received[:200])!r}")
            connection.received += part
            if is_whole(connection.received):
                self._take(connection)

    def _take(self, connection: Connection) -> None:
        answer = connection.received
        status = int(answer[9:12])
        if status != self.job.status or self.job.marker not in answer:
            raise WrongAnswer(
                f"status {status} and not {self.job.status} with {self.job.marker!r}: {bytes(answer[:600])!r}"
            )
        self.took.append(time.perf_counter() - connection.begun)
        connection.received = bytearray()
        self.selector.unregister(connection.socket)
        if b"\r\nconnection: close" in answer[: answer.find(END)].lower():
            connection.socket.close()
            connection.socket = self._connect()
        self.idle.append(connection)

    def _outcome(self, in_time: int, worked: float) -> dict[str, Any]:
        took = sorted(self.took) or [0.0]
        return {
            "done": len(self.took),
            "per_second": in_time / worked,
            "median_ms": 1000 * took[len(took) // 2],
            "p95_ms": 1000 * took[min(len(took) - 1, int(len(took) * 0.95))],
        }


def is_whole(answer: bytearray) -> bool:
    """Whether an answer has come to its end, by its Content-Length or its last chunk."""
    head = answer.find(END)
    if head < 0:
        return False
    headers = bytes(answer[:head]).lower()
    place = headers.find(b"\r\ncontent-length:")
    if place >= 0:
        stop = headers.find(b"\r\n", place + 2)
        length = int(headers[place + 17 : stop if stop >= 0 else len(headers)])
        return len(answer) >= head + len(END) + length
    if b"\r\ntransfer-encoding: chunked" in headers:
        return answer.endswith(b"0\r\n\r\n")
    return True


def main() -> int:
    job: Job = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 - our own file
    try:
        print(json.dumps(Client(job).run()))
    except WrongAnswer as wrong:
        print(json.dumps({"wrong": str(wrong)}))
        return 1
    return 0


if __name__ == "__main__":
    # Pickled by whoever imported this as a module.
    sys.modules["bench.client"] = sys.modules["__main__"]
    sys.exit(main())
