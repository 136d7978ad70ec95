"""What in easy read is about choices, and about who signs."""

from collections.abc import Sequence

from charters.easytext import Line, shown

from .kinds import Kind, Purpose

# What each choice is shown by, wherever it is asked, checked or changed.
PICTURE_OF: dict[str, str] = {
    Purpose.TAKE_PART: "hand-up",
    Purpose.PUBLISH: "list",
    Purpose.ASK: "saying",
    Purpose.NEWS: "newspaper",
}


# Whom a line speaks to, where it is not everybody; written beside it by staff.
TO: dict[str, str] = {"group": Kind.GROUP, "young": Kind.YOUNG_PERSON}


def lines_for(lines: Sequence[Line], kind: str | None) -> list[Line]:
    """The lines that speak to this kind of signatory; where none does, those that speak to everybody."""
    spoken = [line for line in lines if "to" in line and TO.get(line["to"]) == kind]
    return shown(spoken or [line for line in lines if "to" not in line] or lines)
