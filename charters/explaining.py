"""Hard words in easy read: a press says what one means, and so does the line after the first that has it."""

from collections.abc import Iterable, Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charters import glossary
from charters.easytext import WORDS_A_SCREEN, Line, Said, plain_line
from charters.glossary import Explained, Glossary

# What may not begin a line.
CLOSE = ".,;:!?)]'\"\u2019\u201d"


class Explaining:
    """One text, from its first line to its last."""

    def __init__(self, words: Glossary | None = None) -> None:
        self._words = words or glossary.of_all()
        self._told: set[Explained] = set()
        self._pressed = 0

    def lines(self, lines: Iterable[Line]) -> list[Line]:
        """The lines, each with its hard words marked, and with what is told of them between."""
        found: list[Line] = []
        given = list(lines)
        for n, line in enumerate(given):
            coming = given[n + 1]["text"] if n + 1 < len(given) else ""
            # Its own line of the glossary, or the author's.
            own = self._explained_by(line["text"])
            found.append(self._marked(line, () if own is None else (own,)))
            for word in self._new(line["text"], own):
                if not self._words.explains(coming, word) and is_short(told := sentence(word, self._words)):
                    found.append(self._marked({**line, **plain_line(word.picture, told), "follows": True}, (word,)))
        return found

    def _explained_by(self, text: str) -> Explained | None:
        """The word that a line explains itself."""
        words = (found.explained for found in self._words.find(text))
        own = next((word for word in words if self._words.explains(text, word)), None)
        if own is not None:
            self._told.add(own)
        return own

    def _new(self, text: str, own: Explained | None) -> Iterator[Explained]:
        """The words that stand here for the first time in this text."""
        for found in self._words.find(text):
            if found.explained not in self._told and found.explained != own:
                self._told.add(found.explained)
                yield found.explained

    def _marked(self, line: Line, but: tuple[Explained, ...]) -> Line:
        if isinstance(line["text"], SafeString):
            return line
        parts = self._words.parts(line["text"], but=but)
        if not any(part.explained for part in parts):
            return line
        said: list[Said] = []
        for part in parts:
            text = part.text
            if said and said[-1].place:
                close = len(text) - len(text.lstrip(CLOSE))
                said[-1] = said[-1]._replace(after=text[:close])
                text = text[close:]
            if text:
                said.append(self._said(text, part.explained))
        return {**line, "said": said}

    def _said(self, text: str, word: Explained | None) -> Said:
        if word is None:
            return Said(text)
        self._pressed += 1
        return Said(text, f"meaning-{self._pressed}", word.titled, word.meaning, word.picture)


def sentence(word: Explained, words: Glossary) -> str:
    """The meaning as a line that says which word it is about."""
    if any(found.explained == word for found in words.find(word.meaning)):
        return word.meaning
    return _("%(word)s: %(meaning)s") % {"word": word.titled, "meaning": word.meaning}


def is_short(told: str) -> bool:
    """Whether it fits a screen. What a charter's own words say at length is said on a press alone."""
    return len(told.split()) <= WORDS_A_SCREEN
