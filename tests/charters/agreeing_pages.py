"""A partner's mailbox and their page, as tests open them."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from charters import document as doc
from charters.actions import ask_partners, freeze
from charters.models import Clause, EasyReadLine, Partner, Version, VersionPartner
from charters.models.contents import md5_of
from post.delivery import attempt
from post.models import Outbox
from tests.charters.factories import document, promise, section

OLD, NEW = "We will ask before planning.", "We will always ask you before planning."
COUNCIL, FORUM, YOUNG = "Quillmere Council", "Quillmere Parent Carers", "Kite Group"
ADDRESSES = {COUNCIL: "send@council.example", FORUM: "chair@forum.example", YOUNG: "hello@kite.example"}
LINK = re.compile(r"https?://[^/\s]+(/charters/agree/[^\s]+)")


def give_addresses(names: Iterable[str] = ADDRESSES) -> None:
    for name in names:
        Partner.objects.filter(name=name).update(email=ADDRESSES[name])


def post_now() -> None:
    """Everything that waits is sent, as the worker sends each letter."""
    Outbox.objects.update(not_before=timezone.now())
    for letter in Outbox.objects.order_by("created_at"):
        attempt(letter.pk)


def letters_to(name: str) -> list[Any]:
    """What has come to a partner's mailbox, oldest first."""
    return [letter for letter in mail.outbox if letter.to == [ADDRESSES[name]]]


def link_of(letter: Any, *, easy: bool = False) -> str:
    """The address of the page in a letter, without the site's name."""
    found: list[str] = [address for address in LINK.findall(letter.body) if "/stop/" not in address]
    return next(address for address in found if address.endswith("/easy-read/") == easy)


def asked(version: Version, name: str = FORUM, *, easy: bool = False) -> str:
    """The address that this partner was mailed when all were asked."""
    give_addresses()
    ask_partners(version_id=version.pk)
    post_now()
    version.refresh_from_db()
    return link_of(letters_to(name)[-1], easy=easy)


def of(version: Version, name: str = FORUM) -> VersionPartner:
    return version.partners.get(partner__name=name)


def press(client: Client, address: str, act: str = "agree", reason: str = "", **more: str) -> Any:
    """What the form sends, with the words that the page shows now unless told otherwise."""
    content = more.pop("content", None) or shown_content(client, address)
    return client.post(address, {"content": content, "act": act, "reason": reason, **more}, follow=True)


def shown_content(client: Client, address: str) -> str:
    found = re.search(r'name="content" value="([0-9a-f]{64})"', client.get(address).content.decode())
    assert found, address
    return found[1]


def text_of(response: Any) -> str:
    """What can be read in <main>."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(strip_tags(f"<main{main}")).split())


def reworded(version: Version, text: str = NEW) -> Version:
    """Somebody writes other words, looks at their easy read, and freezes them, without asking anybody yet."""
    clause = version.clauses.get(text=OLD)
    Clause.objects.filter(pk=clause.pk).update(text=text)
    EasyReadLine.objects.filter(clause=clause).update(for_md5=md5_of(text))
    return freeze(version_id=version.pk)


def changed_document(version: Version, **more: Any) -> doc.Document:
    """What a version says, with one promise in other words and a change note."""
    before = doc.Document.parse(version.document or b"")
    clauses = [placed.clause for placed in before.clauses]
    changed = [promise(NEW if one.text == OLD else one.text, key=one.key) for one in clauses]
    note = {"note": "We changed some words.", "easy_note": (doc.EasyLine("book", "Some words are new.", ""),)}
    return document(section("From the start", *changed, label="1."), title=before.title, **note, **more)
