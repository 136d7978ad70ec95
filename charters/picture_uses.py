"""Where pictures of staff stand: which versions of charters show them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

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
