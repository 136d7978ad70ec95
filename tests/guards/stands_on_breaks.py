"""An attempt against every rule about what a wording of the pledge stands on."""

from typing import Any

from charters.models import Version
from tests.factories import PledgeWordingFactory, publish_words_on
from tests.guards.breaking import DENIED, Break

TABLE = "pledges_pledgewording_charter_versions"
FROZEN = f"{TABLE}_frozen"


def link(wording: str, version: str = "c_public") -> str:
    return f"INSERT INTO {TABLE} (pledgewording_id, version_id) VALUES (%({wording})s, %({version})s)"


BREAKS = [
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
