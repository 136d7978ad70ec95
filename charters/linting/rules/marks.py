"""Marks that a reader stumbles over: ; ( ) / & and the like, shortenings such as "e.g.", footnotes."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.linting.findings import Hit, Level

from .rule import Reading, Rule

# A slash between figures belongs to a date or a fraction, which have rules of their own.
MARK = re.compile(r"[;()\[\]{}&]|(?<!\d)/|/(?!\d)")
NUMBERED = re.compile(r"\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|(?<=\w)[*†‡]|(?<=[.,])[*†‡]")
SHORTENED = re.compile(
    r"[Ee]\.\s?[Gg]\b\.?|[Ii]\.\s?[Ee]\b\.?|[Nn]\.\s?[Bb]\b\.?|(?:etc|Etc|eg|Eg|ie|Ie|viz|Viz|NB|nb)\b\.?"
)
FULL = {"e": "such as", "i": "that is", "v": "that is", "n": "please remember"}
AND_MORE = "and more"


def marks(reading: Reading) -> Iterator[Hit]:
    text = reading.text.masked
    notes = {place for found in NUMBERED.finditer(text) for place in range(*found.span())}
    for found in MARK.finditer(text):
        if found.start() not in notes:
            says = _("The mark %(mark)s is hard to read.") % {"mark": found[0]}
            yield Hit(*found.span(), says, _instead(found[0]), Level.WARNING)


def _instead(mark: str) -> str:
    if mark in "&/":
        return _("“%(word)s” for %(mark)s") % {"word": _("and") if mark == "&" else _("or"), "mark": mark}
    if mark == ";":
        return _("A full stop and a new line.")
    return _("Say it in a line of its own, or leave it out.")


def shortened(reading: Reading) -> Iterator[Hit]:
    text = reading.text.masked
    for found in SHORTENED.finditer(text):
        # Looked at here: a pattern that begins by looking behind is several times as slow.
        before = text[found.start() - 1 : found.start()]
        if before and (before.isalnum() or before in "_."):
            continue
        says = _("Not everybody knows what “%(short)s” stands for.") % {"short": found[0]}
        # "etc." and "e.g." begin alike.
        full = AND_MORE if found[0][1:2].lower() == "t" else FULL[found[0][0].lower()]
        better = _("“%(full)s” for “%(short)s”") % {"full": full, "short": found[0]}
        yield Hit(*found.span(), says, better, Level.WARNING)


def footnote(reading: Reading) -> Iterator[Hit]:
    for found in NUMBERED.finditer(reading.text.masked):
        says = _("A footnote sends the reader away and back.")
        yield Hit(*found.span(), says, _("Say it in the next line."), Level.WARNING)


RULES = (Rule("mark", False, marks), Rule("shortened", True, shortened), Rule("footnote", False, footnote))
