"""Reading the public pages of charters in tests."""

import hashlib
from dataclasses import replace

from django.test import Client
from lxml import html

from charters.models import Attachment, File, Version
from tests.charters.factories import document, easy_line, make_charter, make_published, promise, section


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return html.document_fromstring(response.content.decode())


def words(client: Client, address: str, status: int = 200) -> str:
    """What stands in the main part of a page."""
    return " ".join(page(client, address, status).cssselect("main")[0].text_content().split())


def two_versions(slug: str = "five-ways") -> tuple[Version, Version]:
    """The second with one promise reworded, one added, one moved and one taken out."""
    charter = make_charter(slug=slug)
    a = section("Start", promise("We will ask first.", "aaaaaa"), promise("We will name one contact.", "bbbbbb"))
    b = section("End", promise("We will say sorry.", "cccccc"), promise("We will post papers.", "dddddd"))
    first = make_published(charter, document(a, b))
    a = section("Start", promise("We will always ask first.", "aaaaaa"), promise("We will write plainly.", "eeeeee"))
    b = section("End", promise("We will name one contact.", "bbbbbb"), promise("We will say sorry.", "cccccc"))
    told = (replace(easy_line("We ask you every time."), meaning=""),)
    second = make_published(charter, document(a, b, note="We made it clearer.", easy_note=told))
    first.refresh_from_db()
    return first, second


PDF = b"%PDF-1.7 poster"


def store(content: bytes, kind: str) -> File:
    return File.objects.create(hash=hashlib.sha256(content).digest(), content=content, type=kind, size=len(content))


def add_poster(version: Version) -> File:
    """A poster that goes with a version that is still being written."""
    poster = store(PDF, "application/pdf")
    Attachment.objects.create(version=version, position=1, title="Poster", name="poster.pdf", file=poster)
    return poster
