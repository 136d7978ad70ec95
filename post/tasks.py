"""The queue. The only module that imports `task`, so that Django 6 is a change of this one line."""

from datetime import datetime
from uuid import UUID

from django_tasks import task


@task()
def deliver(outbox_id: str) -> None:
    """Try to send one letter. Its argument is an id: the queue stores arguments, and must hold no personal data."""
    # Imported late: delivery, which may put a letter off, stands above the queue.
    from post.delivery import attempt  # noqa: PLC0415

    attempt(UUID(outbox_id))


def schedule(outbox_id: UUID, *, at: datetime) -> None:
    """Queue the task that sends this letter. It is part of the transaction around it."""
    deliver.using(run_after=at).enqueue(str(outbox_id))
