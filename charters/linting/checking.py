"""The way in: lines of easy read, or one string, against all rules."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from .findings import Finding, Level, Report, in_order
from .passage import Kind, Line, Passage
from .readability import grade
from .rules import RULES, Reading

# In print, with words of 22 points beside pictures of 36 mm and promises kept whole, about so many stand on a page.
LINES_A_PAGE = 4
# No reader gets to the end of more at once: longer easy read is printed in parts.
MOST_PAGES = 24
LENGTH = "length"


def check(
    lines: Iterable[Line],
    *,
    explained: Iterable[str] = (),
    allowed: Iterable[str] = (),
    language: str = "en-gb",
    pages: int | None = None,
) -> Report:
    """Checks lines that are read in this order. It never raises, whatever stands in them.

    `explained` are the words of the glossaries with their forms, `allowed` what the area lets pass without: words in
    small letters however they are written, names as they are. `pages` is how many it has in print, where that is known.
    """
    passage = Passage(list(lines), explained=explained, allowed=allowed)
    is_english = language.lower().partition("-")[0] in ("en", "")
    findings = [*_found(passage, is_english=is_english), *_too_many(passage.lines, pages)]
    sentences = [sentence for text in passage.texts for sentence in text.sentences]
    words = [word.lower for sentence in sentences for word in sentence.words if word.is_plain]
    return Report(
        findings=in_order(findings),
        notes=() if is_english else (_not_english(language),),
        lines=len(passage.lines),
        sentences=len(sentences),
        words=sum(sentence.size for sentence in sentences),
        grade=grade(words, len(sentences)) if is_english else None,
    )


def check_text(
    text: str, *, explained: Iterable[str] = (), allowed: Iterable[str] = (), language: str = "en-gb"
) -> Report:
    """Checks one string of the site's own, which needs no picture: a button, a question, an error."""
    return check([Line(text, kind=Kind.STRING)], explained=explained, allowed=allowed, language=language)


def _found(passage: Passage, *, is_english: bool) -> Iterator[Finding]:
    rules = [rule for rule in RULES if is_english or not rule.is_english]
    for n, (line, text) in enumerate(zip(passage.lines, passage.texts, strict=True)):
        reading = Reading(n, line, text, passage)
        for rule in rules:
            for hit in rule.find(reading):
                words = line.text[hit.start : hit.end]
                yield Finding(rule.name, hit.level, n, hit.start, hit.end, words, hit.says, hit.better)


def _too_many(lines: Sequence[Line], pages: int | None) -> Iterator[Finding]:
    """Said at the last line, because it is about all of them."""
    needed = pages if pages is not None else -(-len(lines) // LINES_A_PAGE)
    if lines and needed > MOST_PAGES:
        says = _("In print this has %(n)s pages: more than %(most)s are too many to read.")
        said = says % {"n": needed, "most": MOST_PAGES}
        better = _("Split it into parts that can be read by themselves.")
        yield Finding(LENGTH, Level.WARNING, len(lines) - 1, 0, 0, "", said, better)


def _not_english(language: str) -> str:
    return _("Our word lists are English: of this text (%(language)s) only lengths, numbers, marks and pictures "
             "were checked.") % {"language": language[:20]}  # fmt: skip
