"""Panels at the desk: made, asked about services, sent a link, opened again; what they said stands beside."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from lxml import html

from desk.roles import Role, make_roles
from participation.actions import panel_making, panels
from participation.models import Holder, Panel, PanelRating, PanelService, Round
from participation.models.kinds import PanelKind
from post.models import Outbox, Token
from tests.charters.agreeing_pages import post_now
from tests.factories import StaffMemberFactory
from tests.participation import factories
from tests.participation.panel_pages import link, make_group

pytestmark = pytest.mark.django_db

LIST = "admin:participation_panel_changelist"


@pytest.fixture
def staff(client: Client) -> Client:
    make_roles()
    member = StaffMemberFactory.create(first_name="Ada")
    member.groups.set(member.groups.model.objects.filter(name=Role.AUDIT_LEAD))
    client.force_login(member)
    return client


@pytest.fixture
def panel() -> Panel:
    return make_group()


def at(panel: Panel, act: str = "change", *args: Any) -> str:
    return reverse(f"admin:participation_panel_{act}", args=[panel.pk, *args])


def text(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def slugs(panel: Panel) -> list[str]:
    return list(panel.services.order_by("position").values_list("service__slug", flat=True))


def offered(answer: Any) -> list[tuple[str, bool]]:
    """Services that can be ticked, and whether they are."""
    found: Any = html.document_fromstring(answer.content.decode()).cssselect("input[name=service]")
    return [(" ".join(one.getparent().text_content().split()), one.get("checked") is not None) for one in found]


def new(the_round: Round, **changed: str) -> dict[str, str]:
    given = {"round": str(the_round.pk), "name": "Thursday group", "kind": "young_people", "count": "6"}
    return given | {"email": "group@quillmere.example"} | changed


def test_panel_is_made_and_nothing_is_sent_yet(staff: Client) -> None:
    the_round = factories.make_round()

    answer = staff.post(reverse("admin:participation_panel_add"), new(the_round), follow=True)

    made = Panel.objects.get()
    assert (made.name, made.kind, made.count, made.round) == ("Thursday group", "young_people", 6, the_round)
    assert made.holders.get().email == "group@quillmere.example"
    assert "Now choose the services" in text(answer)
    assert "has no link yet" in text(answer)
    assert not Outbox.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"count": "4"}, "A panel has five people or more. Fewer would show who said what."),
        ({"count": "9" * 5000}, "Write a number, such as 6."),
        ({"count": "1001"}, "A panel has 1,000 people at most."),
        ({"count": ""}, "Say how many people are in the group: five or more."),
        ({"count": "some"}, "Write a number, such as 6."),
        ({"name": " \u200b "}, "Name the group, so that you know it again."),
        ({"name": "x" * 201}, "200"),
        ({"kind": "teachers"}, "teachers is not one of the available choices"),
        ({"email": "nobody"}, "Enter an e-mail address like name@example.org"),
        ({"email": ""}, "Write the address that gets the link."),
        ({"round": "9" * 30}, "Select a valid choice"),
        ({"round": ""}, "Choose the round in which they are asked."),
        ({"name": "Taken"}, "A panel of this name is in this round already."),
    ],
)
def test_bad_input_is_explained_and_stays(staff: Client, changed: dict[str, str], said: str) -> None:
    the_round = factories.make_round()
    factories.make_panel(the_round, name="Taken")

    answer = staff.post(reverse("admin:participation_panel_add"), new(the_round, **changed))

    assert answer.status_code == 400
    assert said in text(answer)
    assert Panel.objects.count() == 1
    if "email" not in changed:
        assert 'value="group@quillmere.example"' in answer.content.decode()


def test_nul_bytes_and_halves_of_letters_break_nothing(staff: Client) -> None:
    the_round = factories.make_round()
    odd = new(the_round, name="A\x00B", email="a\x00@b.example", kind="\x00", round="\x00", count="\x00")

    assert staff.post(reverse("admin:participation_panel_add"), odd).status_code == 400


def test_services_are_found_by_name_and_what_is_ticked_stays(staff: Client) -> None:
    panel = factories.make_panel(factories.make_round(), factories.make_service("Larkfield School"))
    nursery, club = factories.make_service("Pebblewing Nursery"), factories.make_service("Kite Club, Pebblewing")
    factories.make_service("Gone Pebblewing", email=None, left_on=factories.today())

    first = staff.get(at(panel))
    looked = staff.post(at(panel, "services"), {"q": "nursery pebble", "go": "search", "service": [str(club.pk)]})
    before = slugs(panel)
    put = {"q": "", "go": "add", "service": [str(club.pk), str(nursery.pk), "nonsense", "\x00"]}
    added = staff.post(at(panel, "services"), put, follow=True)

    assert [name for name, _ticked in offered(first)] == ["Kite Club, Pebblewing school", "Pebblewing Nursery school"]
    assert offered(looked) == [("Kite Club, Pebblewing school", True), ("Pebblewing Nursery school", False)]
    assert len(before) == 1
    assert slugs(panel) == [before[0], club.slug, nursery.slug]
    assert "On the list now" in text(added)
    assert offered(added) == []


def test_long_register_is_shown_in_part_and_nothing_ticked_is_said(staff: Client, panel: Panel) -> None:
    for n in range(32):
        factories.make_service(f"Service {n:02}")

    many = staff.get(at(panel))
    nothing = staff.post(at(panel, "services"), {"go": "add", "q": "Service 31"})

    assert len(offered(many)) == 30
    assert "There are more." in text(many)
    assert nothing.status_code == 400
    assert "Tick a service first." in text(nothing)
    assert offered(nothing) == [("Service 31 school", False)]


def test_services_move_and_go(staff: Client, panel: Panel) -> None:
    staff.post(at(panel, "service", "therapy"), {"act": "up"})
    moved = slugs(panel)
    staff.post(at(panel, "service", "therapy"), {"act": "up"})
    staff.post(at(panel, "service", "therapy"), {"act": "take_out"})
    again = staff.post(at(panel, "service", "therapy"), {"act": "take_out"}, follow=True)
    odd = staff.post(at(panel, "service", "thistlewick"), {"act": "\x00"}, follow=True)

    assert moved == ["therapy", "thistlewick"]
    assert slugs(panel) == ["thistlewick"]
    assert PanelService.objects.get().position == 1
    assert "this service is not on the list any more" in text(again)
    assert "Nothing was changed." in text(odd)


def test_service_that_was_answered_about_stays(staff: Client, panel: Panel) -> None:
    panels.say_used(panel_id=panel.pk, service="therapy", was_used=False)

    answer = staff.post(at(panel, "service", "therapy"), {"act": "take_out"}, follow=True)

    assert "the group has said something of this service already" in text(answer)
    assert "therapy" in slugs(panel)


def test_link_is_sent_sent_again_and_taken_away(staff: Client, panel: Panel) -> None:
    to = {"email": "group@quillmere.example"}
    staff.post(at(panel, "link"), to)
    waiting = staff.get(at(panel))
    post_now()
    sent = staff.get(at(panel))
    staff.post(at(panel, "link"), to)
    staff.post(at(panel, "link"), {"email": "Other@quillmere.example"})
    post_now()
    holders = list(Holder.objects.order_by("since").values_list("email", flat=True))
    staff.post(at(panel, "take", panel.holders.get(email=to["email"]).pk))

    assert "the letter is on its way" in text(waiting)
    assert "has the link" in text(sent)
    assert holders == ["group@quillmere.example", "Other@quillmere.example"]
    assert len(mail.outbox) == 3
    assert Holder.objects.get().email == "Other@quillmere.example"
    assert Token.objects.filter(scope="panel").count() == 1


def test_link_needs_services_an_address_and_an_open_round(staff: Client, panel: Panel) -> None:
    bad = staff.post(at(panel, "link"), {"email": "nobody"})
    PanelService.objects.all().delete()
    empty = staff.post(at(panel, "link"), {"email": "group@quillmere.example"}, follow=True)

    assert (bad.status_code, "Enter an e-mail address like" in text(bad)) == (400, True)
    assert "choose the services first" in text(empty)
    assert not Outbox.objects.exists()


def test_group_is_renamed_and_two_of_one_name_are_refused(staff: Client, panel: Panel) -> None:
    factories.make_panel(panel.round, name="Taken")
    given = {"name": "Kite Group", "kind": "parent_carers", "count": "12"}

    saved = staff.post(at(panel, "about"), given, follow=True)
    taken = staff.post(at(panel, "about"), given | {"name": "Taken"})
    few = staff.post(at(panel, "about"), given | {"count": "3", "name": "Still typed"})

    panel.refresh_from_db()
    assert (panel.name, panel.kind, panel.count) == ("Kite Group", PanelKind.PARENT_CARERS, 12)
    assert "Saved." in text(saved)
    assert "A panel of this name is in this round already." in text(taken)
    assert "A panel has five people or more." in text(few)
    assert 'value="Still typed"' in few.content.decode()


def test_what_they_said_stands_beside_what_the_service_says(staff: Client, panel: Panel) -> None:
    school = panel.services.get(service__slug="thistlewick").service
    factories.make_submitted(factories.make_return(panel.round, school), level=4)
    factories.rate_all(panel, level=1)
    before = text(staff.get(at(panel)))
    factories.make_return(panel.round, panel.services.get(service__slug="therapy").service)
    panels.rate(panel_id=panel.pk, service="thistlewick", question="missing", level=None)

    panels.send(panel_id=panel.pk)
    answer = staff.get(at(panel))

    rows: Any = html.document_fromstring(answer.content.decode()).cssselect(".due tbody tr")
    said = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    assert "What the group said" not in before
    assert [row[1:] for row in said] == [
        ["The group: Not yet", "The service itself: Shared"],
        ["The group: we do not know", "The service itself: Shared"],
        ["The group: Not yet", "The service itself: not submitted yet"],
        ["The group: Not yet", "The service itself: not submitted yet"],
    ]
    assert "never mixed or averaged" in text(answer)


def test_sent_panel_is_locked_and_can_be_opened_again(staff: Client, panel: Panel) -> None:
    factories.make_sent(panel)
    changed = staff.post(at(panel, "about"), {"name": "B", "kind": "young_people", "count": "7"}, follow=True)
    moved = staff.post(at(panel, "service", "therapy"), {"act": "up"}, follow=True)
    linked = staff.post(at(panel, "link"), {"email": "a@b.example"}, follow=True)
    asked = staff.get(at(panel, "reopen"))
    still = Panel.objects.get().sent_at
    opened = staff.post(at(panel, "reopen"), follow=True)

    for answer in (changed, moved, linked):
        assert "the group has sent its answers" in text(answer)
    assert slugs(panel) == ["thistlewick", "therapy"]
    assert still is not None
    assert "must send them once more" in text(asked)
    assert "It is open again" in text(opened)
    assert Panel.objects.get().sent_at is None
    assert PanelRating.objects.count() == 4


def test_nothing_is_opened_again_after_the_round(staff: Client, panel: Panel) -> None:
    factories.make_sent(panel)
    yesterday = factories.today() - timedelta(days=1)
    Round.objects.update(opens_on=yesterday, due_on=yesterday, closes_on=yesterday)

    answer = staff.post(at(panel, "reopen"), follow=True)

    assert "Nothing was done: the round is not open." in text(answer)
    assert "Open it again for the group" not in text(answer)
    assert Panel.objects.get().sent_at is not None


def test_panel_is_deleted_only_before_it_is_sent(staff: Client, panel: Panel) -> None:
    sent = factories.make_sent(factories.make_panel(panel.round, panel.services.all()[0].service))
    address = link(panel)

    asked = staff.get(at(panel, "delete"))
    staff.post(at(panel, "delete"))
    kept = staff.post(at(sent, "delete"), follow=True)

    assert "All that the group has said so far goes" in text(asked)
    assert "It stays: the group has sent its answers." in text(kept)
    assert list(Panel.objects.all()) == [sent]
    assert Client().get(address).status_code == 410


def test_list_says_how_far_each_is(staff: Client, panel: Panel) -> None:
    factories.make_sent(factories.make_panel(panel.round, name="Kite Group"))

    page: Any = html.document_fromstring(staff.get(reverse(LIST)).content.decode())
    kite, other = [[cell.text_content() for cell in row] for row in page.cssselect("#result_list tbody tr")]

    assert kite[:3] == ["Kite Group", "young people", str(panel.round)]
    assert kite[3].startswith("sent on")
    assert (other[0], other[3]) == (panel.name, "not opened yet")


def test_only_audit_leads_see_panels(client: Client, panel: Panel) -> None:
    make_roles()
    member = StaffMemberFactory.create()
    member.groups.set(member.groups.model.objects.filter(name=Role.MODERATOR))
    client.force_login(member)

    for address in (reverse(LIST), reverse("admin:participation_panel_add"), at(panel), at(panel, "reopen")):
        assert client.get(address).status_code == 403
    for act in ("about", "services", "link", "reopen", "delete"):
        assert client.post(at(panel, act)).status_code == 403


def test_acts_need_a_post_and_a_panel_that_is_there(staff: Client, panel: Panel) -> None:
    addresses = [at(panel, act) for act in ("about", "services", "link")]
    Panel.objects.all().delete()

    assert [staff.get(one).status_code for one in addresses] == [405] * 3
    assert [staff.post(one, {"go": "add"}).status_code for one in addresses] == [404] * 3
    assert staff.get(at(panel)).status_code == 404
    assert staff.post(at(panel)).status_code == 405
    with pytest.raises(Panel.DoesNotExist):
        panel_making.reopen(panel_id=panel.pk)
