"""Queueing letters and taking them back, and heeding who says stop."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from post.caps import judge
from post.errors import OutsideTransaction
from post.letters import builder_for
from post.models import Outbox, Suppression
from post.tasks import schedule

# The letter and its task, in one statement (migrations/0004).
QUEUE = """
    SELECT * FROM post_queue_letter(
        %(recipient)s, %(about_app)s, %(about_id)s, %(template)s, %(ids)s, %(not_before)s, %(message_id)s, %(at)s
    )
"""
# Many letters of one kind and their tasks, in one statement.
QUEUE_MANY = """
    SELECT count(post_queue_letter(one.recipient, %(about_app)s, one.about_id, %(template)s, one.ids, %(at)s,
        one.message_id, %(at)s))
    FROM unnest(%(recipients)s::text[], %(about_ids)s::uuid[], %(ids)s::jsonb[], %(message_ids)s::text[])
        AS one (recipient, about_id, ids, message_id)
"""


@dataclass(frozen=True)
class Addressed:
    """One of many letters of a kind: to whom, about what, and the ids that it needs."""

    recipient: str
    about_id: UUID
    ids: dict[str, Any] = field(default_factory=dict)


def queue_letters(*, about_app: str, template: str, letters: Sequence[Addressed]) -> int:
    """Queue letters of one kind to many, as `queue_letter` does for one; how many. Raises the same."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("queue_letters must run inside the transaction that causes the letters.")
    builder_for(template)
    values: dict[str, Any] = {
        "about_app": about_app,
        "template": template,
        "at": timezone.now(),
        "recipients": [one.recipient for one in letters],
        "about_ids": [str(one.about_id) for one in letters],
        "ids": [json.dumps(one.ids) for one in letters],
        "message_ids": [message_id() for _one in letters],
    }
    with connection.cursor() as cursor:
        cursor.execute(QUEUE_MANY, values)
        return int(cursor.fetchone()[0])


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
    now = timezone.now()
    values = {
        "recipient": recipient,
        "about_app": about_app,
        "about_id": about_id,
        "template": template,
        "ids": json.dumps(ids or {}),
        "not_before": not_before or now,
        "message_id": message_id(),
        "at": now,
    }
    return Outbox.objects.raw(QUEUE, values)[0]


def queue_capped_letter(  # noqa: PLR0913 - all by keyword, and a letter has this many
    *,
    recipient: str,
    about_app: str,
    about_id: UUID,
    template: str,
    network: str,
    ids: dict[str, Any] | None = None,
    not_before: datetime | None = None,
) -> Outbox | None:
    """Queue a letter that anybody can cause by typing an address, under the caps of post/caps.py.

    `network` is where the request came from (config.lib.network); it is counted under a keyed hash and not kept. None
    means that this mailbox has had its day's worth: nothing is queued, and whoever asked must not be told. At most one
    of these in a transaction: two could wait for each other's counts.
    """
    now = timezone.now()
    may_go = judge(recipient=recipient, network=network, on=now)
    if may_go is None:
        return None
    return queue_letter(
        recipient=recipient,
        about_app=about_app,
        about_id=about_id,
        template=template,
        ids=ids,
        not_before=max(may_go, not_before or now),
    )


def suppress(*, mailbox: str, reason: Suppression.Reason) -> None:
    """This mailbox told us to stop. Twice is once."""
    Suppression.note(mailbox, reason, on=timezone.now())


def lift(*, mailbox: str, reasons: Iterable[Suppression.Reason]) -> None:
    """The reader of this mailbox wants our letters again."""
    Suppression.objects.of(mailbox).filter(reason__in=list(reasons)).delete()


def told_to_stop() -> list[Suppression]:
    """Every mailbox that did, to be told again to a portal that a restore takes back into the past."""
    return list(Suppression.objects.all())


def stop_again(told: Iterable[Suppression]) -> None:
    """What these mailboxes told us stands, whatever a backup says of them."""
    Suppression.objects.bulk_create(told, update_conflicts=True, unique_fields=["hash"], update_fields=["reason", "at"])


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


def message_id() -> str:
    """Made once, when the letter is queued: a second delivery after a crash is recognised as the same letter."""
    return f"<{uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"
