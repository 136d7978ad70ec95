"""A document on its way: read, looked at, answered clause by clause, and saved or thrown away."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from charters.importing import answers as decided
from charters.importing import exported
from charters.importing.answers import Answers, as_proposed, rematched, unanswered
from charters.importing.reading import understand
from charters.importing.understood import Understood, from_json
from charters.models import Charter, ImportedDocument, Partner, Version

from .importing import Before, ChangedMeanwhile, NewCharter, before, import_document, import_export, matches_of


class NotThere(LookupError):
    """It was saved or thrown away already, or its day is over."""


class Unanswered(Exception):
    """Of some clauses nobody has said whether they are new. `clauses` are their numbers."""

    def __init__(self, clauses: list[int]) -> None:
        super().__init__(clauses)
        self.clauses = clauses


@dataclass(frozen=True)
class OnItsWay:
    """A document as it waits: what was understood, what was answered, and the version it is held against now."""

    row: ImportedDocument
    understood: Understood
    answers: Answers
    earlier: Before | None

    @classmethod
    def of(cls, row: ImportedDocument) -> "OnItsWay":
        earlier = before(row.charter) if row.charter else None
        return cls(row, from_json(row.understood), decided.from_json(row.answers), earlier)

    @property
    def target(self) -> Charter | NewCharter:
        return self.row.charter or NewCharter(**self.row.start)


def read_in(*, data: bytes, name: str, target: Charter | NewCharter, staff_id: int) -> ImportedDocument:
    """Reads a document and keeps what was understood of it for a day. Raises CannotRead."""
    understood = understand(data, name, partners=list(Partner.objects.values_list("name", flat=True)))
    charter = None if isinstance(target, NewCharter) else target
    earlier = before(charter) if charter else None
    return ImportedDocument.objects.create(
        charter=charter,
        start=asdict(target) if isinstance(target, NewCharter) else {},
        staff_id=staff_id,
        understood=understood.as_json(),
        answers=_proposed(understood, earlier).as_json(),
        seen=earlier.hash if earlier else "",
        export=data if understood.is_exact else None,
    )


def _proposed(understood: Understood, earlier: Before | None) -> Answers:
    matches = None if understood.is_exact else matches_of(earlier, understood)
    return as_proposed(understood, earlier.known if earlier else (), matches)


def keep_answers(*, row: ImportedDocument, answers: Answers) -> None:
    """What was answered so far. Raises NotThere."""
    if not ImportedDocument.objects.filter(pk=row.pk).update(answers=answers.as_json()):
        raise NotThere


def save_imported(*, pk: UUID) -> Version:
    """The draft. Raises NotThere, Unanswered and CannotImport; then the document is still there.

    Where the charter has changed meanwhile, what is unsure is asked anew.
    """
    try:
        return _save(pk)
    except ChangedMeanwhile:
        _look_again(pk)
        raise


@transaction.atomic
def _save(pk: UUID) -> Version:
    waiting = OnItsWay.of(_locked(pk))
    if waiting.row.export is not None:
        export = exported.read(bytes(waiting.row.export))
        version, _same = import_export(exported=export, target=waiting.target, seen=waiting.row.seen)
    else:
        if open_questions := unanswered(waiting.answers):
            raise Unanswered(open_questions)
        version = import_document(
            understood=waiting.understood, answers=waiting.answers, target=waiting.target, seen=waiting.row.seen
        )
    waiting.row.delete()
    return version


@transaction.atomic
def _look_again(pk: UUID) -> None:
    waiting = OnItsWay.of(_locked(pk))
    fresh = _proposed(waiting.understood, waiting.earlier)
    waiting.row.answers = rematched(waiting.answers, fresh).as_json()
    waiting.row.seen = waiting.earlier.hash if waiting.earlier else ""
    waiting.row.save(update_fields=["answers", "seen"])


def throw_away(*, pk: UUID) -> None:
    ImportedDocument.objects.filter(pk=pk).delete()


def _locked(pk: UUID) -> ImportedDocument:
    row = ImportedDocument.objects.select_for_update(of=("self",)).select_related("charter").filter(pk=pk).first()
    if row is None:
        raise NotThere
    return row
