"""Walking the easy-read screens as a browser would, and reading their words, for the tests of them."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from pledges.kinds import AgeBand, Kind
from pledges.terms import current_terms

from .signing_pages import stamp_on

SIGN = "/pledge/sign/"
BLOCKS = {"p", "h1", "h2", "a", "button", "label", "li", "legend", "span"}
AS_GROUP = "under_13"
# What somebody answers on each screen, unless a test says otherwise.
USUAL: dict[str, str] = {
    "name": "Sam",
    "email": "sam@example.org",
    "role": "Nurse",
    "people": "24",
    "organisation": "Class 2, Thistlewick School",
    "take-part": "yes",
    "publish": "yes",
    "ask": "no",
    "news": "yes",
    "helped": "yes",
    "who": Kind.PARENT_CARER,
    "age": AgeBand.AGE_16_17,
}


class Words(HTMLParser):
    """The words in <main>, block by block, without the reader's own answers."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.own = self.whole = 0
        self.blocks: list[str] = [""]
        self.decisions = 0
        self.alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "main":
            self.depth = 1
        if not self.depth:
            return
        if "data-own" in given:
            self.own += 1
        if tag == "form" and given.get("method") == "post":
            self.decisions += 1
        if tag == "img":
            self.alts.append(str(given.get("alt")))
        if given.get("class") == "whole":
            self.whole += 1
        elif tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.depth = 0
        if tag == "strong" and self.own:
            self.own -= 1
        if tag == "span" and self.whole:
            self.whole -= 1
        elif tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self.depth and not self.own:
            self.blocks[-1] += data


def read(response: Any) -> Words:
    reader = Words()
    reader.feed(response.content.decode())
    reader.blocks = [" ".join(block.split()) for block in reader.blocks if block.strip()]
    return reader


def words_of(response: Any) -> list[str]:
    return " ".join(read(response).blocks).split()


def text_of(response: Any) -> str:
    return " ".join(words_of(response))


def faults(response: Any, *, most: int = 25) -> list[str]:
    """What the rules for easy read find on a screen."""
    screen = read(response)
    found = [] if len(words_of(response)) <= most else [f"{len(words_of(response))} words"]
    for block in screen.blocks:
        found += [f"long: {s}" for s in re.split(r"(?<=[.?!])\s", block) if len(s.split()) > 15]
        if re.search(r"[;()/&%]|\w['\u2019]\w|e\.g\.|\b[A-Z]{2,}\b|\u2014", block):
            found.append(f"hard: {block}")
    return found + ([f"{screen.decisions} decisions"] if screen.decisions > 1 else [])


def slug_of(address: str) -> str:
    """Which screen it is: "" is the start."""
    found = re.fullmatch(rf"{SIGN}(?:([a-z-]+)/)?easy-read/", address.split("?", maxsplit=1)[0])
    assert found, address
    return found[1] or ""


def shown_key() -> str:
    terms = current_terms()
    assert terms is not None
    return terms.key


def begin(client: Client) -> str:
    """Presses "Carry on" on the first screen; where it leads."""
    response = client.post(f"{SIGN}easy-read/", {"shown": shown_key()})
    assert response.status_code == 303
    return str(response["Location"])


def send(client: Client, slug: str, answer: str = "", **more: str) -> Any:
    """Answers a screen."""
    name = slug if slug in ("name", "email", "role", "people", "organisation") else "answer"
    return client.post(f"{SIGN}{slug}/easy-read/", {name: answer, "shown": shown_key()} | more)


def sign_now(client: Client, **more: Any) -> Any:
    """Looks at the answers and presses Sign."""
    address = f"{SIGN}check/easy-read/"
    return client.post(address, stamp_on(client, address), **more)


def walk(client: Client, *, until: str = "check", **answers: str) -> list[tuple[str, Any]]:
    """Every screen from the start until that one, each as it was seen."""
    address, given = begin(client), USUAL | {name.replace("_", "-"): answer for name, answer in answers.items()}
    seen: list[tuple[str, Any]] = [("", None)]
    while True:
        slug = slug_of(address)
        seen.append((slug, client.get(address)))
        assert seen[-1][1].status_code == 200, (slug, seen[-1][1].headers)
        if slug == until:
            return seen[1:]
        assert len(seen) < 25, [name for name, _response in seen]
        address = str(send(client, slug, given.get(slug, ""))["Location"])
