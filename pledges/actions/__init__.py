"""Acts over several models: each is one transaction and knows nothing of requests."""

from .leaving import leave
from .moderation import TooLate, approve, reject, undo
from .signing import Answers, confirm, renew_own_link, resend_confirmation, sign

__all__ = [
    "Answers",
    "TooLate",
    "approve",
    "confirm",
    "leave",
    "reject",
    "renew_own_link",
    "resend_confirmation",
    "sign",
    "undo",
]
