"""Signing in, guessing, and demonstration staff."""

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from config.lib.network import network_of
from desk.checks import demonstration_staff_on_a_real_server
from desk.demo import demo_staff
from desk.models import StaffMember
from desk.roles import make_roles
from desk.throttle import TRIES
from tests.factories import StaffMemberFactory

PASSWORD = "correct horse battery"


def sign_in(name: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    form = {"username": name, "password": password, "next": reverse("admin:index")}
    return Client().post(reverse("admin:login"), form, **more)  # type: ignore[arg-type, return-value]


def made_demo_staff(settings: LazySettings) -> None:
    make_roles()
    settings.DEBUG = True
    demo_staff(PASSWORD)


def test_sign_in_lets_staff_in(db: None) -> None:
    staff = StaffMemberFactory.create()

    answer = sign_in(staff.username)

    assert answer.status_code == 302


def test_sign_in_says_the_same_of_wrong_names_and_wrong_passwords(db: None) -> None:
    staff = StaffMemberFactory.create()

    answers = [sign_in("nobody"), sign_in(staff.username, "wrong")]

    for answer in answers:
        assert "The name or the password is not right" in answer.content.decode()


def test_guessing_stops_after_five_tries_even_with_the_right_password(db: None) -> None:
    staff = StaffMemberFactory.create()
    for _try in range(TRIES):
        sign_in(staff.username, "wrong")

    answer = sign_in(staff.username)

    assert answer.status_code == 200
    assert "Too many tries" in answer.content.decode()


def test_guessing_counts_each_name_and_network_apart(db: None) -> None:
    staff, colleague = StaffMemberFactory.create(), StaffMemberFactory.create()
    for _try in range(TRIES):
        sign_in(staff.username.upper(), "wrong", REMOTE_ADDR="192.0.2.7")

    assert sign_in(staff.username, REMOTE_ADDR="192.0.2.99").status_code == 200
    assert sign_in(staff.username, REMOTE_ADDR="198.51.100.7").status_code == 302
    assert sign_in(colleague.username, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_signing_in_forgets_earlier_mistakes(db: None) -> None:
    staff = StaffMemberFactory.create()
    for _try in range(TRIES - 1):
        sign_in(staff.username, "wrong")
    sign_in(staff.username)

    for _try in range(TRIES - 1):
        sign_in(staff.username, "wrong")

    assert sign_in(staff.username).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "203.0.113.5", "192.0.2.0/24"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.0/24"),
        (2, "203.0.113.5, 198.51.100.9", "203.0.113.0/24"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (1, "made up", "unknown"),
    ],
)
def test_network_believes_only_trusted_proxies(
    settings: LazySettings, proxies: int, forwarded: str, network: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)

    assert network_of(request) == network


def test_demonstration_staff_need_debug(db: None, settings: LazySettings) -> None:
    settings.DEBUG = False

    with pytest.raises(ImproperlyConfigured):
        demo_staff(PASSWORD)

    assert not StaffMember.objects.exists()


def test_demonstration_staff_sign_in_with_debug_only(db: None, settings: LazySettings) -> None:
    made_demo_staff(settings)
    with_debug = sign_in("moderator").status_code

    settings.DEBUG = False

    assert with_debug == 302
    assert "not right" in sign_in("moderator").content.decode()
    assert "not right" in sign_in("admin").content.decode()


def test_old_session_of_demonstration_staff_ends_without_debug(db: None, settings: LazySettings) -> None:
    made_demo_staff(settings)
    client = Client()
    client.force_login(StaffMember.objects.get(username="admin"))
    settings.DEBUG = False

    answer = client.get(reverse("admin:index"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("admin:login"))


def test_demonstration_staff_twice_changes_the_password_only(db: None, settings: LazySettings) -> None:
    made_demo_staff(settings)

    demo_staff("another long phrase")

    assert StaffMember.objects.count() == 2
    assert sign_in("moderator", "another long phrase").status_code == 302


def test_demonstration_leaves_real_accounts_alone(db: None, settings: LazySettings) -> None:
    real = StaffMemberFactory.create(username="admin")

    made_demo_staff(settings)

    real.refresh_from_db()
    assert not real.is_demonstration
    assert not real.groups.exists()


def test_check_finds_demonstration_staff_on_a_real_server(db: None, settings: LazySettings) -> None:
    made_demo_staff(settings)
    with_debug = demonstration_staff_on_a_real_server(databases=["default"])
    settings.DEBUG = False

    found = demonstration_staff_on_a_real_server(databases=["default"])

    assert with_debug == []
    assert [error.id for error in found] == ["desk.E001"]


def test_database_refuses_a_demonstration_superuser(db: None) -> None:
    with pytest.raises(IntegrityError, match="desk_staffmember_demonstration_is_limited"), transaction.atomic():
        StaffMemberFactory.create(is_demonstration=True, is_superuser=True)
