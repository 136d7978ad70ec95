"""The yearly audit: its questions, who is asked, what they answer, and what panels say beside it."""

from .actions import Action, ActionReminder, ActionStep
from .answers import Answer, Evidence, EvidenceFile, HandBack
from .erasing import Erasure
from .panels import Panel, PanelRating, PanelService
from .results import ServiceResult, Snapshot
from .reviewing import AgreedLevel, AskedToAnswer, PublicReply
from .rounds import Holder, Reminder, Return, Round
from .services import Lead, Service
from .sets import Question, QuestionCommitment, QuestionSet

__all__ = [
    "Action",
    "ActionReminder",
    "ActionStep",
    "AgreedLevel",
    "Answer",
    "AskedToAnswer",
    "Erasure",
    "Evidence",
    "EvidenceFile",
    "HandBack",
    "Holder",
    "Lead",
    "Panel",
    "PanelRating",
    "PanelService",
    "PublicReply",
    "Question",
    "QuestionCommitment",
    "QuestionSet",
    "Reminder",
    "Return",
    "Round",
    "Service",
    "ServiceResult",
    "Snapshot",
]
