"""What the worker does for the desk, again and again."""

from datetime import timedelta

from django.utils import timezone

from config.lib.retention import carry_out
from post.jobs import periodic


@periodic("desk.forget_sessions", every=timedelta(hours=6))
def forget_sessions() -> None:
    """Deletes the sessions that have run out."""
    carry_out("desk.sessions", on=timezone.now())
