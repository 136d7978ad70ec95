"""Printed files as they are made at publication, kept, named on pages and served."""

import hashlib
import logging
import time
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from charters import jobs, papers, printing
from charters.actions import withdraw, withdraw_picture
from charters.document import EasyLine
from charters.models import StoredFile, Version
from charters.models.kinds import PaperKind
from config.lib.pdf import NotPrintable
from tests.charters.factories import document, make_agreed, make_charter, make_draft, make_published, promise, section
from tests.charters.reading import page
from tests.charters.uploading import make_picture
from tests.config.reading_pdfs import figures, tagged, text_of

pytestmark = pytest.mark.django_db
NAMES = ("charter", "large-print", "easy-read", "poster")


def address(name: str, n: int = 1) -> str:
    return f"/charters/c/versions/{n}/{name}.pdf"


def published() -> Version:
    return make_published(make_charter(slug="c"))


def broken(*_given: Any) -> Any:
    raise NotPrintable("charter")


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_served_as_it_was_made_to_be_looked_at(client: Client, name: str) -> None:
    version = published()

    response = client.get(address(name))

    kept = StoredFile.objects.get(version=version, kind=papers.named(name)[0])  # type: ignore[index]
    assert response.status_code == 200
    assert response.content == bytes(kept.content)
    assert tagged(response.content)
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == f'inline; filename="c-version-1-{name}.pdf"'
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    # A picture in it may be taken back: caches have to ask.
    assert response["Cache-Control"] == "public, no-cache"
    assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
    assert not response.cookies
    assert client.get(address(name), headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.head(address(name)).status_code == 200
    assert int(response["Content-Length"]) == len(response.content)
    assert client.post(address(name)).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        address("charter", 2),
        address("charter", 10**30),
        address("charter-2"),
        address("easy-read-2"),
        address("easy-read-0"),
        address("easy-read-99999"),
        address("easy-read-\u0662"),
        address("song"),
        address("CHARTER"),
        "/charters/none/versions/1/charter.pdf",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    published()

    assert client.get(path).status_code == 404


def test_nothing_of_a_draft_is_served(client: Client) -> None:
    make_agreed(make_draft(make_charter(slug="c")))

    assert [client.get(address(name)).status_code for name in NAMES] == [404] * 4
    assert not StoredFile.objects.exists()


def test_file_of_a_version_taken_back_leads_to_the_page_that_says_why(client: Client) -> None:
    version = published()
    withdraw(version_id=version.pk, reason="It named a person.")

    response = client.get(address("charter"), follow=True)

    assert response.status_code == 410
    assert "It named a person." in response.content.decode()


def test_file_that_was_read_before_is_gone_within_a_second_of_the_withdrawal(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = published()
    assert client.get(address("charter")).status_code == 200
    withdraw(version_id=version.pk, reason="A mistake.")

    now = time.monotonic()
    monkeypatch.setattr(papers, "monotonic", lambda: now + papers.ASKED_EVERY)

    assert client.get(address("charter")).status_code == 303


def test_old_version_keeps_its_files(client: Client) -> None:
    first = published()
    before = client.get(address("charter")).content
    make_published(first.charter)

    assert client.get(address("charter")).content == before
    assert "version 2" in text_of(client.get(address("charter", 2)).content).casefold()


def test_file_that_many_ask_for_costs_no_question(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published()
    client.get(address("poster"))

    with django_assert_num_queries(0):
        client.get(address("poster"))


def test_file_near_at_hand_is_answered_with_the_same_headers_and_its_route_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    published()
    first = client.get(address("poster"))

    with caplog.at_level(logging.INFO):
        again = client.get(address("poster"))

    shared = ("X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy", "Cache-Control", "ETag")
    assert {name: again[name] for name in shared} == {name: first[name] for name in shared}
    assert again.content == first.content
    assert "GET charters:paper 200" in caplog.text
    assert client.get(address("poster"), headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(address("song")).status_code == 404


def test_process_keeps_no_more_bytes_than_it_may(client: Client) -> None:
    published()
    sizes = {one.hex: one.size for one in StoredFile.objects.all()}
    shelf = papers.Shelf(most=max(sizes.values()))

    for _round in range(2):
        for sha256, size in sizes.items():
            assert len(shelf.content(sha256) or b"") == size
            assert sum(map(len, shelf._content.values())) <= max(sizes.values())


def test_pages_name_each_file_with_its_pages_and_its_size(client: Client) -> None:
    published()

    for path in ("/charters/c/", "/charters/c/versions/1/"):
        links = page(client, path).cssselect("#paper a")
        assert [one.get("href") for one in links] == [address(name) for name in NAMES]
        assert [client.get(str(one.get("href"))).status_code for one in links] == [200] * 4
        assert str(links[3].text).startswith("A poster for the wall, A3 (PDF, 1 page, ")


@pytest.mark.parametrize(("parts", "said"), [(1, ["Print it"]), (2, ["Print part 1", "Print part 2"])])
def test_easy_pages_lead_to_the_booklet(parts: int, said: list[str]) -> None:
    rows = [("charter", 1, 2, 9, ""), *(("easy_read", part, 5, 9, "") for part in range(1, parts + 1))]

    links = papers.easy_links("c", 1, papers.ordered(rows))

    assert [one["text"] for one in links] == said
    assert links[0]["href"] == address("easy-read")


def test_version_is_published_though_it_cannot_be_printed_and_the_job_prints_it_later(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(printing.MAKERS, PaperKind.CHARTER, broken)
    with caplog.at_level(logging.ERROR):
        version = published()
    assert version.is_public
    assert "could not be printed as charter: NotPrintable" in caplog.text
    assert [one.get("href") for one in page(client, "/charters/c/").cssselect("#paper a")] == [
        address(name) for name in NAMES[1:]
    ]
    monkeypatch.undo()

    jobs.printed()

    assert client.get(address("charter")).status_code == 200
    assert len(page(client, "/charters/c/").cssselect("#paper a")) == 4


def test_job_prints_nothing_twice() -> None:
    published()
    before = list(StoredFile.objects.order_by("pk").values_list("pk", flat=True))

    jobs.printed()

    assert list(StoredFile.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_file_with_a_picture_that_was_taken_back_goes_at_once_and_comes_again_without_it(client: Client) -> None:
    picture = make_picture()
    line = EasyLine(picture.hex, "We ask you first.", "A sapling", "We ask.")
    make_published(make_charter(slug="c"), document(section("Part", promise("We will ask.", easy=(line,)))))
    kept = set(StoredFile.objects.filter(kind__in=["charter", "large_print"]).values_list("pk", flat=True))
    with_it = client.get(address("easy-read")).content

    withdraw_picture(picture=picture, reason="Its owner asked.")

    assert set(StoredFile.objects.values_list("pk", flat=True)) == kept
    papers.shelf.clear()  # as it is after a second
    assert client.get(address("easy-read")).status_code == 404
    jobs.printed()
    without = client.get(address("easy-read")).content
    assert [figures(one).count("A sapling") for one in (with_it, without)] == [1, 0]
    assert "We ask you first." in text_of(without)


def test_booklet_in_parts_is_named_part_by_part(client: Client) -> None:
    line = EasyLine("hand-up", "We ask you first.", "A raised hand", "We ask.")
    clauses = [promise(f"We ask {n} times.", easy=(line,) * 4) for n in range(40)]
    make_published(make_charter(slug="c"), document(section("Part", *clauses)))

    links = [one for one in page(client, "/charters/c/").cssselect("#paper a") if "easy-read" in str(one.get("href"))]

    assert [one.get("href") for one in links] == [address("easy-read"), address("easy-read-2")]
    assert str(links[1].text).startswith("Easy read, part 2 of 2 (PDF, ")
    assert "Part 2 of 2" in text_of(client.get(address("easy-read-2")).content)
