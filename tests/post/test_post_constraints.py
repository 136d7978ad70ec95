"""Each constraint of the post room, attacked with raw SQL as the serving role."""

from typing import Any

import psycopg2
import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import ProgrammingError
from psycopg2.extensions import cursor as Cursor

from post.models import Generation, Heartbeat, Outbox, Token

pytestmark = pytest.mark.django_db

GOOD: dict[type[models.Model], dict[str, str]] = {
    Outbox: {
        "id": "gen_random_uuid()",
        "recipient": "'ann@example.org'",
        "about_app": "'pledges'",
        "about_id": "gen_random_uuid()",
        "template": "'pledges/confirm'",
        "ids": "'{}'",
        "not_before": "now()",
        "state": "'queued'",
        "attempts": "0",
        "message_id": "'<one@example.org>'",
        "created_at": "now()",
    },
    Token: {
        "hash": "sha256('a')",
        "about_app": "'pledges'",
        "about_id": "gen_random_uuid()",
        "scope": "'own'",
        "created_at": "now()",
        "expires_at": "now() + interval '1 day'",
        "used_at": "NULL",
    },
    Heartbeat: {"job": "'post.sweep'", "last_success": "now()"},
    Generation: {"name": "'signatories'", "n": "1"},
}

BAD: list[tuple[type[models.Model], dict[str, str], str]] = [
    (Outbox, {"state": "'sent'", "attempts": "1"}, "post_outbox_state_known"),
    (Outbox, {"attempts": "-1"}, "post_outbox_attempts_not_negative"),
    (Outbox, {"state": "'failed'"}, "post_outbox_failed_was_tried"),
    (Outbox, {"recipient": "'nobody'"}, "post_outbox_recipient_is_address"),
    (Outbox, {"recipient": r"E'ann@example.org\nBcc: bo@example.org'"}, "post_outbox_recipient_is_address"),
    (Outbox, {"recipient": "repeat('a', 320) || '@b.c'"}, "post_outbox_recipient_is_address"),
    (Outbox, {"template": "'../secrets'"}, "post_outbox_template_is_name"),
    (Outbox, {"about_app": "''"}, "post_outbox_about_app_is_name"),
    (Outbox, {"ids": "'[]'"}, "post_outbox_ids_are_named"),
    (Outbox, {"ids": "'null'"}, "post_outbox_ids_are_named"),
    (Outbox, {"message_id": "'one@example.org'"}, "post_outbox_message_id_is_one"),
    (Outbox, {}, "post_outbox_message_id_once"),
    (Token, {"hash": "'short'"}, "post_token_hash_is_sha256"),
    (Token, {"scope": "'everything'"}, "post_token_scope_known"),
    (Token, {"about_app": "'Pledges!'"}, "post_token_about_app_is_name"),
    (Token, {"expires_at": "now() - interval '1 day'"}, "post_token_expires_after_made"),
    (Token, {"scope": "'stop'"}, "post_token_stop_never_expires"),
    (Token, {"used_at": "now() - interval '1 day'"}, "post_token_used_after_made"),
    (Token, {}, "post_token_pkey"),
    (Heartbeat, {"job": "'Post Sweep'"}, "post_heartbeat_job_is_name"),
]

# The serving role may not write this table at all, so the owner tries.
BAD_FOR_OWNER: list[tuple[type[models.Model], dict[str, str], str]] = [
    (Generation, {"n": "0"}, "post_generation_counts_from_one"),
    (Generation, {"name": "'1'"}, "post_generation_name_is_name"),
]


def insert(cursor: Any, model: type[models.Model], changes: dict[str, str]) -> None:
    row = GOOD[model] | changes
    cursor.execute(f"INSERT INTO {model._meta.db_table} ({', '.join(row)}) VALUES ({', '.join(row.values())})")


@pytest.mark.parametrize(("model", "changes", "constraint"), BAD)
def test_constraint_refuses_bad_row(model: type[models.Model], changes: dict[str, str], constraint: str) -> None:
    with connection.cursor() as cursor:
        if not changes:
            insert(cursor, model, {})
        with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
            insert(cursor, model, changes)


@pytest.mark.parametrize(("model", "changes", "constraint"), BAD_FOR_OWNER)
def test_constraint_refuses_bad_row_of_the_owner(
    owner_cursor: Cursor, model: type[models.Model], changes: dict[str, str], constraint: str
) -> None:
    with pytest.raises(psycopg2.IntegrityError, match=f'"{constraint}"'):
        insert(owner_cursor, model, changes)


@pytest.mark.parametrize("model", [Outbox, Token, Heartbeat])
def test_good_row_is_accepted(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        insert(cursor, model, {})
    assert model._default_manager.count() == 1


def test_every_constraint_is_attacked() -> None:
    named = {constraint.name for model in GOOD for constraint in model._meta.constraints}
    assert named <= {constraint for _, _, constraint in BAD + BAD_FOR_OWNER}


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
    assert Generation.current("signatories") == 0
    assert [Generation.bump("signatories"), Generation.bump("signatories")] == [1, 2]
    assert Generation.current("signatories") == 2


def test_generation_of_a_transaction_that_failed_did_not_count() -> None:
    with pytest.raises(RuntimeError):
        _bump_and_fail()
    assert Generation.current("signatories") == 0


def test_generation_ignores_a_table_slipped_in_before_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE post_generation (name text PRIMARY KEY, n bigint)")
        cursor.execute("SELECT public.post_bump_generation('signatories')")
        cursor.execute("SELECT n FROM public.post_generation WHERE name = 'signatories'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM pg_temp.post_generation")
        assert cursor.fetchone() == (0,)


def _bump_and_fail() -> None:
    with transaction.atomic():
        Generation.bump("signatories")
        raise RuntimeError
