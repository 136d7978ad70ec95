"""The moderators' queue: what waits, what it is called, and what to look at twice in it."""

from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.lib.queue_sources import QueueSource, Waiting
from pledges.flags import Finding, Typed, flags_of
from pledges.kinds import PERSON_KINDS
from pledges.models import Person, Revision, Signature


def details_of(signature: Signature) -> Revision | None:
    """What a moderator judges: the details that wait, else those that are live. Reads what was prefetched."""
    by_stage = {revision.state: revision for revision in signature.revisions.all()}
    return by_stage.get(Revision.Stage.PENDING) or by_stage.get(Revision.Stage.LIVE)


def called(signature: Signature) -> str:
    """The organisation, the group's place or the person, as staff see them; the reference where nothing is left."""
    details = details_of(signature)
    if details is None:
        return signature.reference
    return details.name_shown if signature.kind in PERSON_KINDS else details.organisation_typed


def person_of(signature: Signature) -> Person | None:
    """Everything personal, or None once they have left."""
    return getattr(signature.subject, "person", None)


def key_of(signature: Signature) -> str:
    """Which signature, and which of its details a moderator is shown: an act about several is told both."""
    details = details_of(signature)
    return f"{signature.pk}@{details.created_at.isoformat() if details else ''}"


def findings_of(signature: Signature) -> list[Finding]:
    """What to look at twice. Reads what was prefetched."""
    details, person = details_of(signature), person_of(signature)
    if details is None or person is None:
        return []
    typed = Typed(
        kind=signature.kind,
        name=details.name_shown,
        role=details.role,
        organisation=details.organisation_typed,
        promise=details.promise,
        email=person.email,
    )
    return flags_of(typed)


def awaiting(limit: int) -> list[Waiting]:
    """For the desk's one queue."""
    return [
        Waiting(
            key=str(signature.pk),
            what=_changes_to(signature) if signature.is_edit else called(signature),
            kind=signature.get_kind_display(),
            since=signature.waiting_since or signature.created_at,
        )
        for signature in Signature.objects.awaiting_moderation().prefetch_related("revisions")[:limit]
    ]


def _changes_to(signature: Signature) -> str:
    return gettext("changes to %(name)s") % {"name": called(signature)}


def address_of(key: str | UUID) -> str:
    return reverse("admin:pledges_signature_change", args=[key])


def decide(waiting: Waiting) -> str:
    """For the desk's one queue: where this one is decided."""
    return address_of(waiting.key)


SOURCE = QueueSource(
    title=_("Signatures awaiting moderation"),
    permission="pledges.change_signature",
    awaiting=awaiting,
    decide=decide,
)


def colleague(staff: AbstractBaseUser) -> str:
    """The name colleagues know somebody by; str() of staff is a reference."""
    return (staff.get_full_name() if isinstance(staff, AbstractUser) else "") or staff.get_username()


def next_after(signature: Signature) -> Signature | None:
    """The next in the queue behind this one, else the oldest of all, but never this one itself."""
    queue = Signature.objects.awaiting_moderation().exclude(pk=signature.pk)
    # One that was just decided waits no more: the queue goes on after when it was signed.
    since = signature.waiting_since or signature.confirmed_at
    behind = Q(waiting_since__gt=since) | Q(waiting_since=since, subject_id__gt=signature.pk)
    # By itself the index cannot tell from `behind` where to begin.
    return queue.filter(behind, waiting_since__gte=since).first() or queue.first()
