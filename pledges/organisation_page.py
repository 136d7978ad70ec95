"""An organisation as everybody may see it: who stands for it, since when, and what they will do.

What stands is read from PublicEntry alone. Of what has ended only days are left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from post import links

from .models import FormerOrganisation, Organisation, PublicEntry, Signature
from .slugs import hash_of

# A successor who comes within this time carries on what was promised.
BREAK = timedelta(days=1)
BADGE_SIZE = (240, 104)


class NothingStands(Exception):
    """No signature of this organisation is on the list just now."""


@dataclass(frozen=True)
class Standing:
    """One signature that stands, in the words of the page."""

    contact: str
    since: str
    pledge: str
    version: int
    newest: bool
    promise: str


@dataclass(frozen=True)
class Ended:
    """One that stands no more: nothing but days."""

    began: str
    ended: str


@dataclass(frozen=True)
class Shown:
    """Everything the page, the certificate and the badge say."""

    organisation: Organisation
    since: datetime
    standing: Sequence[Standing]
    ended: Sequence[Ended]
    names_people: bool

    @property
    def day(self) -> str:
        return day(self.since)

    @property
    def pledge(self) -> str:
        """The pledge they signed last, by its title."""
        return self.standing[0].pledge

    @property
    def version(self) -> int:
        """The newest version that anybody of them stands by."""
        return max(one.version for one in self.standing if one.pledge == self.pledge)

    @property
    def is_newest(self) -> bool:
        return any(one.newest for one in self.standing)


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def found(slug: str) -> Organisation | None:
    return Organisation.objects.filter(slug=slug).first()


def former(slug: str) -> FormerOrganisation | None:
    """What is left of one that was here."""
    return FormerOrganisation.objects.select_related("organisation").filter(hash=hash_of(slug)).first()


def shown(organisation: Organisation, newest: dict[int, int]) -> Shown:
    """Raises NothingStands while nothing of it is on the list: a decision about it can still be undone."""
    entries = PublicEntry.objects.filter(signature__organisation=organisation).newest_first()
    entries = entries.select_related("signature__pledge")
    standing = [_standing(entry, newest.get(entry.signature.pledge_id, 0)) for entry in entries]
    if not standing:
        raise NothingStands
    gone = Signature.objects.filter(organisation=organisation, left_at__isnull=False, confirmed_at__isnull=False)
    days = gone.order_by("-left_at").values_list("confirmed_at", "left_at")
    spans = [(began, ended) for began, ended in days if began and ended]
    return Shown(
        organisation=organisation,
        since=_since([entry.since for entry in entries], spans),
        standing=standing,
        ended=[Ended(day(began), day(ended)) for began, ended in spans],
        names_people=any(entry.name for entry in entries),
    )


def _standing(entry: PublicEntry, newest: int) -> Standing:
    return Standing(
        contact=", ".join(part for part in (entry.name, entry.role) if part),
        since=day(entry.since),
        pledge=entry.signature.pledge.title,
        version=entry.version,
        newest=entry.version >= newest,
        promise=entry.promise,
    )


def _since(starts: list[datetime], spans: list[tuple[datetime, datetime]]) -> datetime:
    """Since when somebody has stood for it without a break."""
    since = min(starts)
    for began, ended in spans:  # the one that ended last comes first
        if ended + BREAK >= since:
            since = min(since, began)
    return since


def address_of(slug: str, name: str = "organisation") -> str:
    """The whole address, for what leaves the site: print, other people's pages, open data."""
    return links.absolute(f"pledges:{name}", slug)


def sentence(shown: Shown) -> str:
    """What the certificate and the badge say, in one sentence."""
    return _("%(name)s signed %(pledge)s") % {"name": shown.organisation.name, "pledge": shown.pledge}


def snippet(shown: Shown) -> str:
    """HTML for the organisation's own website. Safe to paste: what anybody typed is escaped in it."""
    width, height = BADGE_SIZE
    slug = shown.organisation.slug
    return format_html(
        '<a href="{}"><img\n  src="{}"\n  alt="{}"\n  width="{}" height="{}"></a>',
        address_of(slug),
        address_of(slug, "badge"),
        sentence(shown),
        width,
        height,
    )
