"""From a file to what was understood of it."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from . import exported, formats, marked, meetings, outline, plain, proposals, repeats, webpage, word
from .contacts import contact_details
from .pieces import Pieces
from .understood import Section, Understood

READERS: dict[str, Callable[[str], Pieces]] = {"md": marked.read, "html": webpage.read, "txt": plain.read}


def understand(data: bytes, name: str, *, partners: Sequence[str] = ()) -> Understood:
    """What a document says, with proposals. `partners` are the names that a promise may give as who acts.

    Raises CannotRead, with words for people, and nothing else.
    """
    format_ = formats.format_of(data, name)
    if format_ == "docx":
        return understood_of(word.read(data), partners)
    if format_ == "json":
        return exported.understood(exported.read(data))
    text = formats.decoded(data, ending=format_)
    found = READERS[format_](text.text)
    if text.guessed:
        found.warn(_("We guessed how the letters are stored. Look at dashes, quotation marks and accents."))
    return understood_of(found, partners)


def understood_of(found: Pieces, partners: Sequence[str]) -> Understood:
    understood = outline.outlined(found)
    for section, above in understood.every_section():
        _propose(section, above, partners)
    repeats.mark_repeats(understood)
    understood.meeting_rules = meetings.meeting_rules(clause.text for clause, _heading in understood.every_clause())
    _warn(understood)
    return understood


def _propose(section: Section, above: Sequence[Section], partners: Sequence[str]) -> None:
    headings = " / ".join(one.heading for one in (*above, section) if one.heading)
    for clause in section.clauses:
        around = proposals.Around(headings, clause.lead, clause.in_list)
        proposals.propose(clause, around, partners)
        clause.contacts = contact_details(clause.text)


def _warn(understood: Understood) -> None:
    if not understood.every_clause():
        understood.warnings.append(_("We found no promises and no other points in it."))
    empty = [section.heading for section, _above in understood.every_section() if _is_empty(section)]
    if empty:
        understood.warnings.append(_("Nothing stands under: %(headings)s.") % {"headings": ", ".join(empty)})
    outside = [
        understood.intro,
        *(text for section, _above in understood.every_section() for text in (section.intro, section.heading)),
    ]
    if details := [detail for text in outside for detail in contact_details(text)]:
        understood.warnings.append(
            _("Contact details of people may stand in an introduction: %(details)s.") % {"details": ", ".join(details)}
        )


def _is_empty(section: Section) -> bool:
    return not (section.clauses or section.sections or section.intro)
