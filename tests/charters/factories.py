"""Charters in any state, made through the acts that make them in life."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from charters import document as doc
from charters.actions import check_by_readers, consult, fresh_key, publish, start_version, write
from charters.models import Agreement, Charter, ClauseKey, File, Partner, Version
from charters.models.kinds import PartnerKind

_numbers = count(1)
TEXTS = ("We will ask before planning.", "We will name one contact.", "We will admit mistakes.")
PARTNERS = (("Quillmere Council", PartnerKind.COUNCIL), ("Quillmere Parent Carers", PartnerKind.PARENT_CARERS))


def easy_line(text: str = "We ask you first.") -> doc.EasyLine:
    return doc.EasyLine(picture="hand-up", text=text, alt="A raised hand", meaning="We ask.")


def promise(text: str, key: str = "", **more: object) -> doc.Clause:
    """A commitment of ours with one line of easy read, unless told otherwise."""
    plain = doc.Clause(
        key=key, kind="commitment", actor="we", partner="", text=text, target_date=None, easy=(easy_line(),)
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def section(heading: str, *clauses: doc.Clause, label: str = "", sections: Sequence[doc.Section] = ()) -> doc.Section:
    return doc.Section(
        n=0,
        depth=1,
        label=label,
        heading=heading,
        intro="",
        easy=(),
        clauses=clauses,
        sections=tuple(sections),
    )


def document(*sections: doc.Section, title: str = "Five Ways We Work", **more: object) -> doc.Document:
    """A whole document: one section with three promises and two partners, unless told otherwise."""
    plain = doc.Document(
        title=title,
        language="en-gb",
        intro="We wrote this together.",
        easy_intro=(),
        review_by=date(2027, 9, 30),
        note="",
        easy_note=(),
        sections=sections or (section("From the start", *map(promise, TEXTS), label="1."),),
        meeting_rules=None,
        glossary=(),
        partners=tuple(doc.Partner(name, kind, True, None) for name, kind in PARTNERS),
        references=(),
        attachments=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def make_charter(title: str = "Five Ways We Work", slug: str = "") -> Charter:
    return Charter.objects.create(title=title, slug=slug or f"charter-{next(_numbers)}")


def make_draft(charter: Charter | None = None, content: doc.Document | None = None) -> Version:
    """A draft; from the second one on with a change note, so that it could be published."""
    charter = charter or make_charter()
    version = start_version(charter=charter, document=content or document(title=charter.title))
    if version.n > 1 and not version.note:
        Version.objects.filter(pk=version.pk).update(
            note="We changed some words.", easy_note=[{"picture": "book", "text": "Some words are new.", "alt": ""}]
        )
        version.refresh_from_db()
    return version


def make_agreed(version: Version | None = None) -> Version:
    """Checked by readers, and agreed by every partner on the list."""
    version = version or make_draft()
    check_by_readers(version_id=version.pk, group="Kite Group readers", count=4)
    version = consult(version_id=version.pk)
    for one in version.partners.all():
        Agreement.objects.create(version=version, partner_id=one.partner_id, hash=version.hash, act="agree")
    version.refresh_from_db()
    return version


def make_published_from(version: Version) -> Version:
    return publish(version_id=make_agreed(version).pk)


def make_published(charter: Charter | None = None, content: doc.Document | None = None) -> Version:
    return make_published_from(make_draft(charter, content))


def rewrite(version: Version, content: doc.Document) -> Version:
    write(version=version, document=content)
    version.refresh_from_db()
    return version


def make_file(content: bytes = b"a poster", type: str = "image/png") -> File:
    return File.objects.create(hash=hashlib.sha256(content).digest(), content=content, type=type, size=len(content))


def make_partner(name: str, kind: str = PartnerKind.OTHER) -> Partner:
    return Partner.objects.create(name=name, kind=kind)


def spare_key(charter: Charter) -> ClauseKey:
    """A key of this charter that no clause has yet."""
    return fresh_key(charter.pk)
