"""Each act on a draft is kept as a step: who, when, and how each row that it is about was before and is after."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from charters.models import Clause, EasyReadLine, Section, Step, Version
from charters.models.steps import Act

CLAUSE_FIELDS = ("section_id", "position", "key_id", "kind", "actor", "partner_id", "text", "target_date")
SECTION_FIELDS = ("parent_id", "depth", "position", "label", "heading", "intro", "easy", "made_as")
VERSION_FIELDS = ("title", "language", "review_by", "intro", "easy_intro", "note", "easy_note")
LINE_FIELDS = ("text", "picture", "alt", "meaning", "for_md5")
# Saves by itself of one row within this time are one step, and one press of undo.
ONE_STEP = timedelta(minutes=2)
MADE = (Act.ADD_CLAUSE, Act.ADD_SECTION)
GROWING = (Act.CHANGE_CLAUSE, Act.CHANGE_SECTION, Act.CHANGE_OPENING, Act.CHANGE_NOTE)

Row = Clause | Section | Version
Image = dict[str, Any]


def image(row: Row) -> Image:
    """All that a row says and where it stands, as JSON keeps it; of a clause, with its lines."""
    if isinstance(row, Clause):
        lines = [{name: getattr(line, name) for name in LINE_FIELDS} for line in row.lines.all()]
        return {**_values(row, CLAUSE_FIELDS), "lines": lines}
    return _values(row, SECTION_FIELDS if isinstance(row, Section) else VERSION_FIELDS)


def _values(row: Row, names: tuple[str, ...]) -> Image:
    found = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def kind_of(row: Row) -> str:
    """ "clause", "section" or "version"."""
    return row._meta.model_name or ""


def found_now(what: str, ids: list[int]) -> dict[int, Row]:
    """The rows of one kind that are there, by id."""
    if what == "clause":
        return {row.pk: row for row in Clause.objects.filter(pk__in=ids).prefetch_related("lines")}
    model: Any = Section if what == "section" else Version
    return {row.pk: row for row in model.objects.filter(pk__in=ids)}


@dataclass
class Recording:
    """What one act is about: the rows as they were before it, None for those that it makes."""

    before: dict[tuple[str, int], Image | None] = field(default_factory=dict)

    def about(self, *rows: Row) -> None:
        """Rows that are about to change or to go, parents first."""
        for row in rows:
            self.before.setdefault((kind_of(row), row.pk), image(row))

    def made(self, *rows: Row) -> None:
        for row in rows:
            self.before.setdefault((kind_of(row), row.pk), None)

    def changed(self) -> list[dict[str, Any]]:
        """Each row that is otherwise now, with what stood there before and what stands there after."""
        kinds = {what for what, _id in self.before}
        now = {what: found_now(what, [id for kind, id in self.before if kind == what]) for what in kinds}
        pairs = [
            {"what": what, "id": id, "before": before, "after": image(now[what][id]) if id in now[what] else None}
            for (what, id), before in self.before.items()
        ]
        return [pair for pair in pairs if pair["before"] != pair["after"]]


@contextmanager
def recorded(version: Version, *, by: int | None, act: Act) -> Iterator[Recording]:
    """Keeps what is done inside as a step; nothing where nothing changed. In a transaction that locks the version.

    `by` is the member of staff; None for what no person does, which is no step.
    """
    recording = Recording()
    yield recording
    if by is not None:
        rows = recording.changed()
        if rows:
            _keep(version, by, act, rows)


def _keep(version: Version, by: int, act: Act, rows: list[dict[str, Any]]) -> None:
    """In the step before, where somebody goes on writing the same row."""
    last = Step.objects.filter(version=version).order_by("-pk").first()
    if last is None or not _goes_on(last, by, act, rows):
        Step.objects.create(version=version, by_id=by, act=act, rows=rows)
        return
    last.rows[0]["after"] = rows[0]["after"]
    if last.rows[0]["before"] == last.rows[0]["after"]:
        last.delete()
        return
    last.at = Now()
    last.save(update_fields=["rows", "at"])


def _goes_on(last: Step, by: int, act: Act, rows: list[dict[str, Any]]) -> bool:
    if (last.by_id, last.is_undone) != (by, False) or act not in GROWING or last.act not in (act, *MADE):
        return False
    if timezone.now() - last.began > ONE_STEP or len(last.rows) != 1 or len(rows) != 1:
        return False
    return (last.rows[0]["what"], last.rows[0]["id"]) == (rows[0]["what"], rows[0]["id"])


def of_others(version: Version, row: Row, *, by: int | None) -> bool:
    """Whether somebody else has changed this row in this version."""
    steps = Step.objects.filter(version=version, rows__contains=[{"what": kind_of(row), "id": row.pk}])
    return steps.exclude(by=by).exists()


def write_image_lines(clause: Clause, lines: list[dict[str, str]]) -> None:
    """The lines of a clause exactly as an image has them."""
    clause.lines.all().delete()
    EasyReadLine.objects.bulk_create(
        EasyReadLine(clause=clause, position=n, **line) for n, line in enumerate(lines, start=1)
    )
