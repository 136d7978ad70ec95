"""Who stands on the public list, and with which words. The database refuses what this gets wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from pledges.kinds import GROUP_SHOWN_FROM, ORGANISATION_KINDS, PERSON_KINDS, Act, Purpose, State
from pledges.models import ConsentEntry, PublicEntry, Revision, Signature


@dataclass(frozen=True)
class Words:
    """What the list says of somebody, besides who they are and since when."""

    organisation: str
    name: str
    role: str
    promise: str


def refresh_entry(signature: Signature) -> None:
    """Makes the public list say of this signature exactly what it may.

    An organisation is shown always, its person's name and role only with consent. A person or a group is shown with
    consent; without it they are counted, not shown.
    """
    live = Revision.objects.filter(signature=signature, state=Revision.Stage.LIVE).first()
    words = words_shown(signature, live) if live is not None and signature.state == State.APPROVED else None
    if words is None:
        PublicEntry.objects.filter(signature=signature).delete()
        return
    since = signature.since
    assert since is not None  # noqa: S101 - an approved signature has one: the database says so
    PublicEntry.objects.update_or_create(
        signature=signature,
        defaults={
            "since": since,
            "kind": signature.kind,
            "people": signature.people,
            "version": signature.stands_by.n,
            **vars(words),
        },
    )


def words_shown(signature: Signature, details: Revision) -> Words | None:
    """What the list would say with these details, or None where it would only count. Moderators see the same."""
    return words_where(signature, details, named=signature.subject_id in who_is_named([signature.subject_id]))


def who_is_named(subject_ids: Collection[UUID]) -> set[UUID]:
    """Those of these who agree now to show their name."""
    asked = ConsentEntry.objects.filter(subject_id__in=subject_ids, purpose=Purpose.PUBLISH)
    latest = asked.order_by("subject_id", "-seq").distinct("subject_id").values_list("subject_id", "act")
    return {subject_id for subject_id, act in latest if act == Act.GIVE}


def words_where(signature: Signature, details: Revision, *, named: bool) -> Words | None:
    """The same for many at once, where it is known who agreed to show their name."""
    if not (named or signature.kind in ORGANISATION_KINDS):
        return None
    return Words(
        organisation=details.organisation_typed if _shows_place(signature) else "",
        name=details.name_shown if named and signature.people is None else "",
        role=details.role if named and signature.people is None else "",
        promise=details.promise,
    )


def _shows_place(signature: Signature) -> bool:
    """An organisation's name always; where a group is only when it is too big to tell who is in it."""
    if signature.people is not None:
        return signature.people >= GROUP_SHOWN_FROM
    return signature.kind not in PERSON_KINDS
