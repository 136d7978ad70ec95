"""What the pledges app keeps; the database's own guards are in migrations/0002_guards.py."""

from .decisions import Affirmation, Decision, Note
from .drafts import Draft
from .handing_over import HandOver
from .ledger import ConsentEntry
from .listing import PublicEntry
from .people import Person, Subject
from .seals import ErasureNote, Seal
from .signatures import PendingConsent, Revision, Signature
from .wordings import NoticeVersion, Pledge, PledgeWording, PurposeWording

__all__ = [
    "Affirmation",
    "ConsentEntry",
    "Decision",
    "Draft",
    "ErasureNote",
    "HandOver",
    "Note",
    "NoticeVersion",
    "PendingConsent",
    "Person",
    "Pledge",
    "PledgeWording",
    "PublicEntry",
    "PurposeWording",
    "Revision",
    "Seal",
    "Signature",
    "Subject",
]
