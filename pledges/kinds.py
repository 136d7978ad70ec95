"""Who can sign, what may be asked of them, and the words for both.

Plain enumerations with no model, so that models, forms and letters share one list.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Who signs."""

    EARLY_YEARS = "early_years", _("Nursery or early years setting")
    SCHOOL = "school", _("School")
    COLLEGE = "college", _("College")
    HEALTH = "health", _("Health service")
    SOCIAL_CARE = "social_care", _("Social care service")
    COUNCIL_SERVICE = "council_service", _("Council service")
    VOLUNTARY = "voluntary", _("Charity or community group")
    PARENT_CARER_GROUP = "parent_carer_group", _("Parent carer group")
    OTHER_PROVIDER = "other_provider", _("Another kind of organisation")
    PARENT_CARER = "parent_carer", _("Parent carer")
    PROFESSIONAL = "professional", _("Person who works with families")
    YOUNG_PERSON = "young_person", _("Young person")
    # Children under 13 sign only like this: through one adult, as a number.
    GROUP = "group", _("Group of children or young people")


PERSON_KINDS = (Kind.PARENT_CARER, Kind.PROFESSIONAL, Kind.YOUNG_PERSON)
ORGANISATION_KINDS = tuple(kind for kind in Kind if kind not in (*PERSON_KINDS, Kind.GROUP))
# Of a group smaller than this the list does not say where it is: somebody could tell who is in it.
GROUP_SHOWN_FROM = 5
GROUP_FROM, GROUP_TO = 2, 500


class Purpose(models.TextChoices):
    """What a signatory can agree to, each by itself."""

    TAKE_PART = "take_part", _("Take part")
    PUBLISH = "publish", _("Show my name")
    ASK = "ask", _("Ask me how it is going")
    NEWS = "news", _("Send me news")


# What is done by letters that nobody asks for one by one.
BY_MAIL = (Purpose.ASK, Purpose.NEWS)


def choice_name(purpose: str, kind: str) -> str:
    """What a choice is about, in a few words. A group is shown without the name of its adult."""
    if purpose == Purpose.PUBLISH and kind == Kind.GROUP:
        return str(_("Show our group"))
    return str(Purpose(purpose).label)


class Basis(models.TextChoices):
    """The lawful basis of a purpose, set by the data protection officer."""

    CONSENT = "consent", _("Consent")
    PUBLIC_TASK = "public_task", _("Public task")


class AgeBand(models.TextChoices):
    """A band, never a date of birth. Who is under 13 signs in a group, so there is no band for them."""

    AGE_13_15 = "age_13_15", _("13 to 15")
    AGE_16_17 = "age_16_17", _("16 to 17")
    ADULT = "adult", _("18 or over")


# FACTS: nobody under 16 is named; who is under 18 by first name only, without school or role.
NEVER_NAMED = (AgeBand.AGE_13_15,)
FIRST_NAME_ONLY = (AgeBand.AGE_13_15, AgeBand.AGE_16_17)
FIRST_NAME_LONGEST = 40


class State(models.TextChoices):
    """Where a signature stands."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    HELD = "held", _("Held: this address has signed three times already")
    AWAITING = "awaiting", _("Waiting to be checked")
    CHANGES_ASKED = "changes_asked", _("Asked to change something")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Turned down")
    WITHDRAWN = "withdrawn", _("Left")
    HANDED_OVER = "handed_over", _("Handed over to a colleague")


# Nothing personal is kept of somebody in one of these, and nothing more can be done with their signature.
ENDED = (State.WITHDRAWN, State.HANDED_OVER)


class Act(models.TextChoices):
    """What a ledger entry records."""

    GIVE = "give", _("Said yes")
    WITHDRAW = "withdraw", _("Took it back")


class Channel(models.TextChoices):
    """By which way an answer reached us."""

    WEB = "web", _("on this website")
    EMAIL = "email", _("by e-mail")
    TELEPHONE = "telephone", _("by telephone")
    PAPER = "paper", _("on paper")
    # Nobody's answer: the pledge closed, and half a year later everything was taken back for them.
    ENDED = "ended", _("because the pledge had ended")


# By which way an organisation tells us that a colleague takes over.
TOLD_BY = (Channel.WEB, Channel.EMAIL, Channel.TELEPHONE, Channel.PAPER)


class ShownIn(models.TextChoices):
    """In which of the two forms of a wording somebody read it."""

    STANDARD = "standard", _("all the words")
    EASY = "easy", _("easy read")


class GivenBy(models.TextChoices):
    """Who gave the answer."""

    SELF = "self", _("the person")
    PARENT_CARER = "parent_carer", _("a parent carer")
    HELPED = "helped", _("the person, with help")
    # Only for taking back: a colleague has left, and the organisation told us.
    ORGANISATION = "organisation", _("their organisation")


class Judgement(models.TextChoices):
    """What a moderator decided."""

    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Turned down")
    ASK = "ask", _("Asked for a change")
    UNDO = "undo", _("Undone")


class Reason(models.TextChoices):
    """Why a signature was turned down or what to change: coded, so that no free text about a person is kept."""

    NOT_GENUINE = "not_genuine", _("We could not tell that it is genuine")
    DUPLICATE = "duplicate", _("This organisation or person has already signed")
    NOT_IN_AREA = "not_in_area", _("Not from this area")
    PERSONAL_DETAILS = "personal_details", _("It names or describes a child or another person")
    UNSUITABLE_WORDS = "unsuitable_words", _("The words are not suitable for a public page")
    ADVERTISING = "advertising", _("It advertises something")
