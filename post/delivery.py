"""One attempt to send one letter: at least once, and the address is gone when it went.

Two steps, each under the row's lock. First the letter is written and its private links are committed, so that a link
works the moment it arrives. Then it is sent and its row deleted. A worker that dies in between leaves the row: the
letter goes again, with the same Message-ID.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from post import outgoing
from post.errors import NothingToSend
from post.letters import message_for
from post.models import Outbox
from post.tasks import schedule

logger = logging.getLogger("post")

# How soon to look again at a letter that somebody else holds, such as a worker that is just dying.
LOOK_AGAIN = timedelta(seconds=5)

# In plain SQL, because so many letters are sent: what is queued and held by nobody else. And nobody waits for the disk
# here: what is committed under this lock is there for every reader at once. Should the database itself crash before it
# is on the disk, the letter's row is still there too, and the letter goes again, with a new link.
LOCK = """
    SELECT *, set_config('synchronous_commit', 'off', true) AS no_waiting FROM post_outbox
    WHERE id = %s AND state = 'queued' FOR UPDATE SKIP LOCKED
"""
# The same, and gone when this transaction commits, on the disk too: a letter that went must not go again.
TAKE_OUT = """
    DELETE FROM post_outbox WHERE id IN (
        SELECT id FROM post_outbox WHERE id = %s AND state = 'queued' FOR UPDATE SKIP LOCKED
    ) RETURNING template
"""


class DeliveryBroke(RuntimeError):
    """Stands in for an error that the queue would store in full: its text could hold an address."""


def attempt(outbox_id: UUID) -> None:
    """Send the letter, or put it off. Says nothing of an error but its class, in the log and to the queue."""
    try:
        try:
            message = _write(outbox_id)
            if message is not None:
                _send(outbox_id, message)
        except Exception as error:  # whatever a builder, a template or a mail server comes up with
            _put_off(outbox_id, type(error).__name__)
    except Exception as error:
        raise DeliveryBroke(type(error).__name__) from None


def _write(outbox_id: UUID) -> EmailMultiAlternatives | None:
    """The message, or None when there is nothing to send now."""
    try:
        with transaction.atomic():
            row = _lock(outbox_id)
            if row is None:
                return None
            if row.not_before > timezone.now():
                schedule(row.pk, at=row.not_before)
                return None
            message = message_for(row)
            if message is None:
                _drop(row)
            return message
    except NothingToSend:
        # What the builder had begun, such as a link, is taken back with that transaction.
        with transaction.atomic():
            row = _lock(outbox_id)
            if row is not None:
                _drop(row)
    return None


def _drop(row: Outbox) -> None:
    logger.info("letter %s (%s): nothing to send any more", row.pk, row.template)
    row.delete()


@transaction.atomic
def _send(outbox_id: UUID, message: EmailMultiAlternatives) -> None:
    """Delete and send: an error brings the row back. It may have gone: whoever left in this moment gets no letter."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OUT, [outbox_id])
        taken = cursor.fetchone()
    if taken is None:
        _look_again(outbox_id)
        return
    outgoing.send(message)
    logger.info("letter %s (%s): sent", outbox_id, taken[0])


@transaction.atomic
def _put_off(outbox_id: UUID, error: str) -> None:
    """Count the failed attempt and queue the next one, in one transaction."""
    row = _lock(outbox_id)
    if row is None:
        return
    again = row.put_off(on=timezone.now())
    if again is None:
        logger.error("letter %s (%s): failed for good after %d attempts: %s", row.pk, row.template, row.attempts, error)
        return
    schedule(row.pk, at=again)
    logger.warning("letter %s (%s): attempt %d failed: %s", row.pk, row.template, row.attempts, error)


def _lock(outbox_id: UUID) -> Outbox | None:
    """The waiting row, locked; None when it is gone, has failed, or somebody else holds it: then look again soon."""
    for row in Outbox.objects.raw(LOCK, [outbox_id]):
        return row
    _look_again(outbox_id)
    return None


def _look_again(outbox_id: UUID) -> None:
    """Soon, at a letter that somebody else holds."""
    if Outbox.objects.queued().filter(pk=outbox_id).exists():
        schedule(outbox_id, at=timezone.now() + LOOK_AGAIN)
