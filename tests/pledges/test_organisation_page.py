"""An organisation's page in both forms, its certificate and its badge; and that all of them are gone when it is."""

import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.lib.area import contrast
from config.lib.lettering import outline
from pledges.actions import Details, affirm, approve, choose, edit, leave, merge
from pledges.certificate import badge, certificate
from pledges.kinds import Kind, Purpose
from pledges.models import Organisation, PurposeWording, Signature
from pledges.organisation_page import Shown, Standing
from tests.factories import PledgeWordingFactory, StaffMemberFactory, make_signature

from .easy_pages import faults, text_of
from .own_pages import own_address, settle
from .signing_pages import words
from .test_handing_over import answers, asked, successor_of

pytestmark = pytest.mark.django_db

PAGE = "/pledge/organisations/thistlewick-school/"
ALL = ("", "easy-read/", "certificate.pdf", "badge.svg")
MOMENT = datetime(2026, 3, 3, 10, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def school(**fields: Any) -> Signature:
    given: dict[str, Any] = {"organisation": "Thistlewick School", "name": "Tom Okafor", "role": "SENCO"}
    signature = make_signature(**(given | {"promise": "Ask first.", "confirmed_at": MOMENT} | fields))
    settle()
    return signature


def shown(name: str = "Thistlewick School", pledge: str = "The Quillmere Pledge") -> Shown:
    organisation = Organisation(pk=1, slug="a-school", name=name, kind=Kind.SCHOOL)
    return Shown(organisation, MOMENT, [Standing("", "", pledge, 2, True, "")], [], False)


# The page


def test_page_says_who_stands_for_it_since_when_and_what_they_will_do(client: Client) -> None:
    school()
    school(name="Mia Marsh", role="Head", promise="Listen.", confirmed_at=MOMENT + timedelta(days=30))

    page = words(client.get(PAGE))

    assert "Thistlewick School" in page
    assert "School. It has stood behind the pledge since 3 March 2026." in page
    for said in ("Tom Okafor, SENCO", "Ask first.", "Mia Marsh, Head", "Listen.", "Signed on 2 April 2026"):
        assert said in page
    assert "They stand by the words of today." in page


def test_page_names_nobody_who_does_not_want_it(client: Client) -> None:
    school(publish=False)

    response = client.get(PAGE)

    assert "Tom Okafor" not in response.content.decode()
    assert "Ask first." in response.content.decode()
    assert "X-Robots-Tag" not in response


def test_page_with_a_name_is_not_for_search_engines_and_hiding_takes_it_off_at_once(client: Client) -> None:
    signature = school()
    assert client.get(PAGE)["X-Robots-Tag"] == "noindex"

    wording = PurposeWording.objects.filter(purpose=Purpose.PUBLISH).current()
    assert wording is not None
    choose(subject_id=signature.pk, wording=wording, yes=False)

    assert "Tom Okafor" not in client.get(PAGE).content.decode()


def test_page_tells_of_newer_words(client: Client) -> None:
    signature = school()
    newer = PledgeWordingFactory.create(pledge=signature.pledge, n=2)
    assert "The pledge has newer words." in words(client.get(PAGE))
    assert "They signed older promises." in text_of(client.get(f"{PAGE}easy-read/"))

    affirm(subject_id=signature.pk, wording=newer)

    assert "version 2. They stand by the words of today." in words(client.get(PAGE))


def test_what_has_ended_is_days_only_and_carries_on_where_somebody_follows(client: Client) -> None:
    first = school()
    school(name="Mia Marsh", promise="Listen.", confirmed_at=datetime.now(UTC))
    leave(subject_id=first.pk)
    settle()

    page = words(client.get(PAGE))

    assert "Tom Okafor" not in page
    assert "Ask first." not in page
    assert "A signature from 3 March 2026 to" in page
    assert "It has stood behind the pledge since 3 March 2026." in page


def test_page_says_nothing_of_what_waits(client: Client) -> None:
    signature = school()
    edit(
        subject_id=signature.pk,
        details=Details(name="Tom Okafor", role="SENCO", organisation="Thistlewick School", promise="Not yet."),
    )

    assert "Not yet." not in client.get(PAGE).content.decode()


def test_page_escapes_what_people_typed_also_in_the_words_to_copy(client: Client) -> None:
    school(organisation='<b>"School"</b>', promise="<script>alert(1)</script>")
    page = client.get("/pledge/organisations/b-school-b/").content.decode()

    assert "<script>alert" not in page
    assert "<b>" not in page
    copied = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
    assert copied
    snippet = unescape(copied[1])
    assert 'alt="&lt;b&gt;&quot;School&quot;&lt;/b&gt; signed The Quillmere pledge"' in snippet
    assert 'href="http://127.0.0.1:8000/pledge/organisations/b-school-b/"' in snippet
    assert 'src="http://127.0.0.1:8000/pledge/organisations/b-school-b/badge.svg"' in snippet


def test_easy_page_keeps_the_rules(client: Client) -> None:
    school()

    response = client.get(f"{PAGE}easy-read/")

    assert faults(response) == []
    assert "They signed on 3 March 2026." in text_of(response)
    assert f'href="{PAGE}"' in response.content.decode()
    assert f'href="{PAGE}easy-read/"' in client.get(PAGE).content.decode()


@pytest.mark.parametrize("part", ALL)
def test_page_and_files_are_kept_by_caches_and_asked_for_each_time(client: Client, part: str) -> None:
    signature = school()

    first = client.get(PAGE + part)
    again = client.get(PAGE + part, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, no-cache"
    assert not first.cookies
    assert "Vary" not in first or "Cookie" not in first["Vary"]
    assert again.status_code == 304
    approve_new_promise(signature)
    assert client.get(PAGE + part, headers={"If-None-Match": first["ETag"]}).status_code == 200


def approve_new_promise(signature: Signature) -> None:
    details = Details(name="Tom Okafor", role="SENCO", organisation="Thistlewick School", promise="More.")
    edit(subject_id=signature.pk, details=details)
    settle()
    approve(subject_id=signature.pk, by=StaffMemberFactory.create())
    settle()


@pytest.mark.parametrize("part", ALL)
def test_page_is_made_once(client: Client, part: str) -> None:
    for n in range(3):
        school(email=f"a{n}@example.org")
    client.get(PAGE + part)

    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE + part)

    assert len(queries) <= 3


# Gone, merged, never there


@pytest.mark.parametrize("part", ALL)
def test_all_of_it_is_gone_with_the_last_signature(client: Client, part: str) -> None:
    signature = school()
    assert client.get(PAGE + part).status_code == 200

    leave(subject_id=signature.pk)
    settle()

    response = client.get(PAGE + part)
    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Thistlewick" not in response.content.decode()
    if part == "easy-read/":
        assert faults(response) == []


@pytest.mark.parametrize("part", ALL)
def test_page_that_never_was_is_not_found(client: Client, part: str) -> None:
    assert client.get(f"/pledge/organisations/nobody/{part}").status_code == 404


@pytest.mark.parametrize("part", ALL)
def test_address_of_a_merged_one_leads_to_the_other(client: Client, part: str) -> None:
    stays, goes = school(), school(organisation="The Thistlewick")
    numbers = dict(Signature.objects.values_list("pk", "organisation"))
    merge(organisation_id=numbers[goes.pk], into_id=numbers[stays.pk])
    settle()

    response = client.get(f"/pledge/organisations/the-thistlewick/{part}")

    assert response.status_code == 302
    assert response["Location"] == PAGE + part


def test_page_goes_on_with_a_successor(client: Client) -> None:
    first = school(email="tom@thistlewick.example")
    organisation = Organisation.objects.get()
    address = asked(first)
    client.post(address, answers(client, address))
    settle()

    page = words(client.get(PAGE))

    assert successor_of(first).organisation == organisation == Organisation.objects.get()
    assert "It has stood behind the pledge since 3 March 2026." in page
    assert "Ask first." in page
    assert "Tom Okafor" not in page
    leave(subject_id=successor_of(first).pk)
    settle()
    assert client.get(PAGE).status_code == 410


def test_own_page_and_list_lead_to_it(client: Client) -> None:
    signature = school()

    assert f'href="{PAGE}"' in client.get(own_address(signature)).content.decode()
    assert f'<a class="govuk-link" href="{PAGE}">Thistlewick School</a>' in (
        client.get("/pledge/signatories/").content.decode()
    )


# The certificate


def pdf_of(made: Shown) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(certificate(made)))


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Every element of the structure, in reading order."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), node))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot)
    return found


def test_certificate_is_tagged_and_says_what_it_is() -> None:
    pdf = pdf_of(shown())

    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert str(pdf.docinfo.Title) == "Certificate: Thistlewick School signed The Quillmere Pledge"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    kinds = [kind for kind, _node in tags(pdf)]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/Link") < kinds.index("/Figure")
    (figure,) = [node for kind, node in tags(pdf) if kind == "/Figure"]
    assert str(figure.Alt) == (
        "QR code. It leads to the page of this organisation: http://127.0.0.1:8000/pledge/organisations/a-school/"
    )
    width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert width > height


@pytest.mark.parametrize(
    ("name", "pledge"),
    [
        ("Łódź 王 \U0001f600 Nursery", "The Quillmere Pledge"),
        ("\U0001f469\u200d\U0001f467 x", "王"),
        ("W" * 150, "W" * 150),
        ("Word " * 30, "Word " * 30),
        ("#set page() $x$ <a> *b* _c_ \\ `d`", '"]); #panic()'),
    ],
)
def test_certificate_is_one_page_whatever_the_name(name: str, pledge: str) -> None:
    assert len(pdf_of(shown(name, pledge)).pages) == 1


def test_certificate_is_the_same_each_time() -> None:
    assert certificate(shown()) == certificate(shown())


def test_certificate_is_a_pdf_to_look_at(client: Client) -> None:
    school()

    response = client.get(f"{PAGE}certificate.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="certificate.pdf"'
    assert response.content.startswith(b"%PDF-")


# The badge


def test_badge_has_a_name_and_needs_nothing_from_elsewhere(client: Client) -> None:
    school(organisation="Thistlewick <School> & Sons", publish=False)

    response = client.get("/pledge/organisations/thistlewick-school-and-sons/badge.svg")

    svg = ET.fromstring(response.content)  # noqa: S314 - our own
    assert response["Content-Type"] == "image/svg+xml"
    assert svg.get("role") == "img"
    named = [svg.find(f".//*[@id='{part}']") for part in str(svg.get("aria-labelledby")).split()]
    assert [part.tag for part in named if part is not None] == [f"{SVG}title", f"{SVG}desc"]
    assert named[0] is not None
    assert named[0].text == "Thistlewick <School> & Sons signed The Quillmere pledge"
    assert named[1] is not None
    assert named[1].text == "A badge of Quillmere Council. Since 3 March 2026, version 1."
    used = {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert used == {"svg", "title", "desc", "rect", "path", "g", "circle"}
    assert not re.search(rb"href|url\(|<script|<style|on\w+=", response.content)


def test_badge_can_be_read() -> None:
    svg = badge(shown()).decode()

    fills = set(re.findall(r'(?:fill|stroke)="(#\w{6})"', svg))
    assert {"#16302b", "#ffffff", "#ffd166"} <= fills
    assert contrast("#16302b", "#ffffff") >= 4.5


@pytest.mark.parametrize(
    "pledge", ["P", "The Quillmere Pledge", "W" * 60, "A pledge to work with " * 9, "Łódź 王 \U0001f600", "ﷺ\u0001"]
)
def test_badge_holds_any_title_within_its_edges(pledge: str) -> None:
    svg = ET.fromstring(badge(shown(pledge=pledge)))  # noqa: S314 - our own
    lines = [element for element in svg.iter(f"{SVG}path") if element.get("transform")]

    assert 3 <= len(lines) <= 5
    for line in lines:
        reached = max((float(x) for x in re.findall(r"[ML](-?[\d.]+)", str(line.get("d")))), default=0)
        assert reached <= 240 - 76 - 6


def test_outline_takes_missing_letters_from_the_other_typeface_or_a_box() -> None:
    assert outline("a", size=10).d
    assert outline("Ł", size=10).d
    assert outline("王", size=10).d == outline("\u25a1", size=10).d
    assert outline("", size=10).width == 0
