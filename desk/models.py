"""Council staff. What they may do follows from their groups (desk/roles.py)."""

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    # States only: a name or an address in a history could never be erased.
    fields=["is_active", "is_staff", "is_superuser"],
    model_name="StaffMemberEvent",
)
class StaffMember(AbstractUser):
    """Somebody on the council's staff who signs in at the desk."""

    is_demonstration = models.BooleanField(_("for demonstration"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        # The stubs take Django's own texts here for plain ones.
        verbose_name = _("staff member")  # type: ignore[assignment]
        verbose_name_plural = _("staff members")  # type: ignore[assignment]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(is_demonstration=True, is_superuser=True),
                name="desk_staffmember_demonstration_is_limited",
                violation_error_message=_("A demonstration account cannot have every right."),
            ),
        ]

    def __str__(self) -> str:
        """A reference: this is what Django's log of acts keeps, and a log keeps no names."""
        return _("Staff member %(number)s") % {"number": self.pk or "?"}


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None, model_name="StaffGroupEvent")
class StaffGroup(StaffMember.groups.through):  # type: ignore[misc, name-defined]
    """That somebody is in a group; here so that joining and leaving leave a trace."""

    class Meta:
        proxy = True
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")
