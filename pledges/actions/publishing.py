"""Who stands on the public list, and with which words. The database refuses what this gets wrong."""

from pledges.kinds import Purpose, State
from pledges.models import ConsentEntry, PublicEntry, Revision, Signature


def refresh_entry(signature: Signature) -> None:
    """Makes the public list say of this signature exactly what it may.

    An organisation is shown always, its person's name and role only with consent. A person is shown with
    consent; without it they are counted, not shown.
    """
    live = Revision.objects.filter(signature=signature, state=Revision.Stage.LIVE).first()
    named = Purpose.PUBLISH in ConsentEntry.objects.in_force(signature.subject_id)
    if signature.state != State.APPROVED or live is None or not (named or signature.is_organisation):
        PublicEntry.objects.filter(signature=signature).delete()
        return
    since = signature.confirmed_at
    assert since is not None  # noqa: S101 - an approved signature has one: the database says so
    PublicEntry.objects.update_or_create(
        signature=signature,
        defaults={
            "since": since,
            "kind": signature.kind,
            "organisation": live.organisation_typed if signature.is_organisation else "",
            "name": live.name_shown if named else "",
            "role": live.role if named else "",
            "promise": live.promise,
        },
    )
