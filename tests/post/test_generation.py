"""Counters that void caches, and what the serving role may not do to the post room's tables.

The constraints themselves are attacked in tests/guards/.
"""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from post.models import Generation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO post_generation (name, n) VALUES ('signatories', 1)",
        "UPDATE post_generation SET n = 1",
        "DELETE FROM post_generation",
        "DELETE FROM post_heartbeat",
        "TRUNCATE post_outbox",
        "ALTER TABLE post_token DROP CONSTRAINT post_token_scope_known",
    ],
)
def test_serving_role_cannot(statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        cursor.execute(statement)


def test_generation_counts_up_from_one_and_only_by_one() -> None:
    assert Generation.current("tests") == 0
    assert [Generation.bump("tests"), Generation.bump("tests")] == [1, 2]
    assert Generation.current("tests") == 2


def test_generation_of_a_transaction_that_failed_did_not_count() -> None:
    with pytest.raises(RuntimeError):
        _bump_and_fail()
    assert Generation.current("tests") == 0


def test_generation_ignores_a_table_slipped_in_before_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE post_generation (name text PRIMARY KEY, n bigint)")
        cursor.execute("SELECT public.post_bump_generation('tests')")
        cursor.execute("SELECT n FROM public.post_generation WHERE name = 'tests'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM pg_temp.post_generation")
        assert cursor.fetchone() == (0,)


def _bump_and_fail() -> None:
    with transaction.atomic():
        Generation.bump("tests")
        raise RuntimeError
