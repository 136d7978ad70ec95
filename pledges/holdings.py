"""Everything we hold about one signatory, for them alone. The page and the download show nothing less.

One thing comes a few minutes late: what a moderator decided. It can be taken back until its letter goes, so until then
neither shows it, and nothing else here may give it away. An approval is public at once and is shown at once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from post import caps
from post.models import Outbox, Suppression, Tally, Token

from .actions import may_choose
from .actions.moderation import DECIDED, standing_decisions
from .addresses import normal_name
from .held_parts import LETTERS, STATES, Choice, Decided, Row, Stage, Words, choice_of, row, when
from .kinds import NEVER_NAMED, PERSON_KINDS, Judgement, Purpose, Reason, State
from .models import (
    Affirmation,
    ConsentEntry,
    Decision,
    HandOver,
    Note,
    Organisation,
    PendingConsent,
    Person,
    PledgeWording,
    PublicEntry,
    Revision,
    Signature,
)
from .models.wordings import KEEP_CLOSED
from .stands_on import versions_of
from .terms import Terms, current_terms


@dataclass(frozen=True)
class Held:
    """Everything we hold about one signatory. Makes its queries as the page asks."""

    person: Person
    signature: Signature

    @classmethod
    def of(cls, subject_id: UUID) -> Self:
        """Raises Person.DoesNotExist for somebody who has left."""
        person = Person.objects.select_related("subject").get(subject_id=subject_id)
        found = Signature.objects.select_related(
            "pledge", "wording", "notice", "told_of", "organisation", "organisation_before"
        )
        signature = found.get(subject_id=subject_id)
        return cls(person=person, signature=signature)

    # Where the signature stands

    @property
    def is_told(self) -> bool:
        """Whether the last decision can no longer be taken back."""
        return not self.signature.can_be_undone

    @property
    def state(self) -> State:
        """Where the signature stands, as far as they were told."""
        if not self.is_told and self.signature.state in (State.REJECTED, State.CHANGES_ASKED):
            return State.HELD if self.person.slot is None else State.AWAITING
        return State(self.signature.state)

    @property
    def state_words(self) -> str:
        if self.asked:
            return str(STATES[State.CHANGES_ASKED])
        return str(STATES[self.state])

    @cached_property
    def last(self) -> Decision | None:
        """The decision that holds now, once they were told."""
        standing = [decided.decision for decided in self.decisions if not decided.taken_back]
        return standing[-1] if standing and self.is_told else None

    @property
    def reason(self) -> str:
        """Why the signature, or the change to it, was turned down or is to be changed; or nothing."""
        decided = self.asked or self.turned_down
        return str(Reason(decided.reason).label) if decided else ""

    @property
    def turned_down(self) -> Decision | None:
        """The decision that turned down what they wrote last."""
        waits = self.signature.waiting_since is not None
        return self.last if self.last and self.last.act == Judgement.REJECT and not waits else None

    @property
    def asked(self) -> Decision | None:
        """The decision that asks them to change something, while they have not."""
        waits = self.signature.waiting_since is not None
        return self.last if self.last and self.last.act == Judgement.ASK and not waits else None

    @property
    def decided_at(self) -> datetime | None:
        return self.signature.decided_at if self.is_told else None

    @property
    def waiting_since(self) -> datetime | None:
        """Since when a moderator has had something to look at."""
        waiting = [words.revision.created_at for words in self.details if words.stage == Stage.PENDING]
        if self.signature.waiting_since or not waiting or self.is_told:
            return self.signature.waiting_since
        return max(waiting[0], self.signature.confirmed_at or waiting[0])

    # What they said

    @cached_property
    def details(self) -> list[Words]:
        """What they said of themselves, newest first. A refusal not yet told looks as if it still waited."""
        return [
            Words(found, self._stage(found), self.signature.kind)
            for found in Revision.objects.filter(signature=self.signature).order_by("-created_at", "-pk")
        ]

    def _stage(self, revision: Revision) -> Stage:
        untold = revision.state == Stage.REFUSED and not self.is_told
        return Stage.PENDING if untold else Stage(revision.state)

    @property
    def called(self) -> tuple[str, str]:
        """Their name, and the same in plain spelling. A refusal takes a new name back: not told early either."""
        if self.is_told or Stage.REFUSED not in [words.revision.state for words in self.details]:
            return self.person.name, self.person.name_norm
        told_apart_by = (
            self.latest.name_shown if self.signature.kind in PERSON_KINDS else self.latest.organisation_typed
        )
        return self.latest.name_shown, normal_name(told_apart_by)

    @property
    def rows_about_them(self) -> list[Row]:
        """Who they are. The plain spellings are all but the same twice, and they are held."""
        person, people, (name, plain) = self.person, self.signature.people, self.called
        rows = [row(_("Who is signing"), self.signature.get_kind_display())]
        if people is not None:
            rows.append(row(_("How many"), str(people)))
        rows += [
            row(_("Age"), person.get_age_band_display()),
            row(_("Name in our letters"), name),
            row(_("E-mail address"), person.email),
            row(_("In plain spelling, so that nobody signs twice by mistake"), f"{plain}\n{person.canonical}"),
        ]
        if person.slot is not None:
            rows.append(row(_("Place among those who share this address"), str(person.slot)))
        return rows

    @property
    def rows_of_signature(self) -> list[Row]:
        """What happened when."""
        signature = self.signature
        told_of = signature.told_of
        facts = (
            (_("What you signed"), signature.pledge.title),
            (_("Your organisation, as we call it"), self.organisation.name if self.organisation else ""),
            (_("Your organisation until just now"), self.organisation_before.name if self.organisation_before else ""),
            (_("Version you signed"), str(signature.wording.n)),
            (_("Version you stand by"), str(self.stands_by.n)),
            (_("It stands on"), "\n".join(version.called for version in versions_of(self.stands_by))),
            (_("Privacy notice you saw"), _("Version %(n)s") % {"n": signature.notice.n}),
            (_("Your number with us"), self.person.subject.reference),
            (_("You filled in the form"), when(signature.created_at)),
            (_("We reminded you"), when(signature.reminded_at)),
            (_("You signed"), when(signature.confirmed_at)),
            (_("A colleague signed before you"), when(signature.first_signed_at)),
            (_("Waiting to be checked since"), when(self.waiting_since)),
            (_("Decided"), when(self.decided_at)),
            (_("We told you of new words"), _("Version %(n)s") % {"n": told_of.n} if told_of else ""),
            (_("The pledge has closed. We delete your details on"), when(self.goes_on)),
            *((_("You agreed to new words"), f"{said.wording.n}: {when(said.at)}") for said in self.affirmations),
        )
        return [row(label, answer) for label, answer in facts if answer]

    @property
    def organisation(self) -> Organisation | None:
        """Which organisation it is, as a moderator said: public at once."""
        return self.signature.organisation

    @property
    def organisation_before(self) -> Organisation | None:
        """Another one, which is kept for a few minutes while a decision can be undone."""
        before = self.signature.organisation_before
        return before if before != self.organisation else None

    @property
    def can_hand_over(self) -> bool:
        """Whether a colleague can go on with this signature."""
        return self.signature.can_be_handed_over

    @cached_property
    def hand_over(self) -> HandOver | None:
        """The colleague whom they, or we, asked to take over."""
        return HandOver.objects.open().filter(signature=self.signature).first()

    @property
    def goes_on(self) -> datetime | None:
        """When their details go, once the pledge is closed. A day told before it was opened again no longer counts."""
        closed_at, told = self.signature.pledge.closed_at, self.signature.ends_at
        if closed_at is None:
            return None
        return max(told or closed_at, closed_at + KEEP_CLOSED)

    @property
    def latest(self) -> Revision:
        """What they said last, and stands or waits."""
        by_stage = {words.stage: words.revision for words in self.details}
        return by_stage.get(Stage.PENDING) or by_stage[Stage.LIVE]

    @property
    def change(self) -> Revision | None:
        """The change to an approved signature that waits, or that we asked about."""
        pending = [words.revision for words in self.details if words.stage == Stage.PENDING]
        return pending[0] if pending and self.signature.state == State.APPROVED else None

    @cached_property
    def public(self) -> PublicEntry | None:
        """What everybody can see."""
        return PublicEntry.objects.filter(signature=self.signature).first()

    @property
    def can_hide(self) -> bool:
        """Whether there is a yes to showing a name (or, of a group, its number) that can be taken back."""
        return self.publishing is not None and self.publishing.is_on

    @property
    def publishing(self) -> "Choice | None":
        return self.choice(Purpose.PUBLISH)

    @property
    def never_named(self) -> bool:
        return self.person.age_band in NEVER_NAMED

    # What they agreed to

    @cached_property
    def choices(self) -> list[Choice]:
        """What they may turn on and off, in the order it is asked."""
        in_force = ConsentEntry.objects.in_force(self.signature.subject_id)
        kind, asked = self.signature.kind, may_choose(self.signature, self.person)
        found = [choice_of(purpose, in_force.get(purpose), kind) for purpose in asked]
        return [choice for choice in found if choice is not None]

    @cached_property
    def taking_part(self) -> Choice | None:
        """What signing itself means. To stop it is to leave."""
        entry = ConsentEntry.objects.in_force(self.person.pk).get(Purpose.TAKE_PART)
        return choice_of(Purpose.TAKE_PART, entry, self.signature.kind)

    def choice(self, purpose: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.wording.purpose == purpose), None)

    @cached_property
    def ledger(self) -> list[ConsentEntry]:
        entries = ConsentEntry.objects.filter(subject_id=self.signature.subject_id)
        return list(entries.select_related("wording", "notice").order_by("seq"))

    @cached_property
    def unconfirmed(self) -> list[PendingConsent]:
        """Boxes ticked before the e-mail address was confirmed."""
        return list(self.signature.pending_consents.select_related("wording").order_by("pk"))

    @cached_property
    def affirmations(self) -> list[Affirmation]:
        return list(self.signature.affirmations.select_related("wording").order_by("at"))

    @cached_property
    def stands_by(self) -> PledgeWording:
        return self.signature.stands_by

    @cached_property
    def terms(self) -> Terms | None:
        return current_terms()

    @cached_property
    def new_words(self) -> PledgeWording | None:
        """The pledge's words of today, where they agreed to older ones."""
        if self.terms is None or self.terms.wording.pledge_id != self.signature.pledge_id:
            return None
        return self.terms.wording if self.stands_by.n < self.terms.wording.n else None

    # What we wrote down

    @cached_property
    def decisions(self) -> list[Decided]:
        """What was decided, oldest first, from when it could no longer be taken back."""
        standing = {decision.pk for decision in standing_decisions(self.signature)}
        told = self.signature.decisions.exclude(act=Judgement.UNDO).filter(at__lte=self._told_until).order_by("id")
        return [Decided(decision, taken_back=decision.pk not in standing) for decision in told]

    @property
    def _told_until(self) -> datetime:
        return timezone.now() - settings.UNDO_WINDOW

    @cached_property
    def notes(self) -> list[Note]:
        return list(self.signature.notes.all())

    @cached_property
    def letters(self) -> list[Outbox]:
        """What waits to be sent to them, but for what tells of a decision that can still be taken back."""
        waiting = Outbox.objects.about("pledges", self.signature.subject_id).order_by("created_at", "pk")
        return [letter for letter in waiting if letter.template not in DECIDED or self.is_told]

    @cached_property
    def letters_in_words(self) -> list[dict[str, Any]]:
        return [
            {"what": str(LETTERS.get(letter.template, letter.template)), "letter": letter} for letter in self.letters
        ]

    @cached_property
    def links(self) -> list[Token]:
        return list(Token.objects.about("pledges", self.signature.subject_id).order_by("created_at", "pk"))

    @property
    def open_links(self) -> int:
        """Links that run out. The one to stop our letters never does, and is said by itself."""
        running = [link for link in self.links if link.scope != Token.Scope.STOP]
        return sum(not link.has_expired(on=timezone.now()) for link in running)

    @cached_property
    def stopped(self) -> Suppression | None:
        """What somebody with this mailbox told us to stop."""
        return Suppression.objects.of(self.person.canonical).first()

    @cached_property
    def counted(self) -> list[Tally]:
        """How many letters others could cause to this mailbox, hour by hour, in the last day."""
        return caps.counted(self.person.canonical, on=timezone.now())

    @property
    def counted_letters(self) -> int:
        return sum(tally.n for tally in self.counted)

    @cached_property
    def history(self) -> list[Any]:
        """When the signature's state changed: the database's own notes, as late as the decisions they tell of."""
        events = apps.get_model("pledges", "SignatureEvent").objects.filter(pgh_obj=self.signature.pk)
        return list(events.filter(pgh_created_at__lte=self._told_until).order_by("pgh_id"))
