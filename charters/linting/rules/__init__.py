"""All rules. A rule reads one line and yields what it finds; each file holds those about one thing."""

from . import beside, contractions, grammar, hard_words, letters, marks, numbers, sentences
from .rule import Reading, Rule

RULES: tuple[Rule, ...] = (
    *sentences.RULES,
    *beside.RULES,
    *hard_words.RULES,
    *letters.RULES,
    *numbers.RULES,
    *grammar.RULES,
    *contractions.RULES,
    *marks.RULES,
)
__all__ = ["RULES", "Reading", "Rule"]
