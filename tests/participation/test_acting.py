"""What a service will do, at the desk: made from a low answer, told about, done when something shows it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from charters.models import ClauseKey
from desk.roles import Role, make_roles
from participation.models import Action, ActionStep, Holder, Return
from tests.charters.factories import document, make_agreed, make_charter, make_draft, make_published_from, promise
from tests.charters.factories import section as section_of
from tests.factories import StaffMemberFactory
from tests.participation import factories
from tests.participation.acting_pages import WHAT, WHO, overdue
from tests.participation.return_pages import post_now, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    make_roles()
    member = StaffMemberFactory.create(first_name="Ada")
    member.groups.set(member.groups.model.objects.filter(name=Role.AUDIT_LEAD))
    client.force_login(member)
    return client


def low() -> Return:
    """A service that has begun with everything, and two promises in force: the first question is about the second."""
    words = section_of("Start", promise("We will ask.", "aaaaaa"), promise("We will answer.", "bbbbbb"))
    make_published_from(make_agreed(make_draft(make_charter(), document(words))))
    the_set = factories.make_set()
    the_set.questions.get(key="joining").commitments.add(ClauseKey.objects.get(key="bbbbbb"))
    return factories.make_submitted(factories.make_return(factories.make_round(the_set=the_set)), level=2)


def making(one: Return) -> str:
    return reverse("admin:participation_return_action", args=[one.pk, "joining"])


def filled_in(**more: Any) -> dict[str, Any]:
    day = factories.today() + timedelta(days=60)
    given = {"what": WHAT, "who": WHO, "due_on": day.isoformat(), "email": "owner@quillmere.example"}
    return given | {"promise": ClauseKey.objects.get(key="bbbbbb").pk} | more


def at(action: Action, act: str = "change", *args: Any) -> str:
    return reverse(f"admin:participation_action_{act}", args=[action.pk, *args])


def test_low_answer_becomes_an_action_and_its_owner_gets_a_link(staff: Client) -> None:
    one = low()
    assert making(one) in staff.get(reverse("admin:participation_return_change", args=[one.pk])).content.decode()

    answer = staff.post(making(one), filled_in())

    action = Action.objects.get()
    assert answer["Location"] == at(action)
    assert (action.what, action.who, action.clause_key.key, action.service) == (WHAT, WHO, "bbbbbb", one.service)
    post_now()
    letter = mail.outbox[-1]
    assert letter.to == ["owner@quillmere.example"]
    assert "We will answer." in letter.body
    address = next(word for word in letter.body.split() if "/participation/action/" in word)
    assert WHAT in text_of(Client().get(address.removeprefix("http://127.0.0.1:8000")))


def test_promises_of_the_question_come_first(staff: Client) -> None:
    page: Any = html.document_fromstring(staff.get(making(low())).content.decode())

    groups = [(group.get("label"), [one.text for one in group]) for group in page.cssselect("optgroup")]
    assert groups == [("What this question is about", ["We will answer."]), ("Five Ways We Work", ["We will ask."])]
    assert page.cssselect("[name=email]")[0].get("value") == "lead@quillmere.example"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"what": " "}, "Say what will be done."),
        ({"what": "a" * 301}, "Say it in 300 letters at most."),
        ({"who": ""}, "Say who does it, by their role."),
        ({"promise": "0"}, "Choose a promise from the list."),
        ({"promise": "9" * 40}, "Choose a promise from the list."),
        ({"email": "nobody"}, "Enter an e-mail address like name@example.org"),
        ({"due_on": "2020-01-01"}, "This day is over."),
        ({"due_on": "9999-12-31"}, "This is too far away."),
        ({"due_on": "soon"}, "Write the day like 2027-06-30"),
        ({"due_on": "\x00"}, "Choose a day"),
    ],
)
def test_what_is_wrong_with_an_action_is_said_and_nothing_is_lost(
    staff: Client, given: dict[str, str], says: str
) -> None:
    one = low()

    answer = staff.post(making(one), filled_in(**{"who": "The deputy head"} | given))

    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in page
    assert "who" in given or "The deputy head" in page
    assert not Action.objects.exists()


def test_action_is_told_about_at_the_desk(staff: Client) -> None:
    action = factories.make_action()
    new = action.due_on + timedelta(days=90)

    staff.post(at(action, "note"), {"text": "The first pages are written."})
    staff.post(at(action, "day"), {"text": "The printer is ill.", "due_on": new.isoformat()})
    same = staff.post(at(action, "day"), {"text": "Once more.", "due_on": new.isoformat()})
    inside = staff.post(at(action, "evidence"), {"text": "Here.", "url": "http://intranet/x"})
    staff.post(at(action, "evidence"), {"text": "The pages.", "url": "service.example/easy"})

    assert "It is promised for this day already." in text_of_desk(same)
    assert "This link works only inside your own network." in text_of_desk(inside)
    assert list(action.steps.values_list("kind", "url")) == [
        *(("note", ""), ("moved", ""), ("evidence", "https://service.example/easy")),
    ]
    page = text_of_desk(staff.get(at(action)))
    assert "The printer is ill." in page
    assert page.count(f"{action.first_due_on:%-d %B %Y}") == 2


def text_of_desk(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def test_list_shows_open_ones_nearest_first_and_others_by_a_press(staff: Client) -> None:
    late, near, done = overdue(what="Late."), factories.make_action(what="Near."), overdue(20, what="Done.")
    ActionStep.objects.create(action=done, kind="evidence", text="It is so.")
    staff.post(at(done, "done"))

    def listed(query: str) -> list[str]:
        page: Any = html.document_fromstring(staff.get(f"{index}{query}").content.decode())
        return [one.text for one in page.cssselect(".field-called a")]

    index = reverse("admin:participation_action_changelist")
    assert listed("") == [late.what, near.what]
    assert listed("?state=overdue") == [late.what]
    assert listed("?state=done") == [done.what]
    assert listed("?state=all") == [done.what, late.what, near.what]
    assert listed(f"?after={late.pk}") == [near.what]
    assert listed("?after=x&state=sung") == [late.what, near.what]
    found: Any = html.document_fromstring(staff.post(index, {"q": near.service.name.split()[1]}).content.decode())
    assert near.what in [one.text for one in found.cssselect(".field-called a")]


def test_action_is_not_done_without_evidence(staff: Client) -> None:
    action = factories.make_action()

    refused = staff.post(at(action, "done"), {"text": ""})
    with pytest.raises(IntegrityError):
        Action.objects.filter(pk=action.pk).update(done_at=timezone.now())

    assert refused.status_code == 400
    assert "Say what shows it" in text_of_desk(refused)


def test_words_that_name_somebody_are_put_right_until_it_is_done(staff: Client) -> None:
    action = factories.make_action(who="Sam Otter")

    staff.post(at(action, "words"), {"what": WHAT, "who": WHO})

    action.refresh_from_db()
    assert action.who == WHO


def test_mistake_is_deleted_and_what_was_told_stays(staff: Client) -> None:
    mistake, told = factories.make_action(), factories.make_action()
    ActionStep.objects.create(action=told, kind="note", text="Begun.")

    assert "goes for good" in text_of_desk(staff.get(at(mistake, "remove")))
    staff.post(at(mistake, "remove"))
    staff.post(at(told, "remove"))

    assert list(Action.objects.all()) == [told]
    assert Holder.objects.count() == 1


def test_five_people_look_after_an_action_at_most(staff: Client) -> None:
    action = factories.make_action()

    sent = [staff.post(at(action, "link"), {"email": f"n{n}@quillmere.example"}).status_code for n in range(5)]
    staff.post(at(action, "take", action.holders.first().pk))  # type: ignore[union-attr]

    assert sent == [303] * 4 + [400]
    assert action.holders.count() == 4


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDIT_LEAD])
def test_nobody_else_makes_or_tells(client: Client, role: Role) -> None:
    make_roles()
    member = StaffMemberFactory.create()
    member.groups.set(member.groups.model.objects.filter(name=role))
    client.force_login(member)
    one, action = low(), factories.make_action(clause_key=ClauseKey.objects.create(**fresh()))

    answers = [client.post(making(one), filled_in()), client.get(at(action))]
    answers += [client.post(at(action, act)) for act in ("note", "day", "evidence", "done", "words", "link", "remove")]

    assert {answer.status_code for answer in answers} == {403}


def fresh() -> dict[str, Any]:
    return {"charter": ClauseKey.objects.get(key="aaaaaa").charter, "key": "cccccc"}
