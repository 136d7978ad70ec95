"""What changed in the words since somebody was shown them: old and new beside each other, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from charters.easytext import Line
from config.lib.wordtext import blocks

from .models import NoticeVersion, PledgeWording, PurposeWording
from .models.wordings import Wording
from .terms import Terms

# A key that we made: the pledge, the notice and at least one purpose.
KEY = re.compile(r"\d{1,9}(\.\d{1,9}){2,20}", re.ASCII)
Words = PledgeWording | NoticeVersion | PurposeWording


@dataclass(frozen=True)
class Part:
    """Words of a paragraph that are in both wordings, in the new one alone, or in the old one alone."""

    kind: Literal["same", "added", "gone"]
    text: str


@dataclass(frozen=True)
class Change:
    """One wording that was replaced: the paragraphs that differ, and the lines that are new in easy read."""

    wording: Words
    title: str
    paragraphs: tuple[tuple[Part, ...], ...]
    new_lines: tuple[Line, ...]

    @property
    def is_choice(self) -> bool:
        return isinstance(self.wording, PurposeWording)


def changes(key: str, terms: Terms) -> list[Change]:
    """Each wording of today that was not among those a key names, in the order of the terms."""
    if not KEY.fullmatch(key):
        return []
    pledge, notice, *purposes = (int(number) for number in key.split("."))
    shown = Q(published_at__isnull=False)
    old_purposes = {w.purpose: w for w in PurposeWording.objects.filter(shown, pk__in=purposes)}
    before: list[tuple[Words | None, Words]] = [
        (PledgeWording.objects.filter(shown, pk=pledge).first(), terms.wording),
        (NoticeVersion.objects.filter(shown, pk=notice).first(), terms.notice),
        *((old_purposes.get(w.purpose), w) for w in terms.purposes),
    ]
    return [_change(old, new) for old, new in before if old is None or old.pk != new.pk]


def _change(old: Words | None, new: Words) -> Change:
    known = {line.get("text") for line in old.easy} if old else set()
    return Change(
        wording=new,
        title=_title(new),
        paragraphs=tuple(_compared(_lines(old) if old else [], _lines(new))),
        new_lines=tuple(line for line in new.easy if line.get("text") not in known),
    )


def _title(wording: Words) -> str:
    if isinstance(wording, PurposeWording):
        return str(wording.get_purpose_display())
    return _("Privacy notice") if isinstance(wording, NoticeVersion) else wording.pledge.title


def _lines(wording: Wording) -> list[str]:
    """Paragraphs, headings and items in order, as plain lines."""
    if isinstance(wording, PurposeWording):
        return [line.strip() for line in wording.standard.splitlines() if line.strip()]
    return [line for block in blocks(wording.standard) for line in (block.items or (block.text,))]


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[Part, ...]]:
    """The lines that differ, each old one beside what took its place."""
    for what, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if j - i == n - m:
            yield from (_word_by_word(*pair) for pair in zip(old[i:j], new[m:n], strict=True))
        else:
            yield from ((Part("gone", line),) for line in old[i:j])
            yield from ((Part("added", line),) for line in new[m:n])


def _word_by_word(old: str, new: str) -> tuple[Part, ...]:
    before, after = old.split(), new.split()
    parts: list[Part] = []
    for what, i, j, m, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(Part("same", " ".join(before[i:j])))
            continue
        if j > i:
            parts.append(Part("gone", " ".join(before[i:j])))
        if n > m:
            parts.append(Part("added", " ".join(after[m:n])))
    return tuple(parts)
