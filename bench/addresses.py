"""Addresses of the public list that nobody has asked for yet, from all over it, and those that everybody asks for."""

from django.db import connection

from pledges.asked import DIRECTIONS, Asked
from pledges.cursors import Place
from pledges.kinds import Kind

LIST = "/pledge/signatories/"
# In no order that has to do with the list; a page is 25, so most pages share no row.
ANYWHERE = (
    "SELECT since, public_id::text FROM pledges_publicentry WHERE {condition} ORDER BY md5(public_id::text) LIMIT %s"
)


def anywhere(count: int, kind: str = "") -> list[str]:
    """So many different pages, half of them older and half newer than a random entry, of all kinds or of one."""
    with connection.cursor() as cursor:
        cursor.execute(ANYWHERE.format(condition="kind = %s" if kind else "%s = ''"), [kind, (count + 1) // 2])
        places = [Place(*row) for row in cursor.fetchall()]
    return [LIST + Asked(kind).query_for(direction, place) for place in places for direction in DIRECTIONS]


def popular() -> list[str]:
    """The first page, those of a few kinds, and one that a search engine or a shared link leads to."""
    firsts = ["", *(Asked(str(kind)).query for kind in (Kind.SCHOOL, Kind.PARENT_CARER, Kind.HEALTH))]
    return [LIST + query for query in firsts] + anywhere(2)
