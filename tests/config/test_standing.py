"""Standing pages: for everyone, from any cache, without a cookie."""

import pytest
from django.test import Client
from lxml import html

from charters import pictures

PAGES = ["/accessibility/", "/cookies/", "/credits/", "/help/"]


@pytest.mark.parametrize("address", PAGES)
def test_standing_page_may_be_kept_by_any_cache(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("address", PAGES)
def test_standing_page_refuses_post(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", PAGES)
def test_page_has_what_every_page_needs(client: Client, address: str) -> None:
    page = html.document_fromstring(client.get(address).content.decode())

    assert page.get("lang") == "en-GB"
    assert len(page.findall(".//h1")) == 1
    assert page.cssselect("a.govuk-skip-link")[0].get("href") == "#main-content"
    assert page.cssselect("main#main-content")
    assert page.cssselect(".band form[action='/reading.css'] input[name=next]")[0].get("value") == address


@pytest.mark.parametrize("address", PAGES)
def test_page_has_nothing_inline(client: Client, address: str) -> None:
    page = html.document_fromstring(client.get(address).content.decode())

    assert page.cssselect("style, [style]") == []
    assert [script for script in page.iter("script") if not script.get("src")] == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []


def test_accessibility_statement_says_who_enforces(client: Client) -> None:
    words = client.get("/accessibility/").content.decode()

    assert "Equality and Human Rights Commission" in words
    assert "Equality Advisory and Support Service" in words
    assert "partially compliant" in words


def test_help_says_whom_to_call_in_danger(client: Client) -> None:
    page = html.document_fromstring(client.get("/help/").content.decode())

    assert [link.get("href") for link in page.cssselect("a.call")] == ["tel:999", "tel:08001111"]


def test_cookies_page_lists_every_cookie_we_set(client: Client) -> None:
    page = html.document_fromstring(client.get("/cookies/").content.decode())

    assert [cell.text for cell in page.cssselect("tbody th")] == ["reading", "signing", "csrftoken", "sessionid"]


def test_credits_say_who_drew_which_picture_under_which_licence(client: Client) -> None:
    page = html.document_fromstring(client.get("/credits/").content.decode())

    links = {link.get("href") for link in page.cssselect("main a")}
    assert {"https://openmoji.org/", "https://creativecommons.org/licenses/by-sa/4.0/"} <= links
    assert {"https://healthicons.org/", "https://github.com/resolvetosavelives/healthicons/blob/main/LICENSE"} <= links
    drawn = [picture.shows for picture in pictures.index().values() if picture.drawn_by == "healthicons"]
    assert drawn
    assert [one.text for one in page.cssselect("details li")] == drawn
