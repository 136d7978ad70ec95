"""What staff enter of a reading session, and how a page of it remembers the pages before.

A charter of 500 clauses has a thousand lines and more, and a browser may send 300 boxes. So a page shows the lines of a
few sections, and what was marked on the other pages travels along in one hidden box: a name and a letter for each line.
The server keeps nothing until all of it is saved at once, and no script is needed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from charters.models.kinds import LONGEST_LINE, LONGEST_REASON, LONGEST_TITLE, Understood
from charters.reading_lines import LETTERS, ReadLine
from config.lib.text_fields import LineField, TextField
from config.lib.texts import clean_line

from .forms import area

# A letter for each answer, and a sign for a line that nobody read today.
SAID = {"u": Understood.YES, "s": Understood.UNSURE, "n": Understood.NO}
NOTHING = "-"
LETTER = {str(answer): letter for letter, answer in SAID.items()}
PREFIX = "line-"
NAME = re.compile(rf"[0-9a-f]{{{LETTERS}}}")
TOLD = re.compile(rf"([0-9a-f]{{{LETTERS}}})([{''.join(SAID)}{NOTHING}])")
# Lines whose words travel along: those of one page, and those marked that have gone meanwhile.
MOST_WORDS = 200


class ReadersForm(forms.Form):
    """Who went through the easy read: a group and a number, never a name."""

    group = LineField(
        longest=LONGEST_TITLE,
        label=gettext_lazy("Name of the group"),
        help_text=gettext_lazy("The group only. Do not write anybody's name."),
    )
    count = forms.IntegerField(min_value=1, max_value=1000, label=gettext_lazy("How many read it"))
    rest = forms.BooleanField(
        required=False,
        label=gettext_lazy("They read everything, and understood each line that is not marked"),
        help_text=gettext_lazy("Lines that were read before keep what was said then."),
    )
    use_required_attribute = False


class ReplyForm(forms.Form):
    words = TextField(
        longest=LONGEST_REASON,
        label=gettext_lazy("It stays as it is, because"),
        help_text=gettext_lazy("It is kept for good and cannot be changed. Name nobody."),
        widget=area(4),
    )
    use_required_attribute = False


@dataclass
class Marks:
    """What was marked, by the names of the lines as they stood when the page was opened; "" is a line not read today.

    `words` are those of lines that this page showed: of a line that has gone nobody else knows them any more.
    """

    told: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, posted: QueryDict) -> "Marks":
        """What came back. What is none of ours changes nothing."""
        written = posted.get("told", "")
        told = {name: SAID.get(letter, "") for name, letter in TOLD.findall(written)}
        for box in posted:
            name = box.removeprefix(PREFIX)
            answer = posted.get(box, "")
            if name != box and NAME.fullmatch(name) and (answer == NOTHING or answer in LETTER):
                told[name] = "" if answer == NOTHING else answer
        return cls({name: str(answer) for name, answer in told.items()}, _words(posted.get("words", "")))

    def gone(self, lines: Iterable[ReadLine]) -> dict[str, str]:
        """What was marked of lines that do not stand there any more."""
        there = {line.name for line in lines}
        return {name: answer for name, answer in self.told.items() if answer and name not in there}

    def written(self, lines: Iterable[ReadLine]) -> str:
        """All of it for the hidden box: the lines of now, and those that have gone and were marked."""
        names = [line.name for line in lines]
        gone = [name for name, answer in self.told.items() if answer and name not in set(names)]
        return "".join(name + LETTER.get(self.told.get(name, ""), NOTHING) for name in [*names, *gone])

    def written_words(self, shown: Iterable[ReadLine], gone: Mapping[str, str]) -> str:
        words = {name: self.words[name] for name in gone if name in self.words}
        return json.dumps(words | {line.name: line.text for line in shown}, ensure_ascii=False)


def _words(sent: str) -> dict[str, str]:
    try:
        found: Any = json.loads(sent or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    kept = [(name, words) for name, words in found.items() if NAME.fullmatch(name) and isinstance(words, str)]
    return {name: clean_line(words)[:LONGEST_LINE] for name, words in kept[:MOST_WORDS]}
