"""Everything a moderator needs to decide, gathered in as few questions to the database as it takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from config.lib.ages import Age, age_of

from .actions.publishing import Words, who_is_named, words_shown, words_where
from .alike import Offer, in_doubt, offer_for
from .beside import Beside, beside
from .flags import Finding, Flag, Part, parts_of
from .kinds import NEVER_NAMED, GivenBy, Kind, Purpose, State, choice_name
from .models import (
    Affirmation,
    ConsentEntry,
    Decision,
    HandOver,
    Note,
    Person,
    PledgeWording,
    PublicEntry,
    Revision,
    Signature,
)
from .queue import called, details_of, findings_of, key_of, person_of

# How many ticked at once are shown again: enough for a whole page of a list, whatever is sent.
LISTED = 200
Stage = Revision.Stage


@dataclass(frozen=True)
class Choice:
    """One purpose and what they said to it."""

    purpose: str
    yes: bool
    entry: ConsentEntry | None


@dataclass(frozen=True)
class Change:
    """One answer before and after, in pieces: those that are not in the other one are marked."""

    label: str
    before: list[tuple[str, bool]]
    after: list[tuple[str, bool]]


@dataclass(frozen=True)
class Answer:
    """One thing they told us, with what to look at twice."""

    label: str
    parts: list[Part]


@dataclass(frozen=True)
class Card:
    """One signature as it would be shown, for a list of several to decide about."""

    signature: Signature
    shown: Words | None
    why_not: str
    promise: list[Part]
    findings: list[Finding]
    # Nobody can say without looking which organisation it is.
    in_doubt: bool

    @property
    def name(self) -> str:
        return called(self.signature)

    @property
    def flags(self) -> list[Flag]:
        return list(dict.fromkeys(finding.flag for finding in self.findings))

    @property
    def look_out(self) -> list[str]:
        """What to look at twice, in a word or two each."""
        return [*(str(flag.short) for flag in self.flags), *([_("which organisation?")] if self.in_doubt else [])]

    @property
    def key(self) -> str:
        return key_of(self.signature)


@dataclass(frozen=True)
class Screen(Card):
    """Everything needed to decide about one, on one page."""

    details: Revision | None
    person: Person | None
    changes: list[Change]
    on_the_list: PublicEntry | None
    answers: list[Answer]
    choices: list[Choice]
    affirmed: Affirmation | None
    decisions: list[Decision]
    notes: list[Note]
    beside: Beside | None
    offer: Offer | None

    @property
    def age(self) -> Age:
        return age_of(self.signature.waiting_since or self.signature.created_at)

    @property
    def seen(self) -> str:
        return self.details.created_at.isoformat() if self.details else ""

    @property
    def helped(self) -> str:
        """Who gave the answers, where it was not the person alone."""
        entry = next((choice.entry for choice in self.choices if choice.entry), None)
        return entry.get_given_by_display() if entry and entry.given_by != GivenBy.SELF else ""

    @cached_property
    def hand_over(self) -> HandOver | None:
        """The colleague who is asked to take over."""
        return HandOver.objects.open().filter(signature=self.signature).first()

    @cached_property
    def stands_by(self) -> PledgeWording:
        return self.affirmed.wording if self.affirmed else self.signature.wording


def screen_of(signature: Signature) -> Screen:
    person, details, stages = person_of(signature), details_of(signature), _stages(signature)
    on_show, offer = _on_show(signature, details, stages), offer_for(signature)
    in_force = ConsentEntry.objects.in_force(signature.pk)
    findings = findings_of(signature)
    return Screen(
        signature=signature,
        details=details,
        person=person,
        shown=words_shown(signature, on_show) if on_show else None,
        why_not=_why_not(signature, person),
        promise=parts_of(on_show.promise, _within("promise", findings)) if on_show else [],
        findings=findings,
        changes=_changes(stages.get(Stage.LIVE), stages.get(Stage.PENDING)),
        on_the_list=PublicEntry.objects.filter(signature=signature).first(),
        answers=_answers(signature, details, findings),
        choices=[
            Choice(choice_name(purpose, signature.kind), purpose in in_force, in_force.get(purpose))
            for purpose in Purpose
        ],
        affirmed=signature.affirmations.select_related("wording__pledge").order_by("-wording__n").first(),
        decisions=list(Decision.objects.filter(signature=signature).select_related("by")),
        notes=list(signature.notes.select_related("by")),
        beside=beside(signature, person),
        offer=offer,
        in_doubt=bool(offer and offer.needs_choice),
    )


def cards_of(subject_ids: Collection[UUID]) -> list[Card]:
    """Those of these that still wait, longest waiting first, in as many questions for fifty as for one."""
    found = Signature.objects.awaiting_moderation().filter(pk__in=list(subject_ids)[:LISTED])
    signatures = list(found.select_related("subject__person", "organisation").prefetch_related("revisions"))
    named, doubtful = who_is_named([signature.pk for signature in signatures]), in_doubt(signatures)
    return [_card(one, named=one.pk in named, doubtful=one.pk in doubtful) for one in signatures]


def _card(signature: Signature, *, named: bool, doubtful: bool) -> Card:
    details, findings = details_of(signature), findings_of(signature)
    return Card(
        signature=signature,
        shown=words_where(signature, details, named=named) if details else None,
        why_not=_why_not(signature, person_of(signature)),
        promise=parts_of(details.promise, _within("promise", findings)) if details else [],
        findings=findings,
        in_doubt=doubtful,
    )


def _stages(signature: Signature) -> Mapping[str, Revision]:
    return {revision.state: revision for revision in signature.revisions.all()}


def _on_show(signature: Signature, details: Revision | None, stages: Mapping[str, Revision]) -> Revision | None:
    """What the list would say once this is approved; where nothing waits, what it says now."""
    if signature.waiting_since or signature.state == State.CHANGES_ASKED:
        return details
    return stages.get(Stage.LIVE) if signature.state == State.APPROVED else None


def _why_not(signature: Signature, person: Person | None) -> str:
    """Why everybody will see nothing, where that is so."""
    if person is None:
        if signature.state == State.HANDED_OVER:
            return _("A colleague has taken over. The details of this person are gone.")
        return _("They left, and their details are gone.")
    if signature.state == State.REJECTED:
        return _("It was turned down.")
    if person.age_band in NEVER_NAMED:
        return _("They are under 16. They are counted, and never shown.")
    return _("They are counted, but not shown: that is their choice.")


def _labels(signature: Signature) -> dict[str, str]:
    """What each answer is called, by its column. A group's adult is never shown."""
    if signature.kind == Kind.GROUP:
        return {
            "organisation_typed": _("Where the group is"),
            "name_shown": _("Adult, never shown"),
            "promise": _("What they will do"),
        }
    return {
        "organisation_typed": _("Organisation"),
        "name_shown": _("Name"),
        "role": _("Role"),
        "promise": _("What they will do"),
    }


def _answers(signature: Signature, details: Revision | None, findings: list[Finding]) -> list[Answer]:
    if details is None:
        return []
    columns = {"organisation_typed": "organisation", "name_shown": "name"}
    told = []
    for column, label in _labels(signature).items():
        text: str = getattr(details, column)
        if text:
            told.append(Answer(label, parts_of(text, _within(columns.get(column, column), findings))))
    return told


def _within(field: str, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.field == field]


def _changes(live: Revision | None, pending: Revision | None) -> list[Change]:
    """What differs between what stands and what waits."""
    if live is None or pending is None:
        return []
    return [
        Change(label, *_beside(getattr(live, column), getattr(pending, column)))
        for column, label in _labels(live.signature).items()
        if getattr(live, column) != getattr(pending, column)
    ]


def _beside(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts, each in pieces with whether the piece is missing from the other."""
    old, new = before.split(), after.split()
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.append((" ".join(old[i1:i2]), tag != "equal"))
        right.append((" ".join(new[j1:j2]), tag != "equal"))
    return [piece for piece in left if piece[0]], [piece for piece in right if piece[0]]
