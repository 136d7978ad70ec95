"""Is the port of the web server free? Asked first of all, before a minute of set-up. Standard library only."""

import json
import os
import signal
import socket

from config.lib import processes
from tools.trouble import KEPT, Trouble, say

PIDS = KEPT / "pids"


def wanted() -> int:
    """The port `make run PORT=...` asked for."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Trouble(f"PORT={text} is not a port. Try `make run PORT=8001`.")
    return int(text)


def check() -> int:
    """Stops what a killed run of this checkout left behind; then the port must be free."""
    port = wanted()
    stop_leftovers()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Trouble(f"Port {port} is for the system's own services. Try `make run PORT=8001`.") from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise Trouble(f"Port {port} is in use. Try `make run PORT={other}`.") from None
    return port


def remember(mark: str, children: dict[str, int]) -> None:
    """Notes our own and our children's pids with their time of birth, so that no stranger is ever stopped.

    `mark` stands in the environment of every child: a server's own children outlive it when it is killed.
    """
    everyone = {"supervisor": os.getpid(), **children}
    noted = {name: [pid, processes.born(pid)] for name, pid in everyone.items()}
    draft = PIDS.with_suffix(".new")
    draft.write_text(json.dumps({"mark": mark, "processes": noted}))
    draft.replace(PIDS)


def forget() -> None:
    PIDS.unlink(missing_ok=True)


def stop_leftovers() -> None:
    """Ends children whose supervisor was killed. While the supervisor lives they are not left over."""
    try:
        noted = json.loads(PIDS.read_text())
    except (FileNotFoundError, ValueError):
        return
    known = {name: pid for name, (pid, born) in noted["processes"].items() if born and processes.born(pid) == born}
    if "supervisor" in known:
        raise Trouble("This checkout is running already. Stop that run first (Ctrl-C where it was started).")
    alive = {*known.values(), *processes.marked(noted["mark"])} & processes.commands().keys()
    if alive:
        say("Stopping what an earlier run left behind ...")
        left = processes.end(alive, by=signal.SIGTERM, patience=3)
        if left := processes.end(left, by=signal.SIGKILL, patience=3):
            raise Trouble(f"These processes of an earlier run will not stop: {sorted(left)}. End them first.")
    forget()
