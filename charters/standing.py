"""What stands in a version as its rows are now, and where: to find the same words or pictures elsewhere.

Read in one statement, however many clauses there are. A published version is read from its document instead.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from charters.linting import vocabulary

LINES = """
SELECT 0 AS rank, 'opening' AS kind, 0 AS pk, '' AS called, 0 AS first, 0 AS second, place AS n,
    line ->> 'text' AS text, '' AS meaning, line ->> 'picture' AS picture
FROM charters_version v, jsonb_array_elements(v.easy_intro) WITH ORDINALITY easy(line, place) WHERE v.id = %(version)s
UNION ALL SELECT 1, 'section', s.id, coalesce(nullif(s.heading, ''), s.label), s.id, 0, place, line ->> 'text', '',
    line ->> 'picture'
FROM charters_section s, jsonb_array_elements(s.easy) WITH ORDINALITY easy(line, place) WHERE s.version_id = %(version)s
UNION ALL SELECT 2, 'clause', c.id, k.key, c.section_id, c.position, l.position, l.text, l.meaning, l.picture
FROM charters_easyreadline l JOIN charters_clause c ON c.id = l.clause_id JOIN charters_clausekey k ON k.id = c.key_id
WHERE c.version_id = %(version)s
UNION ALL SELECT 3, 'note', 0, '', 0, 0, place, line ->> 'text', '', line ->> 'picture'
FROM charters_version v, jsonb_array_elements(v.easy_note) WITH ORDINALITY easy(line, place) WHERE v.id = %(version)s
"""
# What is no line has the number 0.
WORDS = """
UNION ALL SELECT 0, 'opening', 0, '', 0, 0, 0, v.title || E'\\n' || v.intro, '', '' FROM charters_version v
WHERE v.id = %(version)s
UNION ALL SELECT 1, 'section', s.id, coalesce(nullif(s.heading, ''), s.label), s.id, 0, 0,
    s.heading || E'\\n' || s.intro, '', '' FROM charters_section s WHERE s.version_id = %(version)s
UNION ALL SELECT 2, 'clause', c.id, k.key, c.section_id, c.position, 0, c.text, '', ''
FROM charters_clause c JOIN charters_clausekey k ON k.id = c.key_id WHERE c.version_id = %(version)s
UNION ALL SELECT 3, 'note', 0, '', 0, 0, 0, v.note, '', '' FROM charters_version v WHERE v.id = %(version)s
"""
TOLD = "SELECT kind, pk, called, n, text, meaning, picture FROM ({}) told ORDER BY rank, first, second, pk, n"
TOKEN = re.compile(r"[\w'\u2019\-\u2011]+")


@dataclass(frozen=True)
class Spot:
    """Something of a version that words stand in; `pk` is 0 for the opening words and the note, and for what is new."""

    kind: str
    pk: int = 0


class Standing(NamedTuple):
    """Words, and where they stand: in the `n`th line from 1 of easy read, or with n = 0 in the words beside it."""

    kind: str
    pk: int
    called: str
    n: int
    text: str
    meaning: str
    picture: str

    @property
    def spot(self) -> Spot:
        return Spot(self.kind, self.pk)

    @property
    def where(self) -> str:
        """In words."""
        words = {
            "opening": _("opening words"),
            "section": _("section “%(name)s”") % {"name": self.called} if self.called else _("a section"),
            "clause": _("clause %(key)s") % {"key": self.called},
            "note": _("what changed"),
        }[self.kind]
        return _("%(place)s, line %(n)s") % {"place": words, "n": self.n} if self.n else words


def lines_in(version_id: int) -> list[Standing]:
    """Every line of easy read."""
    return _told(LINES, version_id)


def words_in(version_id: int) -> list[Standing]:
    """Every line, and the words that the lines say in easy read."""
    return _told(LINES + WORDS, version_id)


def _told(of: str, version_id: int) -> list[Standing]:
    with connection.cursor() as cursor:
        cursor.execute(TOLD.format(of), {"version": version_id})
        return [Standing(*told) for told in cursor.fetchall()]


def alike(text: str) -> str:
    """The same for words that differ in capitals and spaces alone."""
    return " ".join(text.casefold().split())


def with_word(found: Iterable[Standing], word: str) -> Iterator[Standing]:
    """Those in which this word stands, also in its plural and the like: "plans" is found for "plan"."""
    asked = alike(word)
    # Most texts do not even hold the letters that a word keeps in all its forms.
    kept = asked[: max(3, len(asked) - 2)]
    for one in found:
        text = alike(one.text)
        if kept and kept in text and _has(text, asked):
            yield one


def _has(text: str, asked: str) -> bool:
    if " " in asked:
        return re.search(rf"(?<!\w){re.escape(asked)}", text) is not None
    return any(asked in vocabulary.bases(token) for token in TOKEN.findall(text.replace("\u2019", "'")))
