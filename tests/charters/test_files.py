"""What programs fetch: the exact bytes of a version, files, feeds, metadata and the sitemap."""

import hashlib
import json

import pytest
from django.test import Client
from lxml import etree

from charters.actions import publish, withdraw
from charters.models import Partner, Version
from tests.charters.factories import document, make_agreed, make_charter, make_draft, make_published, promise, section
from tests.charters.reading import PDF, add_poster, page, store, two_versions

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def with_files() -> Version:
    """A draft with a poster, and a partner with a logo."""
    Partner.objects.create(name="Quillmere Council", kind="council", logo=store(PNG, "image/png"))
    version = make_draft(make_charter(slug="c"))
    add_poster(version)
    return version


def test_json_is_the_document_to_the_byte_and_its_hash_stands_on_the_page(client: Client) -> None:
    version = make_published(make_charter(slug="c"))

    response = client.get("/charters/c/versions/1/charter.json")

    assert version.document is not None
    assert response.content == bytes(version.document)
    assert hashlib.sha256(response.content).hexdigest() in client.get("/charters/c/").content.decode()
    assert "immutable" in response["Cache-Control"]
    assert json.loads(response.content)["format"] == "charter-1"
    again = client.get("/charters/c/versions/1/charter.json", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_files_of_a_published_version_can_be_fetched_and_do_nothing_else(client: Client) -> None:
    publish(version_id=make_agreed(with_files()).pk)
    found = page(client, "/charters/c/")
    (poster,) = [str(one.get("href")) for one in found.cssselect("main a") if "/files/" in str(one.get("href"))]
    logo = str(found.cssselect(".partners img")[0].get("src"))

    for address, content, kind in ((poster, PDF, "application/pdf"), (logo, PNG, "image/png")):
        response = client.get(address)
        assert response.status_code == 200
        assert response.content == content
        assert response["Content-Type"] == kind
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]
        assert "immutable" in response["Cache-Control"]
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert "Poster (PDF, 15\xa0bytes)" in found.text_content()


def test_files_are_not_there_before_publication_nor_under_other_names(client: Client) -> None:
    version = with_files()
    digest, logo = hashlib.sha256(PDF).hexdigest(), hashlib.sha256(PNG).hexdigest()
    assert client.get(f"/charters/files/{digest}/poster.pdf").status_code == 404
    assert client.get(f"/charters/files/{logo}/logo.png").status_code == 404

    publish(version_id=make_agreed(version).pk)

    assert client.get(f"/charters/files/{digest}/poster.pdf").status_code == 200
    assert client.get(f"/charters/files/{digest}/other.pdf").status_code == 404
    assert client.get(f"/charters/files/{digest}/poster.html").status_code == 404
    assert client.get(f"/charters/files/{logo}/logo.jpg").status_code == 404


def test_files_of_a_version_taken_back_are_gone(client: Client) -> None:
    version = publish(version_id=make_agreed(with_files()).pk)

    withdraw(version_id=version.pk, reason="A mistake.")

    assert client.get(f"/charters/files/{hashlib.sha256(PDF).hexdigest()}/poster.pdf").status_code == 404


def feed(client: Client, address: str) -> etree._Element:
    response = client.get(address)
    assert response["Content-Type"].startswith("application/atom+xml")
    assert not response.cookies
    return etree.fromstring(response.content)


def test_feed_has_every_public_version_with_an_id_that_stays(client: Client) -> None:
    two_versions()
    make_published(make_charter("Another", "another"), document(title="Another"))
    gone = make_published(make_charter("Gone", "gone"), document(title="Gone"))
    withdraw(version_id=gone.pk, reason="A mistake.")
    make_draft(make_charter("Draft", "draft"))

    everything = feed(client, "/charters/feed.atom")
    own = feed(client, "/charters/five-ways/feed.atom")

    ids = [str(one.findtext(f"{ATOM}id")) for one in everything.findall(f"{ATOM}entry")]
    assert [one.split("/charters/")[1] for one in ids] == [
        "another/versions/1/",
        "five-ways/versions/2/",
        "five-ways/versions/1/",
    ]
    assert [one.findtext(f"{ATOM}id") for one in own.findall(f"{ATOM}entry")] == ids[1:]
    assert "We made it clearer." in str(own.find(f"{ATOM}entry").findtext(f"{ATOM}summary"))  # type: ignore[union-attr]


@pytest.mark.parametrize("address", ["/charters/feed.atom", "/charters/five-ways/feed.atom"])
def test_feed_has_what_atom_asks_for(client: Client, address: str) -> None:
    two_versions()

    found = feed(client, address)

    assert found.tag == f"{ATOM}feed"
    for part in (found, *found.findall(f"{ATOM}entry")):
        assert all(part.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert found.find(f"{ATOM}author") is not None
    assert found.find(f"{ATOM}link[@rel='self']") is not None


def test_page_tells_search_engines_what_it_is(client: Client) -> None:
    two_versions()

    def told(address: str) -> dict[str, object]:
        (block,) = page(client, address).cssselect("script[type='application/ld+json']")
        found: dict[str, object] = json.loads(str(block.text))
        return found

    version, promise_of_it = told("/charters/five-ways/"), told("/charters/five-ways/commitments/aaaaaa/")

    assert version["name"] == "Five Ways We Work"
    assert version["version"] == "2"
    assert [one["name"] for one in version["author"]] == [  # type: ignore[attr-defined]
        "Quillmere Council",
        "Quillmere Parent Carers",
    ]
    assert promise_of_it["text"] == "We will always ask first."
    assert promise_of_it["@id"] in version["hasPart"]  # type: ignore[operator]


def test_metadata_cannot_end_its_block(client: Client) -> None:
    bad = "</script><script>alert(1)</script>"
    make_published(make_charter(slug="c"), document(section("A", promise("We will ask.")), title=bad))

    found = page(client, "/charters/c/")

    assert json.loads(str(found.cssselect("script[type='application/ld+json']")[0].text))["name"] == bad


def test_sitemap_has_public_pages_and_robots_name_it(client: Client) -> None:
    two_versions()
    make_draft(make_charter("Draft", "draft"))

    response = client.get("/sitemap.xml")
    found = [str(one.text) for one in etree.fromstring(response.content).iter("{*}loc")]

    for path in ("/", "/pledge/", "/charters/", "/charters/five-ways/", "/charters/five-ways/versions/1/"):
        assert any(one.endswith(f"8000{path}") for one in found), path
    assert any(one.endswith("/charters/five-ways/commitments/aaaaaa/") for one in found)
    assert not any("draft" in one for one in found)
    assert len(set(found)) == len(found)
    for one in found:
        assert client.get("/" + one.split("/", 3)[3]).status_code == 200, one
    assert "Sitemap: http" in client.get("/robots.txt").content.decode()
