"""A kept connection: that it stands is seen without asking, and one that does not is replaced unseen."""

from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found: int = cursor.fetchone()[0]
    return found


@pytest.fixture
def next_request() -> Any:
    kept: Any = connection

    def begins() -> None:
        kept.health_check_enabled, kept.health_check_done = True, False

    yield begins
    kept.health_check_enabled = False


def test_connection_that_stands_is_kept_without_a_question(next_request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    session = number()
    asked: list[bool] = []

    def asks() -> bool:
        asked.append(True)
        return True

    monkeypatch.setattr(connection, "is_usable", asks)
    next_request()

    assert number() == session
    assert asked == []


def test_connection_that_was_ended_elsewhere_is_replaced(next_request: Any) -> None:
    session = number()
    another = connection.copy()
    with another.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [session])
        assert cursor.fetchone() == (True,)
    another.close()
    next_request()

    assert number() != session
