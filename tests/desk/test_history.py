"""What the history keeps of staff acts, and what it never keeps."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from desk.models import StaffMember
from desk.roles import Role
from pledges.kinds import State
from pledges.models import Signature
from tests.factories import make_signature

from .conftest import SignIn, seen

events = Signature._meta.apps.get_model("pledges", "SignatureEvent")
staff_events = StaffMember._meta.apps.get_model("desk", "StaffMemberEvent")
group_events = StaffMember._meta.apps.get_model("desk", "StaffGroupEvent")


def test_deciding_leaves_staff_number_and_page_name_only(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.MODERATOR)
    signature = make_signature(state=State.AWAITING)

    client.post(reverse("admin:pledges_signature_approve", args=[signature.pk]), {"seen": seen(signature)})

    row = events.objects.filter(pgh_obj_id=signature.pk).order_by("-pgh_id").first()
    assert row.state == State.APPROVED
    assert row.pgh_context == {"staff": staff.pk, "view": "admin:pledges_signature_approve"}


def test_signing_in_and_public_acts_have_no_staff(signed_in: SignIn) -> None:
    signature = make_signature(state=State.AWAITING)

    rows = events.objects.filter(pgh_obj_id=signature.pk)

    assert [row.pgh_context for row in rows] == [None] * rows.count()


def test_making_staff_is_kept_without_a_name(signed_in: SignIn) -> None:
    client, boss = signed_in(Role.ADMINISTRATOR)
    group = boss.groups.get()
    form = {
        "username": "newcomer",
        "usable_password": "true",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
        "is_staff": "on",
        "groups": [group.pk],
    }

    client.post(reverse("admin:desk_staffmember_add"), form)

    new = StaffMember.objects.get(username="newcomer")
    row = staff_events.objects.get(pgh_obj_id=new.pk)
    joined = group_events.objects.get(staffmember_id=new.pk)
    assert (row.is_staff, row.is_superuser, row.is_active) == (True, False, True)
    assert row.pgh_context["staff"] == joined.pgh_context["staff"] == boss.pk
    assert "newcomer" not in json.dumps(list(LogEntry.objects.values("object_repr", "change_message")))


@pytest.mark.parametrize("table", ["pledges_signatureevent", "desk_staffmemberevent", "desk_staffgroupevent"])
@pytest.mark.parametrize("change", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_serving_role_cannot_rewrite_history(db: None, table: str, change: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_reading_leaves_no_context(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    before = events.objects.count()

    client.get(reverse("admin:index"))

    assert events.objects.count() == before


def test_sign_in_page_reads_no_session(db: None) -> None:
    answer = Client().post(reverse("admin:login"), {"username": "x", "password": "y"})

    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
