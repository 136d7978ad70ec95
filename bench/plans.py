"""Whether a plan reads a whole table: statements as they were asked, explained, and read node by node."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# A table of so many rows is big.
BIG = 10_000
# Of one statement so many different questions are explained: the plan may depend on what is asked.
KEPT = 3
TABLES = """
    SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND reltuples > %s
"""
# What must see all that comes from below before it gives anything away.
BLOCKING = {"Sort", "Aggregate", "Hash", "HashAggregate", "SetOp", "WindowAgg", "ModifyTable"}
PLANNED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "(")

Statements = dict[str, list[Any]]
Plan = Mapping[str, Any]


@contextmanager
def heard() -> Iterator[Statements]:
    """Every statement of this block with what it was asked with."""
    found: Statements = {}

    def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked = found.setdefault(str(sql), [])
        if len(asked) < KEPT and not many:
            asked.append(params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield found


def big_tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [BIG])
        return dict(cursor.fetchall())


def read_whole(statement: str, params: Any, tables: Mapping[str, int]) -> list[str]:
    """The big tables that this statement's plan reads from end to end."""
    plan = explained(statement, params)
    return sorted(set(_read_whole(plan, tables, limited=False))) if plan else []


def explained(statement: str, params: Any) -> Plan | None:
    """The plan, made under the settings that the statement itself begins with; None for what has no plan."""
    *settings, asked = [part.strip() for part in statement.split(";") if part.strip()] or [""]
    if not asked.upper().startswith(PLANNED):
        return None
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in settings:
            # Values go by name where a setting has one.
            cursor.execute(setting, params if isinstance(params, Mapping) else None)
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked}", params)
        (said,) = cursor.fetchone()
    plan: Plan = (json.loads(said) if isinstance(said, str) else said)[0]["Plan"]
    return plan


def _read_whole(node: Plan, tables: Mapping[str, int], *, limited: bool) -> Iterator[str]:
    kind, table = str(node["Node Type"]), str(node.get("Relation Name", ""))
    if table in tables and ("Seq Scan" in kind or _goes_through(node, kind, tables[table], limited=limited)):
        yield f"{table} by {kind}"
    below = True if kind == "Limit" else limited and kind not in BLOCKING
    for child in node.get("Plans", []):
        yield from _read_whole(child, tables, limited=below)


def _goes_through(node: Plan, kind: str, rows: int, *, limited: bool) -> bool:
    """An index read from end to end is no better than the table; unless a limit stops it early."""
    whole = kind.startswith("Index") and "Index Cond" not in node and node["Plan Rows"] > rows / 2
    return whole and not limited
