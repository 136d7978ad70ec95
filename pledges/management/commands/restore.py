from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from config.lib.backup.archive import Manifest, NotABackup, check
from config.lib.backup.folders import NotInFolders
from config.lib.backup.restoring import DoesNotFit
from pledges.actions.erasure_list import Unreadable
from pledges.kinds import Purpose
from pledges.restoring import Busy, NotEmpty, Restored, has_tables, restore

UNTOUCHED = "Nothing was changed."


class Command(BaseCommand):
    help = (
        "Puts a backup in the place of an empty portal, or with --replace of this one, and takes back again what "
        "people took back after it was made. Runs as the role that owns the tables. All or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a file that `backup` made")
        parser.add_argument("--replace", action="store_true", help="delete what this portal holds")
        parser.add_argument("--erasures", metavar="PATH", type=Path, help="the erasure list, if it is not where it was")
        parser.add_argument("--without-erasures", action="store_true", help="bring back those who left, too")
        parser.add_argument("--skip-broken-lines", action="store_true", help="of the erasure list")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = check(file)
            if not has_tables():
                call_command("migrate", verbosity=0)
            result = restore(
                file,
                manifest,
                erasures=_erasures(options),
                skip_broken=options["skip_broken_lines"],
                replace=options["replace"],
            )
        except NotABackup as error:
            raise CommandError(f"{file} cannot be restored. {error} {UNTOUCHED}") from None
        except (DoesNotFit, NotInFolders, Unreadable) as error:
            raise CommandError(f"{error} {UNTOUCHED}") from None
        except NotEmpty:
            raise CommandError(f"This portal is not empty. With --replace all of it is deleted. {UNTOUCHED}") from None
        except Busy:
            raise CommandError(f"Another restore is at work. {UNTOUCHED}") from None
        except Error as error:
            # Its text could quote a row.
            raise CommandError(f"The database refused ({_kind(error)}). Stop the portal and try again. {UNTOUCHED}") from None  # noqa: E501  # fmt: skip
        except OSError as error:
            raise CommandError(f"A file could not be written: {error.strerror}. {UNTOUCHED}") from None
        self._tell(file, manifest, result)

    def _tell(self, file: Path, manifest: Manifest, result: Restored) -> None:
        rows = sum(table["rows"] for table in manifest.tables.values())
        self.stdout.write(
            f"Restored {rows:,} rows and {len(manifest.files):,} files of {manifest.made_at} from {file}."
        )
        taken = ", ".join(f"{Purpose(purpose).label}: {n}" for purpose, n in sorted(result.replayed.items()))
        self.stdout.write(f"The erasure list has {result.withdrawals:,} lines. Taken back again: {taken or 'nothing'}.")
        if result.letters_held:
            self.stdout.write(
                f"{result.letters_held} letters waited when the backup was made. They have most likely gone since, so "
                "they are held; `manage.py retry_letters` sends them."
            )
        self.stdout.write("Everybody at the desk has to sign in again. Start the web server and the worker anew.")
        if result.broken:
            raise CommandError(f"Restored, but its consent ledger does not hold: {result.broken}")
        self.stdout.write("The consent ledger holds.")


def _erasures(options: dict[str, Any]) -> Path | None:
    path: Path = options["erasures"] or settings.ERASURE_LIST
    if options["without_erasures"]:
        return None
    if not path.is_file():
        raise Unreadable(
            f"There is no erasure list at {path}. Name it with --erasures. Only where nobody ever took anything back, "
            "or it is lost, say --without-erasures: then those who left since the backup are back."
        )
    return path


def _kind(error: Error) -> str:
    return type(error.__cause__ or error).__name__
