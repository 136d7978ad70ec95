"""What a partner is asked in easy read, a screen at a time: who is asked, what is new, each promise; the question."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.html import format_html
from django.utils.translation import gettext as _

from . import uploaded
from .comparing import Comparison
from .document import Document
from .easy_reading import Screen, lines_of, screens_of
from .easytext import Line, plain_line, screens
from .models import VersionPartner
from .since import changes_for

# Words that are not ours, such as a partner's name, do not count as words of the screen.
OWN = "<strong data-own>{}</strong>"


def is_readable(document: Document) -> bool:
    """Whether every promise can be read in easy read: who agrees to it has to know all of it."""
    return all(placed.clause.easy for placed in document.promises)


@uploaded.asked_once()
def walk(one: VersionPartner, document: Document) -> list[Screen]:
    """All that is read before the question."""
    since = changes_for(one, one.version)
    # Since they agreed, or since what is in force: the last of them looks furthest back.
    comparison = since[-1].comparison if since else None
    *read, _end = screens_of(document, one.version.charter.kind)
    return [
        Screen(_who_is_asked(one)),
        *(_news(document, comparison) if comparison is not None else ()),
        *(_marked(screen, comparison) for screen in read),
    ]


def _who_is_asked(one: VersionPartner) -> Sequence[Line]:
    name = format_html(OWN, one.partner.name)
    return [
        plain_line("people", format_html("{} {}", _("We ask:"), name)),
        plain_line("book", _("Please read this first.")),
        plain_line("thinking", _("Then say: do you agree?")),
    ]


def _news(document: Document, comparison: Comparison) -> Iterator[Screen]:
    """The change note, and each promise that is gone: all else is marked where it stands."""
    for lines in screens([plain_line("plus", _("What is new?")), *lines_of(document.easy_note, document)]):
        yield Screen(lines)
    for change in comparison.clauses:
        if change.removed and change.clause.is_promise:
            for lines in screens(
                [plain_line("bin", _("This promise is gone:")), *lines_of(change.clause.easy, document)]
            ):
                yield Screen(lines)


def _marked(screen: Screen, comparison: Comparison | None) -> Screen:
    """A promise that is new, or has new words, says so."""
    found = {change.clause.key: change for change in comparison.clauses} if comparison else {}
    change = found.get(screen.anchor)
    if change is None or change.removed or not screen.said:
        return screen
    if change.added:
        return replace(screen, said=_("%(promise)s: new") % {"promise": screen.said})
    if change.reworded or change.easy_changed or change.actor_changed or change.date_changed:
        return replace(screen, said=_("%(promise)s: new words") % {"promise": screen.said})
    return screen
