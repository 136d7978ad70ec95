"""The kit for a reading session: what templates/print/reading_kit.typ is given.

A sheet on which readers say that they want to, a page for who reads with them, and for each page of the booklet
(charters/paper_easy.py) a sheet with its lines and three faces to tick for each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from charters import easy_consent, pictures
from charters.document import Document
from charters.easytext import Line
from charters.models.kinds import Understood
from charters.paper import Edition, shared
from charters.paper_easy import SMALLEST
from charters.reading_lines import ReadLine

# Points: the words of the sheets, and how many letters of them fit beside a picture and three faces.
SIZE, LONGEST = 20, 18
FACES = settings.BASE_DIR / "static/faces"


@dataclass(frozen=True)
class Sheet:
    """The lines of one page of the booklet."""

    heading: str
    lines: Sequence[ReadLine]


def kit(document: Document, edition: Edition, sheets: Iterable[Sheet]) -> dict[str, Any]:
    return {
        **shared(document, edition),
        **{"size": SIZE, "smallest": SMALLEST, "longest": LONGEST},
        "heading": easy_consent.heading(),
        "about": document.title,
        "consent": [_shown(line) for line in easy_consent.lines()],
        "questions": easy_consent.questions(),
        "yes_no": easy_consent.yes_no(),
        "notes": _notes(),
        "asked": easy_consent.asked(),
        "faces": [
            {"face": answer.value, "word": word, "alt": alt} for answer, (word, alt) in easy_consent.faces().items()
        ],
        "sheets": [{"heading": one.heading, "rows": [_row(line) for line in one.lines]} for one in sheets],
    }


def drawn_faces() -> dict[str, str]:
    """The faces as SVG, the same that the desk shows."""
    return {answer.value: (FACES / f"{answer.value}.svg").read_text(encoding="utf-8") for answer in Understood}


def _shown(line: Line) -> dict[str, str]:
    return {"picture": line["picture"], "alt": pictures.picture(line["picture"]).seen, "text": line["text"]}


def _row(line: ReadLine) -> dict[str, str]:
    """Of a picture that was taken back only the words stand."""
    known = pictures.known(line.picture)
    alt = line.alt or pictures.picture(line.picture).seen if known else ""
    return {"picture": line.picture if known else "", "alt": alt, "text": line.text}


def _notes() -> dict[str, Any]:
    return {
        "heading": _("For whoever reads with the group"),
        "lead": _("It is the words that are tested, and never the readers."),
        "parts": [
            {"heading": _("Before you read"), "items": list(_before())},
            {"heading": _("While you read"), "items": list(_reading())},
            {"heading": _("Afterwards"), "items": list(_after())},
        ],
        "boxes": [_("Name of the group"), _("How many read it"), _("Day")],
        "no_name": _("Nobody's name stands on any sheet."),
    }


def _before() -> Iterator[str]:
    yield _("Print the kit once for each reader, and the easy read itself if they like to hold it in their hands.")
    yield _("Read the first sheet aloud. Each reader ticks for themselves, or tells you. Who says no does not read.")
    yield _("Ask parent carers first where your group has to. Pay for time and travel as you promised.")


def _reading() -> Iterator[str]:
    yield _("Take one line at a time. Somebody reads it aloud, or you do. Point at its picture.")
    yield _("Ask: what does it say, in your own words? Does the picture fit?")
    yield _("Do not help with the words. Do not explain them, and do not say them in another way.")
    yield _("Whoever asks what a word means has given an answer: not sure.")
    yield _("Each reader ticks a face or points at one. Not answering is fine. Half an hour is enough: take a break.")


def _after() -> Iterator[str]:
    yield _("Put the sheets together. Where readers did not agree about a line, the face with more doubt counts.")
    yield _("Enter it at the desk: the group, how many they were, and what they said of each line. Write no names.")
    yield _("Then shred the sheets. Lines that were not understood are changed, or somebody says why they stay.")
    yield _("Tell the group what came of it.")
