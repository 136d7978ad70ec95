"""What whoever looks after an action does by their link; how they are reminded, and how long they are kept."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from config.lib.retention import carry_out
from participation.actions.action_links import remind_owners
from participation.actions.services import leave_register
from participation.models import Action, ActionReminder, ActionStep, Holder
from participation.private_links import OPEN_AFTER
from post import links
from post.models import Outbox, Token
from tests.participation import factories
from tests.participation.acting_pages import WHAT, overdue, owner_s
from tests.participation.return_pages import post_now, stop_address, text_of

pytestmark = pytest.mark.django_db


def test_owner_says_how_far_it_is_and_everybody_can_read_it(client: Client) -> None:
    action = factories.make_action()

    answer = client.post(owner_s(action, "note/"), {"text": "Two of four letters are written."}, follow=True)

    page = text_of(answer)
    assert "It is kept, and everybody can read it" in page
    assert "Two of four letters are written." in page


def test_day_moves_with_a_reason_and_every_old_day_stays_in_sight(client: Client) -> None:
    action = factories.make_action()
    days = [action.due_on + timedelta(days=n) for n in (30, 90)]

    for day in days:
        client.post(owner_s(action, "day/"), {"due_on": f"{day:%d/%m/%Y}", "text": f"Later, until {day}."})

    action.refresh_from_db()
    page = text_of(client.get(owner_s(action)))
    assert action.due_on == days[1]
    assert f"Due on {days[1]:%-d %B %Y}" in page
    before = f"Promised before for: {action.first_due_on:%-d %B %Y}, {days[0]:%-d %B %Y}"
    assert before in page


@pytest.mark.parametrize(
    ("page", "given", "says"),
    [
        ("note/", {"text": ""}, "Say how far it is"),
        ("note/", {"text": "a" * 2001}, "Write 2,000 letters at most"),
        ("day/", {"text": "Ill.", "due_on": ""}, "Choose a day"),
        ("day/", {"text": "Ill.", "due_on": "2020-01-01"}, "This day is over. Choose today or a later one"),
        ("day/", {"text": "Ill.", "due_on": "9999-12-31"}, "This is too far away"),
        ("day/", {"text": "", "due_on": "2030-01-01"}, "Say why the day moves"),
        ("evidence/", {"text": "Here.", "url": "http://10.0.0.1/"}, "This link works only inside your own network"),
        ("evidence/", {"text": "Here.", "url": "javascript:alert(1)"}, "A link must begin with https://"),
        ("done/", {"text": "", "url": ""}, "Say what shows it"),
        ("done/", {"text": "Here.", "url": "http://localhost/"}, "This link works only inside your own network"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, page: str, given: dict[str, str], says: str
) -> None:
    action = factories.make_action()

    answer = client.post(owner_s(action, page), given)

    read = answer.content.decode()
    assert says in text_of(answer)
    assert all(value in read for value in given.values())
    assert not action.steps.exists()


def test_owner_says_that_it_is_done_and_what_shows_it(client: Client) -> None:
    action = factories.make_action()
    address = owner_s(action)

    client.post(f"{address}done/", {"text": "The new letter.", "url": "https://service.example/letter"})
    client.post(f"{address}done/", {"text": "The new letter."})

    action.refresh_from_db()
    assert action.done_at is not None
    assert action.steps.count() == 1
    page = text_of(client.get(address))
    assert "Nothing in it can change now." in page
    assert "What do you want to say?" not in page


def test_something_that_was_shown_before_is_enough(client: Client) -> None:
    action = factories.make_action()
    client.post(owner_s(action, "evidence/"), {"text": "The new letter.", "url": ""})

    link_alone = client.post(owner_s(action, "done/"), {"text": "", "url": "https://service.example/"})
    assert "Say what the link shows" in text_of(link_alone)
    assert client.post(owner_s(action, "done/"), {"text": "", "url": ""}).status_code == 303
    action.refresh_from_db()
    assert action.done_at is not None


def test_what_is_said_of_what_is_done_is_shown_and_not_kept(client: Client) -> None:
    action = factories.make_action()
    address = owner_s(action)
    ActionStep.objects.create(action=action, kind="evidence", text="It is so.")
    Action.objects.filter(pk=action.pk).update(done_at=timezone.now())

    for page, given in (("note/", {"text": "Too late."}), ("done/", {"text": "Too late."})):
        answer = client.post(f"{address}{page}", given)
        assert (answer.status_code, "Too late." in text_of(answer)) == (409, True)
        assert client.get(f"{address}{page}").status_code == 303
    assert action.steps.count() == 1


def test_overdue_action_says_so_on_its_page(client: Client) -> None:
    assert "Overdue" in text_of(client.get(owner_s(overdue())))


def test_same_note_twice_is_once(client: Client) -> None:
    action = factories.make_action()

    for _n in range(2):
        client.post(owner_s(action, "note/"), {"text": "Two of four."})

    assert action.steps.count() == 1


def expired(action: Action) -> str:
    address, long_ago = owner_s(action), timezone.now() - timedelta(days=90)
    Token.objects.update(created_at=long_ago, expires_at=long_ago + timedelta(days=1))
    return address


def test_old_link_brings_a_new_one_to_the_same_mailbox_and_no_more_than_one(client: Client) -> None:
    action = factories.make_action()
    old = expired(action)

    page = client.post(f"{old}note/", {"text": "I wrote this."})
    for _n in range(3):
        assert client.post(f"{old}new-link/")["Location"] == "/participation/action/link-sent/"

    assert page.status_code == 410
    assert "I wrote this." in text_of(page)
    assert [letter.recipient for letter in Outbox.objects.all()] == ["owner@quillmere.example"]
    post_now()
    assert WHAT in mail.outbox[0].body
    assert client.get("/participation/action/link-sent/").status_code == 200


@pytest.mark.parametrize("token", ["x", "%00", "%ED%A0%80", "a" * 900])
def test_unknown_links_are_gone_and_cause_no_letter(client: Client, token: str) -> None:
    for page in ("", "note/", "day/", "evidence/", "done/"):
        assert client.get(f"/participation/action/{token}/{page}").status_code in (400, 410)
    assert client.post(f"/participation/action/{token}/new-link/").status_code in (303, 400)
    assert not Outbox.objects.exists()


def test_link_of_a_return_opens_no_action(client: Client) -> None:
    secret = links.issue(
        about_app="participation", about_id=factories.make_return().holders.get().pk, scope="action", lifetime=None
    )

    assert client.get(f"/participation/action/{secret}/").status_code == 410
    assert client.post(f"/participation/action/{secret}/note/", {"text": "A"}).status_code == 410


@pytest.mark.parametrize("page", ["note/", "day/", "evidence/", "done/"])
@pytest.mark.parametrize("bad", ["\x00", "\ud800", "9" * 5000])
def test_strange_values_are_no_error(client: Client, page: str, bad: str) -> None:
    raw = urlencode({name: bad.encode("utf-8", "surrogatepass") for name in ("text", "due_on", "url")})

    answer = client.post(owner_s(factories.make_action(), page), raw, content_type="application/x-www-form-urlencoded")

    assert answer.status_code < 500


# Reminders.


def remind(on: date) -> list[int]:
    """As on this day, of actions that were made long before."""
    remind_owners(on=on)
    return list(ActionReminder.objects.order_by("pk").values_list("days", flat=True))


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Actions count as made long ago, and as moved long ago."""
    monkeypatch.setattr("participation.actions.action_links.NOT_SO_SOON", timedelta(days=-1))


def test_owner_is_reminded_before_and_weekly_after_each_once(lived: None) -> None:
    due = factories.make_action().due_on

    for days in (20, 14, 14, 13, 2, 1, 1, 0, -3, -7, -8, -14):
        remind(due - timedelta(days=days))

    assert list(ActionReminder.objects.order_by("pk").values_list("days", flat=True)) == [14, 1, -7, -14]
    assert Outbox.objects.filter(template="participation/action_due").count() == 4


def test_action_that_moved_is_reminded_of_anew(client: Client, lived: None) -> None:
    action = factories.make_action()
    remind(action.due_on - timedelta(days=14))
    later = action.due_on + timedelta(days=60)

    client.post(owner_s(action, "day/"), {"text": "Ill.", "due_on": later.isoformat()})
    remind(later - timedelta(days=14))
    post_now()

    assert ActionReminder.objects.count() == 2
    # The first letter had another day: it does not go any more.
    assert len(mail.outbox) == 1


def test_nobody_is_reminded_of_what_was_made_just_now() -> None:
    action = factories.make_action(first_due_on=factories.today() + timedelta(days=13))

    assert remind_owners() == 0
    assert not action.reminders.exists()


def test_who_said_stop_and_what_is_done_is_not_reminded_of(client: Client, lived: None) -> None:
    stopped, done = factories.make_action(), overdue()
    stop = stop_address(stopped.holders.get())
    ActionStep.objects.create(action=done, kind="evidence", text="It is so.")
    Action.objects.filter(pk=done.pk).update(done_at=timezone.now())

    assert "has promised, until it is done" in text_of(client.get(stop))
    client.post(stop, {"List-Unsubscribe": "One-Click"})

    assert remind_owners(on=stopped.due_on - timedelta(days=1)) == 0


def test_overdue_letter_says_that_everybody_can_see_it(lived: None) -> None:
    overdue(7)

    remind_owners()
    post_now()

    assert mail.outbox[0].subject.startswith("Overdue: a promise of")
    assert "Everybody can see that it is overdue" in mail.outbox[0].body


# How long whoever looks after it is kept.


def test_address_is_kept_for_sixty_days_after_it_is_done() -> None:
    action, still = factories.make_action(), overdue()
    ActionStep.objects.create(action=action, kind="evidence", text="It is so.")
    Action.objects.filter(pk=action.pk).update(done_at=timezone.now())

    carry_out("participation.holders", on=timezone.now() + OPEN_AFTER)
    assert Holder.objects.count() == 2
    carry_out("participation.holders", on=timezone.now() + OPEN_AFTER + timedelta(days=2))

    assert list(Holder.objects.values_list("of_action", flat=True)) == [still.pk]


def test_service_that_leaves_takes_the_address_along() -> None:
    action = factories.make_action()

    leave_register(service_id=action.service_id)

    assert not Holder.objects.exists()
    assert Action.objects.get() == action
