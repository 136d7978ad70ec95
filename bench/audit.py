"""A register of 5,000 services and a round of theirs, half of it answered."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from bench import charter
from bench.database import Database
from participation.actions.sets import make_set
from participation.models import Lead, Return, Round, Service
from participation.models.kinds import ServiceKind, Size

SERVICES = 5_000
ANSWERED = """
    INSERT INTO participation_answer (of_return_id, question_id, level, not_applicable, note, changed, revision, at)
    SELECT r.id, q.id, 1 + q.position %% 2, '', 'What we do about ' || q.key || '.', '', 1, now()
    FROM participation_return r JOIN participation_question q ON q.question_set_id = %s
    WHERE r.round_id = %s AND r.id IN (SELECT id FROM participation_return WHERE round_id = %s ORDER BY id LIMIT %s)
        AND (q.in_short_form OR NOT r.is_short)
"""
SUBMITTED = """
    UPDATE participation_return SET state = 'submitted' WHERE id IN (SELECT of_return_id FROM participation_answer)
"""


def register() -> None:
    """Names that sort as names do, a third of them small, each with a lead."""
    kinds, sizes = ServiceKind.values, Size.values
    services = [
        Service(
            name=f"{['Larkspur', 'Pebblewing', 'Thistle', 'Copper', 'Fenwick'][n % 5]} {n:04} of Quillmere",
            slug=f"bench-service-{n}",
            kind=kinds[n % len(kinds)],
            size=sizes[n % len(sizes)],
        )
        for n in range(SERVICES)
    ]
    Service.objects.bulk_create(services, batch_size=1000)
    Lead.objects.bulk_create(
        [Lead(service=one, name="Lee Lead", email=f"lead-{n}@bench.example") for n, one in enumerate(services)],
        batch_size=1000,
    )


def open_round() -> Round:
    """The set that ships; open, and half of its time over."""
    today, days = timezone.localdate(), timedelta(days=30)
    return Round.objects.create(
        year=today.year, question_set=make_set(), opens_on=today - days, due_on=today + days, closes_on=today + 2 * days
    )


def answer_half(one: Round) -> None:
    """Half of the services have answered everything and sent it."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED, [one.question_set_id, one.pk, one.pk, SERVICES // 2])
        cursor.execute(SUBMITTED)
        cursor.execute("ANALYZE participation_return, participation_service, participation_answer")


YEARS = 5
# Rows as they would stand after five years, put there at once: the guards of each were at work in the rows above.
RETURNED = """
    INSERT INTO participation_return (id, round_id, service_id, is_short, state, submission, invited_at, started_at,
        submitted_at, is_reminded)
    SELECT gen_random_uuid(), %s, s.id, s.size = 'small', 'submitted', 1, now(), now(), now(), true
    FROM participation_service s
"""
ALL_ANSWERED = """
    INSERT INTO participation_answer (of_return_id, question_id, level, not_applicable, note, changed, revision, at)
    SELECT r.id, q.id, 1 + (q.position + ('x' || substr(md5(r.id::text), 1, 4))::bit(16)::int) %% 4, '',
        'What we do about ' || q.key || '.', '', 1, now()
    FROM participation_return r JOIN participation_question q ON q.question_set_id = %s
    WHERE r.round_id = %s AND (q.in_short_form OR NOT r.is_short)
"""


def five_years(database: Database) -> str:
    """Five rounds that have closed, not published yet; the page of a promise that four questions are about."""
    register()
    the_set, version = make_set(), charter.seed_one()
    key = version.clauses.order_by("position")[0].key
    for question in the_set.questions.filter(for_panels=True):
        question.commitments.add(key)
    today = timezone.localdate()
    for n in range(YEARS):
        day = today - timedelta(days=365 * (YEARS - n))
        Round.objects.create(year=day.year, question_set=the_set, opens_on=day, due_on=day, closes_on=day)
    connection = database.superuser()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for pk in Round.objects.values_list("pk", flat=True):
            cursor.execute(RETURNED, [pk])
            cursor.execute(ALL_ANSWERED, [the_set.pk, pk])
        cursor.execute("ANALYZE participation_return, participation_answer")
    connection.close()
    return f"/charters/{version.charter.slug}/commitments/{key.key}/"


def unanswered(one: Round, n: int) -> list[UUID]:
    """Returns in which nothing stands yet, of services that answer the long form."""
    found = Return.objects.filter(round=one, is_short=False, started_at=None)
    return list(found.order_by("pk").values_list("pk", flat=True)[:n])
