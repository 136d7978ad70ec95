"""Who may do what."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from desk.models import StaffMember
from desk.roles import RIGHTS, Role, make_roles
from pledges.kinds import State
from pledges.models import Decision
from tests.factories import StaffMemberFactory, make_signature

from .conftest import SignIn

PAGES = {
    "admin:pledges_signature_changelist": {Role.MODERATOR},
    "admin:pledges_organisation_changelist": {Role.MODERATOR},
    "admin:pledges_consententry_changelist": {Role.DATA_PROTECTION_OFFICER},
    "admin:pledges_purposewording_changelist": {Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR},
    "admin:pledges_purposewording_add": {Role.DATA_PROTECTION_OFFICER},
    "admin:pledges_noticeversion_add": {Role.DATA_PROTECTION_OFFICER},
    "admin:pledges_pledgewording_changelist": {Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR},
    "admin:pledges_pledgewording_add": {Role.ADMINISTRATOR},
    "admin:charters_charter_changelist": {Role.CHARTER_EDITOR},
    "admin:charters_charter_add": {Role.CHARTER_EDITOR},
    "admin:charters_partner_changelist": {Role.CHARTER_EDITOR},
    "admin:charters_partner_add": {Role.CHARTER_EDITOR},
    "admin:charters_pictures": {Role.CHARTER_EDITOR},
    "admin:participation_questionset_changelist": {Role.AUDIT_LEAD},
    "admin:participation_questionset_add": {Role.AUDIT_LEAD},
    "admin:participation_service_changelist": {Role.AUDIT_LEAD},
    "admin:participation_service_add": {Role.AUDIT_LEAD},
    "admin:participation_service_import": {Role.AUDIT_LEAD},
    "admin:participation_service_export": {Role.AUDIT_LEAD},
    "admin:participation_panel_changelist": {Role.AUDIT_LEAD},
    "admin:participation_panel_add": {Role.AUDIT_LEAD},
    "admin:participation_action_changelist": {Role.AUDIT_LEAD},
    "admin:desk_staffmember_changelist": {Role.ADMINISTRATOR},
    "admin:desk_staffmember_add": {Role.ADMINISTRATOR},
    "admin:auth_group_changelist": {Role.ADMINISTRATOR},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_group_opens_its_pages_and_no_others(signed_in: SignIn, role: Role) -> None:
    client, _staff = signed_in(role)

    opened = {name for name in PAGES if client.get(reverse(name)).status_code == 200}

    assert opened == {name for name, roles in PAGES.items() if role in roles}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MODERATOR])
def test_only_moderators_decide(signed_in: SignIn, role: Role) -> None:
    client, _staff = signed_in(role)
    signature = make_signature(state=State.AWAITING)

    answer = client.post(reverse("admin:pledges_signature_approve", args=[signature.pk]))

    assert answer.status_code == 403
    assert not Decision.objects.exists()


def test_making_roles_again_takes_away_what_was_added(db: None) -> None:
    make_roles()
    moderator = Group.objects.get(name=Role.MODERATOR)
    moderator.permissions.add(*Group.objects.get(name=Role.ADMINISTRATOR).permissions.all())

    make_roles()

    held = {f"{p.content_type.app_label}.{p.codename}" for p in moderator.permissions.all()}
    assert held == set(RIGHTS[Role.MODERATOR])


def test_administrator_cannot_become_superuser(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.ADMINISTRATOR)
    address = reverse("admin:desk_staffmember_change", args=[staff.pk])
    form = {"username": staff.username, "is_active": "on", "is_staff": "on", "is_superuser": "on"}

    answer = client.post(address, form)

    staff.refresh_from_db()
    assert answer.status_code == 302
    assert not staff.is_superuser


def test_administrator_cannot_take_over_a_superuser(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    above = StaffMemberFactory.create(is_superuser=True)
    new = {"password1": "taken over by me", "password2": "taken over by me"}

    page = client.post(reverse("admin:desk_staffmember_change", args=[above.pk]), {"username": "mine"})
    password = client.post(reverse("admin:auth_user_password_change", args=[above.pk]), new)

    assert (page.status_code, password.status_code) == (403, 403)
    assert StaffMember.objects.get(pk=above.pk).check_password("correct horse battery")
