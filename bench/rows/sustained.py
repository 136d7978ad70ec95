"""Minutes of signing at a steady pace, with one worker that sends every letter to a mail server that counts them."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.client import Job
from bench.database import Connection
from bench.presses import presses
from bench.processes import free_port, started, worker
from bench.rounds import run
from bench.rows.signing import SENT, wait_until_read
from bench.stand import Stand
from bench.table import Result

WANTED_A_MINUTE = 4_000
# A little more is asked for, so that what is measured is not the pace we set.
PACE_A_SECOND = 1.06 * WANTED_A_MINUTE / 60
PATIENCE = 120.0
SIGNED = """
    SELECT p.email FROM pledges_signature s JOIN pledges_person p USING (subject_id) WHERE s.created_at >= %s
"""
WAITING = """
    SELECT (SELECT count(*) FROM post_outbox) +
        (SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING'))
"""


@dataclass(frozen=True)
class Outcome:
    """What became of the letters."""

    signed: int
    missing: int
    double: int
    left: int
    emptied_after: float


def measure(stand: Stand) -> Iterator[Result]:
    with stand.copy() as copy:
        yield signing_beside_mail(copy)


def signing_beside_mail(stand: Stand) -> Result:
    place, port = stand.place, free_port()
    file = place.folder / "letters.txt"
    file.unlink(missing_ok=True)
    mail = stand.environment(EMAIL_URL=f"smtp://127.0.0.1:{port}")
    sink = started([sys.executable, "-m", "bench.sink", str(port), str(file)], mail, place.folder / "sink.log")
    with sink, worker(place, mail), stand.web() as web:
        ready = presses(int(PACE_A_SECOND * place.sustained * 1.05))
        wait_until_read()
        connection = stand.database.superuser()
        began = now(connection)
        begun = time.monotonic()
        said = run(place, Job(web.port, ready, 303, SENT, place.sustained, once=True, rate=PACE_A_SECOND))
        minutes = (time.monotonic() - begun) / 60
        outcome = followed(connection, began, file)
        connection.close()
    return told(said["done"] / minutes, minutes, outcome)


def now(connection: Connection) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()::text")
        (moment,) = cursor.fetchone() or ("",)
    return str(moment)


def followed(connection: Connection, began: str, file: Path) -> Outcome:
    """Waits for the queue to be empty, two minutes at most; then looks who got how many letters."""
    begun = time.monotonic()
    while (left := waiting(connection)) and time.monotonic() - begun < PATIENCE:
        time.sleep(0.5)
    emptied = time.monotonic() - begun
    with connection.cursor() as cursor:
        cursor.execute(SIGNED, [began])
        signed = [str(row[0]) for row in cursor.fetchall()]
    letters = Counter(file.read_text().split() if file.exists() else [])
    return Outcome(
        signed=len(signed),
        missing=sum(not letters[email] for email in signed),
        double=sum(letters[email] > 1 for email in signed),
        left=left,
        emptied_after=emptied,
    )


def waiting(connection: Connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        (left,) = cursor.fetchone() or (0,)
    return int(left)


def told(a_minute: float, minutes: float, outcome: Outcome) -> Result:
    kept = not (outcome.missing or outcome.double or outcome.left)
    queue = f"{outcome.left} still wait after" if outcome.left else "the queue was empty after"
    return Result(
        f"signing for {minutes:.1f} minutes beside a worker",
        f"{a_minute:,.0f} a minute",
        f"{outcome.signed:,} signed, {outcome.missing} without a letter, {outcome.double} with two; "
        f"{queue} {outcome.emptied_after:.0f} s",
        f"{a_minute / WANTED_A_MINUTE:.2f}",
        "at least 4,000 a minute, none lost, empty in two minutes",
        kept and a_minute >= WANTED_A_MINUTE,
    )
