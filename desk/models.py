from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class StaffMember(AbstractUser):
    """Somebody on the council's staff who signs in at the desk."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
