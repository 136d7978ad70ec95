"""A panel answers in easy read: one press is one answer, and it goes on where it stopped."""

import pytest
from django.test import Client

from participation.actions import panel_making, panels
from participation.models import Panel, PanelRating, PanelService
from participation.panel_screens import MOST_WORDS as MOST_WORDS_OF_A_QUESTION
from participation.shipped_set import QUESTIONS
from tests.participation import factories
from tests.participation.panel_pages import (
    MOST_WORDS,
    SCHOOL,
    THERAPY,
    Group,
    back_of,
    buttons,
    chosen,
    close,
    link,
    main_of,
    make_group,
    text,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    return make_group()


def said(panel: Panel) -> list[tuple[str, str, int | None]]:
    found = PanelRating.objects.filter(panel_service__panel=panel).order_by(
        "panel_service__position", "question__position"
    )
    return list(found.values_list("panel_service__service__slug", "question__key", "level"))


def used(panel: Panel) -> list[bool | None]:
    return list(panel.services.order_by("position").values_list("was_used", flat=True))


def whole(client: Client, panel: Panel) -> Group:
    """A group that used the school and not the therapy, at the list of its answers."""
    group = Group(client, link(panel))
    group.start()
    for answer in ("yes", "2", "do-not-know", "no"):
        group.press(answer)
    return group


def test_group_reads_answers_checks_and_sends(client: Client, panel: Panel) -> None:
    group = Group(client, link(panel))
    assert "You used some services. Tell us how they listen. You answer together." in group.reads
    group.start()
    read = " ".join(text(one) for one in group.seen)
    assert "We do not need your names." in read
    assert "Each service answers too. We do not mix the answers." in read
    assert f"Service 1 of 2 Did you use {SCHOOL}?" in group.reads
    group.press("yes")
    assert f"Service 1 of 2 {SCHOOL} asks: Do we ask about joining?" in group.reads
    assert buttons(group.page) == ["1", "2", "3", "4", "do-not-know"]
    group.press("2")
    group.press("do-not-know")
    assert f"Service 2 of 2 Did you use {THERAPY}?" in group.reads
    group.press("no")
    assert "Is this right?" in group.reads
    assert f"{SCHOOL} Did you use it? Yes Change Do we ask about joining? A bit. Change" in group.reads
    assert "Do we ask about missing? We do not know Change" in group.reads
    assert f"{THERAPY} Did you use it? No Change" in group.reads
    group.send()

    panel.refresh_from_db()
    assert panel.sent_at is not None
    assert "Thank you. The services will see what you said. It stands beside what they say." in group.reads
    assert said(panel) == [("thistlewick", "joining", 2), ("thistlewick", "missing", None)]
    assert used(panel) == [True, False]


def test_every_screen_has_25_words_at_most_and_one_heading(client: Client, panel: Panel) -> None:
    group = whole(client, panel)
    group.back()
    group.send()  # nothing was pressed: the screen says so
    group.go(main_of(client.get(f"{link(panel)}check/")).cssselect(".pill")[1].get("href"))
    group.go(f"{link(panel)}check/")
    group.send()
    group.go(link(panel))
    for address in ("/participation/panel/nothing/", "/participation/panel/nothing/link-sent/"):
        group.go(address)

    for page in group.seen:
        few = words(page)
        assert len(few) <= MOST_WORDS, few
        assert page.content.decode().count("<h1") == 1, text(page)


def test_each_press_is_saved_and_another_device_goes_on_at_the_first_open_screen(client: Client, panel: Panel) -> None:
    group = Group(client, link(panel))
    group.start()
    group.press("yes")
    group.press("4")

    later = Group(Client(), link(panel))

    assert said(panel) == [("thistlewick", "joining", 4)]
    assert f"{SCHOOL} asks: Do we ask about missing?" in later.reads
    assert Panel.objects.get().opened_at is not None


def test_back_shows_the_answer_and_another_one_takes_its_place(client: Client, panel: Panel) -> None:
    group = Group(client, link(panel))
    group.start()
    group.press("yes")
    group.press("1")
    group.back()
    assert chosen(group.page) == ["1"]
    group.press("3")
    assert "Do we ask about missing?" in group.reads
    group.back()
    group.back()
    assert chosen(group.page) == ["yes"]
    group.back()

    assert "You have until" in group.reads
    assert said(panel) == [("thistlewick", "joining", 3)]


def test_change_leads_back_to_the_list(client: Client, panel: Panel) -> None:
    group = whole(client, panel)
    group.go(main_of(group.page).cssselect(".pill")[1].get("href"))
    assert chosen(group.page) == ["2"]

    group.press("4")

    assert "Is this right?" in group.reads
    assert "Do we ask about joining? We do it together." in group.reads


def test_service_they_did_not_use_after_all_is_not_rated(client: Client, panel: Panel) -> None:
    group = whole(client, panel)
    group.go(main_of(group.page).cssselect(".pill")[0].get("href"))

    group.press("no")

    assert said(panel) == []
    assert f"{SCHOOL} Did you use it? No" in group.reads
    assert client.get(f"{link(panel)}services/thistlewick/joining/").status_code == 303


def test_nothing_is_sent_before_all_is_answered(client: Client, panel: Panel) -> None:
    group = Group(client, link(panel))
    group.start()
    group.press("yes")

    sent = client.post(f"{link(panel)}check/", follow=True)
    with pytest.raises(panels.NotComplete):
        panels.send(panel_id=panel.pk)

    assert "Do we ask about joining?" in text(sent)
    assert Panel.objects.get().sent_at is None


def test_what_was_sent_can_only_be_read(client: Client, panel: Panel) -> None:
    address = link(factories.make_sent(panel))

    late = client.post(f"{address}services/thistlewick/joining/", {"answer": "4"}, follow=True)
    again = client.post(f"{address}check/", follow=True)
    start = client.get(address, follow=True)

    for page in (late, again, start):
        assert "You sent this." in text(page)
        assert "Change" not in text(page)
        assert "Do we ask about joining? A bit." in text(page)
    assert {level for *_rest, level in said(panel)} == {2}
    with pytest.raises(panels.Locked):
        panels.rate(panel_id=panel.pk, service="thistlewick", question="joining", level=4)
    with pytest.raises(panels.Locked):
        panels.send(panel_id=panel.pk)


def test_sent_while_a_screen_was_open_elsewhere(client: Client, panel: Panel) -> None:
    whole(client, panel).send()

    late = client.post(f"{link(panel)}services/therapy/", {"answer": "yes"}, follow=True)

    assert "You sent this." in text(late)
    assert used(panel) == [True, False]


def test_closed_round_says_so_and_takes_nothing(client: Client, panel: Panel) -> None:
    address = link(panel)
    whole(client, panel)
    close(panel)

    looked = client.get(address)
    pressed = client.post(f"{address}services/therapy/", {"answer": "yes"})
    sent = client.post(f"{address}check/")

    assert "It is over. Call us:" in text(looked)
    assert "We did not get your last answer." in text(pressed)
    assert "We did not get your last answer." in text(sent)
    assert used(panel) == [True, False]
    assert Panel.objects.get().sent_at is None
    with pytest.raises(panels.Closed):
        panels.say_used(panel_id=panel.pk, service="therapy", was_used=True)


def test_what_was_sent_can_be_read_after_the_round(client: Client, panel: Panel) -> None:
    address = link(factories.make_sent(panel))
    close(panel)

    assert "You sent this." in text(client.get(address, follow=True))


def test_round_that_has_not_opened_says_when(client: Client) -> None:
    panel = make_group(the_round=factories.make_round(days=40))

    page = client.get(link(panel))

    assert "You can start on" in text(page)
    assert client.post(f"{link(panel)}services/therapy/", {"answer": "yes"}).status_code == 200
    assert used(panel) == [None, None]


def test_panel_without_services_is_not_ready(client: Client, panel: Panel) -> None:
    PanelService.objects.all().delete()

    assert "It is not ready." in text(client.get(link(panel)))
    assert "It is not ready." in text(client.post(f"{link(panel)}check/", follow=True))
    with pytest.raises(panels.NotComplete):
        panels.send(panel_id=panel.pk)


@pytest.mark.parametrize("answer", ["", "5", "0", "yes", "\x00", "9" * 5000, "\ud800"])
def test_no_button_at_all_asks_again(client: Client, panel: Panel, answer: str) -> None:
    panels.say_used(panel_id=panel.pk, service="thistlewick", was_used=True)
    sent = "answer=" + answer.encode("utf-8", "surrogatepass").decode("latin-1")

    page = client.post(
        f"{link(panel)}services/thistlewick/joining/", sent.encode("latin-1"), "application/x-www-form-urlencoded"
    )

    assert page.status_code == 200
    assert "Please press a button." in text(page)
    assert said(panel) == []


@pytest.mark.parametrize(
    "path",
    ["services/nothing/", "services/thistlewick/nothing/", "services/therapy/joining/", "?screen=99999", "?screen=-1"],
)
def test_wrong_addresses_lead_to_a_screen(client: Client, panel: Panel, path: str) -> None:
    for answer in (
        client.get(f"{link(panel)}{path}", follow=True),
        client.post(f"{link(panel)}{path}", {"answer": "1"}, follow=True),
    ):
        assert answer.status_code in (200, 405)


def test_answers_stay_with_their_service_when_staff_change_the_order(client: Client, panel: Panel) -> None:
    group = Group(client, link(panel))
    group.start()
    panel_making.move_service(panel_id=panel.pk, service="therapy", by=-1)

    group.press("yes")

    assert PanelService.objects.get(service__slug="thistlewick").was_used is True
    assert PanelService.objects.get(service__slug="therapy").was_used is None


def test_service_that_staff_took_out_is_asked_no_more(client: Client, panel: Panel) -> None:
    group = Group(client, link(panel))
    group.start()
    panel_making.remove_service(panel_id=panel.pk, service="thistlewick")

    group.press("yes")

    assert f"Service 1 of 1 Did you use {THERAPY}?" in group.reads


def test_questions_that_are_shipped_for_panels_fit_on_a_screen() -> None:
    told = {
        one.key: sum(len(words.split()) for _picture, words in (*one.easy, *one.easy_levels))
        for one in QUESTIONS
        if one.is_short
    }

    assert len(told) == 4
    assert {key: n for key, n in told.items() if n > MOST_WORDS_OF_A_QUESTION} == {}


def test_long_question_is_read_first_and_answered_on_the_next_screen(client: Client) -> None:
    the_set = factories.make_set(keys=())
    lines = factories.easy("We make plans for you.", "A plan is what we do next.", "Do we ask before we make a plan?")
    factories.question(the_set, 1, "plans", easy=lines)
    panel = make_group(the_round=factories.make_round(the_set=the_set))
    group = Group(client, link(panel))
    group.start()
    group.press("yes")
    assert "A plan is what we do next." in group.reads
    assert buttons(group.page) == []
    first = group.at
    group.next()
    assert "A plan is what we do next." not in group.reads
    assert "Do we ask before we make a plan?" in group.reads
    assert back_of(group.page) == first

    group.press("3")

    assert said(panel) == [("thistlewick", "plans", 3)]


def test_picture_that_was_taken_back_leaves_the_words(client: Client, panel: Panel) -> None:
    level = factories.easy("No.", "A bit.", "Yes.", "We do it together.")
    level[0]["picture"] = "0" * 64
    the_set = factories.make_set(keys=())
    factories.question(the_set, 1, "plans", easy_levels=level)
    other = factories.make_panel(
        factories.make_round(the_set=the_set), factories.make_service("Kite Club", slug="kite")
    )
    panels.say_used(panel_id=other.pk, service="kite", was_used=True)

    page = client.get(f"{link(other)}services/kite/plans/")

    assert "No. A bit. Yes." in text(page)
    assert "0" * 64 not in page.content.decode()
