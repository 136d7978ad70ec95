"""What the pledges app keeps; the database's own guards are in migrations/0002_guards.py."""

from .announcing import AnnouncedVersion, Announcement
from .decisions import Affirmation, Decision, Note
from .details import PendingConsent, Revision
from .drafts import Draft
from .handing_over import HandOver
from .ledger import ConsentEntry
from .listing import PublicEntry, SignatureCount, Word
from .organisations import FormerOrganisation, Organisation
from .people import Person, Subject
from .seals import ErasureNote, Seal
from .signatures import Signature
from .wordings import NoticeVersion, Pledge, PledgeWording, PurposeWording

__all__ = [
    "Affirmation",
    "AnnouncedVersion",
    "Announcement",
    "ConsentEntry",
    "Decision",
    "Draft",
    "ErasureNote",
    "FormerOrganisation",
    "HandOver",
    "Note",
    "NoticeVersion",
    "Organisation",
    "PendingConsent",
    "Person",
    "Pledge",
    "PledgeWording",
    "PublicEntry",
    "PurposeWording",
    "Revision",
    "Seal",
    "Signature",
    "SignatureCount",
    "Subject",
    "Word",
]
