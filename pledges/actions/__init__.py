"""Acts over several models: each is one transaction and knows nothing of requests."""

from .leaving import leave
from .moderation import TooLate, approve, reject, undo
from .retention import forget_drafts, forget_unconfirmed
from .signing import Answers, confirm, renew_own_link, sign

__all__ = [
    "Answers",
    "TooLate",
    "approve",
    "confirm",
    "forget_drafts",
    "forget_unconfirmed",
    "leave",
    "reject",
    "renew_own_link",
    "sign",
    "undo",
]
