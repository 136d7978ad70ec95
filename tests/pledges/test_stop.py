"""Stop links: in every letter, for ever, without a log-in; one click only unsubscribes, and nothing is given away."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from pledges.actions import (
    forget_unconfirmed,
    invite,
    leave,
    remind_unconfirmed,
    sign,
    tell_of_new_words,
    unsubscribe,
    was_not_me,
)
from pledges.kinds import Purpose, Reason, ShownIn, State
from pledges.ledger import first_break
from pledges.models import ConsentEntry, HandOver, PendingConsent, Person, Pledge, PublicEntry, Signature
from pledges.models.signatures import REMIND_AFTER, UNCONFIRMED_FOR, WrongState
from post import letters
from post.actions import queue_letter, suppress
from post.models import Outbox, Suppression, Token
from tests.factories import PledgeWordingFactory, easy_lines, make_answers, make_signature

from .easy_pages import faults
from .mail_pages import NOT_ME, ONE_CLICK, STOPPED, stop_address
from .own_pages import ledger_of, own_address, settle, switch
from .signing_pages import page, row_counts, words
from .test_letters import post_now
from .test_own import PRIVATE, confirm_address

pytestmark = pytest.mark.django_db
slow = pytest.mark.django_db(transaction=True)
BOTH = (Purpose.ASK, Purpose.NEWS)
Entry = tuple[str, str, str]


def withdrawn(signature: Signature) -> list[Entry]:
    """What was taken back, by which way, and in which form."""
    entries = ConsentEntry.objects.filter(subject_id=signature.subject_id, act="withdraw").order_by("seq")
    return sorted(entries.values_list("purpose", "channel", "shown_in"))


def reasons() -> list[str]:
    return list(Suppression.objects.values_list("reason", flat=True))


STATES = {
    **dict.fromkeys(("confirm", "reminder"), State.UNCONFIRMED),
    "rejected": State.REJECTED,
    **dict.fromkeys(("left", "ended"), State.WITHDRAWN),
    "handed_over": State.HANDED_OVER,
}


def every_letter() -> dict[str, Any]:
    """Each letter of pledges once, to somebody it can go to, by its name."""
    queued = {}
    Outbox.objects.all().delete()
    for template in (name for name in letters.known() if name.startswith("pledges/")):
        name = template.removeprefix("pledges/")
        signature = make_signature(state=STATES.get(name, State.APPROVED))
        about_id = signature.pk
        if name in ("hand_over", "hand_over_asked"):
            asked = invite(subject_id=signature.pk, email=f"{name}@example.net", network="")
            about_id = asked.pk if name == "hand_over" else signature.pk
            Outbox.objects.filter(about_id=asked.pk).delete()
        Outbox.objects.filter(about_id=signature.subject_id).delete()
        if name == "new_words":
            PledgeWordingFactory.create(pledge=signature.pledge, n=2, easy=easy_lines("We ask you first."))
        address = f"{name.replace('_', '-')}@example.org"
        with transaction.atomic():
            queue_letter(
                recipient=address,
                about_app="pledges",
                about_id=about_id,
                template=template,
                ids={"reason": Reason.ADVERTISING},
            )
        queued[address] = name
    return queued


# Every letter


@slow
def test_every_letter_says_stop_in_its_headers_and_its_foot(settings: Settings) -> None:
    settings.SITE_URL = "https://portal.example"
    names = every_letter()

    sent = post_now()

    # The request for a lost link is nobody's letter: who it finds gets `own_links`, to the address that we hold. And
    # no pledge has closed here, nor has a charter a new version (test_announcing.py).
    not_sent = {"lost_link", "ending", "new_versions"}
    assert {names.get(letter.to[0], "own_links") for letter in sent} == set(names.values()) - not_sent
    for letter in sent:
        headers = letter.message()
        link = str(headers["List-Unsubscribe"])
        assert re.fullmatch(r"<https://portal\.example/pledge/stop/[\w-]{43}/>", link), letter.subject
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert f"Stop our e-mails: {link[1:-1]}" in letter.body
        assert f'href="{link[1:-1]}"' in str(letter.alternatives[0][0])


@slow
def test_letter_that_the_pledge_has_closed_says_stop() -> None:
    signature = make_signature()
    Pledge.objects.update(is_open=False)
    Signature.objects.update(ends_at=timezone.now() + timedelta(days=200))
    Outbox.objects.all().delete()
    with transaction.atomic():
        queue_letter(recipient="a@example.org", about_app="pledges", about_id=signature.pk, template="pledges/ending")

    (letter,) = post_now()

    assert letter.subject == "The pledge has closed"
    assert letter.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@slow
def test_colleague_who_is_asked_to_take_over_stops_it_with_one_click(client: Client) -> None:
    signature = make_signature()
    Outbox.objects.all().delete()
    invite(subject_id=signature.pk, email="bea@example.org", network="")
    (letter,) = post_now()
    page = re.sub(r"<https?://[^/]+(/.*)>", r"\1", str(letter.message()["List-Unsubscribe"]))

    assert "Do not ask me again" in words(client.get(page))
    assert client.get(f"{page}easy-read/").status_code == 200
    assert HandOver.objects.exists()
    response = client.post(page, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert not HandOver.objects.exists()
    assert Signature.objects.get().state == State.APPROVED
    invite(subject_id=signature.pk, email="Bea+again@example.org", network="")
    assert post_now() == []


@slow
def test_letters_of_one_person_have_one_stop_link_and_one_row(client: Client) -> None:
    signature = make_signature()

    sent = post_now()

    assert len(sent) > 1
    assert len({str(letter.message()["List-Unsubscribe"]) for letter in sent}) == 1
    assert Token.objects.filter(scope="stop", about_id=signature.pk).count() == 1


@slow
def test_letter_in_easy_read_leads_to_the_easy_page_and_one_click_to_the_other(client: Client) -> None:
    make_signature(shown_in=ShownIn.EASY)

    letter = post_now()[-1]

    foot = re.search(r"Stop our e-mails: http://\S+?(/pledge/stop/\S+)", str(letter.body))
    assert foot
    assert foot[1].endswith("/easy-read/")
    assert client.get(foot[1]).status_code == 200
    assert "easy-read" not in str(letter.message()["List-Unsubscribe"])


@slow
def test_receipt_for_leaving_has_the_link_and_keeps_no_row(client: Client) -> None:
    signature = make_signature()
    leave(subject_id=signature.pk)

    letter = post_now()[-1]

    link = str(letter.message()["List-Unsubscribe"])[1:-1].partition(":8000")[2]
    assert not Token.objects.filter(about_id=signature.pk).exists()
    assert client.post(link, ONE_CLICK).status_code == 200


# One click


def test_one_click_takes_back_what_is_mailed_and_leaves_nobody() -> None:
    signature = make_signature(agreed=BOTH)
    program = Client(enforce_csrf_checks=True)

    response: Any = program.post(stop_address(signature), ONE_CLICK)

    assert (response.status_code, response["Content-Type"]) == (200, "text/plain")
    assert not response.cookies
    assert withdrawn(signature) == [("ask", "email", "standard"), ("news", "email", "standard")]
    signature.refresh_from_db()
    assert signature.state == State.APPROVED
    assert PublicEntry.objects.filter(signature=signature).exists()
    assert reasons() == ["unsubscribed"]
    assert first_break() is None


def test_one_click_replayed_changes_nothing_more(client: Client) -> None:
    signature = make_signature(agreed=BOTH)
    address = stop_address(signature)
    client.post(address, ONE_CLICK)
    before, told = row_counts(), Suppression.objects.get().at

    again = [client.post(address, ONE_CLICK).status_code for _ in range(3)]

    assert again == [200] * 3
    assert row_counts() == before
    assert Suppression.objects.get().at == told


@pytest.mark.parametrize("where", ["", "easy-read/", "leave/", "leave/easy-read/"])
@pytest.mark.parametrize("more", [{}, {"act": "leave"}, {"act": "not_me"}])
def test_one_click_never_leaves_whatever_comes_with_it(client: Client, where: str, more: dict[str, str]) -> None:
    signature = make_signature(agreed=BOTH)

    response = client.post(f"{stop_address(signature)}{where}", ONE_CLICK | more)

    assert response.status_code == 200
    assert Person.objects.filter(pk=signature.pk).exists()


def test_one_click_says_the_same_for_a_link_that_nobody_has(client: Client) -> None:
    here, gone, waiting = make_signature(), make_signature(), make_signature(state=State.UNCONFIRMED)
    addresses = [stop_address(here), stop_address(gone), stop_address(waiting), "/pledge/stop/unknown/"]
    leave(subject_id=gone.pk)

    answers = [client.post(address, ONE_CLICK) for address in addresses]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


# The page


def test_get_by_a_link_scanner_changes_nothing(client: Client) -> None:
    signature = make_signature(agreed=BOTH)
    address = stop_address(signature)
    before = row_counts()

    for where in ("", "easy-read/", "leave/", "leave/easy-read/"):
        assert client.get(f"{address}{where}?act=stop&List-Unsubscribe=One-Click").status_code == 200
        assert client.head(f"{address}{where}").status_code == 200

    assert row_counts() == before


@pytest.mark.parametrize(("form", "shown_in"), [("", "standard"), ("easy-read/", "easy")])
def test_button_stops_letters_and_keeps_the_signature(client: Client, form: str, shown_in: str) -> None:
    signature = make_signature(agreed=BOTH)

    response = client.post(f"{stop_address(signature)}{form}", {"act": "stop"})

    assert (response.status_code, response["Location"]) == (303, f"{STOPPED}{form}")
    assert withdrawn(signature) == [("ask", "web", shown_in), ("news", "web", shown_in)]
    assert reasons() == ["unsubscribed"]
    assert Signature.objects.get(pk=signature.pk).state == State.APPROVED
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("form", ["", "easy-read/"])
def test_second_page_leaves_at_once_without_a_reason(client: Client, form: str) -> None:
    signature = make_signature()
    address = f"{stop_address(signature)}leave/{form}"

    asked = client.get(address)
    left = client.post(address, {"act": "leave"})

    assert asked.status_code == 200
    assert (left.status_code, left["Location"]) == (303, f"/pledge/left/{form}")
    assert not Person.objects.exists()
    assert Outbox.objects.get().template == "pledges/left"


def test_post_without_a_known_act_changes_nothing(client: Client) -> None:
    signature = make_signature(agreed=BOTH)
    before = row_counts()

    for where in ("", "easy-read/", "leave/", "leave/easy-read/"):
        for sent in ({}, {"act": "everything"}, {"List-Unsubscribe": "Perhaps"}):
            assert client.post(f"{stop_address(signature)}{where}", sent).status_code == 200

    assert row_counts() | {"post.Token": 0} == before | {"post.Token": 0}


def test_page_of_who_gets_none_says_so_and_offers_leaving(client: Client) -> None:
    signature = make_signature(agreed=BOTH)
    address = stop_address(signature)
    before = words(client.get(address))
    client.post(address, {"act": "stop"})

    after = words(client.get(address))

    assert "Stop these e-mails" in before
    assert "Stop these e-mails" not in after
    assert "It is done" in after
    assert "Leave the pledge" in before
    assert "Leave the pledge" in after


def test_page_says_nothing_about_who_it_is(client: Client) -> None:
    signature = make_signature(name="Ada Lark", email="ada@example.org", organisation="Thistlewick School")
    address = stop_address(signature)

    shown = "".join(page(client.get(f"{address}{where}")) for where in ("", "leave/", "easy-read/"))

    assert not any(word in shown for word in ("Lark", "ada@", "Thistlewick", signature.reference))


@pytest.mark.parametrize("where", ["", "leave/"])
@pytest.mark.parametrize("form", ["", "easy-read/"])
def test_pages_are_private_and_friendly_to_a_link_that_nobody_has(client: Client, where: str, form: str) -> None:
    known = client.get(f"{stop_address(make_signature())}{where}{form}")
    unknown = client.get(f"/pledge/stop/unknown/{where}{form}")
    pressed = client.post(f"/pledge/stop/unknown/{form}", {"act": "stop"})

    assert (known.status_code, unknown.status_code) == (200, 410)
    assert all(response[name] == value for response in (known, unknown) for name, value in PRIVATE.items())
    assert "topped" in words(unknown)
    assert pressed["Location"] == f"{STOPPED}{form}"


def test_easy_pages_keep_the_rules_of_easy_read(client: Client) -> None:
    confirmed, waiting = make_signature(), make_signature(state=State.UNCONFIRMED)
    address = stop_address(confirmed)
    seen = [f"{address}easy-read/", f"{address}leave/easy-read/", f"{stop_address(waiting)}easy-read/"]
    seen += [f"{STOPPED}easy-read/", f"{NOT_ME}easy-read/", "/pledge/lost-link/easy-read/"]

    assert [(where, faults(client.get(where))) for where in seen] == [(where, []) for where in seen]
    client.post(address, {"act": "stop"})
    assert faults(client.get(f"{address}easy-read/")) == []


@pytest.mark.parametrize("token", ["x", "%ED%A0%80", "x" * 10_000, "..%5C", "<b>"])
def test_strange_links_never_fail(client: Client, token: str) -> None:
    for where in ("", "easy-read/", "leave/", "leave/easy-read/"):
        address = f"/pledge/stop/{token}/{where}"
        answers = [client.get(address), *(client.post(address, sent) for sent in ({}, {"act": "leave"}, ONE_CLICK))]
        assert {answer.status_code for answer in answers} <= {200, 303, 404, 410}


def test_link_of_another_scope_stops_nothing(client: Client) -> None:
    signature = make_signature(agreed=BOTH)

    response = client.post(own_address(signature).replace("/yours/", "/stop/"), {"act": "stop"})

    assert response["Location"] == STOPPED
    assert not withdrawn(signature)


def test_stop_link_works_for_ever(client: Client) -> None:
    signature = make_signature(agreed=BOTH)
    address = stop_address(signature)
    Token.objects.update(created_at=timezone.now() - timedelta(days=4000))

    client.post(address, ONE_CLICK)

    assert len(withdrawn(signature)) == 2


# Before confirming


def test_unconfirmed_stop_unticks_the_boxes_and_sends_no_reminder(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED, agreed=BOTH)

    client.post(stop_address(signature), ONE_CLICK)

    assert set(PendingConsent.objects.values_list("wording__purpose", flat=True)) == {"take_part", "publish"}
    assert reasons() == ["unsubscribed"]
    client.post(confirm_address(signature))
    assert reasons() == ["unsubscribed"], "they confirmed with no box ticked that asks for letters"


@pytest.mark.parametrize("form", ["", "easy-read/"])
def test_it_was_not_me_deletes_the_answers_and_says_the_same_twice(client: Client, form: str) -> None:
    signature = make_signature(state=State.UNCONFIRMED)
    address = f"{stop_address(signature)}{form}"
    asked = words(client.get(address))

    told = [client.post(address, {"act": "not_me"}) for _ in range(2)]

    assert "did not do this" in asked or "It was not me" in asked
    assert [answer["Location"] for answer in told] == [f"{NOT_ME}{form}"] * 2
    assert not Signature.objects.exists()
    assert not Outbox.objects.exists()
    assert reasons() == ["not_me"]
    assert client.get(f"{NOT_ME}{form}").status_code == 200


def test_it_was_not_me_after_confirming_changes_nothing(client: Client) -> None:
    signature = make_signature()

    response = client.post(stop_address(signature), {"act": "not_me"})

    assert response["Location"] == NOT_ME
    assert Person.objects.filter(pk=signature.pk).exists()
    assert reasons() == []
    with pytest.raises(WrongState):
        was_not_me(subject_id=signature.pk)


def test_leave_page_before_confirming_leads_back(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED)
    address = stop_address(signature)

    responses = [client.get(f"{address}leave/"), client.post(f"{address}leave/", {"act": "leave"})]

    assert [response["Location"] for response in responses] == [address] * 2
    assert Signature.objects.filter(pk=signature.pk).exists()


# What still comes, and what does not


@slow
def test_who_unsubscribed_gets_answers_and_nothing_unasked() -> None:
    signature = make_signature(agreed=BOTH, email="ada@example.org")
    post_now()
    unsubscribe(subject_id=signature.pk)
    PledgeWordingFactory.create(pledge=signature.pledge, n=2, easy=easy_lines("We ask you first."))
    told = tell_of_new_words()

    unasked = post_now()
    leave(subject_id=signature.pk)
    answers = post_now()

    assert told == 1
    assert unasked == []
    assert not Outbox.objects.exists()
    assert [letter.subject for letter in answers] == ["You have left: your receipt"]


@slow
def test_who_said_not_me_is_never_asked_to_confirm_and_nobody_can_tell() -> None:
    suppress(mailbox="ada@example.org", reason=Suppression.Reason.NOT_ME)

    make_signature(state=State.UNCONFIRMED, email="Ada+again@example.org")
    remind_unconfirmed(on=timezone.now() + REMIND_AFTER)

    assert Signature.objects.count() == 1
    assert post_now() == []
    assert forget_unconfirmed(on=timezone.now() + UNCONFIRMED_FOR) == 1


@slow
def test_who_unsubscribed_and_signs_again_is_asked_to_confirm_but_not_reminded() -> None:
    suppress(mailbox="ada@example.org", reason=Suppression.Reason.UNSUBSCRIBED)
    make_signature(state=State.UNCONFIRMED, email="ada@example.org")

    asked = [letter.subject for letter in post_now()]
    remind_unconfirmed(on=timezone.now() + REMIND_AFTER)

    assert len(asked) == 1
    assert post_now() == []


# Lifting it


@pytest.mark.parametrize("purpose", BOTH)
def test_turning_letters_on_again_lifts_it(client: Client, purpose: str) -> None:
    signature = make_signature(agreed=BOTH)
    settle()
    client.post(stop_address(signature), ONE_CLICK)

    switch(client, own_address(signature), purpose, yes=True)

    assert reasons() == []
    assert ledger_of(signature)[-1] == (purpose, "give", "standard")


def test_turning_the_name_on_lifts_nothing(client: Client) -> None:
    signature = make_signature(publish=False)
    settle()
    client.post(stop_address(signature), ONE_CLICK)

    switch(client, own_address(signature), Purpose.PUBLISH, yes=True)

    assert reasons() == ["unsubscribed"]


@pytest.mark.parametrize(("agreed", "left"), [([], ["unsubscribed"]), ([Purpose.NEWS], [])])
def test_confirming_with_letters_ticked_lifts_it(agreed: list[str], left: list[str]) -> None:
    suppress(mailbox="ada@example.org", reason=Suppression.Reason.UNSUBSCRIBED)

    make_signature(state=State.AWAITING, email="ada@example.org", agreed=agreed)

    assert reasons() == left


def test_confirming_is_proof_that_it_was_them() -> None:
    suppress(mailbox="ada@example.org", reason=Suppression.Reason.NOT_ME)

    make_signature(state=State.AWAITING, email="ada@example.org")

    assert reasons() == []


def test_signing_again_does_not_lift_it_before_confirming() -> None:
    suppress(mailbox="ada@example.org", reason=Suppression.Reason.UNSUBSCRIBED)

    sign(answers=make_answers(email="ada@example.org", agreed=BOTH))

    assert reasons() == ["unsubscribed"]


# What we hold


def test_own_page_and_download_say_what_is_stopped_and_counted(client: Client) -> None:
    signature = make_signature(agreed=BOTH, email="ada@example.org")
    settle()
    client.post(stop_address(signature), ONE_CLICK)
    own = own_address(signature)

    shown, file = words(client.get(own)), client.get(f"{own}download/").json()

    assert "to stop e-mails that you did not ask for" in shown
    assert "Send me news: no" in shown
    assert "In the last day it was one" in shown
    assert file["stopped"]["reason"] == "unsubscribed"
    assert [each["letters"] for each in file["counted"]] == [1]
    assert [link["runs_out"] for link in file["links"] if link["opens"] == "stop"] == [None]
    assert mail.outbox == []
