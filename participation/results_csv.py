"""Results as rows for office programs: one for each question, group and level."""

from collections.abc import Iterator

from .models.kinds import Dimension, Level
from .tallies import GROUPS, LEVELS, Json, group_name, other_word, tally

# The names are promises to those who read it with a program: add, never rename.
FIELDS = ("year", "part", "question_key", "question", "who", "who_in_words", "level", "level_in_words", "count")


def rows(document: Json) -> Iterator[tuple[object, ...]]:
    """Services first, then each kind of panel, also where it said nothing."""
    for question in document["questions"]:
        about = (document["year"], str(Dimension(question["dimension"]).label), question["key"], question["text"])
        for who in GROUPS:
            said = tally(question, who)
            for level in (*LEVELS, said.other):
                words = str(Level(int(level)).label) if level in LEVELS else other_word(level).capitalize()
                yield (*about, who, group_name(who), level, words, said.counts[level])
