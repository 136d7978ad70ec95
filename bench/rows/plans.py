"""No public page, no signing and no page of the desk reads a big table from end to end."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import typed
from bench.addresses import LIST, anywhere, popular
from bench.desk_pages import pages, signed_in
from bench.plans import Statements, big_tables, heard, read_whole
from bench.presses import CHECK, presses
from bench.stand import Stand
from bench.table import Result
from tools.trouble import Trouble, say

COLUMNS = re.compile(r"SELECT (?!COUNT)(?:(?!FROM|SELECT).){80,}? FROM")
READ = "SELECT relname, seq_tup_read FROM pg_stat_user_tables"
SLUG = "SELECT slug FROM pledges_organisation ORDER BY md5(slug) LIMIT %s"


def measure(stand: Stand) -> Iterator[Result]:
    with stand.copy():
        tables = big_tables()
        moderator, _cookie = signed_in()
        desk, public, ready = pages(moderator), public_pages(), presses(2)
        before = rows_read()
        with heard() as statements:
            for path in public:
                visit(Client(headers={"host": "127.0.0.1"}), path)
            press(ready)
            for page in desk:
                visit(moderator, page.path, page.typed)
        counted = {table: count - before.get(table, 0) for table, count in rows_read().items()}
        bad = faults(statements, tables)
        behind = [f"{table}: {counted[table]:,} rows" for table, rows in tables.items() if counted[table] > rows / 2]
    for line in [*bad, *(f"read whole, perhaps inside a function: {line}" for line in behind)]:
        say(f"  {line}")
    yield Result(
        "plans that read a whole table",
        f"{len(bad)} of {len(statements)} statements",
        f"{len(public)} public pages, signing, {len(desk)} pages of the desk; tables read whole: {len(behind)}",
        "",
        "none",
        not bad and not behind,
    )


def public_pages() -> list[str]:
    names = ["home", "home_easy", "privacy", "kept", "pledges:pledge", "pledges:seals", "pledges:signatories_json"]
    slugs = typed.column(SLUG, 2)
    searches = [*typed.common(2), *typed.rare(2), "smith pr", "qxzzyvk", "jonse", "sm", "thomas primary school"]
    return [
        *(reverse(name) for name in names),
        reverse("pledges:signatories_csv"),
        *popular(),
        *anywhere(4, "school"),
        *(f"{LIST}?q={text.replace(' ', '+')}" for text in searches),
        *(f"{LIST}?q={text.replace(' ', '+')}&kind=parent_carer" for text in searches),
        *(reverse("pledges:organisation", args=[slug]) for slug in slugs),
        *(reverse("pledges:badge", args=[slug]) for slug in slugs),
        reverse("pledges:sign"),
        "/readyz",
    ]


def visit(client: Client, path: str, searched: str = "") -> None:
    """A page, and of a file the first parts: the others are asked for by the same statement."""
    headers = {"x-forwarded-for": "192.0.2.7"}
    answer = client.post(path, {"q": searched}, headers=headers) if searched else client.get(path, headers=headers)
    if answer.status_code not in (200, 302, 503):
        raise Trouble(f"{path} answered {answer.status_code}.")
    if answer.streaming:
        for _part in islice(answer, 3):
            pass
        answer.close()


def press(ready: list[bytes]) -> None:
    """The last page of the journey and its button, as a browser sends them."""
    for request in ready:
        head, _, body = request.decode().partition("\r\n\r\n")
        sent = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
        headers = {"host": "127.0.0.1", "cookie": sent["Cookie"], "x-forwarded-for": sent["X-Forwarded-For"]}
        client = Client(headers=headers)
        client.get(CHECK)
        answer = client.post(CHECK, body, content_type=sent["Content-Type"])
        if answer.status_code != 303:
            raise Trouble(f"Signing answered {answer.status_code}.")


def rows_read() -> dict[str, int]:
    """How many rows every table has given to sequential scans, those inside functions included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(READ)
        return {str(table): int(count) for table, count in cursor.fetchall()}


def shortened(statement: str) -> str:
    """A statement on one line, without the columns that it asks for."""
    return COLUMNS.sub("SELECT ... FROM", " ".join(statement.split()))


def faults(statements: Statements, tables: Mapping[str, int]) -> list[str]:
    found = []
    for statement, asked in statements.items():
        for params in asked:
            whole = read_whole(statement, params, tables)
            if whole:
                found.append(f"{', '.join(whole)}: {shortened(statement)}")
                break
    return found
