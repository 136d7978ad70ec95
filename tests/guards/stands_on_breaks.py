"""An attempt against every rule about what a wording of the pledge stands on, and about telling of what is newer."""

from typing import Any

from charters.models import Version
from tests.factories import PledgeWordingFactory, publish_words_on
from tests.guards.breaking import DENIED, Break

TABLE = "pledges_pledgewording_charter_versions"
FROZEN = f"{TABLE}_frozen"


def link(wording: str, version: str = "c_public") -> str:
    return f"INSERT INTO {TABLE} (pledgewording_id, version_id) VALUES (%({wording})s, %({version})s)"


def announcement(**columns: str) -> str:
    given = {"pledge_id": "%(pledge)s", "begun_at": "now()", "reached": "NULL", "finished_at": "NULL"} | columns
    return f"INSERT INTO pledges_announcement ({', '.join(given)}) VALUES ({', '.join(given.values())})"


# It has come to the last number but one.
AT = "'ffffffff-ffff-ffff-ffff-fffffffffff0'"
GOING = announcement(reached=AT) + "; UPDATE pledges_announcement SET {change} WHERE finished_at IS NULL"
OVER = announcement(finished_at="now()") + "; UPDATE pledges_announcement SET {change} WHERE finished_at IS NOT NULL"
GOES_ON, ONCE = "pledges_announcement_goes_on", "pledges_announcedversion_once"
TOLD = """
    WITH a AS (INSERT INTO pledges_announcement (pledge_id, begun_at) VALUES (%(pledge)s, now()) RETURNING id)
    INSERT INTO pledges_announcedversion (announcement_id, version_id) SELECT id, %(c_public)s FROM a;
"""
BREAKS = [
    Break("pledges_announcement_one_at_a_time", f"{announcement()}; {announcement()}"),
    Break("pledges_announcement_finished_fits", announcement(finished_at="now()", reached=AT)),
    Break("pledges_announcement_finished_fits", announcement(begun_at="now()", finished_at="'2020-01-01'")),
    Break(GOES_ON, GOING.format(change="reached = '00000000-0000-0000-0000-000000000001'")),
    Break(GOES_ON, GOING.format(change="reached = NULL")),
    Break(GOES_ON, GOING.format(change="begun_at = '2020-01-01'")),
    Break(GOES_ON, OVER.format(change="finished_at = NULL")),
    Break(GOES_ON, "DELETE FROM pledges_announcement", DENIED),
    Break(GOES_ON, announcement() + "; DELETE FROM pledges_announcement", as_owner=True),
    Break("pledges_announcement_no_truncate", "TRUNCATE pledges_announcement CASCADE", DENIED),
    Break("pledges_announcement_no_truncate", "TRUNCATE pledges_announcement CASCADE", "pledges_announcement_append_only", as_owner=True),
    Break(ONCE, TOLD + "INSERT INTO pledges_announcedversion (announcement_id, version_id) SELECT announcement_id, version_id FROM pledges_announcedversion"),
    Break("pledges_announcedversion_append_only", "DELETE FROM pledges_announcedversion", DENIED),
    Break("pledges_announcedversion_append_only", "UPDATE pledges_announcedversion SET version_id = %(c_superseded)s", DENIED),
    Break("pledges_announcedversion_append_only", TOLD + "DELETE FROM pledges_announcedversion", as_owner=True),
    Break("pledges_announcedversion_append_only", TOLD + "UPDATE pledges_announcedversion SET version_id = %(c_superseded)s", as_owner=True),
    Break("pledges_announcedversion_no_truncate", "TRUNCATE pledges_announcedversion", DENIED),
    Break("pledges_announcedversion_no_truncate", "TRUNCATE pledges_announcedversion", "pledges_announcedversion_append_only", as_owner=True),
    Break(FROZEN, link("pledge_wording")),
    Break(FROZEN, link("on_nothing") + f"; UPDATE {TABLE} SET pledgewording_id = %(pledge_wording)s WHERE pledgewording_id = %(on_nothing)s"),
    Break(FROZEN, f"UPDATE {TABLE} SET version_id = %(c_superseded)s WHERE pledgewording_id = %(on_public)s"),
    Break(FROZEN, f"UPDATE {TABLE} SET pledgewording_id = %(on_nothing)s WHERE pledgewording_id = %(on_public)s"),
    Break(FROZEN, f"DELETE FROM {TABLE} WHERE pledgewording_id = %(on_public)s"),
    Break(f"{TABLE}_no_truncate", f"TRUNCATE {TABLE}", DENIED),
    Break(f"{TABLE}_no_truncate", f"TRUNCATE {TABLE}", f"{TABLE}_append_only", as_owner=True),
    Break("pledges_pledgewording_stands_on_public", "UPDATE pledges_pledgewording SET published_at = now() WHERE id = %(on_draft)s"),
]  # fmt: skip


def make_wordings(charters: dict[str, Any]) -> dict[str, Any]:
    """A published wording that stands on a public version, and drafts: on a draft, and on nothing."""
    on_draft = PledgeWordingFactory.create(published_at=None)
    on_draft.charter_versions.set([charters["c_draft"]])
    return {
        "on_public": publish_words_on(Version.objects.get(pk=charters["c_public"])).pk,
        "on_draft": on_draft.pk,
        "on_nothing": PledgeWordingFactory.create(published_at=None).pk,
    }
