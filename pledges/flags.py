"""What a moderator should look at twice. Flags never decide: they point at words and say why.

Pure functions over what somebody wrote: no question to the database, one pass a text for each kind of flag.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from disposable_email_domains import blocklist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .kinds import Kind

WORDS = Path(__file__).parent / "flag_words"


class Flag(Enum):
    """Why to look twice: as a word for a list, and as a sentence."""

    CONTACT = (_("link or contact"), _("This may be a link, an e-mail address or a telephone number."))
    LANGUAGE = (_("bad language"), _("This may be bad language."))
    CHILD = (_("child's name"), _("This may be the name of a child."))
    HEALTH = (_("health"), _("This may say something about somebody's health or disability."))
    THROWAWAY = (_("throwaway e-mail"), _("This e-mail address may be one that is used once and thrown away."))

    def __init__(self, short: Promise, why: Promise) -> None:
        self.short, self.why = short, why


@dataclass(frozen=True)
class Finding:
    """One place in one of the texts."""

    flag: Flag
    field: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Part:
    """A piece of a text, and what it may be."""

    text: str
    flag: Flag | None = None


@dataclass(frozen=True)
class Typed:
    """What somebody wrote, as far as flags go."""

    kind: str
    name: str
    role: str
    organisation: str
    promise: str
    email: str


def _lines(name: str) -> list[str]:
    lines = (line.strip() for line in (WORDS / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _hidden(word: str) -> str:
    """The word with its endings, also with a sign in place of a letter that is not its first."""
    hidden = word[0] + "".join(f"[{letter}*#]" for letter in word[1:])
    return rf"{hidden}(?:s|es|y|{word[-1]}?(?:ed|er|ers|ing|y))?"


def _spaced(words: list[str]) -> str:
    """The longest first; one blank in a list stands for any gap in a text."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


_health = _lines("health.txt")
_in_capitals = [word for word in _health if word.isupper()]
_in_any_case = [word for word in _health if not word.isupper()]
# Without letters or digits beside them, so that Scunthorpe stays a town.
BAD_LANGUAGE = re.compile(rf"(?<!\w)(?:{'|'.join(_hidden(word) for word in _lines('bad_language.txt'))})(?!\w)")
HEALTH = re.compile(rf"(?<!\w)(?:(?i:{_spaced(_in_any_case)})|{_spaced(_in_capitals)})(?!\w)")
CONTACT = re.compile(
    r"(?P<link>https?://\S+|www\.\S+)"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w@])@\w{3,30}"
    r"|(?<![\w.-])[a-z0-9][a-z0-9-]{1,62}(?:\.[a-z0-9-]{1,63}){0,4}"
    r"\.(?:com|org|net|uk|info|biz|io|eu|online|shop|site|xyz|app|gg|tv|ly)(?![\w-])(?:/\S*)?"
    r"|(?<![\d\w])(?:\+44|0)(?:[ \t().-]{0,3}\d){9,10}(?!\d)",
    re.IGNORECASE,
)
# Capitals after "my son" and the like; "called" or an age make a name of it without.
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}(?:['\u2019]{_CAPITAL})?[^\W\d_]+(?:[-'\u2019]{_CAPITAL}?[^\W\d_]+)?"
_FULL = rf"{_NAME}(?:[ \t]+{_NAME}){{0,2}}"
_CHILD = (
    "son|daughter|child|children|kid|kids|boy|boys|girl|girls|pupil|pupils|student|students|grandson|granddaughter"
    "|grandchild|stepson|stepdaughter|foster child|brother|sister|nephew|niece|twins|toddler|baby|lad"
)
CHILD = re.compile(
    rf"(?<!\w)(?i:my|our|his|her|their|whose)[ \t]+(?:[\w-]+[ \t]+)?(?i:{_CHILD})[ \t,:(-]{{1,3}}(?P<a>{_FULL})"
    rf"|(?<!\w)(?i:{_CHILD})[ \t,(]{{1,2}}(?i:called|named|is called|whose name is)[ \t]+(?P<b>{_FULL})"
    rf"|(?<!\w)(?P<c>{_NAME}[ \t]+{_NAME})[ \t]*[,(]?[ \t]*(?i:aged?[ \t]+\d{{1,2}}|\d{{1,2}}[ \t]+years?[ \t]+old)"
)
# What stands in capitals after "our pupil" and is nobody's name.
NO_NAMES = frozenset(_lines("no_names.txt"))
# Letters that are written with a figure or a sign. One for one, so that places stay where they are.
_LEET = str.maketrans("013457@$€", "oieastase")


def flags_of(typed: Typed) -> list[Finding]:
    """Everything to look at twice, in the order of the texts."""
    found: list[Finding] = []
    for field in ("organisation", "name", "role", "promise"):
        text: str = getattr(typed, field)
        found += _in(field, text, free=_is_free(typed.kind, field))
    domain = typed.email.rpartition("@")[2].lower().strip()
    if _is_throwaway(domain):
        found.append(Finding(Flag.THROWAWAY, "email", 0, len(typed.email), typed.email))
    return found


def parts_of(text: str, findings: list[Finding]) -> list[Part]:
    """The text in pieces, those a flag points at with the flag. Where two overlap, the first one counts."""
    parts: list[Part] = []
    here = 0
    for finding in sorted(findings, key=lambda one: (one.start, -one.end)):
        if finding.start < here:
            continue
        parts += [Part(text[here : finding.start]), Part(text[finding.start : finding.end], finding.flag)]
        here = finding.end
    return [part for part in (*parts, Part(text[here:])) if part.text]


def _is_free(kind: str, field: str) -> bool:
    """Where people write what they like: also where a group is, for nobody there asked to be described."""
    return field in ("promise", "role") or (field == "organisation" and kind == Kind.GROUP)


def _in(field: str, text: str, *, free: bool) -> Iterator[Finding]:
    for flag, start, end in sorted(_places(text, free=free), key=lambda place: place[1:]):
        yield Finding(flag, field, start, end, text[start:end])


def _places(text: str, *, free: bool) -> Iterator[tuple[Flag, int, int]]:
    for match in CONTACT.finditer(text):
        yield Flag.CONTACT, *match.span()
    for match in BAD_LANGUAGE.finditer(_plain(text)):
        yield Flag.LANGUAGE, *match.span()
    if not free:
        return
    for match in HEALTH.finditer(text.replace("\u2019", "'")):
        yield Flag.HEALTH, *match.span()
    for match in CHILD.finditer(text):
        span = match.span(match.lastgroup or 0)
        if text[slice(*span)].split(maxsplit=1)[0] not in NO_NAMES:
            yield Flag.CHILD, *span


def _plain(text: str) -> str:
    """Small letters without accents, a figure read as the letter it looks like; each in its own place."""
    return "".join((unicodedata.normalize("NFKD", letter)[:1] or letter).lower()[:1] for letter in text).translate(
        _LEET
    )


def _is_throwaway(domain: str) -> bool:
    """The domain, or one it is part of."""
    labels = domain.split(".")
    return any(".".join(labels[n:]) in blocklist for n in range(len(labels) - 1))
