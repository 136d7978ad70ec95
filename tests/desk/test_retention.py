"""History is append-only for the site, and yet has an end: a function lets go of what is old, and of no more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import Error, connection, transaction
from django.utils import timezone

from config.lib.retention import carry_out, rules
from pledges.retention import KEEP_HISTORY
from tests.conftest import Cursor
from tests.factories import StaffMemberFactory, make_signature

pytestmark = pytest.mark.django_db(transaction=True)
MADE = {
    "django_admin_log": "action_time",
    "desk_staffmemberevent": "pgh_created_at",
    "desk_staffgroupevent": "pgh_created_at",
    "pledges_signatureevent": "pgh_created_at",
}
LOGGED = """INSERT INTO django_admin_log (action_time, object_repr, action_flag, change_message, user_id)
    VALUES (now(), 'x', 1, '', %s)"""
Age = Callable[[timedelta], dict[str, int]]


@pytest.fixture
def age(owner_cursor: Cursor) -> Age:
    """Rows in each table of history, all of this age; how many there are in each."""
    staff = StaffMemberFactory.create()
    staff.groups.add(Group.objects.order_by("pk")[0])
    make_signature(by=staff)
    owner_cursor.execute(LOGGED, [staff.pk])

    def make(age: timedelta) -> dict[str, int]:
        for table, column in MADE.items():
            owner_cursor.execute(f"UPDATE {table} SET {column} = now() - %s", [age])
        return counts()

    return make


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in MADE:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def due() -> int:
    now = timezone.now()
    return sum(rule.due(now) for rule in rules() if rule.key in ("desk.history", "pledges.history"))


def forget() -> int:
    now = timezone.now()
    return carry_out("desk.history", on=now) + carry_out("pledges.history", on=now)


def test_history_goes_after_six_years(age: Age) -> None:
    before = age(KEEP_HISTORY + timedelta(hours=1))
    assert min(before.values()) > 0
    assert due() == sum(before.values())

    assert forget() == sum(before.values())
    assert set(counts().values()) == {0}


def test_younger_history_stays(age: Age) -> None:
    before = age(KEEP_HISTORY - timedelta(hours=1))

    assert due() == forget() == 0
    assert counts() == before


@pytest.mark.parametrize("function", ["desk_forget_history", "pledges_forget_history"])
@pytest.mark.parametrize("before", ["now()", "now() - interval '2 years' + interval '1 minute'", "NULL", "'infinity'"])
def test_function_lets_go_of_nothing_from_the_last_two_years(age: Age, function: str, before: str) -> None:
    there = age(timedelta(days=700))

    with pytest.raises(Error, match="the last two years stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({before}, 1000)")

    assert counts() == there


def test_function_goes_as_far_as_it_is_asked(age: Age) -> None:
    there = age(KEEP_HISTORY * 2)["pledges_signatureevent"]

    with connection.cursor() as cursor:
        cursor.execute("SELECT pledges_forget_history(now() - interval '6 years', 1)")
        gone = cursor.fetchone()[0]

    assert gone == 1
    assert counts()["pledges_signatureevent"] == there - 1
