"""Demonstration content: Quillmere, an invented place, in our own words. Safe to load twice."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from charters.demo_words import MEETING, WORKING
from charters.models import Version
from post.actions import drop_letters

from .actions import Agreed, Answers, Details, affirm, approve, confirm, edit, match, sign
from .actions.wordings import publish_wording
from .demo_words import (
    NOTICE,
    NOTICE_EASY,
    PLEDGE_1,
    PLEDGE_2,
    PLEDGE_3,
    PLEDGE_EASY_1,
    PLEDGE_EASY_2,
    PLEDGE_EASY_3,
    PURPOSES,
)
from .kinds import AgeBand, GivenBy, Kind, Purpose, ShownIn
from .models import NoticeVersion, Pledge, PledgeWording, PurposeWording, Signature
from .terms import current_terms

NAMESPACE = UUID("5f4f2c0e-6d0b-4a86-9d59-0d6a1f0e7c11")


class Signatory(NamedTuple):
    days_ago: int
    kind: Kind
    organisation: str
    name: str
    role: str
    promise: str
    publish: bool
    approved: bool = True
    affirmed: bool = False
    new_promise: str = ""  # waits for a moderator while the old one stays up
    age_band: AgeBand = AgeBand.ADULT
    people: int | None = None
    shown_in: ShownIn = ShownIn.STANDARD
    given_by: GivenBy = GivenBy.SELF
    again: str = ""  # tells somebody apart who signs for an organisation that another has signed for


SIGNATORIES = [
    Signatory(
        78,
        Kind.COUNCIL_SERVICE,
        "Quillmere Short Breaks",
        "Imogen Tarrant",
        "Team lead",
        "Plan the summer programme with six families before we book anything.",
        True,
        affirmed=True,
    ),
    Signatory(
        71,
        Kind.HEALTH,
        "Quillmere Speech Therapy",
        "Callum Ferris",
        "Clinical lead",
        "Write every letter so that a ten-year-old can read it.",
        True,
    ),
    Signatory(
        64,
        Kind.PARENT_CARER_GROUP,
        "Quillmere Parent Carers",
        "Roz Whitlock",
        "Chair",
        "Bring the views of families who cannot come to meetings.",
        True,
        affirmed=True,
    ),
    Signatory(
        58,
        Kind.EARLY_YEARS,
        "Pebblewing Nursery",
        "Anneka Dole",
        "Manager",
        "Ask each family how they want to hear from us, and keep to it.",
        False,
    ),
    Signatory(
        50,
        Kind.SCHOOL,
        "Thistlewick School",
        "Tom Okafor",
        "SENCO",
        "Ask our pupils before we change the timetable.",
        True,
    ),
    Signatory(43, Kind.PARENT_CARER, "", "Priya Nolan", "", "Help new parent carers to find their way.", True),
    Signatory(
        37,
        Kind.VOLUNTARY,
        "Saltmarsh Play",
        "Benny Achterberg",
        "Coordinator",
        "Open our Saturday club to brothers and sisters too.",
        True,
        new_promise="Open our Saturday club to brothers and sisters too, and run it in the holidays.",
    ),
    Signatory(
        30,
        Kind.COLLEGE,
        "Quillmere Sixth Form College",
        "Dilys Marchbank",
        "Head of support",
        "Let students lead their own review meetings.",
        False,
    ),
    Signatory(
        24,
        Kind.PROFESSIONAL,
        "",
        "Sam Ellery",
        "Educational psychologist",
        "Show every report to the family before anybody else sees it.",
        True,
    ),
    Signatory(19, Kind.SOCIAL_CARE, "Harbour Family Support", "Jo Pemberly", "Senior practitioner", "", True),
    Signatory(
        12,
        Kind.SCHOOL,
        "Larkfield Primary School",
        "Owen Castle",
        "Deputy head",
        "Reply to every parent carer within three school days.",
        True,
    ),
    Signatory(9, Kind.PARENT_CARER, "", "Marta Lindqvist", "", "", False),
    Signatory(
        8,
        Kind.GROUP,
        "Class 4, Larkfield Primary School",
        "Nia Castell",
        "",
        "Tell our teachers what helps us to learn.",
        True,
        people=24,
    ),
    Signatory(
        7,
        Kind.YOUNG_PERSON,
        "",
        "Remi",
        "",
        "",
        True,
        age_band=AgeBand.AGE_16_17,
        shown_in=ShownIn.EASY,
        given_by=GivenBy.HELPED,
    ),
    Signatory(6, Kind.YOUNG_PERSON, "", "Jory", "", "", False, age_band=AgeBand.AGE_13_15, shown_in=ShownIn.EASY),
    Signatory(
        5,
        Kind.OTHER_PROVIDER,
        "Wheelhouse Transport",
        "Gerry Stowe",
        "Operations manager",
        "Learn the name of every child on our buses.",
        True,
    ),
]

WAITING = [
    Signatory(
        16,
        Kind.SCHOOL,
        "Netherby Academy",
        "Fiona Grail",
        "SENCO",
        "Invite parent carers to our staff training in spring.",
        True,
        approved=False,
    ),
    Signatory(
        9,
        Kind.VOLUNTARY,
        "Quillmere Toy Library",
        "Hal Prudhoe",
        "Trustee",
        "Lend toys for longer. See www.toys.quillmere.example for the list.",
        True,
        approved=False,
    ),
    # A colleague of somebody who has signed: the desk shows both side by side.
    Signatory(
        4,
        Kind.SCHOOL,
        "Larkfield Primary School",
        "Bea Tansley",
        "SENCO",
        "Ring parent carers with good news too.",
        True,
        approved=False,
        again="2",
    ),
    # Nearly the name of a school on the list: the desk asks whether it is that one.
    Signatory(
        3,
        Kind.SCHOOL,
        "Thistlewick Primary School",
        "Theo Marsh",
        "Deputy head",
        "Ask pupils what they would change, twice a year.",
        True,
        approved=False,
    ),
    Signatory(
        2,
        Kind.PARENT_CARER,
        "",
        "Lena Abbot",
        "",
        "Welcome other families at the coffee morning.",
        True,
        approved=False,
    ),
    Signatory(
        1,
        Kind.GROUP,
        "Pebblewing Nursery, the Otters",
        "Anneka Dole",
        "",
        "Choose the stories for the week.",
        True,
        approved=False,
        people=4,
    ),
]


@transaction.atomic
def load_words() -> None:
    """The pledge in its versions, the privacy notice and the purposes, each published, in both forms.

    The charters come first: without them nothing names them.
    """
    first, second = (timezone.now() - timedelta(days=days) for days in (90, 20))
    pledge, _ = Pledge.objects.get_or_create(slug="quillmere", defaults={"title": "The Quillmere Pledge"})
    for n, standard, easy, when in ((1, PLEDGE_1, PLEDGE_EASY_1, first), (2, PLEDGE_2, PLEDGE_EASY_2, second)):
        if not pledge.wordings.filter(n=n).exists():
            PledgeWording.objects.create(pledge=pledge, n=n, standard=standard, easy=easy, published_at=when)
    if not pledge.wordings.filter(n__gte=3).exists():
        _load_words_on_charters(pledge)
    notice = NoticeVersion.objects.current()
    if notice is None or not notice.easy:
        n = notice.n + 1 if notice else 1
        NoticeVersion.objects.create(n=n, standard=NOTICE, easy=NOTICE_EASY, published_at=first)
    for purpose, (basis, standard, easy) in PURPOSES.items():
        wording = PurposeWording.objects.filter(purpose=purpose).current()
        if wording is None or not wording.easy:
            n = wording.n + 1 if wording else 1
            PurposeWording.objects.create(
                purpose=purpose, basis=basis, n=n, standard=standard, easy=easy, published_at=first
            )


def _load_words_on_charters(pledge: Pledge) -> None:
    """The pledge names the charters in force, once there are any. Who signed before is not written to about it."""
    in_force = Version.objects.published().filter(charter__slug__in=[WORKING, MEETING])
    if not in_force:
        return
    draft = PledgeWording.objects.create(pledge=pledge, n=3, standard=PLEDGE_3, easy=PLEDGE_EASY_3)
    draft.charter_versions.set(in_force)
    told = publish_wording(draft)
    Signature.objects.filter(pledge=pledge).update(told_of=told)


def load_signatures(by: AbstractBaseUser) -> None:
    """Signs, confirms and approves, by the same acts as everybody; only the mail is left out."""
    for signatory in SIGNATORIES + WAITING:
        draft = uuid5(NAMESPACE, (signatory.organisation or signatory.name) + signatory.again)
        if not Signature.objects.filter(draft_id=draft).exists():
            _load(signatory, draft, by)
        # Approved by an older version of this program, which knew of no organisations.
        for signature in Signature.objects.without_organisation().filter(draft_id=draft):
            match(subject_id=signature.pk)


@transaction.atomic
def _load(signatory: Signatory, draft: UUID, by: AbstractBaseUser) -> None:
    signed_at = timezone.now() - timedelta(days=signatory.days_ago)
    terms = current_terms()
    if terms is None:
        raise RuntimeError("load_words comes first")
    sign(answers=_answers(signatory, draft, signed_at))
    Signature.objects.filter(draft_id=draft).update(created_at=signed_at, told_of=terms.wording)
    signature = confirm(subject_id=Signature.objects.get(draft_id=draft).subject_id, signed_at=signed_at)
    if signatory.approved:
        approve(subject_id=signature.subject_id, by=by)
    if signatory.affirmed:
        affirm(subject_id=signature.subject_id, wording=terms.wording)
    if signatory.new_promise:
        edit(subject_id=signature.subject_id, details=_details(signatory))
    drop_letters(about_app="pledges", about_id=signature.subject_id)


def _details(signatory: Signatory) -> Details:
    return Details(
        name=signatory.name,
        role=signatory.role,
        organisation=signatory.organisation,
        promise=signatory.new_promise,
    )


def _answers(signatory: Signatory, draft: UUID, signed_at: datetime) -> Answers:
    terms = current_terms(on=signed_at)
    if terms is None:
        raise RuntimeError("load_words comes first")
    mailbox = slugify(signatory.name.split()[0])
    return Answers(
        draft_id=draft,
        kind=signatory.kind,
        name=signatory.name,
        email=f"{mailbox}@{slugify(signatory.organisation or signatory.name)}.example",
        role=signatory.role,
        organisation=signatory.organisation,
        promise=signatory.promise,
        age_band=signatory.age_band,
        people=signatory.people,
        given_by=signatory.given_by,
        wording=terms.wording,
        notice=terms.notice,
        agreed=[
            Agreed(wording=wording, given_at=signed_at, shown_in=signatory.shown_in)
            for wording in terms.purposes
            if signatory.publish or wording.purpose != Purpose.PUBLISH
        ],
    )
