"""A document that was read becomes a draft, or is put over the version that is being written. One transaction each.

What a document cannot say stays as it was: easy read, partners, glossary, references, attachments. Lines of easy read
go along with the clause that kept its key; where its words have changed they are stale by themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from charters import document as doc
from charters.importing.answers import Answers, clauses_of
from charters.importing.exported import Exported
from charters.importing.matching import Known, Matches, match
from charters.importing.understood import Section, Understood
from charters.models import Charter, Credit, EasyReadLine, Version, WrongState
from charters.models.contents import md5_of
from charters.pictures_of import gone_from, without
from config.lib.broken_rules import name_of, rule_broken

from .beside import keep_file
from .freezing import document_of, freeze
from .writing import AlreadyOpen, MissingCharter, MissingFile, start_version, write


class CannotImport(Exception):
    """Why a document cannot be saved, in words for people."""


class ChangedMeanwhile(CannotImport):
    """The version is not the one that the document was held against."""


@dataclass(frozen=True)
class NewCharter:
    """What a charter is called that begins with this document."""

    slug: str
    title: str
    kind: str = "charter"


@dataclass(frozen=True)
class Before:
    """The version that a revised document is held against: the open one, or else the newest that was published.

    `hash` is the SHA-256 of its document; `for_md5` says for which words the easy read of each clause was written.
    """

    document: doc.Document
    version: Version
    hash: str = ""
    for_md5: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> list[Known]:
        paths = dict(_headings(self.document))
        return [
            Known(
                clause.key,
                clause.text,
                paths[section.n],
                clause.kind,
                clause.actor,
                clause.partner,
                clause.target_date.isoformat() if clause.target_date else None,
            )
            for clause, section in self.document.clauses
        ]


def before(charter: Charter) -> Before | None:
    """None for a charter of which nothing was written yet."""
    version = Version.objects.open().filter(charter=charter).first()
    version = version or Version.objects.public().filter(charter=charter).order_by("-n").first()
    if version is None:
        return None
    content = document_of(version)
    return Before(doc.Document.parse(content), version, sha256(content).hexdigest(), _written_for(version))


def matches_of(earlier: Before | None, understood: Understood) -> Matches | None:
    """Which clauses of the version before are in the document, as far as can be told without asking."""
    if earlier is None:
        return None
    return match(earlier.known, [(clause.text, heading) for clause, heading in understood.every_clause()])


def import_document(
    *, understood: Understood, answers: Answers, target: Charter | NewCharter, seen: str | None = None
) -> Version:
    """The draft with this content. Raises CannotImport; then nothing was changed.

    `seen` is the hash of the version that it was held against, where somebody looked at it first: ChangedMeanwhile
    where it is another one now.
    """
    with _told(), transaction.atomic():
        charter = _charter(target)
        earlier = _unchanged(charter, seen)
        document, for_md5 = _document(understood, answers, earlier, charter.title)
        version = earlier.version if earlier and earlier.version.is_open else start_version(charter=charter)
        write(version=version, document=document, for_md5=for_md5)
        _check_now()
    version.refresh_from_db()
    return version


def import_export(*, exported: Exported, target: Charter | NewCharter, seen: str | None = None) -> tuple[Version, bool]:
    """The draft with exactly this content, frozen, and whether its hash is the one it was exported with.

    It differs where a partner has another logo or kind here, or where a picture of staff is not here. Raises
    CannotImport; then nothing was changed.
    """
    with _told(), transaction.atomic():
        charter = _charter(target)
        _unchanged(charter, seen)
        for file in exported.files.values():
            keep_file(content=file.content, type=file.type)
        opened = Version.objects.open().filter(charter=charter).first() or start_version(charter=charter)
        document = without(exported.document, gone_from(exported.document))
        write(version=opened, document=document, for_md5=exported.stale)
        Credit.objects.filter(version=opened).delete()
        Credit.objects.bulk_create(
            Credit(version=opened, position=n, text=text) for n, text in enumerate(exported.credits, start=1)
        )
        _check_now()
        version = freeze(version_id=opened.pk)
    return version, not exported.hash or version.hex == exported.hash


def _unchanged(charter: Charter, seen: str | None) -> Before | None:
    earlier = before(charter)
    if seen is not None and seen != (earlier.hash if earlier else ""):
        raise ChangedMeanwhile(
            _("A colleague has changed this charter since you sent the document. Look at the page again, then save.")
        )
    return earlier


@contextmanager
def _told() -> Iterator[None]:
    """Whatever goes wrong inside, in words for people. Rules are the database's, and so are their words."""
    try:
        yield
    except (ValidationError, MissingFile, MissingCharter, WrongState, AlreadyOpen, IntegrityError, DataError) as error:
        raise CannotImport(_in_words(error)) from error


def _in_words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, MissingFile):
        return _("A file that it shows is not here. Use `manage.py export_charter`, which takes the files along.")
    if isinstance(error, MissingCharter):
        return _("It refers to the charter “%(slug)s”, which is not here.") % {"slug": error}
    if isinstance(error, WrongState | AlreadyOpen):
        return _("Somebody else began, published or changed a version of this charter at the same moment. Try again.")
    if isinstance(error, IntegrityError):
        return rule_broken(_model_of(error), error)
    return _("Something in it is longer or larger than can be kept.")


def _model_of(error: IntegrityError) -> type[Model]:
    """The model whose rule it is; any other where it is a rule of the tables alone."""
    name = name_of(error)
    models = apps.get_app_config("charters").get_models()
    return next((one for one in models if any(rule.name == name for rule in one._meta.constraints)), Charter)


def _check_now() -> None:
    """Rules that the database would only look at in the end, while it can still be said in words."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _charter(target: Charter | NewCharter) -> Charter:
    """The charter, locked: of two imports at once the second finds what the first has done."""
    if isinstance(target, NewCharter):
        made = Charter(slug=target.slug, title=target.title, kind=target.kind)
        made.full_clean()
        made.save(force_insert=True)
        return made
    return Charter.objects.select_for_update().get(pk=target.pk)


def _document(
    understood: Understood, answers: Answers, earlier: Before | None, title: str
) -> tuple[doc.Document, dict[str, str]]:
    """The whole document, and for which words the easy read of each clause was written."""
    clauses = clauses_of(understood, answers)
    kept: set[str] = set()
    for_md5: dict[str, str] = {}
    made: dict[int, list[doc.Clause]] = {}
    for one in clauses:
        placed = earlier.document.find(one.key) if earlier and one.key and one.key not in kept else None
        easy = placed.clause.easy if placed else ()
        key = one.key if placed else ""
        if placed and earlier:
            kept.add(key)
            for_md5[key] = earlier.for_md5.get(key) or md5_of(placed.clause.text)
        day = date.fromisoformat(one.target_date) if one.target_date and one.kind == doc.COMMITMENT else None
        made.setdefault(one.n, []).append(doc.Clause(key, one.kind, one.actor, one.partner, one.text, day, tuple(easy)))
    easy_of = _easy_headings(earlier)
    sections = _sections(understood.sections, 1, made, easy_of)
    return _around(understood, answers, earlier, title, sections), for_md5


def _around(
    understood: Understood, answers: Answers, earlier: Before | None, title: str, sections: tuple[doc.Section, ...]
) -> doc.Document:
    found = understood.meeting_rules if answers.takes_meeting_rules else None
    rules = doc.MeetingRules(**vars(found)) if found else None
    if earlier is None:
        return doc.Document(
            title=title, language="en-gb", intro=understood.intro, easy_intro=(), review_by=None, note="", easy_note=(),
            sections=sections, meeting_rules=rules, glossary=(), partners=(), references=(), attachments=(),
        )  # fmt: skip
    is_open = earlier.version.is_open
    return replace(
        earlier.document,
        intro=understood.intro,
        easy_intro=earlier.document.easy_intro if understood.intro == earlier.document.intro else (),
        sections=sections,
        meeting_rules=rules or earlier.document.meeting_rules,
        note=earlier.document.note if is_open else "",
        easy_note=earlier.document.easy_note if is_open else (),
    )


def _section(
    section: Section, depth: int, made: Mapping[int, list[doc.Clause]], easy_of: Mapping[str, tuple[doc.EasyLine, ...]]
) -> doc.Section:
    return doc.Section(
        n=0,
        depth=depth,
        label=section.label,
        heading=section.heading,
        intro=section.intro,
        easy=easy_of.get(section.heading.casefold(), ()) if section.heading else (),
        clauses=tuple(one for clause in section.clauses for one in made.get(clause.n, ())),
        sections=_sections(section.sections, depth + 1, made, easy_of),
    )


def _sections(
    sections: Iterable[Section],
    depth: int,
    made: Mapping[int, list[doc.Clause]],
    easy_of: Mapping[str, tuple[doc.EasyLine, ...]],
) -> tuple[doc.Section, ...]:
    """Without the untitled groups in which every clause was left out."""
    found = (_section(section, depth, made, easy_of) for section in sections)
    return tuple(one for one in found if one.title or one.intro or one.clauses or one.sections)


def _easy_headings(earlier: Before | None) -> dict[str, tuple[doc.EasyLine, ...]]:
    """Easy read of headings, which have no keys: a heading that stayed the same keeps its lines."""
    sections = earlier.document.walk() if earlier else ()
    return {section.heading.casefold(): section.easy for section in sections if section.heading and section.easy}


def _headings(document: doc.Document) -> list[tuple[int, str]]:
    """Of each section: its number, and the headings down to it as one line."""
    found: list[tuple[int, str]] = []

    def walk(sections: tuple[doc.Section, ...], above: tuple[str, ...]) -> None:
        for section in sections:
            path = (*above, section.heading) if section.heading else above
            found.append((section.n, " / ".join(path)))
            walk(section.sections, path)

    walk(document.sections, ())
    return found


def _written_for(version: Version) -> dict[str, str]:
    """By clause key, the MD5 of the words that its easy read was written for; of several lines, one that is stale."""
    lines = EasyReadLine.objects.filter(clause__version=version).select_related("clause__key")
    found: dict[str, str] = {}
    for line in lines:
        key = line.clause.key.key
        if key not in found or line.for_md5 != md5_of(line.clause.text):
            found[key] = line.for_md5
    return found
