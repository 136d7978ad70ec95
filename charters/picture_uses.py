"""Where pictures stand: which versions show those of staff, and which pictures a charter has, or had last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from charters.models.kinds import OPEN

USES = """
SELECT DISTINCT named.picture, c.title, v.n, v.id, v.published_at IS NOT NULL
FROM (
    SELECT l.picture, c.version_id FROM charters_easyreadline l JOIN charters_clause c ON c.id = l.clause_id
    UNION ALL SELECT line ->> 'picture', s.version_id FROM charters_section s, jsonb_array_elements(s.easy) line
    UNION ALL SELECT line ->> 'picture', v.id
        FROM charters_version v, jsonb_array_elements(v.easy_intro || v.easy_note) line
) named JOIN charters_version v ON v.id = named.version_id JOIN charters_charter c ON c.id = v.charter_id
WHERE named.picture = ANY (%s) ORDER BY c.title, v.n
"""

OF_CHARTER = """
SELECT picture FROM (
    SELECT l.picture FROM charters_easyreadline l
        JOIN charters_clause c ON c.id = l.clause_id JOIN charters_version v ON v.id = c.version_id
        WHERE v.charter_id = %(charter)s
    UNION ALL SELECT line ->> 'picture'
        FROM charters_section s JOIN charters_version v ON v.id = s.version_id, jsonb_array_elements(s.easy) line
        WHERE v.charter_id = %(charter)s
    UNION ALL SELECT line ->> 'picture'
        FROM charters_version v, jsonb_array_elements(v.easy_intro || v.easy_note) line
        WHERE v.charter_id = %(charter)s
) used WHERE picture <> '' GROUP BY picture ORDER BY count(*) DESC, picture
"""
# Lines are written anew when they are saved, so that the highest numbers are the newest.
LATELY = """
SELECT l.picture FROM charters_easyreadline l
    JOIN charters_clause c ON c.id = l.clause_id JOIN charters_version v ON v.id = c.version_id
WHERE v.state = ANY (%s) AND l.picture <> '' GROUP BY l.picture ORDER BY max(l.id) DESC LIMIT %s
"""


@dataclass(frozen=True)
class Use:
    """A version that shows a picture."""

    charter: str
    n: int
    version_id: int
    was_published: bool


def uses_of(names: Iterable[str]) -> dict[str, list[Use]]:
    """By the SHA-256 of each picture, the versions that show it, drafts too."""
    found: dict[str, list[Use]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(USES, [list(names)])
        for name, *use in cursor.fetchall():
            found[name].append(Use(*use))
    return found


def of_charter(charter_id: int) -> list[str]:
    """The pictures of all its versions, those that stand there most often first."""
    with connection.cursor() as cursor:
        cursor.execute(OF_CHARTER, {"charter": charter_id})
        return [name for (name,) in cursor.fetchall()]


def used_lately(limit: int) -> list[str]:
    """The pictures beside clauses of versions that are being written, those saved last first."""
    with connection.cursor() as cursor:
        cursor.execute(LATELY, [list(OPEN), limit])
        return [name for (name,) in cursor.fetchall()]
