"""What the worker does for pledges, again and again."""

from datetime import timedelta

from django.utils import timezone

from post.jobs import periodic

from .actions import forget_drafts, forget_replaced, forget_unconfirmed, remind_unconfirmed, tell_of_new_words


@periodic("forget_unconfirmed", every=timedelta(hours=1))
def unconfirmed() -> None:
    forget_unconfirmed(on=timezone.now())


@periodic("remind_unconfirmed", every=timedelta(hours=1))
def reminders() -> None:
    remind_unconfirmed(on=timezone.now())


@periodic("tell_of_new_words", every=timedelta(minutes=15))
def new_words() -> None:
    tell_of_new_words()


@periodic("forget_replaced", every=timedelta(minutes=10))
def replaced() -> None:
    forget_replaced(on=timezone.now())


@periodic("forget_drafts", every=timedelta(minutes=15))
def drafts() -> None:
    forget_drafts()
