"""Mailing people the link to their own page: a new one for an old one, or one that was lost."""

from uuid import UUID, uuid4

from django.db import transaction

from pledges.mailboxes import has_fresh_link, waits
from pledges.models import Person
from post.actions import queue_capped_letter


@transaction.atomic
def renew_own_link(*, subject_id: UUID, network: str = "") -> None:
    """Mails a new link to somebody's own page, to the address we hold and no other."""
    person = Person.objects.select_for_update().filter(subject_id=subject_id).first()
    if person is None or waits(subject_id, "pledges/own_link") or has_fresh_link(subject_id):
        return
    queue_capped_letter(
        recipient=person.email, about_app="pledges", about_id=subject_id, template="pledges/own_link", network=network
    )


@transaction.atomic
def ask_for_lost_link(*, email: str, network: str = "") -> None:
    """Somebody typed an address and says that they have signed. Whether they have is not even looked up here.

    Only the worker looks, so for every address this takes the same steps and as long. Nothing is ever sent to what was
    typed: the row is about nobody, and gone when the worker has looked.
    """
    queue_capped_letter(
        recipient=email, about_app="pledges", about_id=uuid4(), template="pledges/lost_link", network=network
    )
