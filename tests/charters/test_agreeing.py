"""Partners are asked by letter, read the version and what has changed, and agree or decline."""

from datetime import timedelta
from hashlib import sha256
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from charters import document as doc
from charters.actions import (
    Code,
    NotReady,
    agreeing,
    answer,
    ask_partners,
    back_to_draft,
    check_by_readers,
    freeze,
    missing,
    publish,
    withdraw,
)
from charters.models import (
    Agreement,
    AgreementRequest,
    Attachment,
    Charter,
    Clause,
    EasyReadLine,
    File,
    Partner,
    Version,
    WrongState,
)
from charters.models.contents import md5_of
from charters.models.kinds import Answer
from post.models import Outbox, Token
from post.worker import work_once
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
    shown_content,
    text_of,
)
from tests.charters.factories import (
    document,
    make_agreed,
    make_charter,
    make_draft,
    make_published,
    promise,
    rewrite,
    section,
)

pytestmark = pytest.mark.django_db

OLD, NEW = "We will ask before planning.", "We will always ask you before planning."


def reworded(version: Version, text: str = NEW) -> Version:
    """Somebody writes other words, looks at their easy read, and freezes them, without asking anybody yet."""
    clause = version.clauses.get(text=OLD)
    Clause.objects.filter(pk=clause.pk).update(text=text)
    EasyReadLine.objects.filter(clause=clause).update(for_md5=md5_of(text))
    return freeze(version_id=version.pk)


# Asking


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


# The page


def test_page_shows_who_is_asked_and_the_whole_version_and_changes_nothing(client: Client) -> None:
    address = asked(make_draft())

    response = client.get(address)

    said = text_of(response)
    assert f"We ask {FORUM}" in said
    assert "This is the first version" in said
    assert all(text in said for text in ("We wrote this together.", OLD, "We will admit mistakes."))
    assert not Agreement.objects.exists()
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    # What is not published has no page of its own yet.
    assert "/commitments/" not in response.content.decode()


def test_agreeing_is_recorded_for_these_words_and_shown_with_a_receipt(client: Client) -> None:
    version = make_draft()
    address = asked(version)

    response = press(client, address)
    post_now()

    given = Agreement.objects.get()
    assert (given.partner.name, given.act, bytes(given.hash).hex()) == (FORUM, "agree", version.hex)
    assert response.redirect_chain[0] == (f"{address}answered/", 303)
    assert "You agreed" in text_of(response)
    assert version.hex[:12] in text_of(response)
    assert "Until it is published you can change the answer" in text_of(response)
    assert letters_to(FORUM)[-1].subject == "You agreed: Five Ways We Work"
    assert version.hex[:12] in letters_to(FORUM)[-1].body


def test_declining_needs_a_reason_and_keeps_it(client: Client) -> None:
    version = make_draft()
    address = asked(version)

    without = press(client, address, "decline")
    nothing_kept = Agreement.objects.exists()
    response = press(client, address, "decline", "Too vague.\n\nSay who does it.")

    assert "Tell us why you do not agree" in text_of(without)
    assert not nothing_kept
    assert (Agreement.objects.get().act, Agreement.objects.get().reason) == (
        "decline",
        "Too vague.\n\nSay who does it.",
    )
    assert "Say who does it." in text_of(response)
    assert Code.DECLINED in {one.code for one in missing(version)}


@pytest.mark.parametrize(
    ("act", "reason", "said"),
    [
        ("", "It is not clear", "Choose yes or no"),
        ("agree", "But I would rather not", "You say yes, but you wrote why not"),
        ("decline", "x" * 2001, "Your reason must be 2,000 letters or fewer"),
        ("perhaps", "Hm", "Choose yes or no"),
    ],
)
def test_answer_that_is_no_good_says_why_and_loses_nothing_typed(
    client: Client, act: str, reason: str, said: str
) -> None:
    address = asked(make_draft())

    response = press(client, address, act, reason)

    assert response.status_code == 200
    assert said in text_of(response)
    assert reason in response.content.decode()
    assert not Agreement.objects.exists()


def test_last_answer_decides_and_the_receipt_shows_the_earlier_one(client: Client) -> None:
    version = make_draft()
    address = asked(version)
    press(client, address, "decline", "Too vague")

    response = press(client, address)

    assert [one.act for one in Agreement.objects.all()] == ["decline", "agree"]
    assert "Earlier answers to the same words" in text_of(response)
    assert Code.DECLINED not in {one.code for one in missing(version)}


def test_pressing_twice_is_one_answer_and_one_letter(client: Client) -> None:
    address = asked(make_draft())

    press(client, address)
    press(client, address)
    post_now()

    assert Agreement.objects.count() == 1
    assert len(letters_to(FORUM)) == 2


def test_every_partner_agreeing_makes_the_version_agreed() -> None:
    version = make_draft()
    asked(version)

    for name in (COUNCIL, FORUM):
        press(Client(), link_of(letters_to(name)[0]))

    version.refresh_from_db()
    assert version.state == "agreed"


def test_who_looks_after_the_charter_is_told_of_a_no_and_of_the_last_yes(client: Client) -> None:
    version = make_draft()
    Charter.objects.update(host=Partner.objects.get(name=COUNCIL))
    address = asked(version)

    press(client, address, "decline", "Too vague")
    post_now()
    press(client, link_of(letters_to(COUNCIL)[0]))
    press(client, address)
    post_now()

    told = [one.subject for one in letters_to(COUNCIL)][1:]
    assert told == [
        f"{FORUM} did not agree: Five Ways We Work",
        "You agreed: Five Ways We Work",
        "All agree: Five Ways We Work",
    ]
    assert "Too vague" in letters_to(COUNCIL)[1].body


@pytest.mark.parametrize("form", ["", "easy-read/"])
def test_words_answered_over_and_over_again_are_not_answered_any_more(
    client: Client, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    address = asked(make_draft())
    monkeypatch.setattr(agreeing, "MOST_ANSWERS", 2)
    for reason in ("One", "Two"):
        press(client, address, "decline", reason)

    response = press(client, f"{address}{form}", "decline", "Three", content=shown_content(client, address))

    assert Agreement.objects.count() == 2
    assert "call" in text_of(response)
    assert "Three</textarea>" in response.content.decode()


def test_no_of_a_partner_who_does_not_have_to_agree_does_not_say_that_it_stops_anything(client: Client) -> None:
    partners = (doc.Partner(COUNCIL, "council", True, None), doc.Partner(YOUNG, "other", False, None))
    version = make_draft(content=document(partners=partners))

    response = press(client, asked(version, YOUNG), "decline", "Too hard")

    assert "It cannot be published like this" not in text_of(response)
    assert "Those who write it read your reason" in text_of(response)


# What has changed


def test_changes_since_the_partner_agreed_come_before_the_words(client: Client) -> None:
    first = make_published()
    second = rewrite(make_draft(first.charter), changed_document(first))

    said = text_of(client.get(asked(second)))

    heading = said.index("What has changed since you agreed on")
    assert "(version 1)" in said
    assert heading < said.index("added: always") < said.index("All the words")
    assert "We changed some words." in said


def test_changes_since_the_version_in_force_for_a_partner_who_is_new(client: Client) -> None:
    first = make_published()
    content = changed_document(first, partners=(doc.Partner(YOUNG, "parent_carers", True, None),))

    said = text_of(client.get(asked(rewrite(make_draft(first.charter), content), YOUNG)))

    assert "What has changed from version 1, which is in force" in said


def test_after_a_no_the_page_shows_what_changed_since_then_and_what_was_written(client: Client) -> None:
    version = make_draft()
    address = asked(version)
    press(client, address, "decline", "Say always")
    reworded(version)

    said = text_of(client.get(address))

    assert "What has changed since you said no on" in said
    assert "You wrote: Say always" in said
    assert "added: always" in said


def changed_document(version: Version, **more: Any) -> doc.Document:
    """What a version says, with one promise in other words and a change note."""
    before = doc.Document.parse(version.document or b"")
    clauses = [placed.clause for placed in before.clauses]
    changed = [promise(NEW if one.text == OLD else one.text, key=one.key) for one in clauses]
    note = {"note": "We changed some words.", "easy_note": (doc.EasyLine("book", "Some words are new.", ""),)}
    return document(section("From the start", *changed, label="1."), title=before.title, **note, **more)


# Words that move on while the page is open


def test_answer_to_words_that_changed_meanwhile_is_not_taken_and_what_changed_comes_first(client: Client) -> None:
    version = make_draft()
    address = asked(version)
    before = shown_content(client, address)
    reworded(version)

    response = press(client, address, "decline", "Too vague", content=before)

    said = text_of(response)
    assert not Agreement.objects.exists()
    assert "The words have changed since you opened this page" in said
    assert "What has changed since you opened this page" in said
    assert "added: always" in said
    assert "Too vague</textarea>" in response.content.decode()
    assert before not in response.content.decode()


def test_answer_while_the_words_are_being_rewritten_is_not_taken_and_shown_again(client: Client) -> None:
    version = make_draft()
    address = asked(version)
    before = shown_content(client, address)
    Version.objects.filter(pk=version.pk).update(intro="Half-written")

    response = press(client, address, "decline", "Too vague", content=before)

    assert "We are still writing" in text_of(response)
    assert "Too vague" in text_of(response)
    assert not Agreement.objects.exists()


def test_page_after_publication_says_so_and_leads_to_the_version(client: Client) -> None:
    version = make_draft()
    address = asked(version)
    before = shown_content(client, address)
    for name in (COUNCIL, FORUM):
        press(client, link_of(letters_to(name)[0]))
    check_by_readers(version_id=version.pk, group="Kite Group readers", count=4)
    publish(version_id=version.pk)

    response = press(client, address, "decline", "Too late?", content=before)

    assert "This version is published" in text_of(response)
    assert "Too late?" in text_of(response)
    assert f"/charters/{version.charter.slug}/versions/1/" in response.content.decode()
    assert Agreement.objects.filter(act="decline").count() == 0


def test_page_of_a_version_that_was_taken_back_or_is_a_draft_again_says_so(client: Client) -> None:
    draft = make_draft(make_charter("Our Meeting Agreement"))
    of_draft = asked(draft)
    back_to_draft(version_id=draft.pk)
    version = make_draft(make_charter("Another"), document(title="Another"))
    of_taken_back = asked(version)
    for name in (COUNCIL, FORUM):
        press(client, link_of(next(one for one in letters_to(name) if "Another" in one.subject)))
    check_by_readers(version_id=version.pk, group="Kite Group readers", count=4)
    withdraw(version_id=publish(version_id=version.pk).pk, reason="It named a person.")

    assert "We are still writing" in text_of(client.get(of_draft))
    assert "This version was taken back" in text_of(client.get(of_taken_back))


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


# At the same time, and by the worker itself


@pytest.mark.django_db(transaction=True)
def test_worker_sends_the_letters_and_their_links_work(client: Client) -> None:
    version = make_draft()
    give_addresses()
    ask_partners(version_id=version.pk)

    work_once()

    assert client.get(link_of(letters_to(FORUM)[0])).status_code == 200
    assert not Outbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_of_one_partner_answering_at_once_leave_two_answers_in_order() -> None:
    version = make_draft()
    give_addresses()
    version = ask_partners(version_id=version.pk).version
    one, together, outcomes = of(version), Barrier(2), []

    def press_at_once(act: Answer, reason: str) -> None:
        together.wait()
        try:
            answer(version_partner_id=one.pk, hash=bytes(version.hash), act=act, reason=reason)
            outcomes.append(act)
        finally:
            connection.close()

    both = [Thread(target=press_at_once, args=given) for given in ((Answer.AGREE, ""), (Answer.DECLINE, "Too vague"))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert sorted(outcomes) == sorted(one.act for one in Agreement.objects.all()) == ["agree", "decline"]
    assert Outbox.objects.filter(template="charters/answered").count() == 1
