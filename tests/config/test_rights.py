"""The serving role can do what the models say, and nothing to the guards."""

import psycopg2
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from config.lib.rights import ALL, grant_serving_rights, rights_by_table, rights_of
from desk.models import StaffMember
from tests.conftest import guards_off

RIGHTS = """
    SELECT table_name, array_agg(privilege_type::text ORDER BY privilege_type::text)
    FROM information_schema.role_table_grants WHERE grantee = current_user AND table_schema = 'public' GROUP BY 1
"""


def granted() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        return {name: set(rights) for name, rights in cursor.fetchall()}


@pytest.mark.django_db
def test_tests_run_as_the_serving_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, usesuper FROM pg_user WHERE usename = current_user")
        row = cursor.fetchone()

    assert row == (settings.SERVING_ROLE, False)


@pytest.mark.django_db
def test_rights_are_exactly_what_the_models_say() -> None:
    found = granted()

    differing = {
        table: (sorted(rights), sorted(found.get(table, ())))
        for table, rights in rights_by_table().items()
        if table in connection.introspection.table_names() and found.get(table, set()) != rights
    }
    assert not differing


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE desk_staffmember ADD COLUMN x int",
        "ALTER TABLE desk_staffmember DISABLE TRIGGER ALL",
        "ALTER TABLE pledges_consententry DISABLE TRIGGER USER",
        "DROP TABLE desk_staffmember",
        "TRUNCATE desk_staffmember CASCADE",
        "CREATE TABLE mine (n int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER t BEFORE INSERT ON desk_staffmember EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "DELETE FROM django_migrations",
        "DELETE FROM django_admin_log",
        "UPDATE django_admin_log SET change_message = ''",
        "SET session_replication_role = replica",
    ],
)
def test_serving_role_is_refused(statement: str) -> None:
    refused(statement)


def refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_serving_role_cannot_become_the_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'django_migrations'")
        (owner,) = cursor.fetchone() or ("",)

    assert owner != settings.SERVING_ROLE
    refused(f'SET ROLE "{owner}"')


@pytest.mark.django_db
def test_no_trigger_can_be_dropped_or_disabled_by_the_serving_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        triggers = cursor.fetchall()

    assert triggers
    for name, table in triggers:
        refused(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        refused(f'DROP TRIGGER "{name}" ON {table}')


@pytest.mark.django_db
def test_serving_role_hands_on_no_rights() -> None:
    before = public_rights()
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON desk_staffmember TO PUBLIC")  # PostgreSQL only warns

    assert public_rights() == before == []


def public_rights() -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a "
            "WHERE a.grantee = 0 AND c.relnamespace = 'public'::regnamespace"
        )
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_serving_role_changes_nothing_when_it_migrates_itself() -> None:
    before = granted()

    grant_serving_rights()

    assert granted() == before


@pytest.mark.django_db
def test_unknown_serving_role_is_named(settings: pytest.FixtureRequest) -> None:
    settings.SERVING_ROLE = "nobody_made_me"  # type: ignore[attr-defined]

    with pytest.raises(ImproperlyConfigured, match="nobody_made_me"):
        grant_serving_rights()


def test_model_that_says_nothing_has_the_four_rights() -> None:
    assert rights_of(StaffMember) == ALL


def test_links_of_a_model_that_may_change_may_be_removed() -> None:
    assert rights_of(StaffMember.groups.through) == ALL


def test_owner_cursor_is_another_role_with_guards_off(owner_cursor: psycopg2.extensions.cursor) -> None:
    with guards_off(owner_cursor, "desk_staffmember"):
        owner_cursor.execute("SELECT current_user")
        row = owner_cursor.fetchone()

    assert row
    assert row[0] != settings.SERVING_ROLE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_transactional_test_leaves_no_rows(time: int) -> None:
    assert not StaffMember.objects.exists()

    StaffMember.objects.create_user("left-behind")

    assert StaffMember.objects.count() == 1
