"""Charters, their versions, and everything that stands in one."""

from .agreeing import AgreedText, Agreement, AgreementRequest, ReaderCheck, VersionPartner
from .beside import Attachment, Credit, GlossaryWord, MeetingRules, Reference, VersionFile
from .charters import Charter, ClauseKey
from .contents import Clause, EasyReadLine, Section
from .exceptions import LintException
from .files import File
from .importing import ImportedDocument
from .partners import Partner
from .pictures import Picture
from .printed import StoredFile
from .reading import ReadingReply, ReadingResult
from .steps import Step
from .versions import Version, WrongState

__all__ = [
    "AgreedText",
    "Agreement",
    "AgreementRequest",
    "Attachment",
    "Charter",
    "Clause",
    "ClauseKey",
    "Credit",
    "EasyReadLine",
    "File",
    "GlossaryWord",
    "ImportedDocument",
    "LintException",
    "MeetingRules",
    "Partner",
    "Picture",
    "ReaderCheck",
    "ReadingReply",
    "ReadingResult",
    "Reference",
    "Section",
    "Step",
    "StoredFile",
    "Version",
    "VersionFile",
    "VersionPartner",
    "WrongState",
]
