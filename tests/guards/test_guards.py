"""Every constraint and trigger is broken once, in raw SQL; and none is forgotten."""

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction
from pytest_django.plugin import DjangoDbBlocker

from pledges.actions import affirm, seal
from pledges.kinds import State
from pledges.models import PurposeWording, Signature, Subject
from tests import factories
from tests.conftest import empty_database, owner_connection
from tests.guards import (
    charters_breaks,
    desk_breaks,
    handing_over_breaks,
    listing_breaks,
    organisations_breaks,
    participation_breaks,
    pictures_breaks,
    pledges_breaks,
    post_breaks,
    reading_breaks,
    stands_on_breaks,
)
from tests.guards.breaking import DENIED, Break

BREAKS = desk_breaks.BREAKS + pledges_breaks.BREAKS + post_breaks.BREAKS + handing_over_breaks.BREAKS
BREAKS += organisations_breaks.BREAKS + listing_breaks.BREAKS + charters_breaks.BREAKS + stands_on_breaks.BREAKS
BREAKS += pictures_breaks.BREAKS + reading_breaks.BREAKS + participation_breaks.BREAKS
ACTING = pledges_breaks.ACTING | handing_over_breaks.ACTING | organisations_breaks.ACTING | listing_breaks.ACTING
ACTING |= charters_breaks.ACTING | pictures_breaks.ACTING | participation_breaks.ACTING
OUR_APPS = ("desk", "participation", "pledges", "charters", "post")


def make_world() -> dict[str, Any]:
    """A signature in each state, and what hangs on it, by the names the attempts use."""
    terms = factories.publish_terms()
    signatures = {
        "approved": factories.make_signature(),
        "unnamed": factories.make_signature(publish=False),
        "private": factories.make_signature(kind="parent_carer", publish=False),
        "awaiting": factories.make_signature(state=State.AWAITING),
        "rejected": factories.make_signature(state=State.REJECTED),
        "unconfirmed": factories.make_signature(state=State.UNCONFIRMED),
        "left": factories.make_signature(state=State.WITHDRAWN),
        "fifteen": factories.make_signature(kind="young_person", age_band="age_13_15", publish=False, name="Sam"),
        "seventeen": factories.make_signature(kind="young_person"),
        "group": factories.make_signature(kind="group"),
        "small": factories.make_signature(kind="group", people=4),
        "affirmed": factories.make_signature(),
    }
    newer = factories.PledgeWordingFactory.create(pledge=terms.wording.pledge, n=2, easy=[])
    affirm(subject_id=signatures["affirmed"].subject_id, wording=newer)
    seal()
    charters = charters_breaks.make_charters()
    not_easy = factories.PurposeWordingFactory.create(purpose="publish", n=2, easy=[])
    return {name: str(signature.subject_id) for name, signature in signatures.items()} | {
        "empty": str(Subject.objects.create().pk),
        "empty_too": str(Subject.objects.create().pk),
        "pledge": terms.wording.pledge_id,
        "pledge_wording": terms.wording.pk,
        "notice": terms.notice.pk,
        "newer": newer.pk,
        "draft_wording": factories.PledgeWordingFactory.create(pledge=terms.wording.pledge, n=3, published_at=None).pk,
        "other_pledge": factories.PledgeWordingFactory.create(n=9).pk,
        "publish": PurposeWording.objects.get(purpose="publish", n=1).pk,
        "not_easy": not_easy.pk,
        "staff": factories.StaffMemberFactory.create().pk,
        "organisation": Signature.objects.get(pk=signatures["approved"].pk).organisation_id,
        **charters,
        **pictures_breaks.make_pictures(),
        **reading_breaks.make_sessions(),
        **stands_on_breaks.make_wordings(charters),
        **participation_breaks.make_audits(charters),
    }


def refusal(error: BaseException) -> str:
    """The name the database gives for refusing."""
    cause = error if isinstance(error, psycopg2.Error) else error.__cause__
    assert isinstance(cause, psycopg2.Error)
    if isinstance(cause, psycopg2.errors.InsufficientPrivilege):
        return DENIED
    return str(cause.diag.constraint_name or cause)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """Committed once for all attempts: each is undone, because each is refused."""
    with django_db_blocker.unblock():
        yield make_world()
        empty_database()


def attempt_it(cursor: Any, attempt: Break, world: dict[str, Any]) -> None:
    cursor.execute(attempt.sql, world)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("attempt", [b for b in BREAKS if not b.as_owner], ids=str)
def test_rule_broken_by_serving_role(attempt: Break, world: dict[str, Any]) -> None:
    with connection.cursor() as cursor, pytest.raises(Error) as caught, transaction.atomic():
        attempt_it(cursor, attempt, world)

    assert refusal(caught.value) == attempt.expected


@pytest.mark.parametrize("attempt", [b for b in BREAKS if b.as_owner], ids=str)
def test_rule_broken_by_owner(attempt: Break, world: dict[str, Any]) -> None:
    owner = owner_connection(connection.settings_dict["NAME"])
    owner.autocommit = False

    with owner.cursor() as cursor, pytest.raises(psycopg2.Error) as caught:
        attempt_it(cursor, attempt, world)

    owner.close()
    assert refusal(caught.value) == attempt.expected


RULES = """
    SELECT conname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
        WHERE contype IN ('c', 'u', 'x', 't') AND split_part(relname, '_', 1) = ANY (%(apps)s)
    UNION SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class c ON c.oid = indrelid
        WHERE indisunique AND NOT indisprimary AND split_part(relname, '_', 1) = ANY (%(apps)s)
    UNION SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE NOT tgisinternal AND tgname NOT LIKE 'pgtrigger_%%' AND split_part(relname, '_', 1) = ANY (%(apps)s)
"""


@pytest.mark.django_db
def test_no_rule_of_the_database_is_forgotten() -> None:
    with connection.cursor() as cursor:
        cursor.execute(RULES, {"apps": list(OUR_APPS)})
        rules = {name for (name,) in cursor.fetchall()}
    # Django's own: positive numbers, the pairs of a many-to-many table, and its user model's unique name.
    django = {rule for rule in rules if rule.endswith(("_check", "_uniq"))} | {"desk_staffmember_username_key"}

    broken = {attempt.rule for attempt in BREAKS} | ACTING

    assert rules - django - broken == set()
    assert broken - rules == set()


def our_models() -> list[type[models.Model]]:
    found = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if not hasattr(model, "pgh_tracked_model")]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_choice_has_a_constraint_and_every_constraint_its_words(model: type[models.Model]) -> None:
    checks = [str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    unchecked = [
        field.name
        for field in model._meta.local_fields
        if field.choices and not any(f"'{field.name}" in check for check in checks)
    ]
    wordless = [
        c.name for c in model._meta.constraints if c.violation_error_message == c.default_violation_error_message
    ]

    assert unchecked == []
    assert wordless == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_no_model_hides_a_rule_in_save_or_delete(model: type[models.Model]) -> None:
    own = [name for name in ("save", "delete", "clean") if name in vars(model)]

    assert own == []
