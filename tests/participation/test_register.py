"""The register of services at the desk: looked up, written, left, merged, and never losing its years."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.roles import Role
from participation.actions.services import (
    HasYears,
    NameTaken,
    NotOnRegister,
    ServiceGone,
    come_back,
    leave_register,
    merge_services,
    remove_service,
)
from participation.admin.showing import address
from participation.models import Holder, Lead, Service
from participation.register import asked_to_sign
from tests.bad_input import strange
from tests.desk.conftest import SignIn, signed_in
from tests.factories import make_signature

from . import factories

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(signed_in: SignIn) -> Client:
    return signed_in(Role.AUDIT_LEAD)[0]


def boxes(**more: Any) -> dict[str, Any]:
    given = {"name": "Thistlewick School", "kind": "school", "size": "large", "organisation": "", "asked_on": ""}
    return given | {"lead_name": "Lee Lead", "lead_email": "lee@thistlewick.example"} | more


def page_of(service: Service) -> str:
    return address("service_change", service.pk)


# Writing


def test_service_is_added_with_its_lead_and_an_address(lead: Client) -> None:
    answer = lead.post(address("service_add"), boxes())

    service = Service.objects.get()
    assert answer.status_code == 302
    assert (service.slug, service.size) == ("thistlewick-school", "large")
    assert (service.lead.name, service.lead.email) == ("Lee Lead", "lee@thistlewick.example")


def test_renamed_service_keeps_its_address_and_its_years(lead: Client) -> None:
    service = factories.make_submitted().service
    slug = service.slug

    lead.post(page_of(service), boxes(name="Thistlewick Academy"))

    service.refresh_from_db()
    assert (service.name, service.slug) == ("Thistlewick Academy", slug)
    assert service.returns.count() == 1


def test_second_service_of_one_name_gets_another_address(lead: Client) -> None:
    lead.post(address("service_add"), boxes())
    lead.post(address("service_add"), boxes(kind="college"))

    assert set(Service.objects.values_list("slug", flat=True)) == {"thistlewick-school", "thistlewick-school-2"}


def test_lead_is_changed_and_taken_away(lead: Client) -> None:
    service = factories.make_service()

    lead.post(page_of(service), boxes(lead_email="new@thistlewick.example"))
    now = Lead.objects.get(service=service).email
    lead.post(page_of(service), boxes(lead_name="", lead_email=""))

    assert now == "new@thistlewick.example"
    assert not Lead.objects.filter(service=service).exists()


def test_organisation_is_found_by_its_name_or_address_and_stays(lead: Client) -> None:
    organisation = make_signature(organisation="Thistlewick School").organisation
    assert organisation is not None
    service = factories.make_service("Thistlewick School")

    hinted = lead.get(page_of(service)).content.decode()
    lead.post(page_of(service), boxes(organisation="thistlewick school"))
    service.refresh_from_db()
    page = lead.get(page_of(service)).content.decode()

    assert "signed the pledge. If it is this one" in hinted
    assert service.organisation == organisation
    assert 'value="Thistlewick School"' in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "..."}, "Write a name that can be read out"),
        ({"name": "x" * 201}, "at most 200"),
        ({"name": "taken already"}, "A service of this name and kind is on the register already"),
        ({"kind": "zoo"}, "Select a valid choice"),
        ({"organisation": "Nobody"}, "No organisation that signed is called"),
        ({"organisation": "Larkfield"}, "Which one do you mean?"),
        ({"asked_on": "soon"}, "Enter a valid date"),
        ({"asked_on": "0001-01-01"}, "Look at the year"),
        ({"lead_email": "nobody"}, "Enter an e-mail address like"),
        ({"lead_email": ""}, "Write the e-mail of the lead too"),
        ({"lead_email": f"{'x' * 320}@example.org"}, "Enter an e-mail address like"),
    ],
)
def test_wrong_service_is_explained_and_nothing_typed_is_lost(lead: Client, more: dict[str, str], said: str) -> None:
    factories.make_service("Taken Already")
    make_signature(organisation="Larkfield School")

    answer = lead.post(address("service_add"), boxes() | {"lead_name": "Typed Name"} | more)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "Typed Name" in page
    assert Service.objects.count() == 1


@pytest.mark.parametrize("typed", ["\x00", "\u3164", "x" * 5000, "9" * 400, "".join(strange.BITS)])
def test_service_takes_anything(lead: Client, typed: str) -> None:
    service = factories.make_service()
    typed = typed.encode("utf-8", "replace").decode()

    for box in boxes():
        assert lead.post(page_of(service), boxes(**{box: typed})).status_code in (200, 302)
    for name in ("service_merge", "service_leave", "service_return"):
        assert lead.post(address(name, service.pk), {"other": typed, "into": typed}).status_code in (200, 303)


@pytest.mark.parametrize("pk", ["1", "x", "%00", str(uuid.UUID(int=0)), "9" * 50])
def test_service_that_is_not_there(lead: Client, pk: str) -> None:
    for at in ("change", "delete", "merge", "leave", "return"):
        answer = lead.get(f"{address('service_changelist')}{pk}/{at}/")
        assert answer.status_code in (302, 400, 404)


# Looking up


def test_list_says_how_many_were_asked_and_how_many_of_those_signed(lead: Client) -> None:
    organisation = make_signature(organisation="Thistlewick School").organisation
    today = timezone.localdate()
    factories.make_service(asked_on=today, organisation=organisation)
    factories.make_service(asked_on=today)
    factories.make_service(asked_on=today, left_on=today, email=None)
    factories.make_service(organisation=organisation)

    page = lead.get(address("service_changelist")).content.decode()

    assert (asked_to_sign().asked, asked_to_sign().signed) == (2, 1)
    assert "2 services on the register were asked to sign the pledge. 1 of them signed." in page


def test_list_is_filtered_and_searched(lead: Client) -> None:
    school = factories.make_service("Thistlewick School", email="lee@thistlewick.example")
    nursery = factories.make_service("Pebblewing Nursery", kind="early_years")
    gone = factories.make_service("Old Barn School", left_on=timezone.localdate(), email=None)
    at = address("service_changelist")

    def listed(query: str = "", q: str = "") -> set[str]:
        answer = lead.post(at + query, {"q": q}) if q else lead.get(at + query)
        return {one.name for one in (school, nursery, gone) if one.name in answer.content.decode()}

    assert listed() == {school.name, nursery.name}
    assert listed("?kind=school") == {school.name}
    assert listed("?stands=left") == {gone.name}
    assert listed("?stands=all") == {school.name, nursery.name, gone.name}
    assert listed(q="SCHOOL wick") == {school.name}
    assert listed("?stands=all", q="school") == {school.name, gone.name}
    assert listed(q="LEE@thistlewick.example") == {school.name}
    assert listed(q="100%") == set()


def test_list_goes_on_by_name_without_naming_anybody_in_an_address(lead: Client) -> None:
    for n in range(60):
        factories.make_service(f"Service {n:02}", email=None)

    first = lead.get(address("service_changelist"))
    second = lead.get(address("service_changelist") + first.context["cl"].later)

    assert "Service 49" in first.content.decode()
    assert "Service 50" not in first.content.decode()
    assert second.context["cl"].result_list[0].name == "Service 50"
    assert "Service" not in first.context["cl"].later


# Leaving, coming back, going


def test_service_leaves_and_its_lead_and_links_go_with_it(lead: Client) -> None:
    the_return = factories.make_return()
    service = the_return.service

    asked = lead.get(address("service_leave", service.pk)).content.decode()
    answer = lead.post(address("service_leave", service.pk), follow=True).content.decode()

    service.refresh_from_db()
    assert "deleted at once" in asked
    assert "It left the register on" in answer
    assert service.left_on == timezone.localdate()
    assert not Lead.objects.exists()
    assert not Holder.objects.exists()
    assert service.returns.count() == 1


def test_service_that_has_left_takes_no_lead(lead: Client) -> None:
    service = factories.make_service(left_on=timezone.localdate(), email=None)

    answer = lead.post(page_of(service), boxes(), follow=True)

    assert "has left the register, so nobody leads it" in answer.content.decode()
    assert not Lead.objects.exists()


def test_service_comes_back_unless_its_name_is_taken(lead: Client) -> None:
    gone = factories.make_service("Old Barn", left_on=timezone.localdate(), email=None)

    lead.post(address("service_return", gone.pk))
    gone.refresh_from_db()
    back = gone.left_on
    leave_register(service_id=gone.pk)
    factories.make_service("old barn")
    answer = lead.post(address("service_return", gone.pk), follow=True)

    assert back is None
    assert "another service of this name and kind" in answer.content.decode()
    with pytest.raises(NameTaken):
        come_back(service_id=gone.pk)


def test_service_with_a_return_is_not_deleted_and_the_way_off_the_register_is_shown(lead: Client) -> None:
    service = factories.make_return().service

    answer = lead.post(address("service_delete", service.pk), follow=True)

    assert "You can take it off the register instead" in answer.content.decode()
    assert Service.objects.filter(pk=service.pk).exists()
    with pytest.raises(HasYears):
        remove_service(service_id=service.pk)


def test_service_that_a_panel_spoke_of_is_not_deleted() -> None:
    service = factories.make_service()
    factories.make_panel(None, service)

    with pytest.raises(HasYears):
        remove_service(service_id=service.pk)


def test_mistaken_service_is_deleted(lead: Client) -> None:
    service = factories.make_service()

    answer = lead.post(address("service_delete", service.pk), follow=True)

    assert "The service is deleted" in answer.content.decode()
    assert not Service.objects.exists()


# Merging


def test_merging_shows_both_then_keeps_the_years_of_both(lead: Client) -> None:
    ending = factories.make_submitted().service
    staying = factories.make_return(service=factories.make_service("The one that stays")).service

    both = lead.post(address("service_merge", ending.pk), {"other": "the one that stays"}).content.decode()
    answer = lead.post(address("service_merge", ending.pk), {"into": str(staying.pk)}, follow=True).content.decode()

    ending.refresh_from_db()
    assert ending.name in both
    assert staying.name in both
    assert "told together" in both
    assert "The two are one now" in answer
    assert ending.name in answer
    assert (ending.merged_into, ending.left_on) == (staying, timezone.localdate())
    assert (ending.returns.count(), staying.returns.count()) == (1, 1)


def test_merging_offers_services_of_a_like_name(lead: Client) -> None:
    ending = factories.make_service("Speech Team")
    factories.make_service("Speech Therapy North")
    factories.make_service("Speech Therapy South")

    page = lead.post(address("service_merge", ending.pk), {"other": "speech therapy"}).content.decode()
    none = lead.post(address("service_merge", ending.pk), {"other": "Speech Team"}).content.decode()

    assert "More than one service is called that" in page
    assert page.count("?into=") == 2
    assert "No other service on the register is called" in none


def test_merged_service_gives_what_the_other_lacks() -> None:
    organisation = make_signature(organisation="Thistlewick School").organisation
    early = timezone.localdate().replace(year=2020)
    older = factories.make_service(left_on=timezone.localdate(), email=None)
    ending = factories.make_service(email="old@quillmere.example", organisation=organisation, asked_on=early)
    Service.objects.filter(pk=older.pk).update(merged_into=ending)
    staying = factories.make_service(email=None, asked_on=timezone.localdate())

    merge_services(service_id=ending.pk, into_id=staying.pk)

    staying.refresh_from_db()
    older.refresh_from_db()
    assert (staying.organisation, staying.asked_on) == (organisation, early)
    assert staying.lead.email == "old@quillmere.example"
    assert older.merged_into == staying


def test_merging_into_one_that_left_or_itself_is_refused(lead: Client) -> None:
    service = factories.make_service()
    left = factories.make_service(left_on=timezone.localdate(), email=None)

    with pytest.raises(NotOnRegister):
        merge_services(service_id=service.pk, into_id=left.pk)
    with pytest.raises(ValueError, match="itself"):
        merge_services(service_id=service.pk, into_id=service.pk)
    with pytest.raises(ServiceGone):
        merge_services(service_id=service.pk, into_id=uuid.uuid4())
    answer = lead.post(address("service_merge", service.pk), {"into": str(left.pk)}, follow=True)

    assert "the other service has left the register" in answer.content.decode()


def test_others_see_nothing_of_it(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    service = factories.make_service()

    pages = [address("service_changelist"), address("service_import"), address("service_export"), page_of(service)]
    pages += [address(f"service_{name}", service.pk) for name in ("leave", "return", "merge", "delete")]

    assert {client.get(at).status_code for at in pages} == {403}
    assert client.get(reverse("admin:index")).status_code == 200
