"""Queueing letters and taking them back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from post.errors import OutsideTransaction
from post.letters import builder_for
from post.models import Outbox
from post.tasks import schedule


def queue_letter(  # noqa: PLR0913 - all by keyword, and a letter has this many
    *,
    recipient: str,
    about_app: str,
    about_id: UUID,
    template: str,
    ids: dict[str, Any] | None = None,
    not_before: datetime | None = None,
) -> Outbox:
    """Queue a letter inside the transaction that causes it, so that it is neither lost nor sent for nothing.

    `ids` are what the letter's builder needs to look things up: ids only, never names or texts.
    Raises OutsideTransaction, and UnknownTemplate when nobody would know how to write it.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("queue_letter must run inside the transaction that causes the letter.")
    builder_for(template)
    row = Outbox.objects.create(
        recipient=recipient,
        about_app=about_app,
        about_id=about_id,
        template=template,
        ids=ids or {},
        not_before=not_before or timezone.now(),
        message_id=_message_id(),
    )
    schedule(row.pk, at=row.not_before)
    return row


def drop_letters(*, about_app: str, about_id: UUID, templates: Iterable[str] | None = None) -> int:
    """Take back the letters about one thing that have not gone, all or of some templates; how many there were.

    Their tasks find nothing.
    """
    letters = Outbox.objects.about(about_app, about_id)
    if templates is not None:
        letters = letters.filter(template__in=list(templates))
    return letters.delete()[0]


def hold_letters() -> int:
    """Send none of the letters that wait until somebody says so (`retry_letters`); how many there are.

    After a restore: what waited when the backup was made has most likely gone since.
    """
    tried = Greatest("attempts", 1)
    return Outbox.objects.queued().update(state=Outbox.State.FAILED, attempts=tried)


@transaction.atomic
def try_again(*, outbox_id: UUID) -> None:
    """Send a letter that has failed once more, from the first attempt. Raises NotFailed."""
    row = Outbox.objects.select_for_update().get(pk=outbox_id)
    row.try_again(on=timezone.now())
    schedule(row.pk, at=row.not_before)


def _message_id() -> str:
    """Made once, when the letter is queued: a second delivery after a crash is recognised as the same letter."""
    return f"<{uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"
