"""Our own export read again: every type is checked before anything believes it, and otherwise it is left exact."""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters import document as doc
from charters.models import kinds
from charters.pictures_of import gone_from

from . import limits
from .limits import CannotRead, too_long
from .understood import Clause, Counts, MeetingRules, Section, Understood

FORMAT = "charter-export-1"
ID = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
KEY = re.compile(rf"(?:[{kinds.KEY_LETTERS}]{{{kinds.KEY_LENGTH}}})?")
LINE = {"picture": str, "text": str, "alt": str, "meaning?": str}
CLAUSE = {
    "key": KEY,
    "kind": re.compile("|".join(kinds.ClauseKind.values)),
    "actor": re.compile("|".join(["", *kinds.Actor.values])),
    "partner": str,
    "text": str,
    "target_date": (DAY,),
    "easy": [LINE],
}
SECTION: dict[str, Any] = {"label": str, "heading": str, "intro": str, "easy": [LINE], "clauses": [CLAUSE]}
DEEP = SECTION | {"sections": [SECTION | {"sections": [SECTION | {"sections": []}]}]}
NUMBER = (int,)
DOCUMENT = {
    "format": re.compile(re.escape(doc.FORMAT)),
    "title": str,
    "language": str,
    "intro": str,
    "easy_intro": [LINE],
    "review_by": (DAY,),
    "note": str,
    "easy_note": [LINE],
    "sections": [DEEP],
    "meeting_rules": (
        {
            "earliest": (TIME,),
            "latest": (TIME,),
            "longest_minutes": NUMBER,
            "notice_days": NUMBER,
            "papers_days": NUMBER,
        },
    ),
    "glossary": [{"word": str, "meaning": str}],
    "partners": [{"name": str, "kind": str, "required": bool, "logo": ({"sha256": ID, "type": str},)}],
    "references": [{"kind": str, "title": str, "charter": str, "address": str}],
    "attachments": [{"title": str, "name": str, "type": str, "size": int, "sha256": ID}],
}
ENVELOPE = {
    "format": str,
    "charter": {"slug": str, "title": str, "kind": str},
    "version": {"n": int, "state": str},
    "hash": ID,
    "stale": dict,
    "credits": [str],
    "files": [{"sha256": ID, "type": str, "content": str}],
    "document": DOCUMENT,
}


@dataclass(frozen=True)
class File:
    type: str
    content: bytes


@dataclass(frozen=True)
class Exported:
    """`hash` is the SHA-256 of the document as the portal it comes from had it; "" where only the document came.

    `stale` are the MD5s of the words that easy-read lines were written for, by clause key; `files` go by SHA-256.
    """

    document: doc.Document
    hash: str = ""
    stale: dict[str, str] = field(default_factory=dict)
    credits: tuple[str, ...] = ()
    files: dict[str, File] = field(default_factory=dict)


def read(data: bytes) -> Exported:
    """CannotRead where it is none of our exports, or damaged."""
    if data.count(b"[") + data.count(b"{") > limits.BRACKETS_MAX or data.count(b",") > limits.COMMAS_MAX:
        raise too_long()
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CannotRead(_("This is no JSON, or it is damaged.")) from error
    if isinstance(given, dict) and given.get("format") == doc.FORMAT:
        return Exported(_document(given, _("the document")))
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise CannotRead(_("This is none of our exports: `manage.py export_charter` makes them."))
    _check(given, ENVELOPE, _("the export"))
    return Exported(
        document=_document(given["document"], _("the document")),
        hash=given["hash"],
        stale=_stale(given["stale"]),
        credits=tuple(given["credits"]),
        files=dict(_file(one) for one in given["files"]),
    )


def _document(given: dict[str, Any], where: str) -> doc.Document:
    _check(given, DOCUMENT, where)
    try:
        found = doc.Document.parse(json.dumps(given).encode())
    except doc.NotADocument as error:
        raise CannotRead(_("There is a date in it that does not exist.")) from error
    if len(found.clauses) > limits.CLAUSES_MAX or sum(1 for _section in found.walk()) > limits.SECTIONS_MAX:
        raise too_long()
    return found


def _check(value: Any, shape: Any, where: str) -> None:
    """CannotRead unless a value has this shape: a type, a pattern, dicts and lists of shapes, (a shape or nothing,)."""
    if isinstance(shape, tuple):
        if value is None:
            return
        shape = shape[0]
    if isinstance(shape, dict):
        _check_keys(value, shape, where)
    elif isinstance(shape, list):
        if not isinstance(value, list) or (value and not shape):
            raise _damaged(where)
        for one in value:
            _check(one, shape[0], where)
    elif isinstance(shape, re.Pattern):
        if not isinstance(value, str) or not shape.fullmatch(value):
            raise _damaged(where)
    elif type(value) is not shape or not _can_be_kept(value):
        raise _damaged(where)


def _check_keys(value: Any, shape: dict[str, Any], where: str) -> None:
    names = {name.rstrip("?") for name in shape}
    if not isinstance(value, dict) or not names.issuperset(value):
        raise _damaged(where)
    for name, inner in shape.items():
        plain = name.rstrip("?")
        if plain in value:
            _check(value[plain], inner, plain)
        elif plain == name:
            raise _damaged(plain)


def _can_be_kept(value: Any) -> bool:
    """Not what the database cannot hold: noughts, halves of characters, numbers beyond all measure."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
    return not isinstance(value, int) or abs(value) < 2**31


def _damaged(where: str) -> CannotRead:
    return CannotRead(_("This export is damaged, or was changed: look at “%(where)s”.") % {"where": where})


def _stale(given: dict[str, Any]) -> dict[str, str]:
    if not all(
        KEY.fullmatch(key) and isinstance(md5, str) and re.fullmatch("[0-9a-f]{32}", md5) for key, md5 in given.items()
    ):
        raise _damaged("stale")
    return given


def _file(given: dict[str, str]) -> tuple[str, File]:
    try:
        content = base64.b64decode(given["content"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise _damaged("files") from error
    if hashlib.sha256(content).hexdigest() != given["sha256"]:
        raise _damaged("files")
    return given["sha256"], File(given["type"], content)


def understood(found: Exported) -> Understood:
    """What people are shown of it before it is saved. Nothing is proposed: everything is in it already."""
    shown = Understood("json", found.document.title, found.document.intro)
    gone = len(gone_from(found.document))
    if gone:
        shown.warnings.append(
            ngettext(
                "%(n)s picture that staff uploaded is not here. Its lines come without a picture: choose another one.",
                "%(n)s pictures that staff uploaded are not here. Their lines come without: choose others.",
                gone,
            )
            % {"n": gone}
        )
    shown.sections = [_section(shown.counts, one) for one in found.document.sections]
    shown.counts.heading += 1
    shown.counts.intro += _paragraphs(found.document.intro)
    counts = shown.counts
    counts.total = counts.heading + counts.intro + counts.clause
    if found.document.meeting_rules:
        shown.meeting_rules = MeetingRules(**vars(found.document.meeting_rules))
    return shown


def _section(counts: Counts, one: doc.Section) -> Section:
    counts.heading += bool(one.heading)
    counts.intro += _paragraphs(one.intro)
    found = Section(one.label, one.heading, one.intro)
    for clause in one.clauses:
        counts.clause += 1
        day = clause.target_date.isoformat() if clause.target_date else None
        found.clauses.append(
            Clause(
                counts.clause,
                clause.text,
                kind=clause.kind,
                actor=clause.actor,
                partner=clause.partner,
                target_date=day,
            )
        )
    found.sections = [_section(counts, below) for below in one.sections]
    return found


def _paragraphs(text: str) -> int:
    return sum(1 for part in text.split("\n\n") if part.strip())
