"""A lost link by mail: the same steps, the same queue and the same answer for every address there is."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from pledges.actions import leave, unsubscribe
from pledges.kinds import Kind, ShownIn, State
from pledges.models import Person
from pledges.notices import lost_link
from post.actions import suppress
from post.caps import MAILBOX_A_DAY
from post.models import Outbox, Suppression, Tally
from tests.factories import make_signature

from .easy_pages import text_of
from .mail_pages import LOST, measured
from .signing_pages import page, words
from .test_letters import post_now
from .test_own import letters

pytestmark = pytest.mark.django_db
slow = pytest.mark.django_db(transaction=True)
FORMS = pytest.mark.parametrize("form", ["", "easy-read/"])
SENT = "/pledge/link-sent/"


def ask(client: Client, email: str, form: str = "", **headers: str) -> Any:
    return client.post(f"{LOST}{form}", {"email": email}, headers=headers)


def trace(email: str, form: str) -> dict[str, Any]:
    return measured(lambda: ask(Client(), email, form))


@FORMS
def test_request_is_the_same_for_known_unknown_left_and_suppressed_addresses(form: str) -> None:
    gone = make_signature(email="gone@example.org")
    make_signature(email="here@example.org")
    stopped = make_signature(email="stopped@example.org")
    make_signature(email="unsure@example.org", state=State.UNCONFIRMED)
    leave(subject_id=gone.pk)
    unsubscribe(subject_id=stopped.pk)
    suppress(mailbox="notme@example.org", reason=Suppression.Reason.NOT_ME)

    traces = [trace(f"{who}@example.org", form) for who in ("here", "nobody", "gone", "stopped", "notme", "unsure")]

    for each in traces[1:]:
        assert each == traces[0]
    assert [row["template"] for row in traces[0]["rows"]] == ["pledges/lost_link"]
    assert traces[0]["tasks"] == 1
    assert traces[0]["answer"][0] == 303
    assert len(traces[0]["statements"]) < 12


def test_request_asks_nothing_about_people() -> None:
    make_signature(email="here@example.org")

    statements = trace("here@example.org", "")["statements"]

    assert not [one for one in statements if "pledges_" in one]


@FORMS
def test_answer_tells_nothing_and_leads_on(client: Client, form: str) -> None:
    response = ask(client, "nobody@example.org", form)

    assert (response.status_code, response["Location"]) == (303, f"{SENT}{form}")
    shown = words(client.get(response["Location"]))
    assert (
        "If you stand behind the pledge, a link is on its way to you." in shown
        or "We sent a link if you signed." in shown
    )
    assert letters("pledges/lost_link") == 1


# What the worker makes of it


@slow
@pytest.mark.parametrize("shown_in", ShownIn, ids=str)
def test_known_address_gets_the_link_in_the_form_they_read(client: Client, shown_in: ShownIn) -> None:
    make_signature(email="Ada@Example.org", name="Ada Lark", shown_in=shown_in)
    post_now()
    ask(client, "ada@example.org")

    sent = post_now()

    assert [(letter.subject, letter.to) for letter in sent] == [("The link to your own page", ["Ada@Example.org"])]
    own = re.search(r"http://\S+?(/pledge/yours/\S+)", str(sent[0].body))
    assert own
    assert own[1].endswith("easy-read/") is (shown_in == ShownIn.EASY)
    assert client.get(own[1]).status_code == 200
    assert not Outbox.objects.exists()


@slow
@pytest.mark.parametrize("state", [None, State.UNCONFIRMED, State.WITHDRAWN])
def test_address_without_a_page_gets_nothing_and_is_forgotten(client: Client, state: State | None) -> None:
    if state:
        make_signature(email="ada@example.org", state=state)
    post_now()
    ask(client, "ada@example.org")

    assert post_now() == []
    assert not Outbox.objects.exists()


@slow
def test_family_of_one_mailbox_gets_one_letter_with_all_their_links(client: Client) -> None:
    for name in ("Ada", "Ben", "Cem"):
        make_signature(kind=Kind.PARENT_CARER, name=f"{name} Lark", email="larks@example.org")
    post_now()
    ask(client, "larks@example.org")

    sent = post_now()

    assert [letter.to for letter in sent] == [["larks@example.org"]]
    assert len(set(re.findall(r"/pledge/yours/([\w-]+)/", str(sent[0].body)))) == 3
    assert all(f"{name} Lark" in sent[0].body for name in ("Ada", "Ben", "Cem"))


@slow
def test_family_that_reads_easy_gets_their_links_by_name(client: Client) -> None:
    for name in ("Ada", "Ben"):
        make_signature(kind=Kind.YOUNG_PERSON, name=name, email="larks@example.org", shown_in=ShownIn.EASY)
    post_now()
    ask(client, "larks@example.org")

    body = str(post_now()[0].body)

    assert re.search(r"Ada:\nhttp\S+easy-read/\nBen:\nhttp\S+easy-read/", body)


@slow
def test_link_never_goes_to_what_was_typed_where_it_differs(client: Client) -> None:
    """ "ada+x@" may be another mailbox than "ada@": each gets its own links, and who typed a third gets none."""
    make_signature(kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org")
    make_signature(kind=Kind.PARENT_CARER, name="Xan Lark", email="ada+x@example.org")
    post_now()
    ask(client, "ada+thief@example.org")

    sent = {letter.to[0]: str(letter.body) for letter in post_now()}

    assert set(sent) == {"ada@example.org", "ada+x@example.org"}
    assert "Xan" not in sent["ada@example.org"]
    assert "Ada" not in sent["ada+x@example.org"].replace("ada+x", "")


@slow
def test_suppressed_mailbox_still_gets_what_it_asks_for(client: Client) -> None:
    signature = make_signature(email="ada@example.org")
    post_now()
    unsubscribe(subject_id=signature.pk)
    ask(client, "ada@example.org")

    assert [letter.to for letter in post_now()] == [["ada@example.org"]]


@slow
def test_request_sent_twice_gets_one_letter_and_the_same_answers(client: Client) -> None:
    make_signature(email="ada@example.org")
    post_now()

    answers = [ask(client, "ada@example.org") for _ in range(3)]

    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    assert len(post_now()) == 1


@slow
def test_who_leaves_while_the_letter_waits_gets_none_and_nothing_is_left(client: Client) -> None:
    signature = make_signature(email="ada@example.org")
    post_now()
    ask(client, "ada@example.org")
    leave(subject_id=signature.pk)

    subjects = [letter.subject for letter in post_now()]

    assert subjects == ["You have left: your receipt"]
    assert not Outbox.objects.exists()
    assert not Person.objects.exists()


@slow
def test_letter_with_the_links_goes_when_its_reader_leaves(client: Client) -> None:
    signature = make_signature(email="ada@example.org")
    post_now()
    ask(client, "ada@example.org")

    with transaction.atomic():
        lost_link(UUID(str(Outbox.objects.get().about_id)), {})
    about = list(Outbox.objects.filter(template="pledges/own_links").values_list("about_id", flat=True))
    leave(subject_id=signature.pk)

    assert about == [signature.pk]
    assert not Outbox.objects.filter(template="pledges/own_links").exists()


@slow
def test_two_hundred_requests_from_many_networks_make_no_flood(client: Client) -> None:
    make_signature(email="ada@example.org")
    sent = len(post_now())
    answers = set()
    for n in range(200):
        response = client.post(LOST, {"email": f"ada+{n}@example.org"}, REMOTE_ADDR=f"203.0.{n}.7")
        answers.add((response.status_code, response["Location"]))
        if n % 5 == 0:
            sent += len(post_now())

    sent += len(post_now())

    assert answers == {(303, SENT)}
    assert 0 < sent <= MAILBOX_A_DAY + 3  # those of signing, which they caused themselves


# What is typed


@pytest.mark.parametrize(
    ("typed", "fault", "easy"),
    [
        ("", "Enter your e-mail address", "Please write your e-mail."),
        ("ada", "Enter an e-mail address like name@example.org", "An e-mail looks like sam@example.org."),
        ("ada@example.org, ben@example.org", "Enter an e-mail address like", "An e-mail looks like sam@example.org."),
        ("a" * 250 + "@example.org", "254 characters or fewer", "Please write less."),
        (
            "ada@example.org\r\nBcc: ben@example.org",
            "Enter an e-mail address like",
            "An e-mail looks like sam@example.org.",
        ),
        ("\x00", "Enter your e-mail address", "Please write your e-mail."),
    ],
)
def test_bad_address_gets_a_clear_error_and_stays_in_the_box(client: Client, typed: str, fault: str, easy: str) -> None:
    plain, read_easily = ask(client, typed), ask(client, typed, "easy-read/")

    assert (plain.status_code, read_easily.status_code) == (200, 200)
    assert fault in words(plain)
    assert easy in text_of(read_easily)
    assert "<title>Error:" in page(plain).replace("<title>\n", "<title>")
    if typed.isascii() and typed.isprintable() and typed:
        assert f'value="{typed}"' in page(plain)
        assert f'value="{typed}"' in page(read_easily)
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("form", ["", "easy-read/"])
def test_nul_does_not_come_back_to_the_page(client: Client, form: str) -> None:
    response = ask(client, "ada\x00 at example", form)

    assert b"\x00" not in response.content
    assert b'value="ada at example"' in response.content


def test_page_wants_a_token_and_is_never_stored(client: Client) -> None:
    assert Client(enforce_csrf_checks=True).post(LOST, {"email": "ada@example.org"}).status_code == 403
    assert "no-store" in client.get(LOST)["Cache-Control"]
    assert not Outbox.objects.exists()


def test_get_changes_nothing(client: Client) -> None:
    for form in ("", "easy-read/"):
        client.get(f"{LOST}{form}?email=ada@example.org")
        client.head(f"{LOST}{form}")

    assert not Outbox.objects.exists()
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    "where",
    ["/pledge/", "/pledge/sign/", "/pledge/yours/unknown/", "/help/", "/pledge/stopped/"],
)
def test_page_is_linked_from_where_people_look(client: Client, where: str) -> None:
    make_signature()

    assert f'href="{LOST}"' in page(client.get(where))


@pytest.mark.parametrize("where", ["/easy-read/", "/help/easy-read/", "/pledge/yours/unknown/easy-read/"])
def test_easy_page_is_linked_from_where_people_look(client: Client, where: str) -> None:
    make_signature()

    assert f'href="{LOST}easy-read/"' in page(client.get(where))
