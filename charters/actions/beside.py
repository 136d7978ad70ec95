"""What a version says besides its clauses: its opening words, its change note, and the lists that stand beside."""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from django.db import models, transaction
from django.db.models import Max

from charters.models import (
    Attachment,
    Credit,
    File,
    GlossaryWord,
    MeetingRules,
    Partner,
    Reference,
    Version,
    VersionPartner,
)
from charters.models.steps import Act

from .places import renumber, swap, writing
from .steps import recorded
from .words import ChangeNote, Gone, OpeningWords, Rules, Stale, fingerprint
from .writing import plain_lines

# Rows of a version in an order of their own: each has `version` and `position`.
Row = VersionPartner | GlossaryWord | Reference | Attachment | Credit
AnyRow = TypeVar("AnyRow", VersionPartner, GlossaryWord, Reference, Attachment, Credit)


@transaction.atomic
def change_opening(*, version_id: int, words: OpeningWords, seen: str, by: int | None = None) -> None:
    """Raises WrongState, Gone, Stale."""
    version = writing(version_id)
    stands = OpeningWords.of(version)
    if fingerprint(stands) != seen:
        raise Stale
    with recorded(version, by=by, act=Act.CHANGE_OPENING) as step:
        step.about(version)
        _set(version, {**vars(words), "easy_intro": plain_lines(words.easy_intro)})


@transaction.atomic
def change_note(*, version_id: int, words: ChangeNote, seen: str, by: int | None = None) -> None:
    """Raises WrongState, Gone, Stale."""
    version = writing(version_id)
    stands = ChangeNote.of(version)
    if fingerprint(stands) != seen:
        raise Stale
    with recorded(version, by=by, act=Act.CHANGE_NOTE) as step:
        step.about(version)
        _set(version, {"note": words.note, "easy_note": plain_lines(words.easy_note)})


@transaction.atomic
def change_rules(*, version_id: int, words: Rules, seen: str) -> None:
    """Where none is left, there are no meeting rules. Raises WrongState, Gone, Stale."""
    version = writing(version_id)
    stands = Rules.of(version)
    if fingerprint(stands) != seen:
        raise Stale
    if words == Rules():
        MeetingRules.objects.filter(version=version).delete()
    elif words != stands:
        MeetingRules.objects.update_or_create(version=version, defaults=vars(words))


@transaction.atomic
def add_row(*, version_id: int, row: Row) -> None:
    """At the end of its list. Raises WrongState, Gone."""
    row.version = writing(version_id)
    row.position = (_others(row).aggregate(last=Max("position"))["last"] or 0) + 1
    row.save(force_insert=True)


@transaction.atomic
def change_row(*, version_id: int, row: Row, values: Mapping[str, Any], seen: str, file: Mapping[str, Any]) -> None:
    """`values` are its new ones by column; `seen` names those that were shown; `file` are a new file's columns.

    Raises WrongState, Gone, Stale.
    """
    writing(version_id)
    now = cast(Row, find_row(cast(Any, type(row)), version_id=version_id, row_id=row.pk))
    if fingerprint(row_values(now, values)) != seen:
        raise Stale
    _set(now, {**values, **file})


@transaction.atomic
def move_row(*, kind: type[AnyRow], version_id: int, row_id: Any, step: int) -> bool:
    """One place up (-1) or down (1); False where there is none. Raises WrongState, Gone."""
    writing(version_id)
    row = find_row(kind, version_id=version_id, row_id=row_id)
    return swap(list(_others(row).order_by("position")), row, step)


@transaction.atomic
def remove_row(*, kind: type[AnyRow], version_id: int, row_id: Any) -> None:
    """Raises WrongState, Gone. A credit can go from a published version too: somebody's name, for ever."""
    if kind is not Credit:
        writing(version_id)
    row = find_row(kind, version_id=version_id, row_id=row_id)
    others = _others(row).exclude(pk=row.pk).order_by("position")
    row.delete()
    if Version.objects.open().filter(pk=version_id).exists():
        renumber(others)


def find_row(kind: type[AnyRow], *, version_id: int, row_id: Any) -> AnyRow:
    """Raises Gone."""
    found: AnyRow | None = kind._default_manager.filter(version=version_id, pk=row_id).first()
    if found is None:
        raise Gone
    return found


def row_values(row: models.Model, names: Mapping[str, Any] | tuple[str, ...]) -> dict[str, Any]:
    """What stands in these columns, in the order of their names."""
    return {name: getattr(row, name) for name in sorted(names)}


def keep_file(*, content: bytes, type: str) -> File:
    """The file with these bytes; kept once, however often it comes."""
    digest = hashlib.sha256(content).digest()
    more = {"content": content, "type": type, "size": len(content)}
    return File.objects.defer("content").get_or_create(pk=digest, defaults=more)[0]


@transaction.atomic
def save_partner(*, partner: Partner, logo: tuple[bytes, str] | None = None, without_logo: bool = False) -> None:
    """A partner as it is now; `logo` is a new one, its bytes and its type: it counts more than taking one away."""
    if without_logo:
        partner.logo = None
    if logo is not None:
        partner.logo = keep_file(content=logo[0], type=logo[1])
    partner.save()


def _set(row: models.Model, values: Mapping[str, Any]) -> None:
    """Writes what changed, and nothing where nothing did."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)


def _others(row: Row) -> Any:
    return type(row)._default_manager.filter(version=row.version_id)
