"""Staff of each group, signed in."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from desk.models import StaffMember
from desk.roles import Role, make_roles
from pledges.models import Revision, Signature
from tests.factories import StaffMemberFactory

SignIn = Callable[..., tuple[Client, StaffMember]]


@pytest.fixture
def signed_in(db: None) -> SignIn:
    """`signed_in(Role.MODERATOR)`: a browser of somebody in these groups, and who it is."""
    make_roles()

    def sign_in(*roles: Role) -> tuple[Client, StaffMember]:
        staff = StaffMemberFactory.create(first_name="Mo", last_name="Derator")
        staff.groups.set(Group.objects.filter(name__in=[str(role) for role in roles]))
        client = Client()
        client.force_login(staff)
        return client, staff

    return sign_in


@pytest.fixture
def editor(signed_in: SignIn) -> Client:
    """A browser of somebody who writes charters."""
    return signed_in(Role.CHARTER_EDITOR)[0]


def seen(signature: Signature) -> str:
    """What the page says of the details that it shows, and its buttons send along."""
    return Revision.objects.latest_of(signature).created_at.isoformat()
