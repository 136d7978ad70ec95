"""Taking tasks up, several at one go, and writing down what became of them.

The library's worker takes up one, in five statements and three commits. Here a burst is two statements. A worker that
dies in the middle leaves the whole burst to be taken up again (post/reaper.py), so a task may run twice, as ever: one
that sends a letter finds that it has gone.
"""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

logger = logging.getLogger("post")

Task = DBTaskResult[Any, Any]

# In the library's order, of which an index knows (tasks_db_new_ordering_idx).
CLAIM = """
    UPDATE django_tasks_database_dbtaskresult
    SET status = 'RUNNING', started_at = %(now)s, worker_ids = worker_ids || to_jsonb(%(worker)s::text)
    WHERE id IN (
        SELECT id FROM django_tasks_database_dbtaskresult
        WHERE status = 'READY' AND (run_after <= %(now)s OR run_after = %(whenever)s)
        ORDER BY priority DESC, run_after, enqueued_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
    ) RETURNING *
"""
FINISH = """
    UPDATE django_tasks_database_dbtaskresult SET status = 'SUCCESSFUL', finished_at = %(now)s
    WHERE id = ANY (%(ids)s)
"""
GIVE_BACK = """
    UPDATE django_tasks_database_dbtaskresult SET status = 'READY', started_at = NULL WHERE id = ANY (%(ids)s)
"""


def claim(worker_id: str, *, most: int) -> list[Task]:
    """Tasks that are due, now this worker's; the most pressing first."""
    # The library's mark for a task that was queued without a time.
    values = {"now": timezone.now(), "whenever": get_date_max(), "worker": worker_id, "most": most}
    found = DBTaskResult.objects.raw(CLAIM, values)
    return sorted(found, key=lambda task: (-task.priority, task.run_after, task.enqueued_at))


def run(task: Task) -> bool:
    """Run one; False where it failed, which is written down at once."""
    try:
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    except BaseException as error:  # as the library does it
        task.set_failed(error)
        return False
    return True


def finish(tasks: Sequence[Task]) -> None:
    """These ran as they should."""
    _update(FINISH, tasks)


def give_back(tasks: Sequence[Task]) -> None:
    """These were not begun: another worker may have them."""
    _update(GIVE_BACK, tasks)


def _update(statement: str, tasks: Sequence[Task]) -> None:
    if tasks:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"now": timezone.now(), "ids": [task.pk for task in tasks]})
