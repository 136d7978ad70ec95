"""Demonstration staff: only with DEBUG, and of no use anywhere else (desk/sign_in.py, desk/checks.py)."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from .models import StaffMember
from .roles import Role

# `admin` holds every group, so that everything can be seen; it is no superuser, because nobody needs to be.
ACCOUNTS: dict[str, tuple[str, list[Role]]] = {
    "moderator": ("Mo", [Role.MODERATOR]),
    "admin": ("Ada", list(Role)),
}


@transaction.atomic
def demo_staff(password: str) -> None:
    """Makes `moderator` and `admin` with this password; safe to repeat. Raises ImproperlyConfigured without DEBUG.

    An account of the same name that is not for demonstration is somebody's own, and stays as it is.
    """
    if not settings.DEBUG:
        raise ImproperlyConfigured("Demonstration staff exist only with DEBUG.")
    for username, (first_name, roles) in ACCOUNTS.items():
        staff, made = StaffMember.objects.get_or_create(
            username=username, defaults={"first_name": first_name, "is_staff": True, "is_demonstration": True}
        )
        if not staff.is_demonstration:
            continue
        # Unchanged passwords are left alone, so that a restart signs nobody out.
        if made or not staff.check_password(password):
            staff.set_password(password)
            staff.save(update_fields=["password"])
        staff.groups.set(Group.objects.filter(name__in=[str(role) for role in roles]))
