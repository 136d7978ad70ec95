"""Looking at, ending and outliving other processes. Standard library only: set-up uses it before anything is there."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

PROC = Path("/proc")
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def commands() -> dict[int, str]:
    """The command line of every process that lives. A zombie has none, so it is left out."""
    if not (PROC / "self/cmdline").exists():
        return _commands_by_ps()
    found = {}
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:  # it ended while we looked
            continue
        if line:
            found[int(entry.name)] = line
    return found


def _commands_by_ps() -> dict[int, str]:
    lines = subprocess.run(["ps", "-axo", "pid=,stat=,command="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 2) for line in lines.splitlines())
    return {int(row[0]): row[2] for row in rows if len(row) == 3 and not row[1].startswith("Z")}


def born(pid: int) -> str:
    """When a process began, so that a number used again is not taken for the process that had it. Empty if gone."""
    try:
        # The name in brackets may hold blanks; the 22nd field of proc(5) is the 20th after it.
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        if PROC.joinpath("self").exists():
            return ""
        return subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    except (ProcessLookupError, IndexError):
        return ""


def marked(mark: str) -> set[int]:
    """Processes that were started with this in their environment, or descend from one. Only Linux can tell."""
    found = set()
    for entry in PROC.glob("[0-9]*") if PROC.joinpath("self").exists() else ():
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:  # somebody else's, or gone
            continue
        if mark.encode() in environment:
            found.add(int(entry.name))
    return found


def end(pids: Iterable[int], *, by: signal.Signals, patience: float) -> set[int]:
    """Asks processes that are not our children to end; returns those still there after `patience` seconds."""
    left = set(pids)
    for pid in left:
        _signal(pid, by)
    deadline = time.monotonic() + patience
    while (left := left & commands().keys()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """For Popen's `preexec_fn`: the child gets this signal when its parent is gone, however the parent went.

    Only Linux can do this. Elsewhere what a killed run left behind is found and stopped by the next run.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(SET_PARENT_DEATH_SIGNAL, int(number))

    return ask
