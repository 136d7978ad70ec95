"""Private links: confirming, a signatory's own page, a new link for an old one, and leaving."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pledges.actions import sign
from pledges.kinds import Kind, Purpose, State
from pledges.models import ConsentEntry, Person, PublicEntry, Signature
from post import links
from post.models import Outbox, Token
from tests.factories import make_answers, make_signature

from .signing_pages import page, row_counts, words

pytestmark = pytest.mark.django_db

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def link_to(signature: Signature, scope: str, lifetime: timedelta = timedelta(days=7)) -> str:
    return links.issue(about_app="pledges", about_id=signature.subject_id, scope=scope, lifetime=lifetime)


def let_expire(scope: str) -> None:
    a_day_ago = timezone.now() - timedelta(days=1)
    Token.objects.filter(scope=scope).update(created_at=a_day_ago - timedelta(days=30), expires_at=a_day_ago)


def confirm_address(signature: Signature) -> str:
    return f"/pledge/confirm/{link_to(signature, 'confirm')}/"


def own_address(signature: Signature) -> str:
    return f"/pledge/yours/{link_to(signature, 'own')}/"


def letters(template: str) -> int:
    return Outbox.objects.filter(template=template).count()


# Confirming


def test_confirm_get_shows_the_answers_and_changes_nothing(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED, promise="We listen.", email="ada@example.org")
    address = confirm_address(signature)
    before = row_counts()

    responses = [client.get(address), client.head(address), client.get(address)]

    shown = words(responses[0])
    assert all(said in shown for said in ("We listen.", "ada@example.org", "School", "Head teacher"))
    assert row_counts() == before
    signature.refresh_from_db()
    assert signature.state == State.UNCONFIRMED
    assert not Token.objects.exclude(used_at=None).exists()


def test_confirm_post_signs_and_says_what_happens_next(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED)
    address = confirm_address(signature)

    response = client.post(address)

    assert (response.status_code, response["Location"]) == (303, address)
    signature.refresh_from_db()
    assert signature.state == State.AWAITING
    assert Token.objects.get(scope="confirm").used_at is not None
    assert ConsentEntry.objects.filter(subject_id=signature.subject_id).count() == 2
    shown = words(client.get(address))
    assert "You signed" in shown
    assert "up to ten days" in shown
    assert "your own page" in shown


def test_confirm_replay_is_told_kindly_and_changes_nothing(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED)
    address = confirm_address(signature)
    client.post(address)
    before = row_counts()

    again = client.post(address)
    shown = words(client.get(address))

    assert (again.status_code, again["Location"]) == (303, address)
    assert "You do not need to press the button again" in shown
    assert row_counts() == before


def test_confirm_with_a_second_link_is_a_replay(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED)
    first, second = confirm_address(signature), confirm_address(signature)
    client.post(first)
    entries = ConsentEntry.objects.count()

    client.post(second)

    assert "You signed" in words(client.get(second))
    assert ConsentEntry.objects.count() == entries


def test_confirm_link_replaced_by_a_newer_form_is_gone(client: Client) -> None:
    answers = make_answers()
    sign(answers=answers)
    address = confirm_address(Signature.objects.get())
    sign(answers=make_answers(name=answers.name, email=answers.email, organisation=answers.organisation))

    response = client.get(address)

    assert response.status_code == 410
    assert "newer e-mail" in words(response)


def test_confirm_expired_link_is_gone_for_get_and_post(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED)
    address = confirm_address(signature)
    let_expire("confirm")

    statuses = [client.get(address).status_code, client.post(address).status_code]

    assert statuses == [410, 410]
    signature.refresh_from_db()
    assert signature.state == State.UNCONFIRMED


def test_confirm_with_a_link_of_another_scope_is_gone(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED)

    response = client.post(f"/pledge/confirm/{link_to(signature, 'own')}/")

    assert response.status_code == 410
    assert 'href="/pledge/sign/"' in page(response)


def test_confirm_needs_no_csrf_token_because_its_address_is_the_secret() -> None:
    signature = make_signature(state=State.UNCONFIRMED)

    response = Client(enforce_csrf_checks=True).post(confirm_address(signature))

    assert response.status_code == 303


# Headers and strange input


@pytest.mark.parametrize("path", ["/pledge/confirm/{}/", "/pledge/yours/{}/", "/pledge/yours/{}/leave/"])
def test_private_pages_are_never_stored_passed_on_or_indexed(client: Client, path: str) -> None:
    signature = make_signature(state=State.AWAITING)
    scope = "confirm" if "confirm" in path else "own"

    responses = [client.get(path.format(link_to(signature, scope))), client.get(path.format("unknown"))]

    assert [response.status_code for response in responses] == [200, 410]
    assert all(response[name] == value for response in responses for name, value in PRIVATE.items())


@pytest.mark.parametrize("path", ["/pledge/confirm/{}/", "/pledge/yours/{}/", "/pledge/yours/{}/leave/"])
@pytest.mark.parametrize("token", ["x", "%00", "%ED%A0%80", "%E2%80%AE", "x" * 10_000, "..%5C", "%25", "<b>", "'\""])
def test_strange_links_are_gone_and_never_fail(client: Client, path: str, token: str) -> None:
    before = row_counts()

    asked, sent = client.get(path.format(token)), client.post(path.format(token))

    # NUL is refused before any view sees it; one's own page takes no POST.
    assert asked.status_code in ({400} if token == "%00" else {410})
    assert sent.status_code in (400, 405, 410)
    assert row_counts() == before


def test_get_changes_nothing_on_any_private_page(client: Client) -> None:
    signature = make_signature(state=State.APPROVED)
    own = own_address(signature)
    before = row_counts()

    for address in (own, f"{own}leave/", f"{own}new-link/", "/pledge/left/", "/pledge/link-sent/"):
        client.get(address)
        client.head(address)

    assert row_counts() == before
    signature.refresh_from_db()
    assert signature.state == State.APPROVED


# One's own page


def test_yours_shows_everything_held(client: Client) -> None:
    signature = make_signature(
        name="Ada Lark",
        role="Head",
        organisation="Thistlewick School",
        email="ada@example.org",
        promise="We listen.\nWe answer.",
        agreed=[Purpose.ASK],
    )

    shown = words(client.get(own_address(signature)))

    for said in ("Ada Lark", "Head", "Thistlewick School", "ada@example.org", "We listen.", "We answer.", "School"):
        assert said in shown
    assert "We have checked your signature" in shown
    assert signature.reference in shown
    assert "What everybody can see Thistlewick School Ada Lark , Head" in shown


def test_yours_shows_each_choice_with_its_words(client: Client) -> None:
    signature = make_signature(agreed=[Purpose.ASK])

    shown = words(client.get(own_address(signature)))

    for purpose, said in (
        (Purpose.TAKE_PART, "yes"),
        (Purpose.PUBLISH, "yes"),
        (Purpose.ASK, "yes"),
        (Purpose.NEWS, "no"),
    ):
        assert f"{purpose.label}: {said}" in shown
        assert f"{purpose.label} What this means, in a sentence." in shown
    assert shown.count("You said yes on") == 3


def test_yours_shows_every_ledger_entry(client: Client) -> None:
    signature = make_signature(agreed=[Purpose.NEWS])

    shown = page(client.get(own_address(signature)))

    assert shown.count(": said yes") == ConsentEntry.objects.filter(subject_id=signature.subject_id).count() == 3
    assert "On this website, by you" in shown


def test_yours_of_an_unnamed_person_says_they_are_counted(client: Client) -> None:
    signature = make_signature(kind=Kind.PARENT_CARER, publish=False)

    shown = words(client.get(own_address(signature)))

    assert "We count your signature and do not show it" in shown


def test_yours_turned_down_says_why_only_when_the_letter_may_have_gone(client: Client, settings: Any) -> None:
    signature = make_signature(state=State.REJECTED)
    address = own_address(signature)

    at_once = words(client.get(address))
    settings.UNDO_WINDOW = timedelta(0)
    later = words(client.get(address))

    assert "A person is checking your signature" in at_once
    assert "We did not put your signature on the list" in later
    assert "We could not tell that it is genuine" in later


def test_yours_expired_offers_a_new_link_and_shows_nothing(client: Client) -> None:
    signature = make_signature(name="Ada Lark", email="ada@example.org")
    address = own_address(signature)
    let_expire("own")

    response = client.get(address)

    assert response.status_code == 410
    assert f'action="{address}new-link/"' in page(response)
    assert "Ada Lark" not in page(response)
    assert "ada@example.org" not in page(response)


def test_new_link_goes_to_the_address_held(client: Client) -> None:
    signature = make_signature(email="ada@example.org")
    address = own_address(signature)
    let_expire("own")

    response = client.post(f"{address}new-link/")

    assert (response.status_code, response["Location"]) == (303, "/pledge/link-sent/")
    assert Outbox.objects.get(template="pledges/own_link").recipient == "ada@example.org"


def test_new_link_says_the_same_for_an_unknown_link(client: Client) -> None:
    before = row_counts()

    response = client.post("/pledge/yours/unknown/new-link/")

    assert (response.status_code, response["Location"]) == (303, "/pledge/link-sent/")
    assert row_counts() == before


# Leaving


def test_leave_get_asks_and_changes_nothing(client: Client) -> None:
    signature = make_signature()

    response = client.get(f"{own_address(signature)}leave/")

    assert "Do you want to leave the pledge?" in words(response)
    assert PublicEntry.objects.filter(signature=signature).exists()


@pytest.mark.parametrize("state", [State.AWAITING, State.HELD, State.APPROVED, State.REJECTED])
def test_leave_post_deletes_and_says_goodbye(client: Client, state: State) -> None:
    signature = make_signature(state=state)
    own = own_address(signature)

    response = client.post(f"{own}leave/")

    assert (response.status_code, response["Location"]) == (303, "/pledge/left/")
    assert "receipt is on its way" in words(client.get("/pledge/left/"))
    assert not Person.objects.filter(subject_id=signature.subject_id).exists()
    assert not PublicEntry.objects.filter(signature=signature).exists()
    assert letters("pledges/left") == 1
    signature.refresh_from_db()
    assert signature.state == State.WITHDRAWN


def test_links_of_somebody_who_left_are_gone(client: Client) -> None:
    signature = make_signature()
    own, confirm = own_address(signature), confirm_address(signature)
    client.post(f"{own}leave/")

    responses = [client.get(own), client.get(f"{own}leave/"), client.post(f"{own}leave/"), client.get(confirm)]

    assert [response.status_code for response in responses] == [410] * 4
    assert "If you have left the pledge, this is why" in words(responses[0])
    assert letters("pledges/left") == 1


def test_leave_with_an_expired_link_does_nothing(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)
    let_expire("own")

    response = client.post(f"{own}leave/")

    assert response.status_code == 410
    assert Person.objects.filter(subject_id=signature.subject_id).exists()


def test_leave_before_confirming_is_refused_kindly(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED)

    response = client.post(f"{own_address(signature)}leave/")

    assert response.status_code == 410
