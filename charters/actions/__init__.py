"""Acts on charters: each is one transaction and knows nothing of requests."""

from .freezing import Code, Missing, document_of, freeze, missing
from .publishing import NotReady, back_to_draft, check_by_readers, consult, publish, withdraw
from .writing import AlreadyOpen, MissingCharter, MissingFile, fresh_key, start_version, write

__all__ = [
    "AlreadyOpen",
    "Code",
    "Missing",
    "MissingCharter",
    "MissingFile",
    "NotReady",
    "back_to_draft",
    "check_by_readers",
    "consult",
    "document_of",
    "freeze",
    "fresh_key",
    "missing",
    "publish",
    "start_version",
    "withdraw",
    "write",
]
