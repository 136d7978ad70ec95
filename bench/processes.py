"""Web server, worker and whatever else a row needs beside it: started, waited for, stopped, their memory read."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from bench.place import MANAGE, Place
from config.lib import processes
from tools.trouble import ROOT, Trouble

# As docs/running.md says, and nothing else.
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@contextmanager
def started(command: list[str], environment: Mapping[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A child that ends with this block, and with us."""
    with log.open("ab") as out:
        child = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            preexec_fn=processes.die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only makes a system call
        )  # fmt: skip
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


class Web:
    """A running web server."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port, self.process = port, process

    def family(self) -> list[int]:
        """The server's own number and those of its workers."""
        return [self.process.pid, *children_of(self.process.pid)]

    def resident(self) -> int:
        """Bytes of memory that the server and its workers hold."""
        return sum(map(resident, self.family()))


@contextmanager
def web(place: Place, environment: Mapping[str, str]) -> Iterator[Web]:
    port = free_port()
    command = [*GRANIAN[:-1], "--host", "127.0.0.1", "--port", str(port), GRANIAN[-1]]
    with started(command, environment, place.folder / "web.log") as child:
        wait_for(f"http://127.0.0.1:{port}/healthz", child, place.folder / "web.log")
        yield Web(port, child)


def wait_for(address: str, child: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Trouble(f"The web server does not answer. See {log}.")


def worker(place: Place, environment: Mapping[str, str]) -> "AbstractContextManager[subprocess.Popen[bytes]]":
    return started([*MANAGE, "work"], environment, place.folder / "worker.log")


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    direct = [int(child) for child in listed.read_text().split()] if listed.exists() else []
    return direct + [grandchild for child in direct for grandchild in children_of(child)]


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where it has ended, or the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)
