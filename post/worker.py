"""The worker: runs the queue and the periodic jobs, and takes up what a dead worker left."""

import logging
import threading

from django.db import Error, close_old_connections, connections

from post import claims, outgoing
from post.jobs import Runner
from post.presence import Presence
from post.reaper import reap

logger = logging.getLogger("post")

# Seconds to wait when there is nothing to do, and the longest wait while the database is away.
IDLE, AWAY_MAX = 1.0, 15.0
# So many tasks are taken up at one go. Few: those of a worker that dies or hangs wait for its end.
BURST = 25
# After this many the worker looks after jobs and the dead again.
ROUND = 50


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
        never = threading.Event()
        while _burst(presence, never):
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
    return all(not stop.is_set() and _burst(presence, stop) == BURST for _ in range(ROUND // BURST))


def _burst(presence: Presence, stop: threading.Event) -> int:
    """Take up a few tasks and run them, with one connection to the mail server; how many there were."""
    close_old_connections()
    tasks, done = claims.claim(presence.worker_id, most=BURST), []
    with outgoing.one_line():
        for n, task in enumerate(tasks):
            if stop.is_set():
                claims.give_back(tasks[n:])
                break
            if claims.run(task):
                done.append(task)
    claims.finish(done)
    return len(tasks)
