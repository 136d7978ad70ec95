"""`manage.py purge`: every rule now, or what every rule would do; and the same once a day by itself."""

import hashlib
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.lib import retention
from config.lib.retention import Part, Rule, rules
from pledges.kinds import State
from pledges.models import Draft, Person, Signature
from post import jobs, upkeep
from post.errors import RulesFailed
from post.models import Outbox, Token
from tests.factories import make_signature

pytestmark = pytest.mark.django_db

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"


def fingerprints() -> dict[str, str]:
    """A hash of every row of every table."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


@pytest.fixture
def something_old() -> Signature:
    """One thing of each kind that the serving role can make old, and a young one beside it."""
    long_ago = timezone.now() - timedelta(days=400)
    signature = make_signature(state=State.UNCONFIRMED)
    Signature.objects.filter(pk=signature.pk).update(created_at=long_ago)
    make_signature(state=State.UNCONFIRMED)
    Draft.objects.create(key=b"old", expires_at=long_ago)
    Draft.objects.create(key=b"young")
    Session.objects.create(session_key="old", session_data="", expire_date=long_ago)
    letter = Outbox.objects.exclude(about_id=signature.pk).get()
    Outbox.objects.filter(pk=letter.pk).update(state="failed", attempts=7, created_at=long_ago)
    for n, scope in enumerate(("own", "confirm")):
        Token.objects.create(
            hash=bytes([n]) * 32,
            about_app="pledges",
            about_id=letter.about_id,
            scope=scope,
            created_at=long_ago - timedelta(days=9),
            expires_at=long_ago,
        )
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=long_ago)
    return signature


OLD = {
    "pledges.drafts": 1, "pledges.unconfirmed": 1, "post.failed_letters": 1, "post.links": 1, "post.own_links": 1,
    "desk.sessions": 1, "post.tasks": 2,
}  # fmt: skip


def purge(*arguments: str) -> dict[str, str]:
    """The table that was printed."""
    out = StringIO()
    call_command("purge", *arguments, stdout=out)
    return dict(line.split(maxsplit=1) for line in out.getvalue().splitlines()[1:])


def expected() -> dict[str, str]:
    return {rule.key: str(OLD.get(rule.key, 0)) for rule in rules()}


def test_purge_carries_out_every_rule_and_says_how_many(something_old: Signature) -> None:
    assert purge() == expected()
    assert not Person.objects.filter(pk=something_old.pk).exists()
    assert Signature.objects.count() == Draft.objects.count() == 1
    assert set(purge().values()) == {"0"}


def test_dry_run_says_the_same_and_changes_nothing(something_old: Signature) -> None:
    before = fingerprints()

    assert purge("--dry-run") == expected()
    assert fingerprints() == before


def test_output_names_nobody(something_old: Signature) -> None:
    person = Person.objects.get(pk=something_old.pk)
    out = StringIO()

    call_command("purge", stdout=out)

    assert "@" not in out.getvalue()
    assert person.name not in out.getvalue()
    assert something_old.reference not in out.getvalue()


@pytest.fixture
def broken_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that breaks, before all others."""

    def broken(on: datetime) -> int:
        raise RuntimeError("ann@example.org")

    rule = Rule(
        key="a.broken", part=Part.YOU, what="", how_long="", why="", tables=(), due=broken, batch=broken
    )  # fmt: skip
    monkeypatch.setattr(retention, "_kept", {rule.key: rule} | {one.key: one for one in retention.everything()})


@pytest.mark.parametrize("dry_run", [False, True])
def test_rule_that_fails_ends_with_an_error_and_the_others_are_carried_out(
    something_old: Signature, broken_rule: None, dry_run: bool
) -> None:
    out = StringIO()

    with pytest.raises(CommandError, match=r"a\.broken") as caught:
        call_command("purge", dry_run=dry_run, stdout=out)

    assert caught.value.returncode == 1
    assert "RuntimeError" in out.getvalue()
    assert "ann@" not in out.getvalue()
    assert Draft.objects.filter(key=b"old").exists() is dry_run


def test_every_rule_is_carried_out_once_a_day_by_itself(something_old: Signature) -> None:
    job = next(job for job in jobs.registered() if job.name == "purge")

    job.run()

    assert job.every == timedelta(days=1)
    assert set(purge("--dry-run").values()) == {"0"}


def test_daily_job_with_a_rule_that_fails_has_not_succeeded(something_old: Signature, broken_rule: None) -> None:
    with pytest.raises(RulesFailed):
        upkeep.purge()

    assert not Draft.objects.filter(key=b"old").exists()


def test_dry_run_stops_counting_where_there_is_very_much(
    something_old: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "COUNT_MAX", 1)
    monkeypatch.setattr("post.management.commands.purge.COUNT_MAX", 1)

    assert purge("--dry-run")["post.tasks"] == "1 or more"
