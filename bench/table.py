"""The one table: work, figure, what it is held against, ratio, target, met or not."""

import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata

import psycopg2

HEADINGS = ("work", "figure", "held against", "ratio", "target", "met")


@dataclass(frozen=True)
class Result:
    """One line. `met` is None where there was nothing to measure; `figure` then says why."""

    work: str
    figure: str
    against: str
    ratio: str
    target: str
    met: bool | None

    def cells(self) -> tuple[str, ...]:
        met = "not measured" if self.met is None else "yes" if self.met else "NO"
        return (self.work, self.figure, self.against, self.ratio, self.target, met)


def lines(results: Sequence[Result]) -> list[str]:
    rows = [HEADINGS, *(result.cells() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in ruled]


def machine(superuser_url: str) -> str:
    """What it was measured on."""
    connection = psycopg2.connect(superuser_url)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone() or ("?",)
    connection.close()
    cores = subprocess.run(["nproc"], capture_output=True, text=True).stdout.strip() or "?"
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("django", "granian", "psycopg2-binary"))
    return (
        f"{platform.machine()}, {cores} cores, {_memory()} of memory, {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, PostgreSQL {postgres}, {versions}"
    )


def _memory() -> str:
    try:
        with open("/proc/meminfo") as told:
            kilobytes = int(told.readline().split()[1])
    except OSError:
        return "?"
    return f"{kilobytes / 1_000_000:.0f} GB"
