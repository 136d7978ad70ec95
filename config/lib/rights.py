"""What the serving role may do to each table, granted anew after every migration.

One role owns the tables and migrates; another serves (docs/decisions). A model may narrow what the serving role can
do with `serving_rights = frozenset({"SELECT", "INSERT"})`; without it the four ordinary rights apply. Nobody is ever
granted TRUNCATE, REFERENCES or TRIGGER.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from psycopg2 import sql

ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
HISTORY = frozenset({"SELECT", "INSERT"})
# Tables that have no model of ours to say what may be done to them. What is not named here gets the four.
WITHOUT_A_MODEL = {
    "django_migrations": frozenset({"SELECT"}),
    # What staff did at the desk is history too.
    "django_admin_log": HISTORY,
}
OWN_RELATIONS = """
    SELECT relname, relkind FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    AND pg_has_role(current_user, relowner, 'USAGE')
"""


# pgtrigger writes the history of states, and lets any client switch its triggers off with one SET, or lead them
# astray with a table of its own in front. Its functions are made anew by migrations, so this comes after each.
HISTORY_STAYS_ON = """
DO $do$
DECLARE f record;
BEGIN
    IF EXISTS (SELECT FROM pg_proc WHERE oid = to_regprocedure('public._pgtrigger_should_ignore(name)')
        AND pg_has_role(current_user, proowner, 'USAGE')) THEN
        CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
            LANGUAGE sql IMMUTABLE AS 'SELECT false';
    END IF;
    FOR f IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND starts_with(proname, 'pgtrigger_') AND pg_has_role(current_user, proowner, 'USAGE') LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', f.name);
    END LOOP;
END $do$
"""


def on_post_migrate(using: str = "default", **kwargs: Any) -> None:
    """For the `post_migrate` signal of one app: every app sends it, once is enough."""
    grant_serving_rights(using)


def grant_serving_rights(using: str = "default") -> None:
    """Takes every right from the serving role and grants exactly what the models say, in one transaction.

    Does nothing where the serving role itself migrates: it then owns the tables, and the guards hold less.
    """
    role = settings.SERVING_ROLE
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role, role])
        serves_itself, known = cursor.fetchone() or (False, False)
        if not known:
            raise ImproperlyConfigured(f"The server knows no role {role}, which DATABASE_URL names. Create it first.")
        if not serves_itself:
            _grant(cursor, role)
        cursor.execute(HISTORY_STAYS_ON)


def _grant(cursor: CursorWrapper, role: str) -> None:
    statements: list[sql.Composable] = [
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM {role}"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {role}"),
    ]
    wanted = rights_by_table()
    cursor.execute(OWN_RELATIONS)
    for name, kind in cursor.fetchall():
        is_sequence = kind == "S"
        thing = sql.SQL("SEQUENCE {}" if is_sequence else "TABLE {}").format(sql.Identifier("public", name))
        rights = {"USAGE"} if is_sequence else {"SELECT"} if kind in "vm" else wanted.get(name, ALL)
        statements.append(sql.SQL("REVOKE ALL ON {} FROM {{role}}").format(thing))
        if rights:
            listed = sql.SQL(", ".join(sorted(rights)))
            statements.append(sql.SQL("GRANT {} ON {} TO {{role}}").format(listed, thing))
    together = sql.SQL("; ").join(statements).as_string(cursor.connection)
    cursor.execute(sql.SQL(together).format(role=sql.Identifier(role)).as_string(cursor.connection))


def rights_by_table() -> dict[str, frozenset[str]]:
    """Table name to rights, as the models say."""
    stated = {
        model._meta.db_table: rights_of(model)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    }
    return stated | WITHOUT_A_MODEL


def rights_of(model: type[Model]) -> frozenset[str]:
    """The rights a model states, or those that follow from what kind of model it is."""
    declared_by: Any = model._meta.auto_created
    if declared_by:
        # The links of a many-to-many field: changing them is changing the model that declares it.
        rights = rights_of(declared_by)
        return rights | {"DELETE"} if "UPDATE" in rights else rights
    if "pgh_id" in {field.name for field in model._meta.get_fields()}:
        return HISTORY
    stated: frozenset[str] = getattr(model, "serving_rights", ALL)
    unknown = stated - ALL
    if unknown:
        raise ImproperlyConfigured(
            f"{model.__name__}.serving_rights names {sorted(unknown)}: only {sorted(ALL)} exist."
        )
    return stated
