"""What charters ship in easy read: the demonstration, the strings of pages, and the meanings of the common glossary."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from charters import demo_meetings, demo_words, easy_checking, glossary
from charters.demo import PUBLISHED
from charters.document import Document
from charters.linting import Line

from . import modules, templates
from .sources import Piece

HERE = Path(demo_words.__file__).resolve().parent
DEMONSTRATION = tuple(Path(str(module.__file__)).resolve() for module in (demo_words, demo_meetings))


def pieces() -> Iterator[Piece]:
    yield from templates.strings()
    yield from modules.strings(HERE)
    yield from modules.strings_in(HERE / "words.py", "what_clauses_are")
    # What the buttons of the band say is heard on every page. It stands above us, where no app registers anything.
    yield from modules.strings_in(settings.BASE_DIR / "config/standing.py", "said")
    for document in (*(one.document for one in PUBLISHED), demo_meetings.LISTENING_DRAFT):
        yield _demonstration(document)
    yield from _meanings()


def _demonstration(document: Document) -> Piece:
    placed = list(easy_checking.lines_of(document))
    return Piece(
        places=tuple(f"{modules.place_of(one.line.text, *DEMONSTRATION)} ({one.place})" for one in placed),
        lines=tuple(one.line for one in placed),
        explained=tuple(one.word for one in document.glossary),
        language=document.language,
    )


def _meanings() -> Iterator[Piece]:
    """A meaning is a line with a picture; it may use the word that it explains, as all of the glossary."""
    for one in glossary.common():
        yield Piece((f"charters/glossary.json ({one.word})",), (Line(one.meaning, one.picture, alt=one.word),))
