"""Partners are asked to agree by letter: who is written to, when, and where the links of the letters lead."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from charters import document as doc
from charters.actions import (
    Code,
    NotReady,
    agreeing,
    ask_partners,
    back_to_draft,
)
from charters.models import (
    Agreement,
    AgreementRequest,
    Attachment,
    File,
    Partner,
    Version,
    WrongState,
)
from post.models import Outbox, Token
from tests.charters.agreeing_pages import (
    ADDRESSES,
    COUNCIL,
    FORUM,
    YOUNG,
    asked,
    give_addresses,
    letters_to,
    link_of,
    of,
    post_now,
    press,
    reworded,
    text_of,
)
from tests.charters.factories import (
    document,
    make_agreed,
    make_draft,
    make_published,
    promise,
    section,
)

pytestmark = pytest.mark.django_db


def test_asking_freezes_the_version_and_writes_to_each_partner_with_an_address() -> None:
    version = make_draft()
    give_addresses([FORUM])

    outcome = ask_partners(version_id=version.pk)
    post_now()

    version.refresh_from_db()
    assert (version.state, len(version.hex)) == ("consultation", 64)
    assert [one.name for one in outcome.written_to] == [FORUM]
    assert [one.name for one in outcome.without_address] == [COUNCIL]
    assert [letter.to for letter in mail.outbox] == [[ADDRESSES[FORUM]]]
    request = AgreementRequest.objects.get()
    assert (request.version_partner, bytes(request.hash).hex()) == (of(version), version.hex)


def test_letter_says_who_is_asked_about_what_in_text_and_html() -> None:
    asked(make_draft())

    letter = letters_to(FORUM)[0]
    html = letter.alternatives[0][0]

    assert letter.subject == "Please read and answer: Five Ways We Work"
    for form in (letter.body, html):
        assert FORUM in form
        assert "/charters/agree/" in form
        assert "/easy-read/" in form
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_young_people_get_the_letter_in_short_lines_that_leads_to_easy_read() -> None:
    partners = (doc.Partner(YOUNG, "young_people", True, None),)

    address = asked(make_draft(content=document(partners=partners)), YOUNG, easy=True)

    assert "Then tell us: do you agree?" in letters_to(YOUNG)[0].body
    assert text_of(Client().get(address)).startswith(f"We ask: {YOUNG}")


def test_partner_who_agreed_to_this_very_content_is_not_asked_again() -> None:
    version = make_agreed()
    give_addresses()

    outcome = ask_partners(version_id=version.pk)

    assert [one.name for one in outcome.agreed] == [COUNCIL, FORUM]
    assert not AgreementRequest.objects.exists()


def test_asking_again_soon_says_so_and_sends_nothing() -> None:
    version = make_draft()
    asked(version)

    outcome = ask_partners(version_id=version.pk)
    post_now()

    assert [one.name for one in outcome.asked_lately] == [COUNCIL, FORUM]
    assert (len(mail.outbox), outcome.written_to) == (2, [])


def test_asking_again_after_a_day_writes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    version = make_draft()
    asked(version)
    monkeypatch.setattr(agreeing, "ASK_AGAIN_AFTER", timedelta(0))

    outcome = ask_partners(version_id=version.pk)
    post_now()

    assert ([one.name for one in outcome.written_to], len(mail.outbox)) == ([COUNCIL, FORUM], 4)


def test_asking_soon_about_other_words_writes_again() -> None:
    version = make_draft()
    asked(version)
    reworded(version)

    outcome = ask_partners(version_id=version.pk)
    post_now()

    assert ([one.name for one in outcome.written_to], len(mail.outbox)) == ([COUNCIL, FORUM], 4)


def test_asking_again_at_another_address_writes_there_at_once_and_the_old_link_is_gone(client: Client) -> None:
    version = make_draft()
    old = asked(version)

    Partner.objects.filter(name=FORUM).update(email="new@forum.example")
    outcome = ask_partners(version_id=version.pk)
    post_now()

    assert [one.name for one in outcome.written_to] == [FORUM]
    assert mail.outbox[-1].to == ["new@forum.example"]
    assert client.get(old).status_code == 410
    assert client.get(link_of(mail.outbox[-1])).status_code == 200


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        (Code.NO_EASY_READ, document(section("One", promise("Bare", easy=())))),
        (Code.NO_CLAUSES, document(section("Empty"))),
        (Code.NO_PARTNER, document(partners=())),
    ],
)
def test_asking_before_the_content_is_whole_is_refused_and_changes_nothing(
    expected: Code, content: doc.Document
) -> None:
    version = make_draft(content=content)

    with pytest.raises(NotReady) as caught:
        ask_partners(version_id=version.pk)

    version.refresh_from_db()
    assert [one.code for one in caught.value.missing] == [expected]
    assert (version.state, Outbox.objects.count()) == ("draft", 0)


def test_asking_about_a_published_version_is_refused() -> None:
    with pytest.raises(WrongState):
        ask_partners(version_id=make_published().pk)


def test_letters_that_wait_go_no_more_when_the_partner_is_off_the_list_or_the_version_thrown_away() -> None:
    version = make_draft()
    give_addresses()
    ask_partners(version_id=version.pk)

    of(version, FORUM).delete()
    after_one = Outbox.objects.count()
    back_to_draft(version_id=version.pk)
    version.delete()

    assert (after_one, Outbox.objects.count()) == (1, 0)


def test_letter_is_not_sent_when_the_version_is_rewritten_before_it_goes() -> None:
    version = make_draft()
    give_addresses()
    ask_partners(version_id=version.pk)
    Version.objects.filter(pk=version.pk).update(intro="Half-written")

    post_now()

    assert mail.outbox == []
    assert not Token.objects.exists()


# Links


def test_unknown_link_and_link_of_a_partner_off_the_list_are_not_told_apart(client: Client) -> None:
    version = make_draft()
    address = asked(version)
    of(version).delete()

    responses = [client.get(address), client.get("/charters/agree/nothing/")]

    assert [one.status_code for one in responses] == [410, 410]
    assert text_of(responses[0]) == text_of(responses[1])


def test_link_of_one_partner_cannot_answer_for_another(client: Client) -> None:
    asked(make_draft())

    press(client, link_of(letters_to(FORUM)[0]))

    assert [one.partner.name for one in Agreement.objects.all()] == [FORUM]


def test_expired_link_mails_a_new_one_to_the_partner_once(client: Client) -> None:
    address = asked(make_draft())
    run_out()

    old = client.get(address)
    for _press in range(2):
        client.post(f"{address}new-link/")
        post_now()

    assert (old.status_code, "This link is too old" in text_of(old)) == (410, True)
    assert len(letters_to(FORUM)) == 2
    assert client.get(link_of(letters_to(FORUM)[1])).status_code == 200


def run_out() -> None:
    """Every link is older than it may be."""
    long_ago = timezone.now() - timedelta(days=91)
    Token.objects.filter(scope="agree").update(created_at=long_ago, expires_at=timezone.now() - timedelta(days=1))


def test_new_link_for_an_unknown_one_says_the_same_and_sends_nothing(client: Client) -> None:
    response = client.post("/charters/agree/nothing/new-link/", follow=True)

    assert "Look in your e-mail" in text_of(response)
    assert not Outbox.objects.exists()


def test_saying_stop_deletes_the_address_and_every_link_and_keeps_what_was_answered(client: Client) -> None:
    version = make_draft()
    address = asked(version)
    press(client, address)
    header = str(letters_to(FORUM)[0].extra_headers["List-Unsubscribe"]).strip("<>")
    stop = "/charters" + header.partition("/charters")[2]

    asks = client.get(stop)
    still_there = Partner.objects.get(name=FORUM).email
    response = client.post(stop, {"List-Unsubscribe": "One-Click"})

    assert "Delete this address" in text_of(asks)
    assert (still_there, response.status_code) == (ADDRESSES[FORUM], 200)
    assert Partner.objects.get(name=FORUM).email == ""
    assert (client.get(address).status_code, client.get(stop).status_code) == (410, 410)
    assert Agreement.objects.count() == 1
    assert [one.name for one in ask_partners(version_id=version.pk).without_address] == []


def test_stopping_by_the_button_leads_to_the_page_that_says_so(client: Client) -> None:
    asked(make_draft())
    header = str(letters_to(FORUM)[0].extra_headers["List-Unsubscribe"]).strip("<>")

    response = client.post("/charters" + header.partition("/charters")[2], {"act": "stop"}, follow=True)

    assert "We have stopped" in text_of(response)
    assert Partner.objects.get(name=FORUM).email == ""


def test_file_of_a_version_that_is_not_published_opens_for_its_partners_alone(client: Client) -> None:
    version = make_draft()
    poster = attach(version)
    address = asked(version)

    found = client.get(f"{address}files/{poster.hex}/poster.pdf")

    assert (found.status_code, found.content, found["Cache-Control"]) == (200, b"%PDF-1", "no-store")
    assert found["Content-Disposition"] == 'attachment; filename="poster.pdf"'
    assert client.get(f"{address}files/{poster.hex}/other.pdf").status_code == 404
    assert client.get(f"/charters/files/{poster.hex}/poster.pdf").status_code == 404


def attach(version: Version) -> Any:
    content = b"%PDF-1"
    file = File.objects.create(
        hash=sha256(content).digest(), content=content, type="application/pdf", size=len(content)
    )
    Attachment.objects.create(version=version, position=1, title="Poster", name="poster.pdf", file=file)
    return file
