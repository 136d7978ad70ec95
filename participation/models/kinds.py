"""The fixed lists of participation, and how long its texts may be."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 200
LONGEST_SENTENCE = 300
LONGEST_NOTE = 4_000
LONGEST_REASON = 2_000
LONGEST_ADDRESS = 2_000
# A panel says one thing together. Fewer people would show who said it.
SMALLEST_PANEL = 5
MOST_PANEL_QUESTIONS = 4
IS_KEY = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
IS_MAILBOX = r"^[^\r\n]+@[^\s@]+$"


class Dimension(TextChoices):
    """The four parts of the Lundy model of taking part."""

    SPACE = "space", _("Space")
    VOICE = "voice", _("Voice")
    AUDIENCE = "audience", _("Audience")
    INFLUENCE = "influence", _("Influence")


class Level(IntegerChoices):
    """How far a service is. Each question says in a sentence of its own what a level means there."""

    NOT_YET = 1, _("Not yet")
    STARTING = 2, _("Starting")
    DOING = 3, _("Doing")
    SHARED = 4, _("Shared")


# What needs evidence needs it from here up: of "not yet" there is nothing to show.
SHOWS_EVIDENCE = Level.DOING


class ServiceKind(TextChoices):
    EARLY_YEARS = "early_years", _("nursery or early years")
    SCHOOL = "school", _("school")
    COLLEGE = "college", _("college")
    HEALTH = "health", _("health service")
    SOCIAL_CARE = "social_care", _("social care")
    COUNCIL_TEAM = "council_team", _("council team")
    VOLUNTARY = "voluntary", _("charity or community group")
    OTHER = "other", _("other")


class Size(TextChoices):
    """How many people work there. A small service answers the short form."""

    SMALL = "small", _("small: fewer than 10 people work there")
    MEDIUM = "medium", _("medium: 10 to 49 people")
    LARGE = "large", _("large: 50 people or more")


class ReturnState(TextChoices):
    OPEN = "open", _("being answered")
    SUBMITTED = "submitted", _("submitted")


class EvidenceKind(TextChoices):
    NOTE = "note", _("a note")
    LINK = "link", _("a link")
    FILE = "file", _("a file")


class EvidenceState(TextChoices):
    """Whether anybody may see it. Nothing is public before staff have looked."""

    WAITING = "waiting", _("not looked at yet")
    APPROVED = "approved", _("may be shown")
    REFUSED = "refused", _("is not shown")


class PanelKind(TextChoices):
    YOUNG_PEOPLE = "young_people", _("young people")
    PARENT_CARERS = "parent_carers", _("parent carers")


class StepKind(TextChoices):
    """What is said of an action."""

    NOTE = "note", _("how far it is")
    MOVED = "moved", _("a new day, and why")
    EVIDENCE = "evidence", _("what shows that it is done")
