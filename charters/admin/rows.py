"""How a clause reads in the outline: by its template, which is asked once. A version may have five hundred of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charters.document import EasyLine
from charters.models import Clause, EasyReadLine, Partner
from charters.models.kinds import Actor, ClauseKind
from config.lib.components import picture_url
from config.lib.frames import Frame, frame, gap

TEMPLATES = "admin/charters"
FIRST_WORDS = 6


@dataclass(frozen=True)
class ShownClause:
    """A clause, its lines of easy read, and what it lacks in a few words."""

    clause: Clause
    lines: Sequence[EasyReadLine | EasyLine]
    marks: Sequence[str] = ()
    may_write: bool = False

    @property
    def html(self) -> SafeString:
        """The whole row."""
        values = {
            "id": str(self.clause.pk),
            "other": "" if self.clause.kind == ClauseKind.COMMITMENT else "slip--other",
            "address": self._address,
            "shown": self.shown,
        }
        return self._frame("clause", *values).fill(values)

    @property
    def shown(self) -> SafeString:
        """What stands in the row: the words, what they are, and the easy read beside them."""
        clause = self.clause
        values = {
            "text": clause.text,
            "what": what_it_is(clause.kind, clause.actor, clause.partner, clause.target_date, get_language()),
            "key": str(clause.key),
            "marks": marks_html(self.marks),
            "address": self._address,
            "about": first_words(clause.text),
            "lines": lines_html(self.lines),
        }
        return self._frame("clause_shown", *values).fill(values)

    @property
    def _address(self) -> str:
        return f"{_before(self.clause.version_id)}{self.clause.pk}/"

    def _frame(self, name: str, *gaps: str) -> Frame:
        told = {"row": {one: gap(one) for one in gaps}, "may_write": self.may_write}
        return frame("desk", name, self.may_write, make=lambda: render_to_string(f"{TEMPLATES}/{name}.html", told))


@lru_cache(maxsize=64)
def _before(version_id: int) -> str:
    """What stands before the number in the addresses of a version's clauses: asked of Django once, for hundreds."""
    return reverse("admin:charters_clause_change", args=[version_id, 0]).removesuffix("0/")


@lru_cache(maxsize=512)
def what_it_is(kind: str, actor: str, partner: Partner | None, day: date | None, language: str | None) -> str:
    """ "Commitment. Who acts: we. By 31 March 2027." In a language, of which there are as many answers."""
    said = [f"{str(ClauseKind(kind).label).capitalize()}."]
    if actor:
        said.append(_("Who acts: %(who)s.") % {"who": partner or Actor(actor).label})
    if day:
        said.append(_("By %(day)s.") % {"day": date_format(day, "j F Y")})
    return " ".join(said)


def first_words(text: str) -> str:
    """Enough to tell one clause from another, for those who hear the button and do not see the words beside it."""
    words = text.split(maxsplit=FIRST_WORDS)
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")


def marks_html(marks: Iterable[str]) -> SafeString:
    return mark_safe(" ".join(f'<span class="flag">{escape(mark)}</span>' for mark in marks))  # noqa: S308  escaped here


def lines_html(lines: Iterable[EasyReadLine | EasyLine]) -> SafeString:
    return mark_safe("".join(map(_line_html, lines)))  # noqa: S308  made by a template


def _line_html(line: EasyReadLine | EasyLine) -> SafeString:
    told = (
        {"picture": gap("picture"), "alt": gap("alt"), "text": gap("text")} if line.picture else {"text": gap("text")}
    )
    values = {"text": line.text}
    if line.picture:
        values |= {"picture": picture_url(line.picture), "alt": line.alt}
    name = f"{TEMPLATES}/easy_shown.html"
    return frame("desk", "line", *told, make=lambda: render_to_string(name, {"line": told})).fill(values)
