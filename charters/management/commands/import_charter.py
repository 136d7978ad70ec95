"""`manage.py import_charter FILE --slug S --title T [--dry-run]`"""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from charters.actions.importing import (
    Before,
    CannotImport,
    NewCharter,
    before,
    import_document,
    import_export,
    matches_of,
)
from charters.importing import exported, limits
from charters.importing.answers import Answers, as_proposed, unanswered
from charters.importing.limits import CannotRead
from charters.importing.matching import Matches
from charters.importing.reading import understand
from charters.importing.understood import Clause, Understood
from charters.models import Charter, Partner, Version
from charters.models.kinds import CharterKind

SHORT = 60


class Command(BaseCommand):
    help = (
        "Reads a .docx, .md, .html or .txt, or our own .json, into a draft version. Prints what it understood: lines "
        "by kind, what it takes for promises, what somebody should look at. Exit 1 where it cannot."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", required=True, help="the charter's name in addresses")
        parser.add_argument("--title", help="needed for a charter that is not there yet")
        parser.add_argument("--kind", choices=CharterKind.values, default=CharterKind.CHARTER, help="of a new charter")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be imported")

    def handle(self, *args: Any, file: Path, slug: str, title: str | None, dry_run: bool, **options: Any) -> None:
        data = _content(file)
        charter = Charter.objects.filter(slug=slug).first()
        try:
            understood = understand(data, file.name, partners=list(Partner.objects.values_list("name", flat=True)))
            earlier = before(charter) if charter else None
            matches = None if understood.is_exact else matches_of(earlier, understood)
            answers = as_proposed(understood, earlier.known if earlier else (), matches)
            self._say(understood, answers, earlier, matches)
            if dry_run:
                self.stdout.write("Nothing was saved.")
                return
            target = charter or NewCharter(slug, title or understood.title, options["kind"])
            self._said(*_save(data, understood, answers, target))
        except (CannotRead, CannotImport) as error:
            raise CommandError(str(error)) from error

    def _say(self, understood: Understood, answers: Answers, earlier: Before | None, matches: Matches | None) -> None:
        counts = understood.counts
        self.stdout.write(
            f"{counts.total} lines: {counts.heading} heading, {counts.intro} intro, {counts.clause} clause, "
            f"{counts.unplaced} unplaced."
        )
        self.stdout.write(_kinds(answers))
        for line in (*_outline(understood, answers), *_flagged(understood), *_matched(understood, earlier, matches)):
            self.stdout.write(line)

    def _said(self, version: Version, same_hash: bool | None) -> None:
        self.stdout.write(f"Saved as version {version.n} of {version.charter.slug}, a {version.get_state_display()}.")
        if same_hash is not None:
            self.stdout.write(f"SHA-256: {version.hex}")
        if same_hash is False:
            self.stderr.write(
                "The hash is another one: a partner has another logo or is of another kind here, or a "
                "picture of staff is not here."
            )


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > limits.FILE_MAX:
            raise CommandError(str(limits.too_big()))
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error


def _save(
    data: bytes, understood: Understood, answers: Answers, target: Charter | NewCharter
) -> tuple[Version, bool | None]:
    if understood.is_exact:
        return import_export(exported=exported.read(data), target=target)
    for n in unanswered(answers):
        # Nobody is there to be asked: the safe answer, because a key that went astray cannot be taken back.
        answers.clauses[n].same_as = ""
    answers.takes_meeting_rules = understood.meeting_rules is not None
    return import_document(understood=understood, answers=answers, target=target), None


def _kinds(answers: Answers) -> str:
    kinds = [answer.kind for answer in answers.clauses.values()]
    named = ("commitment", "outcome", "fact", "guidance")
    return f"{len(kinds)} clauses: " + ", ".join(f"{kinds.count(kind)} {kind}" for kind in named) + "."


def _outline(understood: Understood, answers: Answers) -> Iterator[str]:
    for section, above in understood.every_section():
        indent = "  " * len(above)
        yield f"{indent}{f'{section.label} {section.heading}'.strip() or '(untitled group)'}"
        for clause in section.clauses:
            answer = answers.clauses[clause.n]
            who = answer.partner or answer.actor
            day = f" by {answer.target_date}" if answer.target_date else ""
            yield f"{indent}  {clause.n}. [{' '.join(filter(None, (answer.kind, who)))}{day}] {_short(clause.text)}"


def _flagged(understood: Understood) -> Iterator[str]:
    for warning in understood.warnings:
        yield f"Look: {warning}"
    for one in understood.unplaced:
        yield f"Left out: {_short(one.text)} ({one.reason or 'no words'})"
    for section, _above in understood.every_section():
        if section.repeats:
            yield f"Repeated section: {section.heading}"
    for clause, _heading in understood.every_clause():
        yield from _about(clause)
    if understood.meeting_rules:
        rules = {name: value for name, value in vars(understood.meeting_rules).items() if value is not None}
        yield f"Meeting rules: {', '.join(f'{name} {value}' for name, value in rules.items())}"


def _about(clause: Clause) -> Iterator[str]:
    if clause.repeats:
        yield f"Repeated: {clause.n} says what {clause.repeats} says"
    if clause.contacts:
        yield f"Contact details in {clause.n}: {', '.join(clause.contacts)}"
    if clause.parts:
        yield f"Several things in {clause.n}: it could be parted into {len(clause.parts)}"


def _matched(understood: Understood, earlier: Before | None, matches: Matches | None) -> Iterator[str]:
    if earlier is None or matches is None:
        return
    kept = sum(1 for one in matches.matches if one.key)
    yield f"Of version {earlier.version.n}: {kept} clauses kept their key, {len(matches.gone)} are gone."
    for (clause, _heading), one in zip(understood.every_clause(), matches.matches, strict=True):
        if one.is_unsure:
            yield f"Unsure: {clause.n} may be {' or '.join(one.candidates)}; taken as new"
    known = {one.key: one.text for one in earlier.known}
    for key in matches.gone:
        yield f"Gone: {key} {_short(known[key])}"


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}..."
