"""Rows for tests. A signature is made by the acts that make it in life, so that every guard of the database holds."""

# factory_boy has types, but not for its declarations.
# mypy: disable-error-code="no-untyped-call"

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from charters.models import Version
from desk.models import StaffMember
from pledges.actions import (
    Agreed,
    Answers,
    Colleague,
    approve,
    ask,
    confirm,
    invite,
    leave,
    reject,
    sign,
    take_over,
)
from pledges.actions.wordings import publish_wording
from pledges.kinds import ORGANISATION_KINDS, PERSON_KINDS, AgeBand, Basis, Kind, Purpose, Reason, ShownIn, State
from pledges.models import HandOver, NoticeVersion, Pledge, PledgeWording, PurposeWording, Signature
from pledges.terms import Terms, current_terms

PLEDGE_WORDS = """We want children, young people and families to help decide what we do.

## We promise

- We will ask you before we plan.
- We will name one contact.
- We will tell you what came of it.
"""
NOTICE_WORDS = """We keep your name and e-mail address while you stand behind the pledge.

## Your rights

- You can leave at any time.
- You can ask what we hold about you.
"""


def easy_lines(*texts: str) -> list[dict[str, str]]:
    """Easy-read lines, each with a picture that says what the words say."""
    return [{"picture": "list", "text": text, "alt": ""} for text in texts]


class StaffMemberFactory(DjangoModelFactory[StaffMember]):
    """Staff of the council. `is_superuser=True` makes an administrator."""

    class Meta:
        model = StaffMember
        skip_postgeneration_save = True

    username = Sequence(lambda n: f"staff{n}")
    email = LazyAttribute(lambda staff: f"{staff.username}@quillmere.example")
    is_staff = True
    password = Password("correct horse battery")


class PledgeFactory(DjangoModelFactory[Pledge]):
    """A pledge that is closed: one at most may be open, so say so where it matters."""

    class Meta:
        model = Pledge

    slug = Sequence(lambda n: f"pledge-{n}")
    title = "The Quillmere pledge"
    is_open = False


class PledgeWordingFactory(DjangoModelFactory[PledgeWording]):
    """A published wording; `published_at=None` makes a draft."""

    class Meta:
        model = PledgeWording

    pledge = SubFactory(PledgeFactory)
    n = Sequence(lambda n: n + 1)
    standard = PLEDGE_WORDS
    easy = LazyFunction(lambda: easy_lines("We ask you first.", "You know who to ask."))
    published_at = LazyFunction(timezone.now)


class PurposeWordingFactory(DjangoModelFactory[PurposeWording]):
    """A published wording of a purpose; taking part is a public task, the rest is consent."""

    class Meta:
        model = PurposeWording

    purpose = Purpose.TAKE_PART
    basis = LazyAttribute(lambda wording: Basis.PUBLIC_TASK if wording.purpose == Purpose.TAKE_PART else Basis.CONSENT)
    n = Sequence(lambda n: n + 1)
    standard = LazyAttribute(lambda wording: f"{Purpose(wording.purpose).label}\nWhat this means, in a sentence.")
    easy = LazyAttribute(lambda wording: easy_lines(f"Easy: {Purpose(wording.purpose).label}?"))
    published_at = LazyFunction(timezone.now)


class NoticeVersionFactory(DjangoModelFactory[NoticeVersion]):
    """A published privacy notice."""

    class Meta:
        model = NoticeVersion

    n = Sequence(lambda n: n + 1)
    standard = NOTICE_WORDS
    easy = LazyFunction(lambda: easy_lines("We keep your name.", "You can leave."))
    published_at = LazyFunction(timezone.now)


def publish_words_on(*versions: Version, **fields: Any) -> PledgeWording:
    """A wording that stands on these versions of charters, published by the act that does it in life."""
    draft = PledgeWordingFactory.create(published_at=None, **fields)
    draft.charter_versions.set(versions)
    return publish_wording(draft)


def publish_terms() -> Terms:
    """An open pledge with a wording, a notice and every purpose; what is there already is kept."""
    terms = current_terms()
    if terms is None:
        pledge = Pledge.objects.open().first() or PledgeFactory.create(is_open=True)
        if not PledgeWording.objects.filter(pledge=pledge, published_at__isnull=False).exists():
            PledgeWordingFactory.create(pledge=pledge, n=1)
        if NoticeVersion.objects.current() is None:
            NoticeVersionFactory.create(n=1)
    for purpose in Purpose:
        if not PurposeWording.objects.filter(purpose=purpose, published_at__isnull=False).exists():
            PurposeWordingFactory.create(purpose=purpose, n=1)
    terms = current_terms()
    assert terms is not None
    return terms


def make_answers(
    *,
    kind: str = Kind.SCHOOL,
    publish: bool = True,
    agreed: Any = None,
    shown_in: ShownIn = ShownIn.STANDARD,
    given_at: datetime | None = None,
    **fields: Any,
) -> Answers:
    """What somebody filled in. `agreed` names the purposes they ticked besides taking part and showing their name."""
    terms = publish_terms()
    moment = given_at or timezone.now()
    number = uuid4().hex[:8]
    yes = {Purpose.TAKE_PART, *([Purpose.PUBLISH] if publish else []), *(agreed or [])}
    given: dict[str, Any] = {
        "draft_id": uuid4(),
        "name": f"Ada{number}" if kind == Kind.YOUNG_PERSON else f"Ada Lark {number}",
        "email": f"ada.{number}@example.org",
        "organisation": "" if kind in PERSON_KINDS else f"Thistlewick School {number}",
        "role": "Head teacher" if kind in ORGANISATION_KINDS else "",
        "promise": "" if kind == Kind.YOUNG_PERSON else "We will ask families first.",
        "age_band": AgeBand.AGE_16_17 if kind == Kind.YOUNG_PERSON else AgeBand.ADULT,
        "people": 24 if kind == Kind.GROUP else None,
    }
    return Answers(
        kind=kind,
        wording=terms.wording,
        notice=terms.notice,
        agreed=[
            Agreed(wording=wording, given_at=moment, shown_in=shown_in)
            for wording in terms.purposes
            if wording.purpose in yes
        ],
        **(given | fields),
    )


def hand_over_to_somebody(subject_id: UUID, *, ask: bool = True) -> None:
    """A colleague takes the signature over, and says yes to taking part alone; who was asked already, without `ask`."""
    terms, number = publish_terms(), uuid4().hex[:8]
    if ask:
        invite(subject_id=subject_id, email=f"bea.{number}@example.org", network="")
    asked = HandOver.objects.get(signature=subject_id)
    taking_part = [Agreed(wording=terms.taking_part, given_at=timezone.now())]
    colleague = Colleague(name=f"Bea Wren {number}", role="Deputy head", agreed=taking_part)
    take_over(hand_over_id=asked.pk, colleague=colleague, terms=terms)


@transaction.atomic
def make_signature(
    *, state: State = State.APPROVED, by: StaffMember | None = None, confirmed_at: datetime | None = None, **fields: Any
) -> Signature:
    """A signature in the state asked for, brought there by the real acts. Other arguments are those of make_answers.

    `confirmed_at` is when it was signed, which the database lets nobody change afterwards.
    """
    answers = make_answers(**fields)
    if state == State.HELD:
        for _place in range(3):
            make_signature(state=State.AWAITING, email=answers.email)
    sign(answers=answers)
    subject_id = Signature.objects.values_list("subject_id", flat=True).get(draft_id=answers.draft_id)
    if state != State.UNCONFIRMED:
        confirm(subject_id=subject_id, signed_at=confirmed_at)
    if state in (State.APPROVED, State.WITHDRAWN, State.HANDED_OVER):
        approve(subject_id=subject_id, by=by or StaffMemberFactory.create())
    if state == State.CHANGES_ASKED:
        ask(subject_id=subject_id, by=by or StaffMemberFactory.create(), reason=Reason.PERSONAL_DETAILS)
    if state == State.REJECTED:
        reject(subject_id=subject_id, by=by or StaffMemberFactory.create(), reason=Reason.NOT_GENUINE)
    if state == State.WITHDRAWN:
        leave(subject_id=subject_id)
    if state == State.HANDED_OVER:
        hand_over_to_somebody(subject_id)
    signature = Signature.objects.get(subject_id=subject_id)
    assert signature.state == state, f"make_signature cannot make {state}: got {signature.state}"
    return signature
