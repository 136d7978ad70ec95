"""The fixed lists of charters: what a clause is, who acts, and the states of a version."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Clause keys leave out letters and figures that look alike when read from paper.
KEY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH = 6
IS_KEY = f"^[{KEY_LETTERS}]{{{KEY_LENGTH}}}$"
# Words that stand where a charter's name would in an address.
RESERVED_SLUGS = ("agree", "compare", "easy-read", "feed", "files", "new", "pictures", "words")

# Characters.
LONGEST_TITLE = 200
LONGEST_HEADING = 300
LONGEST_CLAUSE = 5_000
LONGEST_INTRO = 20_000
LONGEST_LINE = 500
LONGEST_REASON = 2_000
LONGEST_ADDRESS = 500


class CharterKind(TextChoices):
    CHARTER = "charter", _("charter")
    POLICY = "policy", _("policy")
    STANDARDS = "standards", _("standards")
    PROTOCOL = "protocol", _("agreement between two sides")


class PartnerKind(TextChoices):
    COUNCIL = "council", _("council")
    NHS = "nhs", _("NHS")
    PARENT_CARERS = "parent_carers", _("parent carers")
    YOUNG_PEOPLE = "young_people", _("young people")
    SERVICE = "service", _("service")
    OTHER = "other", _("other")


class VersionState(TextChoices):
    DRAFT = "draft", _("draft")
    CONSULTATION = "consultation", _("in consultation")
    AGREED = "agreed", _("agreed")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Still being written; open to the partners' answers; and what anybody may read.
OPEN = (VersionState.DRAFT, VersionState.CONSULTATION, VersionState.AGREED)
ASKED = (VersionState.CONSULTATION, VersionState.AGREED)
PUBLIC = (VersionState.PUBLISHED, VersionState.SUPERSEDED)


class ClauseKind(TextChoices):
    COMMITMENT = "commitment", _("commitment")
    OUTCOME = "outcome", _("outcome")
    FACT = "fact", _("fact")
    GUIDANCE = "guidance", _("guidance")


class Actor(TextChoices):
    WE = "we", _("we")
    PARTNER = "partner", _("a named partner")
    FAMILIES = "families", _("families")
    YOUNG_PEOPLE = "young_people", _("young people")
    BOTH = "both", _("both sides")


class ReferenceKind(TextChoices):
    READ_WITH = "read_with", _("read with")
    OVERRIDDEN_BY = "overridden_by", _("overridden by")


class Answer(TextChoices):
    AGREE = "agree", _("agrees")
    DECLINE = "decline", _("declines")


class Understood(TextChoices):
    """What readers said of a line of easy read."""

    YES = "understood", _("understood")
    UNSURE = "unsure", _("not sure")
    NO = "not_understood", _("not understood")


class FileType(TextChoices):
    """What a file may be. Nothing that a browser would run as a page of ours."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"
    ODT = "application/vnd.oasis.opendocument.text", "ODT"


class Licence(TextChoices):
    """By what right we show a picture."""

    OWN = "own", _("our own work")
    PERMISSION = "permission", _("used with permission, or with a licence that we bought")
    CC_BY = "cc_by", _("Creative Commons BY 4.0")
    CC_BY_SA = "cc_by_sa", _("Creative Commons BY-SA 4.0")
    FREE = "free", _("free of rights (CC0 or public domain)")
    OTHER = "other", _("another one")


class PaperKind(TextChoices):
    """What a version is printed as. Its document as JSON is kept in the version itself."""

    CHARTER = "charter", _("all the words")
    LARGE_PRINT = "large_print", _("large print")
    EASY_READ = "easy_read", _("easy read")
    POSTER = "poster", _("poster")
