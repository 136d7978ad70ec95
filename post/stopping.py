"""Stopping a worker within a second, whatever it is doing."""

import logging
import os
import signal
import threading
import time
from typing import NoReturn

logger = logging.getLogger("post")

SIGNALS = {signal.SIGTERM, signal.SIGINT}
# Seconds a task has to finish. Then the process ends as if it had been killed, which loses nothing: the next worker
# takes the task up again.
GRACE = 0.5


def stop_on_signals() -> threading.Event:
    """An event that is set when the process is asked to stop.

    A thread waits for the signals: Python runs a handler only between two steps of the main thread, which may be
    waiting for a mail server or the database.
    """
    asked = threading.Event()
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=_wait, args=[asked], daemon=True).start()
    return asked


def _wait(asked: threading.Event) -> None:
    signal.sigwait(SIGNALS)
    logger.info("the worker stops")
    asked.set()
    time.sleep(GRACE)
    leave()


def leave() -> NoReturn:
    """End the process now, without tidying up, which can take longer than the work did."""
    logging.shutdown()
    os._exit(0)
