"""The reading sessions of a version: who read, what they understood, and what became of each line that they did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, QuerySet
from django.urls import reverse

from charters.models import ReaderCheck, ReadingReply, ReadingResult, Version
from charters.models.kinds import Understood

# Words and picture: what a line is.
Line = tuple[str, str]


@dataclass(frozen=True)
class Doubt:
    """A line that readers were not sure of, or did not understand. `reply` is staff's answer.

    It `stands` as long as it says the same, is `settled` when readers of a later session said something else of it or
    the same again, and `blocks` publishing else. `address` is where it is changed.
    """

    result: ReadingResult
    reply: ReadingReply | None
    stands: bool
    settled: bool
    address: str = ""

    @property
    def blocks(self) -> bool:
        return self.stands and not self.settled and self.reply is None


@dataclass(frozen=True)
class Session:
    """`answers` are pairs of an answer and how many lines got it; only what there is."""

    check: ReaderCheck
    is_current: bool
    answers: list[tuple[Understood, int]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def sessions_of(version: Version) -> list[Session]:
    """The newest first. As many statements for a thousand lines as for five, but for lines beside no clause."""
    checks = list(version.reader_checks.order_by("-pk"))
    results = ReadingResult.objects.filter(reader_check__in=checks)
    doubts = list(results.exclude(answer=Understood.YES).select_related("reply").order_by("pk")) if checks else []
    told: dict[int, list[Doubt]] = {}
    places = _places(version) if doubts else {}
    last = newest(version, {one.text for one in doubts}) if doubts else {}
    for one in doubts:
        told.setdefault(one.reader_check_id, []).append(_doubt(version, one, places, last))
    counts = _counts(results) if checks else {}
    return [
        Session(one, bytes(one.hash).hex() == version.hex, counts.get(one.pk, []), told.get(one.pk, []))
        for one in checks
    ]


def newest(version: Version, texts: Iterable[str] | None = None) -> dict[Line, ReadingResult]:
    """What readers said last of each line, or of those with these words, in whichever session."""
    found = ReadingResult.objects.filter(reader_check__version=version)
    if texts is not None:
        found = found.filter(text__in=texts)
    return {(one.text, one.picture): one for one in found.newest().select_related("reader_check", "reply")}


def _counts(results: QuerySet[ReadingResult]) -> dict[int, list[tuple[Understood, int]]]:
    found: dict[int, list[tuple[Understood, int]]] = {}
    counted = results.order_by().values_list("reader_check", "answer").annotate(n=Count("pk"))
    for check, answer, n in counted:
        found.setdefault(check, []).append((Understood(answer), n))
    order = list(Understood)
    return {check: sorted(pairs, key=lambda pair: order.index(pair[0])) for check, pairs in found.items()}


def _places(version: Version) -> dict[Line, int | None]:
    """The lines that stand in the version now, each with its first clause; None where it stands beside none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, picture, min(clause_id) FROM charters_easy_lines(%s) GROUP BY 1, 2", [version.pk])
        return {(text, picture): clause for text, picture, clause in cursor.fetchall()}


def _doubt(
    version: Version, one: ReadingResult, places: Mapping[Line, int | None], last: Mapping[Line, ReadingResult]
) -> Doubt:
    line = (one.text, one.picture)
    stands, settled = line in places, last[line].pk != one.pk
    address = _where(version, one, places[line]) if stands and not settled and version.is_open else ""
    return Doubt(one, getattr(one, "reply", None), stands, settled, address)


def _where(version: Version, one: ReadingResult, clause: int | None) -> str:
    """The page on which a line is changed."""
    if clause is not None:
        return reverse("admin:charters_clause_change", args=[version.pk, clause]) + "#easy"
    same = [{"text": one.text, "picture": one.picture}]
    for lines, name in ((version.easy_intro, "opening"), (version.easy_note, "note")):
        if any((line["text"], line["picture"]) == (one.text, one.picture) for line in lines):
            return reverse(f"admin:charters_{name}", args=[version.pk]) + "#easy"
    section = version.sections.filter(easy__contains=same).first()
    return reverse("admin:charters_section_change", args=[version.pk, section.pk]) + "#easy" if section else ""
