"""Putting a whole document into a version that is still being written. Importing, copying and the demonstration use it.

It is the way back from charters_document(): what is written here freezes to the same bytes.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import time

from django.db import transaction
from django.db.models import Max

from charters import document as doc
from charters.models import (
    Attachment,
    Charter,
    Clause,
    ClauseKey,
    EasyReadLine,
    File,
    GlossaryWord,
    MeetingRules,
    Partner,
    Reference,
    Section,
    Version,
    VersionPartner,
    WrongState,
)
from charters.models.contents import md5_of
from charters.models.kinds import IS_KEY, KEY_LENGTH, KEY_LETTERS, PartnerKind


class MissingFile(LookupError):
    """The document names a file that is not here: its SHA-256 is the argument."""


class MissingCharter(LookupError):
    """The document refers to a charter that is not here: its slug is the argument."""


class AlreadyOpen(Exception):
    """A version of this charter is being written already."""


@transaction.atomic
def start_version(*, charter: Charter, document: doc.Document | None = None) -> Version:
    """A new draft: with this document, or with what the newest public version says and nothing about changes yet.

    Raises AlreadyOpen. A charter of which nothing is public starts empty, under the charter's title.
    """
    Charter.objects.select_for_update().get(pk=charter.pk)
    if Version.objects.open().filter(charter=charter).exists():
        raise AlreadyOpen
    last = Version.objects.filter(charter=charter).aggregate(n=Max("n"))["n"] or 0
    version = Version.objects.create(charter=charter, n=last + 1, title=charter.title)
    before = Version.objects.public().filter(charter=charter).order_by("-n").first()
    if document is not None:
        write(version=version, document=document)
    elif before is not None and before.document is not None:
        write(version=version, document=doc.Document.parse(before.document))
        Version.objects.filter(pk=version.pk).update(note="", easy_note=[])
    version.refresh_from_db()
    return version


@transaction.atomic
def write(*, version: Version, document: doc.Document, for_md5: Mapping[str, str] | None = None) -> None:
    """Makes an open version say exactly this. Clauses without a key get one; partners on the list keep their links.

    `for_md5` names, by clause key, the words that easy-read lines were written for, where they are not the clause's
    own: such lines are stale. Raises WrongState, MissingFile, MissingCharter.
    """
    locked = Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    if not locked.is_open:
        raise WrongState
    _write_own(locked, document)
    Section.objects.filter(version=locked).delete()
    _write_partners(locked, document.partners)
    _write_sections(locked, document, for_md5 or {})
    _write_beside(locked, document)


def new_key() -> str:
    """Random, so that it says nothing and is not counted through."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))


def _write_own(version: Version, document: doc.Document) -> None:
    for field in ("title", "language", "intro", "review_by", "note"):
        setattr(version, field, getattr(document, field))
    version.easy_intro, version.easy_note = plain_lines(document.easy_intro), plain_lines(document.easy_note)
    version.save(update_fields=["title", "language", "intro", "review_by", "note", "easy_intro", "easy_note"])


def plain_lines(lines: Iterable[doc.EasyLine]) -> list[dict[str, str]]:
    """Lines of a heading or an intro as their column keeps them."""
    return [{"picture": line.picture, "text": line.text, "alt": line.alt} for line in lines]


def partners_by_name(partners: Iterable[doc.Partner]) -> dict[str, Partner]:
    """Each partner of a document; one that is not known yet is made."""
    return {
        one.name: Partner.objects.get_or_create(
            name=one.name, defaults={"kind": one.kind, "logo": file_of(one.logo.sha256) if one.logo else None}
        )[0]
        for one in partners
    }


def file_of(sha256: str) -> File:
    """The file with this name. Raises MissingFile."""
    found = File.objects.filter(pk=bytes.fromhex(sha256)).defer("content").first()
    if found is None:
        raise MissingFile(sha256)
    return found


def _write_partners(version: Version, partners: tuple[doc.Partner, ...]) -> None:
    """Those who are on the list stay the same rows: their links lead to them."""
    known = partners_by_name(partners)
    VersionPartner.objects.filter(version=version).exclude(partner__in=known.values()).delete()
    for position, one in enumerate(partners, start=1):
        VersionPartner.objects.update_or_create(
            version=version, partner=known[one.name], defaults={"position": position, "required": one.required}
        )


def _write_sections(version: Version, document: doc.Document, for_md5: Mapping[str, str]) -> None:
    keys = _keys(version.charter_id, [placed.clause.key for placed in document.clauses])
    level: list[tuple[Section | None, tuple[doc.Section, ...]]] = [(None, document.sections)]
    made: list[tuple[Section, doc.Section]] = []
    while level:
        pairs = [
            (_section(version, above, position, one), one)
            for above, below in level
            for position, one in enumerate(below, start=1)
        ]
        Section.objects.bulk_create(row for row, _one in pairs)
        made += pairs
        level = [(row, one.sections) for row, one in pairs if one.sections]
    _write_clauses(made, keys, for_md5)


def _section(version: Version, above: Section | None, position: int, one: doc.Section) -> Section:
    return Section(
        version=version,
        parent=above,
        depth=above.depth + 1 if above else 1,
        position=position,
        label=one.label,
        heading=one.heading,
        intro=one.intro,
        easy=plain_lines(one.easy),
    )


def _keys(charter_id: int, wanted: list[str]) -> Mapping[str, ClauseKey]:
    """The row of each key, made where it is new."""
    rows = [ClauseKey(charter_id=charter_id, key=key) for key in {*wanted} - {""}]
    ClauseKey.objects.bulk_create(rows, ignore_conflicts=True)
    return {row.key: row for row in ClauseKey.objects.filter(charter=charter_id, key__in=wanted)}


def fresh_key(charter_id: int, *, wanted: str = "") -> ClauseKey:
    """A key that no clause of this charter ever had: the one that is wanted, where it is one."""
    key = wanted if re.fullmatch(IS_KEY, wanted) else new_key()
    while True:
        row, made = ClauseKey.objects.get_or_create(charter_id=charter_id, key=key)
        if made:
            return row
        key = new_key()


def _write_clauses(
    sections: list[tuple[Section, doc.Section]],
    keys: Mapping[str, ClauseKey],
    for_md5: Mapping[str, str],
) -> None:
    actors = {name: _partner(name) for name in _actors(sections)}
    pairs = [
        (_clause(section, position, clause, keys.get(clause.key), actors.get(clause.partner)), clause)
        for section, one in sections
        for position, clause in enumerate(one.clauses, start=1)
    ]
    Clause.objects.bulk_create(row for row, _words in pairs)
    EasyReadLine.objects.bulk_create(
        EasyReadLine(
            clause=row, position=position, for_md5=for_md5.get(clause.key, md5_of(clause.text)), **asdict(line)
        )
        for row, clause in pairs
        for position, line in enumerate(clause.easy, start=1)
    )


def _clause(
    section: Section, position: int, clause: doc.Clause, key: ClauseKey | None, partner: Partner | None
) -> Clause:
    return Clause(
        version_id=section.version_id,
        section=section,
        key=key or fresh_key(section.version.charter_id),
        position=position,
        kind=clause.kind,
        actor=clause.actor,
        partner=partner,
        text=clause.text,
        target_date=clause.target_date,
    )


def _partner(name: str) -> Partner:
    """Who acts, and is not on the list of those who agree."""
    return Partner.objects.get_or_create(name=name, defaults={"kind": PartnerKind.OTHER})[0]


def _actors(sections: list[tuple[Section, doc.Section]]) -> set[str]:
    return {clause.partner for _row, one in sections for clause in one.clauses if clause.partner}


def _write_beside(version: Version, document: doc.Document) -> None:
    for rows in (version.glossary, version.references, version.attachments):
        rows.all().delete()
    MeetingRules.objects.filter(version=version).delete()
    if document.meeting_rules is not None:
        given = asdict(document.meeting_rules)
        hours = {name: time.fromisoformat(given[name]) for name in ("earliest", "latest") if given[name]}
        MeetingRules.objects.create(version=version, **{**given, **hours})
    GlossaryWord.objects.bulk_create(
        GlossaryWord(version=version, position=n, word=one.word, meaning=one.meaning)
        for n, one in enumerate(document.glossary, start=1)
    )
    Reference.objects.bulk_create(_reference(version, n, one) for n, one in enumerate(document.references, start=1))
    Attachment.objects.bulk_create(
        Attachment(version=version, position=n, title=one.title, name=one.name, file=file_of(one.sha256))
        for n, one in enumerate(document.attachments, start=1)
    )


def _reference(version: Version, position: int, one: doc.Reference) -> Reference:
    charter = Charter.objects.filter(slug=one.charter).first() if one.charter else None
    if one.charter and charter is None:
        raise MissingCharter(one.charter)
    return Reference(
        version=version, position=position, kind=one.kind, charter=charter, title=one.title, address=one.address
    )
