"""`import_charter` of a Word document of 60 pages, as the process it is: how long, and its memory at the most."""

import time
from collections.abc import Iterator
from pathlib import Path

from bench.documents import write_docx
from bench.place import MANAGE
from bench.processes import started
from bench.stand import Stand
from bench.table import Result
from tools.trouble import Trouble

PAGES = 60
LIMIT_SECONDS, LIMIT_BYTES = 3.0, 200_000_000


def measure(stand: Stand) -> Iterator[Result]:
    """The whole command, from the start of Python to the saved draft; the middle of several times."""
    file = stand.place.folder / "charter.docx"
    write_docx(file, pages=PAGES)
    with stand.copy() as copy:
        runs = sorted(imported(copy, file, n) for n in range(max(3, stand.place.rounds)))
    seconds, most = runs[len(runs) // 2][0], max(memory for _seconds, memory in runs)
    yield Result(
        f"importing a {PAGES}-page .docx",
        f"{seconds:.2f} s, {most / 1e6:.0f} MB at most",
        f"absolute; {file.stat().st_size / 1000:,.0f} kB packed; fastest {runs[0][0]:.2f} s",
        f"{seconds / LIMIT_SECONDS:.2f}",
        "at most 3 s, 200 MB",
        seconds <= LIMIT_SECONDS and most <= LIMIT_BYTES,
    )


def imported(stand: Stand, file: Path, n: int) -> tuple[float, int]:
    """Seconds, and bytes of memory at the most."""
    log = stand.place.folder / "import.log"
    log.unlink(missing_ok=True)
    command = [*MANAGE, "import_charter", str(file), "--slug", f"bench-{n}", "--title", "Bench"]
    begun, most = time.monotonic(), 0
    with started(command, stand.environment(), log) as child:
        while child.poll() is None:
            most = max(most, peak(child.pid))
            time.sleep(0.02)
    seconds = time.monotonic() - begun
    if child.returncode or "Saved as version 1" not in log.read_text():
        raise Trouble(f"import_charter ended with {child.returncode}. See {log}.")
    return seconds, most


def peak(pid: int) -> int:
    """Bytes of memory that a process has held at the most so far; 0 where it has ended, or the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
