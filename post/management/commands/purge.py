from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.lib.retention import COUNT_MAX, Outcome, each

# As good as no end: the jobs stop after a while, because others wait; a person who asks for all means all.
ROUNDS = 100_000


class Command(BaseCommand):
    help = "Deletes now all whose time is up, by every rule on /privacy/kept/. Exit 1 where a rule failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say how many would go, and change nothing.")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        now = timezone.now()
        self._row("rule", "would go" if dry_run else "gone")
        outcomes = []
        for outcome in each(lambda rule: rule.due(now) if dry_run else rule.carry_out(now, rounds=ROUNDS)):
            outcomes.append(outcome)
            self._row(outcome.rule.key, said(outcome, dry_run=dry_run))
        failed = [outcome.rule.key for outcome in outcomes if outcome.failed]
        if failed:
            raise CommandError(f"These rules failed, the others were carried out: {', '.join(failed)}.", returncode=1)

    def _row(self, what: str, how_many: str) -> None:
        self.stdout.write(f"{what:<28}{how_many:>14}")


def said(outcome: Outcome, *, dry_run: bool) -> str:
    """A number, or the class of an error: its text could name somebody."""
    if outcome.failed:
        return outcome.failed
    return f"{outcome.n} or more" if dry_run and outcome.n >= COUNT_MAX else str(outcome.n)
