"""How many stand behind the pledge, counted now and then so that no reader's page has to."""

from django.db import connection

from pledges.kinds import Kind

# Only a figure that changed is written: each one that is makes the pages anew that say it.
COUNT = """
INSERT INTO pledges_signaturecount AS c (kind, signatures, people)
SELECT k.kind, count(s.subject_id), coalesce(sum(coalesce(s.people, 1)) FILTER (WHERE s.subject_id IS NOT NULL), 0)
FROM unnest(%s::text[]) AS k(kind) LEFT JOIN pledges_signature s ON s.kind = k.kind AND s.state = 'approved'
GROUP BY k.kind
ON CONFLICT (kind) DO UPDATE SET signatures = excluded.signatures, people = excluded.people
WHERE (c.signatures, c.people) IS DISTINCT FROM (excluded.signatures, excluded.people)
"""


def count_signatures() -> int:
    """Counts every kind again; how many figures have changed. Reads all signatures, so it is for a job."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [list(Kind.values)])
        return int(cursor.rowcount)
