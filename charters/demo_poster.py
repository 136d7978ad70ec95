"""The designed poster of a demonstration charter: each part with its picture and its first promise."""

from datetime import UTC, datetime

from django.utils.text import get_text_list

from config.lib.pdf import pdf

from . import pictures
from .document import Document, Section

# A fixed day, so that the same charter has the same poster whenever it is loaded.
DRAWN = datetime(2026, 9, 1, 12, tzinfo=UTC)


def poster(charter: Document) -> bytes:
    """A PDF. Each section has easy-read lines: the picture is that of its first. Raises NotPrintable."""
    drawn = {section.easy[0].picture for section in charter.sections}
    data = {
        "author": charter.partners[0].name,
        "kicker": "What we promise",
        "heading": charter.title,
        "lead": "Families and services, together",
        "parts": [_part(section) for section in charter.sections],
        "foot": "Agreed by " + get_text_list([partner.name for partner in charter.partners], "and") + ".",
    }
    drawings = {name: pictures.drawing(name) for name in sorted(drawn)}
    return pdf("poster", data, made=DRAWN, title=f"{charter.title}: the poster", drawings=drawings)


def _part(section: Section) -> dict[str, str]:
    line = section.easy[0]
    words = section.clauses[0].text
    return {"heading": section.title, "picture": line.picture, "alt": line.alt, "words": words}
