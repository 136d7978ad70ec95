"""The yearly audit: inviting 5,000 services in the queue, where they stand, and 50 leads who save at once."""

import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from bench import audit
from bench.client import Job
from bench.desk_pages import signed_in
from bench.processes import Web, worker
from bench.rounds import get, post, run
from bench.rows.reading import FOR
from bench.stand import Stand
from bench.table import Result
from participation.actions.inviting import ask_to_invite
from participation.models import Holder, Question, Return, Round
from post import links

MOST_INVITING_S, MOST_BOARD_MS, MOST_SAVING_MS = 30.0, 200.0, 60.0
PATIENCE_S = 120.0
LEADS, SECONDS = 50, 30
TIMES, WARM = 50, 3


def measure(stand: Stand) -> Iterator[Result]:
    with stand.copy() as copy:
        audit.register()
        one = audit.open_round()
        yield inviting(copy, one)
        audit.answer_half(one)
        with copy.web() as web:
            yield from boards(copy, web, one)
            yield saving(copy, web, one)


def inviting(stand: Stand, one: Round) -> Result:
    """From the press of the button until a worker has queued the last letter; it sends others meanwhile."""
    with worker(stand.place, stand.environment(EMAIL_URL="dummymail://")):
        begun = time.monotonic()
        ask_to_invite(round_id=one.pk)
        while not _is_invited(one) and time.monotonic() - begun < PATIENCE_S:
            time.sleep(0.2)
        took = time.monotonic() - begun
    invited = Return.objects.filter(round=one).exclude(invited_at=None).count()
    return Result(
        f"inviting {audit.SERVICES:,} services",
        f"{took:.1f} s",
        f"absolute; {invited:,} letters queued by a worker, from the press of the button",
        f"{took / MOST_INVITING_S:.2f}",
        f"at most {MOST_INVITING_S:.0f} s",
        took <= MOST_INVITING_S and invited == audit.SERVICES,
    )


def _is_invited(one: Round) -> bool:
    one.refresh_from_db(fields=["invite_asked_at"])
    return one.invite_asked_at is None


def boards(stand: Stand, web: Web, one: Round) -> Iterator[Result]:
    """The round's page, as it opens and as it is filtered; the slowest of them is told."""
    _client, cookie = signed_in()
    path = reverse("admin:participation_board", args=[one.pk])
    found = []
    for query in ("", "?stage=submitted", "?stage=overdue", "?q=thistle"):
        asked = get(f"{path}{query}", FOR, f"Cookie: {cookie}")
        for times in (WARM, TIMES):
            said = run(stand.place, Job(web.port, [asked] * times, 200, b"</html>", 120, connections=1, once=True))
        found.append((said["p95_ms"], said["median_ms"], query or "as it opens"))
    p95, median, which = max(found)
    yield Result(
        f"where a round of {audit.SERVICES:,} services stands",
        f"median {median:,.0f} ms, p95 {p95:,.0f} ms",
        f"absolute; slowest of {len(found)} views: {which}",
        f"{p95 / MOST_BOARD_MS:.2f}",
        f"at most {MOST_BOARD_MS:.0f} ms",
        p95 <= MOST_BOARD_MS,
    )


def saving(stand: Stand, web: Web, one: Round) -> Result:
    """Each lead saves an answer a second, each time another one, for as long as there are questions."""
    requests = list(saves(one))
    warm, counted = requests[:LEADS], requests[LEADS:]
    for some in (warm, counted):
        job = Job(web.port, some, 303, b"location: /participation/", SECONDS, connections=LEADS, once=True, rate=LEADS)
        said = run(stand.place, job)
    return Result(
        f"saving an answer, {LEADS} leads at one a second each",
        f"median {said['median_ms']:,.0f} ms, p95 {said['p95_ms']:,.0f} ms",
        f"absolute; {said['done']:,.0f} answers, {said['per_second']:,.0f} a second",
        f"{said['p95_ms'] / MOST_SAVING_MS:.2f}",
        f"p95 at most {MOST_SAVING_MS:.0f} ms",
        said["p95_ms"] <= MOST_SAVING_MS,
    )


def saves(one: Round) -> Iterator[bytes]:
    """Every question of 100 returns, two after another of each lead: as many as half a minute needs."""
    keys = list(
        Question.objects.filter(question_set=one.question_set_id).order_by("position").values_list("key", flat=True)
    )
    for some in (audit.unanswered(one, 2 * LEADS)[n::2] for n in range(2)):
        secrets = [_secret(pk) for pk in some]
        for key in keys:
            for secret in secrets:
                body = urlencode({"level": "3", "note": f"We ask every term about {key}.", "seen": "0", "then": "next"})
                yield post(reverse("participation:return_question", args=[secret, key]), body, FOR)


def _secret(return_id: UUID) -> str:
    holder = Holder.objects.get(of_return=return_id)
    return links.issue(about_app="participation", about_id=holder.pk, scope="return", lifetime=timedelta(days=9))
