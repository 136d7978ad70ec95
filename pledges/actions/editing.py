"""Changing what a signature says of itself. The old entry stays up until somebody has looked at the new one."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pledges.models import Person, Revision, Signature
from post.actions import drop_letters

from .renaming import rename

OVERTAKEN = ("pledges/rejected", "pledges/changes_asked", "pledges/edit_refused")


@dataclass(frozen=True, kw_only=True)
class Details:
    """What somebody says of themselves, as it shall be from now on."""

    name: str
    role: str = ""
    organisation: str = ""
    promise: str = ""


@transaction.atomic
def edit(*, subject_id: UUID, details: Details) -> bool:
    """Keeps changed details as pending and puts the signature into the moderators' queue. False: nothing is new.

    Raises NameTaken, WrongState when they have not confirmed or have left, Signature.DoesNotExist.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    person = Person.objects.select_for_update().get(subject_id=subject_id)
    columns = {
        "name_shown": details.name,
        "role": details.role,
        "organisation_typed": details.organisation,
        "promise": details.promise,
    }
    latest = Revision.objects.latest_of(signature)
    if {name: getattr(latest, name) for name in columns} == columns:
        return False
    rename(person, signature, name=details.name, organisation=details.organisation)
    Revision.objects.update_or_create(
        signature=signature,
        state=Revision.Stage.PENDING,
        defaults={**columns, "created_at": timezone.now()},
    )
    # What was decided about the old words, and perhaps not said yet, is no longer true of the new ones.
    drop_letters(about_app="pledges", about_id=subject_id, templates=OVERTAKEN)
    signature.mark_edited()
    return True
