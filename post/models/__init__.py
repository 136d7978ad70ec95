"""Letters waiting to go, private links, counters that void caches, and the heartbeats of jobs."""

from post.models.generation import Generation
from post.models.heartbeat import Heartbeat
from post.models.outbox import Outbox
from post.models.token import Token

__all__ = ["Generation", "Heartbeat", "Outbox", "Token"]
