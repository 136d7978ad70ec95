"""A signature through its states."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.kinds import (
    ENDED,
    GROUP_FROM,
    GROUP_TO,
    ORGANISATION_KINDS,
    Kind,
    Purpose,
    State,
)

from .organisations import Organisation
from .people import Subject
from .wordings import KEEP_CLOSED, NoticeVersion, Pledge, PledgeWording

if TYPE_CHECKING:
    from .details import Revision

# The privacy notice promises it: answers that nobody confirmed are deleted after a week.
UNCONFIRMED_FOR = timedelta(days=7)
REMIND_AFTER = timedelta(days=3)
# So long before their details go because the pledge has closed, they are told the day.
TELL_AHEAD = timedelta(days=30)
# Who stands behind a pledge, or is about to once a moderator has looked.
STANDING = (State.HELD, State.AWAITING, State.CHANGES_ASKED, State.APPROVED)


class WrongState(Exception):
    """The signature has moved on: what was asked cannot be done from the state it is in now."""


# A pledge that was opened again and closed once more begins anew: the day that was told before lies too early.
_OF_THIS_CLOSING = models.Q(ends_at__gte=models.F("pledge__closed_at") + KEEP_CLOSED)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def awaiting_moderation(self) -> Self:
        """What a moderator has to decide, signatures and changes to them, longest waiting first."""
        return self.filter(waiting_since__isnull=False).order_by("waiting_since", "subject_id")

    def unconfirmed(self) -> Self:
        return self.filter(state=State.UNCONFIRMED)

    def never_confirmed(self, *, on: datetime) -> Self:
        """Those whose link has run out: nobody can confirm them any more."""
        return self.unconfirmed().filter(created_at__lte=on - UNCONFIRMED_FOR)

    def to_remind(self, *, on: datetime) -> Self:
        """Those who have not pressed the button for three days, and were not reminded yet."""
        return self.unconfirmed().filter(created_at__lte=on - REMIND_AFTER, reminded_at__isnull=True)

    def to_tell_of(self, wording: PledgeWording) -> Self:
        """Those who stand by an older version of this wording's pledge, and were not told of this one."""
        behind = self.filter(pledge=wording.pledge_id, state__in=STANDING, wording__n__lt=wording.n)
        # Each by itself, so that no list of all who were told is gone through for each of them.
        return behind.exclude(told_of=wording).exclude(affirmations__wording=wording)

    def taking_news(self) -> Self:
        """Those who stand behind their pledge and said yes to news."""
        said = models.Func(
            models.F("subject_id"),
            models.Value(Purpose.NEWS),
            function="pledges_in_force",
            output_field=models.BooleanField(),
        )
        return self.filter(said, state__in=STANDING)

    def of_a_closed_pledge(self, *, on: datetime) -> Self:
        """Those whose pledge has been closed for so long that it is time to tell them, and who are still here."""
        here = self.filter(subject__person__isnull=False, confirmed_at__isnull=False)
        return here.filter(pledge__closed_at__lte=on - (KEEP_CLOSED - TELL_AHEAD))

    def to_tell_of_the_end(self, *, on: datetime) -> Self:
        """Those who were not told yet on which day their details go; what was said of an earlier closing is void."""
        return self.of_a_closed_pledge(on=on).filter(models.Q(ends_at__isnull=True) | ~models.Q(_OF_THIS_CLOSING))

    def ended(self, *, on: datetime) -> Self:
        """Those who were told, and whose day has come."""
        return self.of_a_closed_pledge(on=on).filter(_OF_THIS_CLOSING, ends_at__lte=on)

    def counted(self) -> Self:
        """Those who stand behind the pledge, named or not."""
        return self.filter(state=State.APPROVED)

    def without_organisation(self) -> Self:
        """Organisations on the list of which nobody has said yet which they are: they have no page."""
        return self.filter(state=State.APPROVED, kind__in=ORGANISATION_KINDS, organisation__isnull=True)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["state", "confirmed_at", "decided_at", "left_at"],
    model_name="SignatureEvent",
)
class Signature(models.Model):
    """That somebody stands behind a pledge. No personal data: that hangs on Person and Revision."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, primary_key=True, related_name="signature")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="signatures")
    kind = models.TextField(_("who signs"), choices=Kind)
    state = models.TextField(_("state"), choices=State, default=State.UNCONFIRMED)
    # The form that was filled in: sending it twice makes one signature.
    draft_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    people = models.PositiveSmallIntegerField(_("how many, of a group"), null=True, blank=True)
    wording = models.ForeignKey(PledgeWording, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    # Since when a moderator has something to decide: the signature itself, or changes to an approved one.
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    # The day they were told on which their details go, because the pledge has closed.
    ends_at = models.DateTimeField(_("details go on"), null=True, blank=True)
    told_of = models.ForeignKey(
        PledgeWording, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Which organisation it is, as a moderator said. One that has ended keeps it as long as others stand for it.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, editable=False, related_name="signatures", db_index=False
    )
    # The one before the last decision, for as long as that can be undone.
    organisation_before = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # The signature of a colleague that this one goes on from, and when the first of them signed.
    succeeds = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor")
    first_signed_at = models.DateTimeField(_("first signed by a colleague"), null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        indexes = [
            models.Index(
                fields=["waiting_since", "subject"],
                condition=models.Q(waiting_since__isnull=False),
                name="pledges_signature_waiting",
            ),
            # The desk's lists, as pledges/admin/shelves.py goes through them. None holds what nobody has confirmed.
            models.Index(
                fields=["pledge", "confirmed_at", "subject"],
                condition=models.Q(confirmed_at__isnull=False),
                name="pledges_signature_by_time",
            ),
            models.Index(
                fields=["pledge", "kind", "state", "confirmed_at", "subject"],
                condition=models.Q(confirmed_at__isnull=False),
                name="pledges_signature_sorted",
            ),
            models.Index(
                fields=["pledge", "kind", "waiting_since", "subject"],
                condition=models.Q(waiting_since__isnull=False),
                name="pledges_signature_waiting_kind",
            ),
            models.Index(
                fields=["decided_at", "subject"],
                condition=models.Q(decided_at__isnull=False),
                name="pledges_signature_decided",
            ),
            models.Index(
                fields=["pledge", "kind", "confirmed_at", "subject"],
                condition=models.Q(state="approved", kind__in=ORGANISATION_KINDS, organisation__isnull=True),
                name="pledges_signature_no_page",
            ),
            # Of few signatures, or of none when they are made: what is empty costs signing nothing.
            models.Index(
                fields=["organisation"], name="pledges_signature_org", condition=models.Q(organisation__isnull=False)
            ),
            models.Index(
                fields=["organisation_before"],
                name="pledges_signature_org_before",
                condition=models.Q(organisation_before__isnull=False),
            ),
            models.Index(
                fields=["told_of"], name="pledges_signature_told_of", condition=models.Q(told_of__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ORGANISATION_KINDS)
                | models.Q(organisation__isnull=True, organisation_before__isnull=True),
                name="pledges_signature_organisation_kind",
                violation_error_message=_("Only an organisation's signature is of an organisation."),
            ),
            models.CheckConstraint(
                # Not the states in which it is: others that come later may follow on an approval too.
                condition=models.Q(organisation__isnull=True, organisation_before__isnull=True)
                | ~models.Q(state__in=["unconfirmed", "held", "awaiting", "changes_asked", "rejected"]),
                name="pledges_signature_organisation_decided",
                violation_error_message=_("Which organisation it is, a moderator says when approving."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values),
                name="pledges_signature_kind",
                violation_error_message=_("Choose who signs from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values),
                name="pledges_signature_state",
                violation_error_message=_("This is not a state a signature can be in."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="unconfirmed", confirmed_at__isnull=True)
                | (~models.Q(state="unconfirmed") & models.Q(confirmed_at__isnull=False)),
                name="pledges_signature_confirmed_fits",
                violation_error_message=_("A signature is confirmed when, and only when, it has a time of signing."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["approved", "rejected", "changes_asked"], decided_at__isnull=False)
                | models.Q(state__in=["unconfirmed", "held", "awaiting"], decided_at__isnull=True)
                | models.Q(state__in=["withdrawn", "handed_over"]),
                name="pledges_signature_decided_fits",
                violation_error_message=_("A decided signature has a time of decision, others have none."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["withdrawn", "handed_over"], left_at__isnull=False)
                | (~models.Q(state__in=["withdrawn", "handed_over"]) & models.Q(left_at__isnull=True)),
                name="pledges_signature_left_fits",
                violation_error_message=_("Somebody who left has a time of leaving, others have none."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["awaiting", "held"], waiting_since__isnull=False)
                | models.Q(
                    state__in=["unconfirmed", "changes_asked", "rejected", "withdrawn", "handed_over"],
                    waiting_since__isnull=True,
                )
                | models.Q(state="approved"),
                name="pledges_signature_waiting_fits",
                violation_error_message=_("Who waits for a moderator has waited since some time, others have not."),
            ),
            models.CheckConstraint(
                # A check that comes to NULL is passed: that there is a number has to be said.
                condition=models.Q(kind=Kind.GROUP, people__isnull=False, people__range=(GROUP_FROM, GROUP_TO))
                | (~models.Q(kind=Kind.GROUP) & models.Q(people__isnull=True)),
                name="pledges_signature_people_fits",
                violation_error_message=_("A group is from 2 to 500 people; nobody else has a number."),
            ),
            models.CheckConstraint(
                condition=models.Q(succeeds__isnull=True, first_signed_at__isnull=True)
                | models.Q(succeeds__isnull=False, first_signed_at__isnull=False, kind__in=ORGANISATION_KINDS),
                name="pledges_signature_succeeds_fits",
                violation_error_message=_("Only an organisation's signature goes on under another name."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.subject_id.hex[:8].upper()

    @property
    def is_organisation(self) -> bool:
        return self.kind in ORGANISATION_KINDS

    @property
    def since(self) -> datetime | None:
        """Since when the signatory stands by the pledge: an organisation since the first of its people signed."""
        return self.first_signed_at or self.confirmed_at

    @property
    def can_be_handed_over(self) -> bool:
        """Whether a colleague could go on with it: after the pledge has closed nobody signs."""
        return self.is_organisation and self.state == State.APPROVED and self.pledge.is_open

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_edit(self) -> bool:
        """Whether what waits is a change to an approved signature: the old entry stays up meanwhile."""
        return self.state == State.APPROVED and self.waiting_since is not None

    @property
    def stands_by(self) -> PledgeWording:
        """The version of the pledge they agreed to last."""
        last = self.affirmations.select_related("wording__pledge").order_by("-wording__n").first()
        return last.wording if last else self.wording

    @property
    def live_details(self) -> "Revision | None":
        """What the list says, or would say, of them."""
        return self.revisions.filter(state="live").first()

    @property
    def can_be_undone(self) -> bool:
        """Whether the last decision is young enough to take back: its mail has not gone out yet."""
        return self.decided_at is not None and timezone.now() - self.decided_at < settings.UNDO_WINDOW

    def _leave_states(self, *states: State) -> None:
        if self.state not in states:
            raise WrongState(self.state)

    def mark_confirmed(self, *, held: bool, at: datetime) -> None:
        self._leave_states(State.UNCONFIRMED)
        self.state = State.HELD if held else State.AWAITING
        self.confirmed_at = self.waiting_since = at
        self.save(update_fields=["state", "confirmed_at", "waiting_since"])

    def mark_decided(self, state: State) -> None:
        """The signature is approved, turned down or to be changed. A change to an approved one leaves it approved."""
        if self.waiting_since is None:
            raise WrongState(self.state)
        self.state = State.APPROVED if self.is_edit else state
        self.decided_at = timezone.now()
        self.waiting_since = None
        self.save(update_fields=["state", "decided_at", "waiting_since"])

    def mark_undecided(self, *, since: datetime, before: datetime | None = None) -> None:
        """Back in the queue, as if waiting `since`. `before` is when an approval was given that still stands."""
        self._leave_states(State.APPROVED, State.REJECTED, State.CHANGES_ASKED)
        self.state = State.APPROVED if before else State.AWAITING
        self.decided_at = before
        self.waiting_since = since
        self.save(update_fields=["state", "decided_at", "waiting_since"])

    def mark_edited(self) -> None:
        """The signatory changed something: a moderator looks at it, again or for the first time."""
        if self.state in (State.UNCONFIRMED, *ENDED):
            raise WrongState(self.state)
        if self.state in (State.CHANGES_ASKED, State.REJECTED):
            self.state, self.decided_at = State.AWAITING, None
        self.waiting_since = self.waiting_since or timezone.now()
        self.save(update_fields=["state", "decided_at", "waiting_since"])

    def mark_told_of_the_end(self, *, on: datetime) -> None:
        """Half a year after the closing, and never less than a month after they are told."""
        closed_at = self.pledge.closed_at
        if closed_at is None or self.state in (State.UNCONFIRMED, *ENDED):
            raise WrongState(self.state)
        self.ends_at = max(closed_at + KEEP_CLOSED, on + TELL_AHEAD)
        self.save(update_fields=["ends_at"])

    def mark_taken_over(self, *, at: datetime) -> None:
        """Goes on from a colleague's: approved as theirs was, with the new name for a moderator to look at."""
        self._leave_states(State.UNCONFIRMED)
        if self.succeeds is None:
            raise WrongState(self.state)
        self.state, self.decided_at = State.APPROVED, self.succeeds.decided_at
        self.confirmed_at = self.waiting_since = at
        self.save(update_fields=["state", "decided_at", "confirmed_at", "waiting_since"])

    def mark_ended(self, state: State) -> None:
        """They left, or a colleague took over: what is approved can be handed over, all that was confirmed left."""
        if self.state in (State.UNCONFIRMED, *ENDED) or state not in ENDED:
            raise WrongState(self.state)
        if state == State.HANDED_OVER:
            self._leave_states(State.APPROVED)
        self.state = state
        self.left_at = timezone.now()
        self.waiting_since = None
        self.save(update_fields=["state", "left_at", "waiting_since"])
