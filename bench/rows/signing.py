"""The last press, against one statement of pgbench with the same rows, and against a POST of one bare INSERT."""

import time
from collections.abc import Iterator

from django.conf import settings

from bench.client import Job
from bench.limit import Pgbench, mark, one_statement, written_since
from bench.presses import presses
from bench.processes import Web
from bench.rounds import Load, compare, run
from bench.stand import Stand
from bench.table import Result
from tools.trouble import Trouble

# More presses in a second than any round will need.
PREPARED_A_SECOND = 1200
SENT = b"location: /pledge/sign/sent/"
# Rows of these tables that one press writes.
LEFT_BEHIND = {
    "pledges_signature": "state = 'unconfirmed'",
    "post_outbox": "template = 'pledges/confirm'",
    "django_tasks_database_dbtaskresult": "true",
}


def measure(stand: Stand) -> Iterator[Result]:
    with stand.copy() as copy, copy.web() as web:
        yield against_one_statement(copy, web)
        yield against_one_insert(copy, web)


def against_one_statement(stand: Stand, web: Web) -> Result:
    limit = Pgbench(stand, learnt(stand, web))
    before = counts(stand)
    work = pressing(stand, web)
    found = compare(stand.place, work, limit)
    insist_all_kept(stand, before, work.used + limit.done)
    return Result(
        "POST of a signature",
        f"{found.work:,.0f}/s",
        f"pgbench, the same rows as one statement: {found.limit:,.0f}/s",
        f"{found.ratio:.1%} ({found.spread})",
        "at least 10%; aim at 15%",
        found.ratio >= 0.10,
    )


def against_one_insert(stand: Stand, web: Web) -> Result:
    before = counts(stand)
    work = pressing(stand, web)
    bare = Job(web.port, presses(100, "/bench/insert/"), 302, SENT, 0)
    found = compare(stand.place, work, Load(stand.place, bare))
    insist_all_kept(stand, before, work.used)
    return Result(
        "the same",
        f"{found.work:,.0f}/s",
        f"the same POST doing one bare INSERT: {found.limit:,.0f}/s",
        f"{found.ratio:.1%} ({found.spread})",
        "at least 50%",
        found.ratio >= 0.50,
    )


def pressing(stand: Stand, web: Web) -> Load:
    place = stand.place
    count = int(PREPARED_A_SECOND * place.seconds * (place.rounds + 1))
    ready = presses(count)
    wait_until_read()
    return Load(place, Job(web.port, ready, 303, SENT, 0, once=True))


def learnt(stand: Stand, web: Web) -> str:
    """The statement that writes what one press writes."""
    connection = stand.database.superuser()
    ready = presses(2)
    wait_until_read()
    run(stand.place, Job(web.port, ready[:1], 303, SENT, 5, connections=1, once=True))
    before = mark(connection)
    run(stand.place, Job(web.port, ready[1:], 303, SENT, 5, connections=1, once=True))
    rows = written_since(connection, before)
    connection.close()
    if not any(table == "pledges_signature" for table, _row in rows):
        raise Trouble("The press that was to be learnt from wrote no signature.")
    connection = stand.database.superuser()
    statement = one_statement(connection, rows)
    connection.close()
    return statement


def wait_until_read() -> None:
    """Nobody reads the page in less; a press that comes sooner takes another way (pledges/shown.py)."""
    time.sleep(settings.SIGNING_LEAST_SECONDS + 1)


def counts(stand: Stand) -> dict[str, int]:
    """How many rows of each kind there are that a press leaves behind."""
    connection = stand.database.superuser()
    found = {}
    with connection.cursor() as cursor:
        for table, condition in LEFT_BEHIND.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}")
            found[table] = int((cursor.fetchone() or (0,))[0])
    connection.close()
    return found


def insist_all_kept(stand: Stand, before: dict[str, int], done: int) -> None:
    """Each press that was answered left one row of each kind. Raises Trouble."""
    for table, count in counts(stand).items():
        if count - before[table] != done:
            raise Trouble(f"{done} presses were answered, and {table} has {count - before[table]} rows more.")
