from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.lib.backup.folders import NotInFolders
from config.lib.backup.making import make
from pledges.restoring import LEFT_OUT


class Command(BaseCommand):
    help = "Writes the whole portal, database and uploaded files, into one new file. Beside a running portal or not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="where to; it must not be there yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = make(file, leave_out=LEFT_OUT)
        except FileExistsError:
            raise CommandError(f"{file} is there already. A backup is never written over: take another name.") from None
        except OSError as error:
            raise CommandError(f"{file} could not be written: {error.strerror}.") from None
        except NotInFolders as error:
            raise CommandError(str(error)) from None
        rows = sum(table["rows"] for table in manifest.tables.values())
        self.stdout.write(
            f"Backup: {rows:,} rows of {len(manifest.tables)} tables and {len(manifest.files):,} uploaded files are in "
            f"{file}. It holds personal data; only your account can read it. To restore it you also need the erasure "
            f"list, {settings.ERASURE_LIST}, as it is then: keep that beside the backups, and copy it as they are."
        )
