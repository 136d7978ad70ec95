"""Acts on charters: each is one transaction and knows nothing of requests."""

from .exporting import export
from .freezing import Code, Missing, document_of, freeze, missing
from .importing import Before, CannotImport, NewCharter, before, import_document, import_export, matches_of
from .publishing import NotReady, back_to_draft, check_by_readers, consult, publish, withdraw
from .writing import AlreadyOpen, MissingCharter, MissingFile, fresh_key, start_version, write

__all__ = [
    "AlreadyOpen",
    "Before",
    "CannotImport",
    "Code",
    "Missing",
    "MissingCharter",
    "MissingFile",
    "NewCharter",
    "NotReady",
    "back_to_draft",
    "before",
    "check_by_readers",
    "consult",
    "document_of",
    "export",
    "freeze",
    "fresh_key",
    "import_document",
    "import_export",
    "matches_of",
    "missing",
    "publish",
    "start_version",
    "withdraw",
    "write",
]
