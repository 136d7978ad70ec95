"""Walking the signing pages as a browser would, for the tests of them."""

import re
from html import unescape
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from pledges.kinds import FIRST_NAME_ONLY, Kind
from pledges.shown import FIELD
from pledges.terms import current_terms

SIGN = "/pledge/sign/"
SCHOOL: dict[str, Any] = {
    "organisation": "Thistlewick School",
    "name": "Ada Lark",
    "role": "Head teacher",
    "email": "ada@thistlewick.example",
}
YOUNG: dict[str, Any] = {"name": "Sam", "email": "sam@example.org"}
CLASS: dict[str, Any] = {
    "organisation": "Class 2, Thistlewick School",
    "people": "24",
    "name": "Ada Lark",
    "email": "ada@thistlewick.example",
}


def page(response: Any) -> str:
    """What stands on a page, with its tags and without escapes."""
    return unescape(response.content.decode())


def words(response: Any) -> str:
    """What can be read on a page before anything is pressed: no tags, no doubled spaces."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main, "the page has no <main>"
    shown = re.sub(r'<div class="meaning".*?</div>', "", main[0], flags=re.DOTALL)
    shown = re.sub(r'<button type="button" class="word"[^>]*>(.*?)</button>', r"\1", shown)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def begin(client: Client) -> Any:
    return client.post(SIGN)


def answer(client: Client, step: str, data: dict[str, Any] | None = None) -> Any:
    address = f"{SIGN}{step}/"
    return client.post(address, (data or {}) | (stamp_on(client, address) if step == "check" else {}))


def stamp_on(client: Client, address: str) -> dict[str, str]:
    """What the page that signs says of itself: when it was shown. Nothing where another page comes instead."""
    found = re.search(rf'name="{FIELD}" value="([^"]+)"', page(client.get(address)))
    return {FIELD: found[1]} if found else {}


def choices(*agreed: str) -> dict[str, Any]:
    """The choices page as it is sent: which words stood on it, and the ticks."""
    terms = current_terms()
    assert terms is not None
    return {"shown": terms.key, "agreed": list(agreed)}


def fill(
    client: Client,
    *,
    kind: str = Kind.SCHOOL,
    age: str = "",
    agreed: tuple[str, ...] = (),
    promise: str = "",
    helped: bool = False,
    **you: str,
) -> None:
    """Everything up to the check page. `age` is for a young person, and the promise is not asked under 18."""
    begin(client)
    answer(client, "who", {"kind": kind})
    if age:
        answer(client, "age", {"age": age})
    answer(client, "you", you or {Kind.YOUNG_PERSON: YOUNG, Kind.GROUP: CLASS}.get(Kind(kind), SCHOOL))
    if age not in FIRST_NAME_ONLY:
        answer(client, "promise", {"promise": promise})
    last = answer(client, "choices", choices(*agreed) | ({"helped": "on"} if helped else {}))
    assert last.url == f"{SIGN}check/", "the journey did not reach the check page"


def row_counts() -> dict[str, int]:
    """How many rows every table has."""
    models: list[type[Model]] = list(apps.get_models(include_auto_created=True))
    return {model._meta.label: model._default_manager.count() for model in models if model._meta.managed}


def is_ok_or_redirect(response: HttpResponse) -> bool:
    """No input may make us fail: a page, a redirect, or a plain refusal."""
    return response.status_code < 500
