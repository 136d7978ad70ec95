"""Who signed for a promise, for its page (charters/known.py): how many, and nobody's name."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters import known
from charters.easytext import Line, plain_line
from charters.known import Panel

from . import listing, signed
from .signed import Figures, SignedFor

NAME = "pledges"


def register() -> None:
    known.register_panel(NAME, panel, easy_lines, generations=(listing.GENERATION,), place=2)


def panel(slug: str, key: str) -> Panel | None:
    found = signed.for_promise(slug, key)
    if found is None:
        return None
    context = {"said": _said(found), "list_url": reverse("pledges:signatories")}
    return Panel("who-signed", _("Who signed for it"), "pledges/promise_known.html", context)


def _said(found: SignedFor) -> str:
    if not found.organisations and not found.people:
        return _("A few people signed for it.") if found.more else _("Nobody has signed for it yet.")
    who = signed.words(Figures(found.organisations, found.people, {}))
    if found.more:
        return _("%(who)s signed a pledge that stands on this promise, and a few more people.") % {"who": who}
    return _("%(who)s signed a pledge that stands on this promise.") % {"who": who}


def easy_lines(slug: str, key: str) -> list[Line]:
    found = signed.for_promise(slug, key)
    n = found.organisations + found.people if found else 0
    if not n:
        return []
    return [plain_line("writing-hand", ngettext("%(n)s has signed.", "%(n)s have signed.", n) % {"n": f"{n:,}"})]
