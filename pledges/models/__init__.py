"""What the pledges app keeps; the database's own guards are in migrations/0002_guards.py."""

from .drafts import Draft
from .ledger import ConsentEntry
from .listing import PublicEntry
from .people import Person, Subject
from .signatures import Decision, PendingConsent, Revision, Signature
from .wordings import NoticeVersion, Pledge, PledgeWording, PurposeWording

__all__ = [
    "ConsentEntry",
    "Decision",
    "Draft",
    "NoticeVersion",
    "PendingConsent",
    "Person",
    "Pledge",
    "PledgeWording",
    "PublicEntry",
    "PurposeWording",
    "Revision",
    "Signature",
    "Subject",
]
