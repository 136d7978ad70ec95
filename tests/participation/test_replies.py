"""A service answers in public where a panel sees it two levels otherwise: through the link to its return."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from lxml import html

from participation.actions.publishing import ask_to_publish, publish_due
from participation.models import PublicReply, Return, Snapshot
from tests.participation import factories
from tests.participation.return_pages import address_of, text_of

pytestmark = pytest.mark.django_db
TEXT = "We met the group in May. They choose the times from now on."


def differing(level: int = 4) -> Return:
    one = factories.make_submitted(level=level)
    factories.make_sent(factories.make_panel(one.round, one.service))
    return one


def page_of(one: Return) -> str:
    return address_of(one, "differences/")


def sent(client: Client, address: str, **answers: str) -> Any:
    """What the form of the page sends, with these answers written in."""
    page: Any = html.document_fromstring(client.get(address).content.decode())
    boxes = {box.get("name"): box.get("value") or "" for box in page.cssselect("form [type=hidden]")}
    boxes |= {box.get("name"): box.text_content().strip() for box in page.cssselect("form textarea")}
    return client.post(address, boxes | {f"reply-{key}": text for key, text in answers.items()})


def test_what_was_sent_says_that_a_panel_sees_it_otherwise(client: Client) -> None:
    one = differing()

    first = text_of(client.get(address_of(one)))
    page = text_of(client.get(page_of(one)))

    assert "Panels see 2 of your answers two levels otherwise" in first
    assert "You say Shared. We share the power." in page
    assert "A panel of young people says Starting. We have begun." in page


def test_answer_is_kept_and_one_without_an_answer_waits(client: Client) -> None:
    one = differing()

    answer = sent(client, page_of(one), joining=TEXT)

    assert (answer.status_code, answer.url.endswith("/differences/?done=kept")) == (303, True)
    page = text_of(client.get(answer.url))
    assert "Your answer is kept" in page
    assert TEXT in page
    assert [(reply.question.key, reply.text) for reply in PublicReply.objects.all()] == [("joining", TEXT)]
    assert "A panel sees 1 of your answers" in text_of(client.get(address_of(one)))


def test_same_answer_twice_is_once_and_another_one_comes_after_it(client: Client) -> None:
    one = differing()

    for text in (TEXT, TEXT, "We changed our mind."):
        assert sent(client, page_of(one), joining=text).status_code == 303

    assert [reply.text for reply in PublicReply.objects.order_by("pk")] == [TEXT, "We changed our mind."]


def test_nothing_typed_is_lost_where_one_answer_is_too_long(client: Client) -> None:
    one = differing()

    answer = sent(client, page_of(one), joining=TEXT, missing="b" * 2001)

    page = answer.content.decode()
    assert "Your answer must be 2,000 letters or fewer" in page
    assert TEXT in page
    assert "b" * 2001 in page
    assert not PublicReply.objects.exists()


def test_empty_form_says_what_to_do(client: Client) -> None:
    one = differing()

    assert "Write an answer to at least one of these" in text_of(sent(client, page_of(one)))


def test_answer_is_not_taken_back(client: Client) -> None:
    one = differing()
    sent(client, page_of(one), joining=TEXT)

    assert "You can change it, and not take it back" in text_of(sent(client, page_of(one), joining=" "))


def test_colleague_s_answer_is_shown_before_it_is_replaced(client: Client) -> None:
    one = differing()
    address = page_of(one)
    old = {"submission": str(one.submission), "seen-joining": "", "reply-joining": "Mine.", "reply-missing": ""}
    sent(client, address, joining=TEXT)

    late = client.post(address, old)

    page: Any = html.document_fromstring(late.content.decode())
    assert f"A colleague answered meanwhile: “{TEXT}”" in text_of(late)
    assert page.cssselect("[name=reply-joining]")[0].text_content().strip() == "Mine."
    seen = page.cssselect("[name=seen-joining]")[0].get("value")
    assert client.post(address, old | {"seen-joining": seen}).status_code == 303
    assert PublicReply.objects.order_by("pk").last().text == "Mine."  # type: ignore[union-attr]


def test_what_was_typed_is_shown_where_the_return_went_back(client: Client) -> None:
    one = differing()
    address = page_of(one)
    given = {"submission": str(one.submission), "reply-joining": TEXT}
    factories.make_handed_back(one)

    answer = client.post(address, given)

    assert answer.status_code == 409
    assert TEXT in text_of(answer)
    assert client.get(address).status_code == 303


def test_answer_to_an_earlier_submission_is_looked_at_once_more(client: Client) -> None:
    one = differing()
    address = page_of(one)
    given = {"submission": str(one.submission), "reply-joining": TEXT, "reply-missing": ""}
    factories.make_submitted(factories.make_handed_back(one), level=4)

    again = client.post(address, given)

    page: Any = html.document_fromstring(again.content.decode())
    assert "The audit changed since you opened this page" in text_of(again)
    assert TEXT in text_of(again)
    now = page.cssselect("[name=submission]")[0].get("value")
    assert client.post(address, given | {"submission": now}).status_code == 303


def test_service_that_nobody_sees_otherwise_has_nothing_to_answer(client: Client) -> None:
    one = differing(level=3)

    assert "two levels otherwise" not in text_of(client.get(address_of(one)))
    assert "There is nothing for you to do here" in text_of(client.get(page_of(one)))
    answer = client.post(page_of(one), {"reply-joining": TEXT})
    assert (answer.status_code, TEXT in text_of(answer)) == (409, True)
    assert not PublicReply.objects.exists()


def test_answer_after_publishing_says_that_a_correction_shows_it(client: Client) -> None:
    one = differing()
    sent(client, page_of(one), joining=TEXT, missing=TEXT)
    factories.close(one.round)
    ask_to_publish(round_id=one.round_id)
    publish_due()

    page = text_of(client.get(page_of(one)))
    sent(client, page_of(one), joining="We have met them since.")

    assert "What you write now is shown when we publish a correction." in page
    assert [told["reply"] for told in Snapshot.objects.get().document["differences"]] == [TEXT, TEXT]
    ask_to_publish(round_id=one.round_id, note="An answer came.")
    publish_due()
    replies = [told["reply"] for told in Snapshot.objects.get(n=2).document["differences"]]
    assert replies == ["We have met them since.", TEXT]


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "9" * 40, ""])
def test_strange_values_are_no_error(client: Client, bad: str) -> None:
    one = differing()
    strange = dict.fromkeys(("submission", "seen-joining", "reply-joining", "reply-nothing", "seen-missing"), bad)

    raw = urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in strange.items()})
    answer = client.post(page_of(one), raw, content_type="application/x-www-form-urlencoded")

    assert answer.status_code < 500
