from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from pledges.kept_seals import NotSeals, read_kept
from pledges.ledger import first_break
from pledges.models import ConsentEntry, Seal
from pledges.seals import Published, where_it_differs

DOES_NOT_HOLD, NOT_CHECKED = 1, 2
# Everything as of one moment, whoever signs meanwhile. All of it is read, so sorting once is quicker than going to each
# row by an index; what does not fit into the memory named here is sorted on disk.
AS_OF_NOW = """
    SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
    SET LOCAL cursor_tuple_fraction = 1;
    SET LOCAL work_mem = '64MB'
"""


class Command(BaseCommand):
    help = (
        "Checks the whole consent ledger and its seals. Exit 1 and the first broken place where it does not hold, "
        "2 where FILE cannot be compared with."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--against",
            metavar="FILE",
            type=Path,
            help="seals that were kept elsewhere: /pledge/seals.json or /pledge/seals.csv of some day",
        )

    def handle(self, *args: Any, against: Path | None = None, **options: Any) -> None:
        kept = _kept(against) if against else []
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(AS_OF_NOW)
            broken = first_break()
            if broken is not None:
                raise CommandError(f"The consent ledger does not hold: {broken}", returncode=DOES_NOT_HOLD)
            differs = where_it_differs(kept)
            if differs is not None:
                raise CommandError(
                    f"The consent ledger is not the one that was sealed: {differs}", returncode=DOES_NOT_HOLD
                )
            count, seals = ConsentEntry.objects.count(), Seal.objects.count()
        self.stdout.write(f"The consent ledger holds: {count} entries, {seals} seals.")
        if against:
            self.stdout.write(_agrees(kept, against, count))


def _kept(against: Path) -> list[Published]:
    try:
        return read_kept(against)
    except NotSeals as error:
        raise CommandError(f"{against} cannot be compared with. {error}", returncode=NOT_CHECKED) from None


def _agrees(kept: list[Published], against: Path, count: int) -> str:
    newest = max(kept, key=lambda seal: seal.n)
    return (
        f"It agrees with every seal in {against} ({len(kept)}). The newest of them, seal {newest.n} of {newest.time}, "
        f"covers the first {newest.count} entries; the file says nothing about the {count - newest.count} since."
    )
