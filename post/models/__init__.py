"""Letters waiting to go, private links, who told us to stop, counts of letters, and the heartbeats of jobs."""

from post.models.generation import Generation
from post.models.heartbeat import Heartbeat
from post.models.outbox import Outbox
from post.models.suppression import Suppression
from post.models.tally import Tally
from post.models.token import Token

__all__ = ["Generation", "Heartbeat", "Outbox", "Suppression", "Tally", "Token"]
