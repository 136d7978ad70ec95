"""Demonstration content: Quillmere, an invented place, in our own words. Safe to load twice."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from post.actions import drop_letters

from .actions import Agreed, Answers, approve, confirm, sign
from .kinds import Basis, Kind, Purpose
from .models import NoticeVersion, Pledge, PledgeWording, PurposeWording, Signature
from .terms import current_terms

NAMESPACE = UUID("5f4f2c0e-6d0b-4a86-9d59-0d6a1f0e7c11")

PLEDGE = """\
Families know what helps. We want to plan with them from the first day, not tell them on the last.

When we sign this pledge, we make these promises to children and young people with special educational needs \
and disabilities, and to those who care for them.

- We will ask before planning.
- We will use words that everybody can understand.
- We will name one contact, and keep that name up to date.
- We will say what can change and what cannot.
- We will tell people what came of what they said.
- We will admit mistakes, and mend them.

Anybody who works with families in Quillmere can sign, and so can families themselves. Signing is free. \
You can leave at any time.
"""

NOTICE = """\
This page says what we do with your details when you sign the pledge.

## Who we are

Quillmere Council runs this site with NHS Quillmere, Quillmere Parent Carers and the Kite Group. \
The council is in charge of your details. The law calls it the controller.

Our data protection officer looks after your rights: dpo@quillmere.example, 01632 960 001.

## What we ask for, and why

- Your name and your e-mail address, so that we know a real person signs. This is part of our public task.
- Your organisation and your role, if you sign for an organisation.
- What you will do, if you want to tell us. You can leave this empty.
- Your choices. You can say no to each and still sign.

We never ask about a disability or a diagnosis. Please do not tell us about one.

## What everybody can see

An organisation that signs is always shown. Your own name and role are shown only if you say yes. \
We never show your e-mail address.

## Who else sees it

A few people at the council who look after this site. We do not sell or pass on your details, and we do not send \
them outside the United Kingdom.

## How long we keep it

- For as long as you stand by the pledge. When you leave, we delete your details at once.
- If you do not confirm by e-mail, we delete your answers after seven days.
- We keep a list of who agreed to what, and when. It holds a number and no names.

## Your rights

You can see what we hold, and you can leave. The link in our e-mail does this, without a password and without \
a reason. You can also ask us to change what we hold, or take back a choice. Write to us or call us. We answer within \
one month.

You do not have to sign: no law and no contract asks you to. No computer decides anything about you.

If you are not happy with us, tell us first, so that we can put it right. You can also complain to the \
Information Commissioner's Office at ico.org.uk or on 0303 123 1113.
"""

PURPOSES = {
    Purpose.TAKE_PART: (
        Basis.PUBLIC_TASK,
        "Take part in the pledge.\n"
        "When you sign, we keep your details to show who stands behind the pledge. This is part of the council's work "
        "for families, so we do not need a tick. You can leave at any time.",
    ),
    Purpose.PUBLISH: (
        Basis.CONSENT,
        "Yes, show my name and role on the public list.\n"
        "Everybody can see the list. If you sign as a parent carer, people may guess that your child gets help.",
    ),
    Purpose.ASK: (
        Basis.CONSENT,
        "Yes, ask me how it is going.\nWe write to you about twice a year and ask what changed.",
    ),
    Purpose.NEWS: (
        Basis.CONSENT,
        "Yes, send me news.\nNews about work with families in Quillmere, six times a year at most.",
    ),
}


class Signatory(NamedTuple):
    days_ago: int
    kind: Kind
    organisation: str
    name: str
    role: str
    promise: str
    publish: bool
    approved: bool = True


SIGNATORIES = [
    Signatory(
        78,
        Kind.COUNCIL_SERVICE,
        "Quillmere Short Breaks",
        "Imogen Tarrant",
        "Team lead",
        "Plan the summer programme with six families before we book anything.",
        True,
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
        "Lend toys for longer.",
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
]


@transaction.atomic
def load_words() -> None:
    """The pledge, the privacy notice and the purposes, each in its first published version."""
    now = timezone.now() - timedelta(days=90)
    pledge, _ = Pledge.objects.get_or_create(slug="quillmere", defaults={"title": "The Quillmere Pledge"})
    if not pledge.wordings.exists():
        PledgeWording.objects.create(pledge=pledge, n=1, standard=PLEDGE, published_at=now)
    if not NoticeVersion.objects.exists():
        NoticeVersion.objects.create(n=1, standard=NOTICE, published_at=now)
    for purpose, (basis, words) in PURPOSES.items():
        if not PurposeWording.objects.filter(purpose=purpose).exists():
            PurposeWording.objects.create(purpose=purpose, basis=basis, n=1, standard=words, published_at=now)


def load_signatures(by: AbstractBaseUser) -> None:
    """Signs, confirms and approves, by the same acts as everybody; only the mail is left out."""
    for signatory in SIGNATORIES + WAITING:
        draft = uuid5(NAMESPACE, signatory.organisation or signatory.name)
        if not Signature.objects.filter(draft_id=draft).exists():
            _load(signatory, draft, by)


@transaction.atomic
def _load(signatory: Signatory, draft: UUID, by: AbstractBaseUser) -> None:
    signed_at = timezone.now() - timedelta(days=signatory.days_ago)
    sign(answers=_answers(signatory, draft, signed_at))
    Signature.objects.filter(draft_id=draft).update(created_at=signed_at)
    signature = confirm(subject_id=Signature.objects.get(draft_id=draft).subject_id, signed_at=signed_at)
    if signatory.approved:
        approve(subject_id=signature.subject_id, by=by)
    drop_letters(about_app="pledges", about_id=signature.subject_id)


def _answers(signatory: Signatory, draft: UUID, signed_at: datetime) -> Answers:
    terms = current_terms()
    if terms is None:
        raise RuntimeError("load_words comes first")
    mailbox = signatory.name.split()[0].lower()
    return Answers(
        draft_id=draft,
        kind=signatory.kind,
        name=signatory.name,
        email=f"{mailbox}@{slugify(signatory.organisation or signatory.name)}.example",
        role=signatory.role,
        organisation=signatory.organisation,
        promise=signatory.promise,
        wording=terms.wording,
        notice=terms.notice,
        agreed=[
            Agreed(wording=wording, given_at=signed_at)
            for wording in terms.purposes
            if signatory.publish or wording.purpose != Purpose.PUBLISH
        ],
    )
