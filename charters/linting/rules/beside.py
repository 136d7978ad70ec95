"""What stands beside the words of a line: a picture, what it shows, what it means."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.linting.findings import Hit
from charters.linting.passage import Kind

from .rule import Reading, Rule


def picture(reading: Reading) -> Iterator[Hit]:
    if reading.line.kind != Kind.STRING and not reading.line.picture.strip():
        yield Hit(0, 0, _("This line has no picture."), _("Choose a picture that says the same as the words."))


def alt(reading: Reading) -> Iterator[Hit]:
    line = reading.line
    if line.kind != Kind.STRING and line.picture.strip() and not line.alt.strip():
        yield Hit(
            0,
            0,
            _("Nothing says what the picture shows: who can not see it misses it."),
            _("Say what is to be seen, such as “Two people talk”."),
        )


def meaning(reading: Reading) -> Iterator[Hit]:
    line = reading.line
    if line.kind == Kind.CLAUSE and line.picture.strip() and not line.meaning.strip():
        yield Hit(
            0,
            0,
            _("Nothing says what the picture is meant to mean: readers can not be asked if it does."),
            _("Say what it means here, such as “You can come in”."),
        )


RULES = (Rule("picture", False, picture), Rule("alt", False, alt), Rule("meaning", False, meaning))
