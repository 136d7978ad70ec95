"""`manage.py export_charter SLUG [--version N]`"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from charters.actions.exporting import export
from charters.models import Version


class Command(BaseCommand):
    help = "Prints a version of a charter as JSON, drafts too: the newest, or the one given. import_charter reads it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the charter's name in addresses")
        # Every command has a --version of its own, which this one takes the place of.
        parser.add_argument("--version", dest="n", type=int, help="the number of the version; the newest by itself")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def handle(self, *args: Any, slug: str, n: int | None, **options: Any) -> None:
        versions = Version.objects.filter(charter__slug=slug).select_related("charter").order_by("-n")
        version = (versions.filter(n=n) if n is not None else versions).first()
        if version is None:
            raise CommandError(f"There is no charter {slug!r}" + (f" with a version {n}." if n is not None else "."))
        self.stdout.write(json.dumps(export(version), ensure_ascii=False, indent=1))
