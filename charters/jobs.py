"""What the worker does for charters, again and again."""

from datetime import timedelta

from django.utils import timezone

from config.lib.retention import carry_out
from post.jobs import periodic


@periodic("forget_imported", every=timedelta(hours=1))
def imported() -> None:
    carry_out("charters.imported", on=timezone.now())
