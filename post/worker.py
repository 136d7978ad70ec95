"""The worker: runs the queue and the periodic jobs, and takes up what a dead worker left."""

import logging
import threading
from typing import Any

from django.db import Error, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from post.jobs import Runner
from post.presence import Presence
from post.reaper import reap

logger = logging.getLogger("post")

# Seconds to wait when there is nothing to do, and the longest wait while the database is away.
IDLE, AWAY_MAX = 1.0, 15.0
# After this many tasks the worker looks after jobs and the dead again.
ROUND = 50


class OneTask(Worker):
    """The queue's own worker, for a single task; says whether there was one."""

    did = False

    def __init__(self, worker_id: str) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            max_tasks=1,
            backend_name="default",
            startup_delay=False,
            worker_id=worker_id,
        )

    def run_task(self, db_task_result: "DBTaskResult[Any, Any]") -> None:
        self.did = True
        super().run_task(db_task_result)


def work_until(stop: threading.Event) -> None:
    """Work until asked to stop. While the database is away, wait for it with growing pauses."""
    pause = IDLE
    while not stop.is_set():
        try:
            with Presence() as presence:
                logger.info("worker %s is at work", presence.worker_id)
                pause = IDLE
                _rounds(presence, stop)
        except Error as error:
            logger.warning("the database is away (%s): trying again in %d s", type(error).__name__, pause)
            connections.close_all()
            stop.wait(pause)
            pause = min(pause * 2, AWAY_MAX)


def work_once() -> None:
    """Do all that is due now, then return."""
    with Presence() as presence:
        Runner().run_due()
        reap()
        while _one(presence):
            pass


def _rounds(presence: Presence, stop: threading.Event) -> None:
    jobs = Runner()
    while not stop.is_set():
        presence.check()
        reap()
        jobs.run_due()
        if not _round(presence, stop):
            stop.wait(IDLE)


def _round(presence: Presence, stop: threading.Event) -> bool:
    """Run a number of tasks; True when there may be more."""
    done = 0
    while done < ROUND and not stop.is_set() and _one(presence):
        done += 1
    return done == ROUND


def _one(presence: Presence) -> bool:
    worker = OneTask(presence.worker_id)
    worker.run()
    return worker.did
