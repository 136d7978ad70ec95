"""A colleague helps with a return, or takes it over."""

from typing import Any

import pytest
from django.test import Client

from participation.actions.colleagues import MOST_HOLDERS
from participation.models import Holder, Return, Service
from post.models import Outbox, Token
from tests.participation.factories import make_return, make_round, make_service, today
from tests.participation.return_pages import (
    address_of,
    holder_of,
    letters_to,
    link_in,
    opened,
    post_now,
    save,
    stop_address,
    submit,
    text_of,
)

pytestmark = pytest.mark.django_db
SAM = "sam@quillmere.example"


def ask(client: Client, base: str, email: str = SAM, how: str = "both") -> Any:
    return client.post(f"{base}colleague/", {"email": email, "how": how}, follow=True)


def test_colleague_gets_a_link_of_their_own_and_both_answer(client: Client) -> None:
    the_return = make_return(service=make_service("Thistlewick School"))
    base = address_of(the_return)
    save(client, f"{base}questions/joining/", level="2", note="From the lead.")

    page = text_of(ask(client, base))
    post_now()
    (letter,) = letters_to(SAM)
    theirs = link_in(letter)
    save(client, f"{theirs}questions/missing/", level="2", note="From the colleague.")

    assert "Your colleague gets an e-mail with a link of their own" in page
    assert "s…@quillmere.example" in page
    assert SAM not in page
    assert "Lee Lead at Thistlewick School asks you to help" in letter.body
    assert theirs != base
    assert "From the lead." in opened(client, f"{theirs}questions/joining/")
    assert "2 of 6 answered" in opened(client, base)
    assert "Lee Lead" in opened(client, theirs)


def test_handing_over_ends_ones_own_link_at_once(client: Client) -> None:
    the_return = make_return(service=make_service("Thistlewick School"))
    base, old = address_of(the_return), holder_of(the_return)
    save(client, f"{base}questions/joining/", level="2", note="From the lead.")

    page = text_of(ask(client, base, how="instead"))
    post_now()
    (letter,) = letters_to(SAM)

    assert "You handed it over" in page
    opened(client, base, 410)
    assert not Holder.objects.filter(pk=old.pk).exists()
    assert not Token.objects.filter(about_id=old.pk).exists()
    assert "A colleague at Thistlewick School asks you to answer" in letter.body
    assert "lead@quillmere.example" not in letter.body
    assert "From the lead." in opened(client, f"{link_in(letter)}questions/joining/")


def test_letter_names_nobody_whose_name_we_do_not_know(client: Client) -> None:
    the_return = make_return(service=make_service("Thistlewick School"))
    Holder.objects.update(name="")

    ask(client, address_of(the_return))
    post_now()

    assert "A colleague at Thistlewick School asks you to help" in letters_to(SAM)[0].body
    assert "lead@" not in letters_to(SAM)[0].body


def test_colleague_who_has_a_link_gets_another_letter_and_stands_there_once(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)

    ask(client, base)
    ask(client, base, email="SAM@quillmere.example")
    post_now()

    assert Holder.objects.filter(of_return=the_return).count() == 2
    assert len(letters_to(SAM)) == 2


@pytest.mark.parametrize("email", ["lead@quillmere.example", "LEAD@quillmere.example", "lead+x@quillmere.example"])
def test_own_address_is_refused(client: Client, email: str) -> None:
    the_return = make_return()

    page = ask(client, address_of(the_return), email=email, how="instead")

    assert "This is your own address" in text_of(page)
    assert Holder.objects.filter(of_return=the_return).count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "", "how": "both"}, "Enter your colleague's e-mail address"),
        ({"email": "sam", "how": "both"}, "Enter an e-mail address like name@example.org"),
        ({"email": SAM, "how": ""}, "Choose who answers"),
        ({"email": SAM, "how": "x"}, "Choose who answers"),
        ({"email": "a\x00@b.example", "how": "x"}, "Choose who answers"),
        ({"email": "a" * 300 + "@b.example", "how": "both"}, "254 characters or fewer"),
        ({"email": "a@b.example\nBcc: c@d.example", "how": "both"}, "Enter an e-mail address"),
    ],
)
def test_what_is_wrong_is_said(client: Client, given: dict[str, str], said: str) -> None:
    page = ask(client, address_of(make_return()), **given)

    assert said in text_of(page)
    assert Holder.objects.count() == 1


def test_ten_people_are_the_most(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    for n in range(MOST_HOLDERS - 1):
        Holder.objects.create(of_return=the_return, email=f"n{n}@quillmere.example")

    page = text_of(ask(client, base))
    handed = text_of(ask(client, base, how="instead"))

    assert "Ten people have a link to this already" in page
    assert "You handed it over" in handed
    assert Holder.objects.filter(of_return=the_return).count() == MOST_HOLDERS


def test_one_mailbox_is_not_filled(client: Client) -> None:
    for _ in range(20):
        ask(client, address_of(make_return()))

    assert Outbox.objects.filter(recipient=SAM).count() <= 12


def test_letter_that_has_not_gone_goes_with_who_handed_over(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    ask(client, base)
    sam = Holder.objects.get(email=SAM)

    ask(client, address_of(the_return, holder=sam), email="kim@quillmere.example", how="instead")
    post_now()

    assert letters_to(SAM) == []
    assert len(letters_to("kim@quillmere.example")) == 1


def test_service_that_left_before_the_letter_went_hears_nothing(client: Client) -> None:
    the_return = make_return()
    ask(client, address_of(the_return))

    Service.objects.filter(pk=the_return.service_id).update(left_on=today())
    post_now()

    assert letters_to(SAM) == []


def test_colleague_can_be_asked_before_it_opens(client: Client) -> None:
    the_return = make_return(make_round(days=40))

    ask(client, address_of(the_return))

    assert Return.objects.get().holders.count() == 2


def test_reminders_stop_for_one_person_and_come_back_by_a_press(client: Client) -> None:
    the_return = make_return()
    ask(client, address_of(the_return))
    sam, lead = Holder.objects.get(email=SAM), Holder.objects.exclude(email=SAM).get()

    client.post(stop_address(sam), {"act": "stop"})

    sam.refresh_from_db()
    lead.refresh_from_db()
    assert (sam.is_reminded, lead.is_reminded) == (False, True)


def test_receipt_is_no_reminder_and_goes_to_everybody(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    for key in ("joining", "missing", "facts", "deciders", "changes", "replies"):
        save(client, f"{base}questions/{key}/", level="1")
    Holder.objects.update(is_reminded=False)

    submit(client, base)
    post_now()

    assert len(letters_to("lead@quillmere.example")) == 1
