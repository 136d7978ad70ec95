"""Partners read and answer in easy read: a young people's forum agrees too."""

import re

import pytest
from django.test import Client

from charters import document as doc
from charters.actions import consult
from charters.models import Agreement, Version
from tests.charters.agreeing_pages import FORUM, YOUNG, asked, post_now, reworded, shown_content, text_of
from tests.charters.factories import document, easy_line, make_charter, make_draft, make_published, promise, section
from tests.pledges.easy_pages import read

pytestmark = pytest.mark.django_db

NEXT = re.compile(r'easy-buttons__next" href="([^"]+)"')
MOST_WORDS = 25


def next_of(response: object) -> str:
    found = NEXT.search(response.content.decode())  # type: ignore[attr-defined]
    return found[1] if found else ""


def walked(client: Client, address: str) -> list[str]:
    """The addresses of all screens up to the question."""
    found = []
    while address:
        found.append(address)
        address = next_of(client.get(address))
    return found


def young(version: Version | None = None) -> str:
    partners = (doc.Partner(YOUNG, "young_people", True, None),)
    return asked(version or make_draft(content=document(partners=partners)), YOUNG, easy=True)


def test_walk_shows_each_promise_and_ends_with_the_question(client: Client) -> None:
    screens = walked(client, young())

    said = [text_of(client.get(one)) for one in screens]

    assert [part for part in said if part.startswith("Promise")] == [
        f"Promise {n} of 3 We ask you first. Next Back" for n in (1, 2, 3)
    ]
    assert said[-1] == "Do you agree? Yes, we agree No Back"
    assert not Agreement.objects.exists()


def test_every_screen_has_25_words_at_most_and_one_heading(client: Client) -> None:
    screens = walked(client, young())
    ask = screens[-1]
    answer = {"act": "decline", "content": shown_content(client, ask)}
    after = [client.post(ask, answer), client.post(ask, answer | {"reason": "No"}, follow=True)]

    for response in [*(client.get(one) for one in screens), *after]:
        page = read(response)
        assert sum(len(block.split()) for block in page.blocks) <= MOST_WORDS, page.blocks
        assert response.content.decode().count("<h1") == 1


def test_yes_is_one_press_and_its_receipt_can_be_changed(client: Client) -> None:
    ask = walked(client, young())[-1]

    response = client.post(ask, {"act": "agree", "content": shown_content(client, ask)}, follow=True)

    assert Agreement.objects.get().act == "agree"
    assert "You said: yes, we agree." in text_of(response)
    assert "Change my answer" in text_of(response)


def test_no_asks_why_first_and_an_empty_box_asks_again(client: Client) -> None:
    ask = walked(client, young())[-1]
    content = shown_content(client, ask)

    why = client.post(ask, {"act": "decline", "content": content})
    empty = client.post(ask, {"act": "decline", "content": content, "reason": "  "})
    kept_by_then = Agreement.objects.exists()
    response = client.post(ask, {"act": "decline", "content": content, "reason": "Too hard"}, follow=True)

    assert "What should we change?" in text_of(why)
    assert "Error" not in text_of(why)
    assert "Please write why not." in text_of(empty)
    assert not kept_by_then
    assert (Agreement.objects.get().act, Agreement.objects.get().reason) == ("decline", "Too hard")
    assert "You said: no." in text_of(response)


def test_reason_that_is_too_long_stays_in_the_box(client: Client) -> None:
    ask = walked(client, young())[-1]
    content = shown_content(client, ask)

    response = client.post(ask, {"act": "decline", "content": content, "reason": "x" * 2001})

    assert "That is too long." in text_of(response)
    assert "x" * 2001 in response.content.decode()


def test_words_that_change_while_somebody_reads_send_them_back_to_the_start(client: Client) -> None:
    version = make_draft()
    screens = walked(client, asked(version, FORUM, easy=True))
    content = shown_content(client, screens[-1])
    reworded(version)

    reading = client.get(screens[1])
    answering = client.post(screens[-1], {"act": "decline", "content": content, "reason": "Too hard"})
    version.refresh_from_db()
    still_no = client.post(screens[-1], {"act": "decline", "content": version.hex, "kept": "Too hard"})

    assert "The words changed." in text_of(reading)
    assert "You wrote: Too hard" in text_of(answering)
    assert not Agreement.objects.exists()
    assert next_of(answering) == screens[0]
    assert "Too hard</textarea>" in still_no.content.decode()


def test_what_is_new_since_they_agreed_comes_first_and_is_marked_where_it_stands(client: Client) -> None:
    charter = make_charter()
    partners = (doc.Partner(YOUNG, "young_people", True, None),)
    first = make_published(charter, document(title=charter.title, partners=partners))
    asks, _one, sorry = (placed.clause for placed in doc.Document.parse(first.document or b"").clauses)
    content = document(
        section(
            "From the start",
            promise("We will always ask.", key=asks.key),
            promise(sorry.text, key=sorry.key),
            promise("We will write soon.", easy=(easy_line("We write soon."),)),
            label="1.",
        ),
        title=charter.title,
        partners=partners,
        note="New words.",
        easy_note=(doc.EasyLine("book", "Some words are new.", ""),),
    )

    said = [text_of(client.get(one)) for one in walked(client, young(make_draft(charter, content)))]

    assert [one.removesuffix(" Next Back") for one in said[1:3]] == [
        "What is new? Some words are new.",
        "This promise is gone: We ask you first.",
    ]
    assert [one.split(" We ")[0] for one in said if one.startswith("Promise")] == [
        "Promise 1 of 3: new words",
        "Promise 2 of 3",
        "Promise 3 of 3: new",
    ]


def test_version_without_easy_read_leads_to_all_the_words(client: Client) -> None:
    version = make_draft()
    address = asked(version, FORUM, easy=True)
    version.clauses.get(position=1).lines.all().delete()
    consult(version_id=version.pk)

    response = client.get(address)

    assert "These words are not in easy read yet." in text_of(response)
    assert next_of(response) == address.removesuffix("easy-read/")


def test_bad_links_and_stopping_say_so_in_easy_read(client: Client) -> None:
    address = young()
    gone = client.get("/charters/agree/nothing/easy-read/")
    sent = client.post("/charters/agree/nothing/new-link/easy-read/", follow=True)
    Version.objects.update(intro="Half-written")
    not_now = client.post(address, {"act": "decline", "reason": "Too hard", "content": "00"})
    post_now()

    assert (gone.status_code, "This link does not work." in text_of(gone)) == (410, True)
    assert "Look in your e-mail." in text_of(sent)
    assert "We are still writing." in text_of(not_now)
    assert "You wrote: Too hard" in text_of(not_now)
