"""A colleague takes over in easy read: one question a screen, and nothing kept before the last press."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from lxml import html

from charters.pictures import known as is_picture
from pledges.actions import invite, take_back_invitation
from pledges.kinds import Basis, Kind, Purpose, State
from pledges.models import ConsentEntry, HandOver, Person, PledgeWording, Signature
from post.models import Outbox
from post.worker import work_once
from tests.bad_input.filled_in import fields_of, form_in
from tests.factories import NoticeVersionFactory, PledgeWordingFactory, PurposeWordingFactory, easy_lines

from .easy_pages import faults, read, text_of
from .own_pages import ledger_of, settle
from .signing_pages import page, row_counts, words
from .test_handing_over import BEA, a_school, asked, successor_of

pytestmark = pytest.mark.django_db

EASY = "easy-read/"
# What is answered on the screens, in their order. Lines that are only read are passed with Next.
SAID: dict[str, str] = {
    "take_part": "yes",
    "name": "Bea Wren",
    "role": "Deputy head",
    "publish": "yes",
    "ask": "no",
    "news": "yes",
}
SCREENS = ["start", "promise", *SAID, "check"]


def at(response: Any) -> str:
    """Which screen it is."""
    return held(response).get("at", "")


def held(response: Any) -> dict[str, str]:
    """What the page sends with each of its buttons, as a browser would."""
    form = form_in(page_of(response))
    return dict(fields_of(form)) if form is not None else {}


def page_of(response: Any) -> str:
    return str(response.content.decode())


def press(client: Client, address: str, response: Any, **more: str) -> Any:
    """Presses a button of a screen: all that the page holds, what was typed, and what the button says."""
    return client.post(address, held(response) | more)


def answer(client: Client, address: str, response: Any, said: dict[str, str] | None = None) -> Any:
    """Answers the question of a screen, or reads on."""
    name, said = at(response), SAID | (said or {})
    if name in ("name", "role"):
        return press(client, address, response, **{name: said[name]})
    return press(client, address, response, **({"answer": said[name]} if name in said else {}))


def walk(client: Client, address: str, *, until: str = "check", said: dict[str, str] | None = None) -> list[Any]:
    """Every screen from the first one on, each as it was seen."""
    seen = [client.get(address)]
    while at(seen[-1]) != until:
        seen.append(answer(client, address, seen[-1], said))
        assert seen[-1].status_code == 200
        assert len(seen) < 25, [at(response) for response in seen]
    return seen


def easy_address(signature: Signature, email: str = BEA) -> str:
    return asked(signature, email) + EASY


def take_over(client: Client, address: str, **said: str) -> Any:
    response = press(client, address, walk(client, address, said=said)[-1], go="take_over")
    settle()
    return response


# The whole way


def test_colleague_takes_over_and_the_ledger_says_easy_read(client: Client) -> None:
    signature = a_school()
    address = easy_address(signature)

    seen = walk(client, address)
    before = text_of(seen[-1])
    done = press(client, address, seen[-1], go="take_over")
    settle()

    assert [at(response) for response in seen] == SCREENS
    assert before == "Is this right? Show my name: Ask me: News: Yes, I go on Change Back"
    assert (done.status_code, done["Location"]) == (303, address)
    assert "You go on now." in text_of(client.get(address))
    new = successor_of(signature)
    person = Person.objects.get()
    assert (person.name, person.email) == ("Bea Wren", BEA)
    assert new.is_edit
    assert sorted(ledger_of(new)) == [(p, "give", "easy") for p in ("news", "publish", "take_part")]
    assert Signature.objects.get(pk=signature.pk).state == State.HANDED_OVER


def test_nothing_is_kept_and_nothing_stands_in_an_address_before_the_last_press(client: Client) -> None:
    address = easy_address(a_school())
    before = row_counts()

    seen = walk(client, address)
    client.head(address)

    assert row_counts() == before
    assert not client.cookies
    for response in seen:
        assert "no-store" in response["Cache-Control"]
        links = [a.get("href") or "" for a in html.document_fromstring(page_of(response)).cssselect("a, form")]
        assert not any("Bea" in link for link in links)
        assert form_in(page_of(response)).get("action") is None


def test_first_screen_comes_on_every_get(client: Client) -> None:
    address = easy_address(a_school())
    walk(client, address)

    again = client.get(f"{address}?name=Bea&at=check")

    assert (at(again), set(held(again))) == ("start", {"at", "shown"})


def test_pressed_twice_it_is_done_once_and_said_twice(client: Client) -> None:
    signature = a_school()
    address = easy_address(signature)
    last = walk(client, address)[-1]
    press(client, address, last, go="take_over")

    again = press(client, address, last, go="take_over")

    assert (again.status_code, again["Location"]) == (303, address)
    assert Signature.objects.count() == 2
    # An older screen, sent once more, takes nothing up again.
    assert client.post(address, {"at": "name", "name": "Cal"}).status_code == 303
    assert "You have taken over" in words(client.get(address.removesuffix(EASY)))


def test_one_form_can_be_begun_and_the_other_one_ended(client: Client) -> None:
    signature = a_school()
    address = easy_address(signature)
    walk(client, address, until="publish")
    plain = client.get(address.removesuffix(EASY))

    client.post(
        address.removesuffix(EASY),
        {"name": "Bea Wren", "role": "Head", "shown": plain.context["terms"].key, "agreed": []},
    )
    settle()

    assert f'href="{address}">Easy read' in page(plain)
    assert ledger_of(successor_of(signature)) == [("take_part", "give", "standard")]
    assert "You go on now." in text_of(client.get(address))


# Words


def wordy(name: str) -> str:
    return f"{name} & Co (North/South) PLC; e.g. 100% ours"


@pytest.mark.parametrize("basis", [Basis.PUBLIC_TASK, Basis.CONSENT])
def test_every_screen_keeps_the_rules_of_easy_read(client: Client, basis: Basis) -> None:
    own = wordy("Thistlewick")
    signature = a_school(organisation=own, promise=own)
    PurposeWordingFactory.create(purpose=Purpose.TAKE_PART, basis=basis, n=2, easy=easy_lines("You take part."))
    address = easy_address(signature)

    seen = walk(client, address, said={"name": own, "role": own})
    seen.append(press(client, address, seen[-1], go="change"))
    wrong = [press(client, address, response, name="", role="") for response in seen if at(response) in SAID]
    changed = client.post(address, held(seen[-1]) | {"shown": "1.2.3"})
    back = [press(client, address, response, go="back") for response in seen[1:]]

    for response in [*seen, *wrong, changed, *back]:
        where = f"{at(response)}: {text_of(response)}"
        main = html.document_fromstring(page_of(response)).get_element_by_id("main-content")
        pictures = [(img.get("src") or "").split("/")[-1].split(".")[0] for img in main.findall(".//img")]
        assert response.status_code == 200, where
        assert faults(response) == [], where
        assert len(main.findall(".//h1")) == 1, where
        assert read(response).decisions == 1, where
        assert pictures, where
        assert all(is_picture(picture) for picture in pictures), where


def test_pages_without_a_question_keep_the_rules_of_easy_read(client: Client) -> None:
    signature = a_school()
    address = easy_address(signature)
    a_school(name="Bea Wren", email=BEA)
    stopped = take_over(client, address)
    void = client.get(f"/pledge/hand-over/unknown/{EASY}")
    take_over(client, easy_address(signature, "cal@thistlewick.example"))
    done = client.get(address)

    assert [response.status_code for response in (stopped, void)] == [200, 410]
    assert "You signed before." in text_of(stopped)
    assert {text_of(r): faults(r) for r in (stopped, void, done) if faults(r)} == {}


def test_long_wording_is_read_before_it_is_answered(client: Client) -> None:
    lines = easy_lines("Can we write to you?", *(f"We tell you number {n} of the many things we do." for n in range(4)))
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=2, easy=lines)
    address = easy_address(a_school())

    seen = walk(client, address)
    last = [response for response in seen if at(response).startswith("news")]

    assert len(last) > 2
    assert text_of(last[-1]) == "Can we write to you? Yes No Back"
    assert all(faults(response) == [] for response in last)
    assert at(press(client, address, last[-1], go="back")) == at(last[-2])


def test_organisation_that_said_no_promise_has_no_screen_of_it(client: Client) -> None:
    address = easy_address(a_school(promise=""))

    assert [at(response) for response in walk(client, address)] == [name for name in SCREENS if name != "promise"]


def test_reader_is_not_told_who_asks(client: Client) -> None:
    address = easy_address(a_school(name="Ada Lark"))

    seen = walk(client, address)

    assert "data-own>Thistlewick School</strong>" in page(seen[0])
    assert not any("Ada" in page(response) for response in seen)


def test_lines_are_those_for_everybody(client: Client) -> None:
    spoken = [{"picture": "class", "text": "Show the group?", "alt": "", "to": "group"}, *easy_lines("Show your name?")]
    PurposeWordingFactory.create(purpose=Purpose.PUBLISH, n=2, easy=spoken)
    address = easy_address(a_school())

    assert text_of(walk(client, address, until="publish")[-1]) == "Show your name? Yes No Back"


@pytest.mark.parametrize("which", ["pledge", "notice", "news"])
def test_words_that_are_not_in_easy_read_lead_to_the_other_form(client: Client, which: str) -> None:
    signature = a_school()
    address = easy_address(signature)
    sent = held(walk(client, address)[-1]) | {"go": "take_over"}
    if which == "pledge":
        PledgeWordingFactory.create(pledge=signature.pledge, n=PledgeWording.objects.count() + 1, easy=[])
    elif which == "notice":
        NoticeVersionFactory.create(n=2, easy=[])
    else:
        PurposeWordingFactory.create(purpose=Purpose.NEWS, n=2, easy=[])

    seen, pressed = client.get(address), client.post(address, sent)

    for response in (seen, pressed):
        assert text_of(response) == "These words are not in easy read yet. See all the words"
        assert f'href="{address.removesuffix(EASY)}"' in page(response)
    assert not Signature.objects.filter(succeeds=signature).exists()


# What is typed


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("name", "", "Please write your name."),
        ("name", "...", "Please write your name."),
        ("name", "n" * 101, "Please write less."),
        ("role", " \t", "Please write your job."),
        ("role", "r" * 101, "Please write less."),
    ],
)
def test_what_is_wrong_is_said_in_few_words_and_nothing_typed_is_lost(
    client: Client, field: str, typed: str, problem: str
) -> None:
    address = easy_address(a_school())
    before = walk(client, address, until=field)[-1]

    response = press(client, address, before, **{field: typed})

    assert at(response) == field
    assert problem in text_of(response)
    assert "<title>Error: " in page(response)
    assert faults(response) == []
    assert {"name": "", **held(response)} == {"name": "", **held(before), field: typed}
    assert at(answer(client, address, response)) == SCREENS[SCREENS.index(field) + 1]


@pytest.mark.parametrize(("pressed", "problem"), [("", "Please press 1 of the buttons."), ("maybe", "1 of the")])
def test_no_button_is_no_answer(client: Client, pressed: str, problem: str) -> None:
    address = easy_address(a_school())

    response = press(client, address, walk(client, address, until="ask")[-1], answer=pressed)

    assert at(response) == "ask"
    assert problem in text_of(response)


def test_part_that_needs_a_yes_is_asked_until_it_has_one(client: Client) -> None:
    PurposeWordingFactory.create(purpose=Purpose.TAKE_PART, basis=Basis.CONSENT, n=2)
    address = easy_address(a_school())
    question = walk(client, address, until="take_part")[-1]

    refused = press(client, address, question, answer="no")
    forced = client.post(address, held(question) | SAID | {"take_part": "no", "at": "check", "go": "take_over"})

    assert "You can only sign with Yes." in text_of(refused)
    assert (at(refused), at(forced)) == ("take_part", "take_part")
    assert "Take part:" in text_of(walk(client, address)[-1])
    assert HandOver.objects.exists()


def test_back_goes_one_screen_back_and_keeps_what_was_typed(client: Client) -> None:
    address = easy_address(a_school())
    role = walk(client, address, until="role")[-1]

    name = press(client, address, role, role="Deputy", go="back")
    again = press(client, address, name)

    assert (at(name), held(name)["name"], held(name)["role"]) == ("name", "Bea Wren", "Deputy")
    # The role was good already, so what is open comes next; it stands there on the way back.
    assert at(again) == "publish"
    assert held(press(client, address, again, go="back"))["role"] == "Deputy"


def test_back_keeps_what_is_not_good_yet_and_asks_for_it_again(client: Client) -> None:
    address = easy_address(a_school())
    role = walk(client, address, until="role")[-1]

    name = press(client, address, role, role="...", go="back")
    again = press(client, address, name)

    assert (at(name), at(again), held(again)["role"]) == ("name", "role", "...")
    assert "Please write" not in text_of(again)


def test_back_from_the_check_walks_through_every_screen_to_the_first(client: Client) -> None:
    address = easy_address(a_school())
    seen = [walk(client, address)[-1]]

    while at(seen[-1]) != "start":
        seen.append(press(client, address, seen[-1], go="back"))

    assert [at(response) for response in seen] == SCREENS[::-1]
    assert "No Your answer" in text_of(seen[2])
    assert {name: value for name, value in held(seen[-1]).items() if name in SAID} == SAID
    assert "easy-buttons__back" not in page(seen[-1])


def test_one_answer_is_changed_from_the_check(client: Client) -> None:
    signature = a_school()
    address = easy_address(signature)
    check = walk(client, address)[-1]

    change = press(client, address, check, go="change")
    asks = press(client, address, change, go="ask")
    after = press(client, address, asks, answer="yes")
    back = press(client, address, change, go="back")
    press(client, address, after, go="take_over")
    settle()

    assert text_of(change) == "What do you want to change? Name Job Show my name Ask me News Back"
    assert [at(response) for response in (asks, after, back)] == ["ask", "check", "check"]
    assert set(ConsentEntry.objects.in_force(successor_of(signature).pk)) == {"ask", "news", "publish", "take_part"}


# Words that changed


def test_words_that_changed_meanwhile_are_shown_and_asked_again(client: Client) -> None:
    signature = a_school()
    address = easy_address(signature)
    check = walk(client, address)[-1]
    PurposeWordingFactory.create(purpose=Purpose.PUBLISH, n=2, easy=easy_lines("Show it everywhere?"))

    seen = [press(client, address, check, go="take_over")]
    while at(seen[-1]) != "check":
        seen.append(answer(client, address, seen[-1]))

    assert text_of(seen[0]) == "The words are new. Please read them again. Next Back"
    # Who they are stays, what was said to the old words is asked again.
    assert [at(response) for response in seen] == ["changed-1", "take_part", "publish", "ask", "news", "check"]
    assert "Your answer" not in "".join(text_of(response) for response in seen)
    assert not Signature.objects.filter(succeeds=signature).exists()
    press(client, address, seen[-1], go="take_over")
    settle()
    wording = ConsentEntry.objects.in_force(successor_of(signature).pk)["publish"].wording
    assert wording.n == 2


def test_new_words_of_the_notice_are_read_a_few_at_a_time(client: Client) -> None:
    address = easy_address(a_school())
    check = walk(client, address)[-1]
    NoticeVersionFactory.create(n=2, easy=easy_lines(*(f"We keep number {n} of the things for you." for n in range(4))))

    first = press(client, address, check)
    second = press(client, address, first)

    assert text_of(second).startswith("We changed how we keep your answers.")
    assert [faults(first), faults(second)] == [[], []]
    assert at(press(client, address, second, go="back")) == "changed-1"
    assert at(press(client, address, first, go="back")) == "promise"


# Bad input


def test_nobody_takes_over_without_every_answer(client: Client) -> None:
    signature = a_school()
    address = easy_address(signature)
    whole = held(walk(client, address)[-1]) | {"go": "take_over"}

    for missing in SAID:
        response = client.post(address, {name: value for name, value in whole.items() if name != missing})
        assert at(response) == missing
    assert not Signature.objects.filter(succeeds=signature).exists()


@pytest.mark.parametrize("strange", ["\x00", "\u202eBea", "x" * 10_000, "<script>alert(1)</script>", "-1", "check"])
def test_strange_answers_never_fail(client: Client, strange: str) -> None:
    signature = a_school()
    address = easy_address(signature)
    whole = held(walk(client, address)[-1])

    for name in (*whole, "go", "answer", "replaced"):
        response = client.post(address, whole | {name: strange})
        assert response.status_code == 200, name
        assert "<script>alert" not in response.content.decode()
        assert b"\x00" not in response.content
    assert client.post(address).status_code == 200
    assert not Signature.objects.filter(succeeds=signature).exists()


# Links and letters


@pytest.mark.parametrize("how", ["taken_back", "another", "run_out"])
def test_void_invitation_answers_410_in_easy_read(client: Client, how: str) -> None:
    signature = a_school()
    address = easy_address(signature)
    sent = held(walk(client, address)[-1]) | {"go": "take_over"}
    if how == "taken_back":
        take_back_invitation(subject_id=signature.subject_id)
    elif how == "another":
        invite(subject_id=signature.pk, email="cal@thistlewick.example", network="")
    else:
        past = timezone.now() - timedelta(days=1)
        HandOver.objects.update(created_at=past - timedelta(days=14), expires_at=past)

    response = client.get(address)

    assert (response.status_code, client.post(address, sent).status_code) == (410, 410)
    assert "This link does not work any more." in text_of(response)
    assert f'href="{address.removesuffix(EASY)}">All the words' in page(response)
    assert f'href="{address}">Easy read' in page(client.get(address.removesuffix(EASY)))


def test_each_form_leads_to_the_other_before_and_after(client: Client) -> None:
    address = easy_address(a_school())
    plain = address.removesuffix(EASY)

    def lead_to_each_other() -> bool:
        there = f'href="{address}">Easy read' in page(client.get(plain))
        return there and f'href="{plain}">All the words' in page(client.get(address))

    assert lead_to_each_other()
    take_over(client, address)
    assert lead_to_each_other()


def test_colleague_who_signed_already_is_told_and_keeps_the_answers(client: Client) -> None:
    signature = a_school()
    a_school(name="Bea Wren", email=BEA)
    address = easy_address(signature)

    stopped = take_over(client, address)
    back = press(client, address, stopped, go="back")

    assert text_of(stopped).startswith("You signed before. Nothing changed. Call us: ")
    assert at(back) == "check"
    assert "Bea Wren" in page(back)
    assert Signature.objects.get(pk=signature.pk).state == State.APPROVED


@pytest.mark.django_db(transaction=True)
def test_letters_offer_easy_read_and_then_follow_it(client: Client) -> None:
    signature = a_school(kind=Kind.SCHOOL)
    invite(subject_id=signature.subject_id, email=BEA, network="")
    Outbox.objects.exclude(recipient=BEA).delete()
    work_once()
    letter = str(mail.outbox[-1].body)
    links = [word[word.index("/pledge/") :] for word in letter.split() if "/pledge/hand-over/" in word]
    mail.outbox.clear()

    last = walk(client, links[1])[-1]
    press(client, links[1], last, go="take_over")
    work_once()

    assert links[1] == f"{links[0]}{EASY}"
    assert "In easy read:\n\nhttp" in letter
    told = next(one for one in mail.outbox if one.to == [BEA])
    assert "You go on for your organisation." in str(told.body)
    assert "Your receipt is with this e-mail." in str(told.body)
    own = next(word for word in str(told.body).split() if "/pledge/yours/" in word)
    assert own.endswith(EASY)
