"""`manage.py check_easy_read [SLUG ...]`"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from charters.actions.freezing import document_of
from charters.document import Document
from charters.easy_checking import Placed, allowed, check_document, explained, lines_of
from charters.linting import Finding, Report, check
from charters.models import Charter, LintException, Version
from charters.models.kinds import VersionState
from charters.shipped import sources
from charters.shipped.filling import NAME

Checked = tuple[Report, list[str]]


class Command(BaseCommand):
    help = (
        "Checks easy read by rules about its words: all that comes with the project, or the charters named, in their "
        "versions in force and those being written. Fails where there are errors. Whether people can read it, only "
        "people can say."
    )
    # Without a slug no database is asked.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="a charter's name in addresses")
        parser.add_argument("--errors", action="store_true", help="leaves the warnings out, and only counts them")

    def handle(self, *args: Any, slugs: list[str], errors: bool, **options: Any) -> None:
        checked = list(of_charters(slugs) if slugs else shipped())
        for report, places in checked:
            for note in report.notes:
                self.stdout.write(f"{places[0]}: {note}")
            for finding in report:
                if finding.is_error or not errors:
                    self.stdout.write(told(finding, places[finding.line]))
            for finding in () if errors else report.left:
                self.stdout.write(told_as_left(finding, places[finding.line]))
            if slugs and report.grade is not None:
                self.stdout.write(figures(report, places[0]))
        reports = [report for report, _places in checked]
        wrong = sum(len(report.errors) for report in reports)
        self.stdout.write(counted(reports, wrong))
        if wrong:
            raise CommandError("Easy read has errors.")


def shipped() -> Iterator[Checked]:
    """All that comes with the project."""
    common, here = explained(), [*allowed(), NAME]
    for piece in sources.pieces():
        words = (*common, *piece.explained)
        yield check(piece.lines, explained=words, allowed=here, language=piece.language), list(piece.places)


def of_charters(slugs: Iterable[str]) -> Iterator[Checked]:
    """Their versions that are in force or being written. Raises CommandError for a charter that is not here."""
    for slug in slugs:
        charter = Charter.objects.filter(slug=slug).first()
        if charter is None:
            raise CommandError(f"There is no charter {slug!r}.")
        for version in charter.versions.order_by("n"):
            if version.is_open or version.state == VersionState.PUBLISHED:
                yield of_version(version, slug)


def of_version(version: Version, slug: str) -> Checked:
    document = Document.parse(document_of(version))
    lines: list[Placed] = list(lines_of(document))
    places = [f"{slug}, version {version.n}, {one.place}" for one in lines]
    reasons = LintException.objects.reasons(version.charter_id)
    report = check_document(document, lines).leaving(
        lambda finding: (finding.rule, lines[finding.line].line.text) in reasons
    )
    return report, places or [f"{slug}, version {version.n}"]


def told(finding: Finding, place: str) -> str:
    words = f" “{finding.words}”" if finding.words else ""
    return f"{place}: {finding.level}: {finding.rule}:{words} {finding.says} Better: {finding.better}"


def told_as_left(finding: Finding, place: str) -> str:
    """Without the reason, which staff see beside the line."""
    return f"{place}: left so, for a reason: {finding.rule}:{f' “{finding.words}”' if finding.words else ''}"


def figures(report: Report, place: str) -> str:
    """As information: no formula knows whether somebody can read it."""
    version = ",".join(place.split(",")[:2])
    return f"{version}: for information, {report.lines} lines, {report.words} words, Flesch-Kincaid {report.grade}."


def counted(reports: Iterable[Report], errors: int) -> str:
    warnings = sum(len(report.warnings) for report in reports)
    lines = sum(report.lines for report in reports)
    left = sum(len(report.left) for report in reports)
    so = f", {left} left so" if left else ""
    return f"{lines} lines: {errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}{so}."
