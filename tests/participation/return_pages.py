"""Pages behind a service's link, as tests open them."""

import re
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from participation.actions.answering import seen_of
from participation.models import Answer, Holder, Return
from participation.private_links import return_link
from post import links
from post.delivery import attempt
from post.models import Outbox
from tests.charters.agreeing_pages import text_of

__all__ = ["text_of"]
RETURN = re.compile(r"https?://[^/\s]+(/participation/return/[^\s]+)")


def holder_of(the_return: Return, n: int = 0) -> Holder:
    return list(the_return.holders.order_by("since", "pk"))[n]


def address_of(the_return: Return, page: str = "", *, holder: Holder | None = None) -> str:
    """A page of the return, with a new link of its first holder."""
    link = return_link(holder or holder_of(the_return))
    return f"/{link.partition('//')[2].partition('/')[2]}{page}"


def stop_address(holder: Holder) -> str:
    secret = links.lasting(about_app="participation", about_id=holder.pk, scope="stop")
    return f"/participation/stop/{secret}/"


def opened(client: Client, address: str, status: int = 200) -> str:
    """What can be read on the page."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return text_of(response)


def seen_on(client: Client, address: str) -> str:
    """Which answer the page shows, as its form carries it along."""
    found = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
    assert found, address
    return found[1]


def save(client: Client, address: str, **words: Any) -> Any:
    """What the form of a question sends, with what the page shows now unless told otherwise."""
    given = {"seen": words.pop("seen", None) or seen_on(client, address), "note": ""}
    return client.post(address, given | words)


def stands(the_return: Return, key: str) -> Answer:
    return Answer.objects.get(of_return=the_return, question__key=key)


def seen(the_return: Return, key: str) -> str:
    return seen_of(Answer.objects.filter(of_return=the_return, question__key=key).first())


def submit(client: Client, base: str) -> Any:
    """Presses submit on the page as it is shown."""
    page = client.get(f"{base}check/").content.decode()
    found = re.search(r'name="looked_at" value="([^"]*)"', page)
    return client.post(f"{base}check/", {"looked_at": found[1] if found else ""}, follow=True)


def post_now() -> None:
    """Everything that waits is sent, as the worker sends each letter."""
    Outbox.objects.update(not_before=timezone.now())
    for letter in Outbox.objects.order_by("created_at"):
        attempt(letter.pk)


def letters_to(email: str) -> list[Any]:
    return [letter for letter in mail.outbox if letter.to == [email]]


def link_in(letter: Any) -> str:
    found = RETURN.search(letter.body)
    assert found, letter.body
    return found[1]
