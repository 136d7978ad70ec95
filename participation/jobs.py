"""What the worker does for audits, again and again."""

from datetime import timedelta

from participation.actions.action_links import remind_owners
from participation.actions.inviting import invite_due, remind_due
from participation.actions.publishing import publish_due
from post.jobs import periodic


@periodic("invite_services", every=timedelta(seconds=20))
def invited() -> None:
    """Those whom staff asked to invite, and whose round has opened."""
    invite_due()


@periodic("remind_services", every=timedelta(hours=1))
def reminded() -> None:
    """28, 14, 7 and 1 days before a return is due, then weekly."""
    remind_due()


@periodic("remind_owners", every=timedelta(hours=1))
def owners_reminded() -> None:
    """14 days and 1 day before an action is due, then weekly until it is done."""
    remind_owners()


@periodic("publish_results", every=timedelta(seconds=20))
def published() -> None:
    """What staff asked to publish."""
    publish_due()
