"""Taking up what a dead worker left: a task that is running, while the worker that ran it no longer lives."""

import logging
from typing import Any

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from post.presence import dead

logger = logging.getLogger("post")

READY = "READY"


@transaction.atomic
def reap() -> int:
    """Make the tasks of dead workers ready again; how many there were.

    The rows are locked before the workers are looked at. A worker that finishes meanwhile waits for us with its lock
    held, so its task is left alone; one whose task we get is dead.
    """
    running = list(DBTaskResult.objects.running().select_for_update(skip_locked=True))
    if not running:
        return 0
    gone = dead({last_worker(task) for task in running})
    left = [task for task in running if last_worker(task) in gone]
    for task in left:
        logger.warning("task %s: its worker died, it is taken up again", task.pk)
    DBTaskResult.objects.filter(pk__in=[task.pk for task in left]).update(status=READY, started_at=None)
    return len(left)


def last_worker(task: "DBTaskResult[Any, Any]") -> str:
    return str(task.worker_ids[-1]) if task.worker_ids else ""
