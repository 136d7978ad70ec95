from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from pledges.ledger import first_break
from pledges.models import ConsentEntry


class Command(BaseCommand):
    help = "Checks the whole consent ledger. Exit 1 and the first broken entry where it does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            # Everything as of one moment, whoever signs meanwhile.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            broken = first_break()
            count = ConsentEntry.objects.count()
        if broken is not None:
            raise CommandError(f"The consent ledger does not hold: {broken}", returncode=1)
        self.stdout.write(f"The consent ledger holds: {count} entries.")
