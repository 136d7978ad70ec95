"""Acts on charters: each is one transaction and knows nothing of requests."""

from .agreeing import (
    Asked,
    ContentChanged,
    ReasonLeftOver,
    ReasonMissing,
    TooManyAnswers,
    answer,
    ask_partners,
    last_answer,
    renew_link,
    stop_writing,
)
from .freezing import Code, Missing, document_of, freeze, missing
from .publishing import NotReady, back_to_draft, check_by_readers, consult, publish, withdraw
from .writing import AlreadyOpen, MissingCharter, MissingFile, fresh_key, start_version, write

__all__ = [
    "AlreadyOpen",
    "Asked",
    "Code",
    "ContentChanged",
    "Missing",
    "MissingCharter",
    "MissingFile",
    "NotReady",
    "ReasonLeftOver",
    "ReasonMissing",
    "TooManyAnswers",
    "answer",
    "ask_partners",
    "back_to_draft",
    "check_by_readers",
    "consult",
    "document_of",
    "freeze",
    "fresh_key",
    "last_answer",
    "missing",
    "publish",
    "renew_link",
    "start_version",
    "stop_writing",
    "withdraw",
    "write",
]
