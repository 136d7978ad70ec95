"""What the worker does for pledges, again and again."""

from datetime import timedelta

from django.utils import timezone

from post.jobs import periodic

from .actions import forget_drafts, forget_unconfirmed


@periodic("forget_unconfirmed", every=timedelta(hours=1))
def unconfirmed() -> None:
    forget_unconfirmed(on=timezone.now())


@periodic("forget_drafts", every=timedelta(minutes=15))
def drafts() -> None:
    forget_drafts()
