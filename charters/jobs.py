"""What the worker does for charters, again and again."""

from datetime import timedelta

from django.utils import timezone

from charters.actions import print_missing
from config.lib.retention import carry_out
from post.jobs import periodic


@periodic("forget_imported", every=timedelta(hours=1))
def imported() -> None:
    carry_out("charters.imported", on=timezone.now())


@periodic("print_charters", every=timedelta(minutes=5))
def printed() -> None:
    """What was published before there was print, or could not be printed then; and what has to be printed anew."""
    print_missing()
