"""Who stands on the public list, and with which words. The database refuses what this gets wrong."""

from pledges.kinds import Purpose, State
from pledges.models import ConsentEntry, PublicEntry, Revision, Signature


def refresh_entry(signature: Signature) -> None:
    """Makes the public list say of this signature exactly what it may.

    An organisation is shown always, its person's name and role only with consent. A person is shown with
    consent; without it they are counted, not shown.
    """
    live = Revision.objects.filter(signature=signature, state=Revision.Stage.LIVE).first()
    words = words_shown(signature, live) if live is not None and signature.state == State.APPROVED else None
    if words is None:
        PublicEntry.objects.filter(signature=signature).delete()
        return
    since = signature.confirmed_at
    assert since is not None  # noqa: S101 - an approved signature has one: the database says so
    PublicEntry.objects.update_or_create(
        signature=signature,
        defaults={"since": since, "kind": signature.kind, **words},
    )


def words_shown(signature: Signature, details: Revision) -> dict[str, str] | None:
    """What the list would say with these details, or None where it would only count. Moderators see the same."""
    named = Purpose.PUBLISH in ConsentEntry.objects.in_force(signature.subject_id)
    if not (named or signature.is_organisation):
        return None
    return {
        "organisation": details.organisation_typed if signature.is_organisation else "",
        "name": details.name_shown if named else "",
        "role": details.role if named else "",
        "promise": details.promise,
    }
