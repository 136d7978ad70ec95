"""Whether the site can do its work, for /readyz."""

from typing import Any

from django.db import Error
from django.utils import timezone

from post.jobs import is_late, registered
from post.models import Heartbeat, Outbox

# Counting stops here: the page must answer at once however long the queue is.
COUNT_MAX = 1000


def readiness() -> tuple[bool, dict[str, Any]]:
    """Ready or not, and why: the database, the queue, and when each periodic job last succeeded."""
    try:
        jobs = _jobs()
        queue = {"waiting": _count(Outbox.State.QUEUED), "failed": _count(Outbox.State.FAILED)}
    except Error:
        return False, {"ready": False, "database": "away"}
    ready = not any(job["late"] for job in jobs.values())
    return ready, {"ready": ready, "database": "ok", "queue": queue, "jobs": jobs}


def _count(state: str) -> int:
    return Outbox.objects.filter(state=state)[:COUNT_MAX].count()


def _jobs() -> dict[str, dict[str, Any]]:
    now = timezone.now()
    beats = dict(Heartbeat.objects.values_list("job", "last_success"))
    return {
        job.name: {"last_success": beats.get(job.name), "late": is_late(job, beats.get(job.name), on=now)}
        for job in registered()
    }
