from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy as _

from post.stopping import leave, stop_on_signals
from post.worker import work_once, work_until


class Command(BaseCommand):
    help = str(_("Send letters and run periodic jobs, until stopped."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if once:
            work_once()
        else:
            work_until(stop_on_signals())
            leave()
