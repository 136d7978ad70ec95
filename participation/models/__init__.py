"""The yearly audit: its questions, who is asked, what they answer, and what panels say beside it."""

from .answers import Answer, Evidence, EvidenceFile, HandBack
from .erasing import Erasure
from .panels import Panel, PanelRating, PanelService
from .rounds import Holder, Reminder, Return, Round
from .services import Lead, Service
from .sets import Question, QuestionCommitment, QuestionSet

__all__ = [
    "Answer",
    "Erasure",
    "Evidence",
    "EvidenceFile",
    "HandBack",
    "Holder",
    "Lead",
    "Panel",
    "PanelRating",
    "PanelService",
    "Question",
    "QuestionCommitment",
    "QuestionSet",
    "Reminder",
    "Return",
    "Round",
    "Service",
]
