"""Partners read the version and what has changed, and agree or decline."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from charters import document as doc
from charters.actions import (
    Code,
    agreeing,
    answer,
    ask_partners,
    back_to_draft,
    check_by_readers,
    missing,
    publish,
    withdraw,
)
from charters.models import (
    Agreement,
    Charter,
    Partner,
    Version,
)
from charters.models.kinds import Answer
from post.models import Outbox
from post.worker import work_once
from tests.charters.agreeing_pages import (
    COUNCIL,
    FORUM,
    OLD,
    YOUNG,
    asked,
    changed_document,
    give_addresses,
    letters_to,
    link_of,
    of,
    post_now,
    press,
    reworded,
    shown_content,
    text_of,
)
from tests.charters.factories import (
    document,
    make_charter,
    make_draft,
    make_published,
    rewrite,
)

pytestmark = pytest.mark.django_db


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
