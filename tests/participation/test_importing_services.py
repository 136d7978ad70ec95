"""Lists of services as CSV: looked at first, every bad row explained, then taken in by one press."""

import base64
import hashlib
import re
import time
import zlib
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from desk.roles import Role
from participation.actions.importing import take_in
from participation.admin.importing import packed, unpacked
from participation.admin.showing import address
from participation.models import Service
from participation.service_csv import CannotRead, harmless, read
from tests.desk.conftest import SignIn, signed_in
from tests.factories import make_signature

from . import factories

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db

HEAD = "name,kind,size,lead,email,asked_on"
GOOD = "Thistlewick School,school,large,Lee Lead,lee@thistlewick.example,2026-03-02"
HIDDEN = re.compile(r'name="rows" value="([^"]+)"')


@pytest.fixture
def lead(signed_in: SignIn) -> Client:
    return signed_in(Role.AUDIT_LEAD)[0]


def send(client: Client, content: bytes | str, **more: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    sent = {"file": SimpleUploadedFile("list.csv", data)} | more
    return client.post(address("service_import"), sent)


def press(client: Client, preview: Any) -> str:
    """The one button of the page, and what is said then."""
    carried = HIDDEN.search(preview.content.decode())
    assert carried
    answer = client.post(address("service_import"), {"rows": unescape(carried[1])}, follow=True)
    return str(answer.content.decode())


def listed(*rows: str) -> str:
    return "\n".join((HEAD, *rows))


def wrong_with(row: str) -> list[str]:
    sheet = read(listed(row).encode())
    return [words for bad in sheet.bad for words in bad.wrong]


# Looked at, then done


def test_list_is_looked_at_first_and_taken_in_by_one_press(lead: Client) -> None:
    preview = send(lead, listed(GOOD, "Pebblewing Nursery,nursery,9,,,"))
    nothing_yet = Service.objects.count()

    said = press(lead, preview)

    school, nursery = (Service.objects.get(kind=kind) for kind in ("school", "early_years"))
    assert nothing_yet == 0
    assert "<b>2</b> would be added" in preview.content.decode()
    assert "2 services were added. 0 services were changed." in said
    assert (school.slug, school.size, school.asked_on) == ("thistlewick-school", "large", date(2026, 3, 2))
    assert (school.lead.name, school.lead.email) == ("Lee Lead", "lee@thistlewick.example")
    assert (nursery.size, hasattr(nursery, "lead")) == ("small", False)


def test_same_name_and_kind_is_changed_and_an_empty_cell_changes_nothing(lead: Client) -> None:
    service = factories.make_service("Thistlewick School", size="small")

    preview = send(lead, listed("THISTLEWICK school,school,large,,,", "Thistlewick School,college,,,,"))
    press(lead, preview)

    service.refresh_from_db()
    assert "size: small, now large" in preview.content.decode()
    assert (service.name, service.size, service.lead.name) == ("Thistlewick School", "large", "Lee Lead")
    assert Service.objects.count() == 2


def test_what_is_the_same_is_left_alone(lead: Client) -> None:
    factories.make_service("Thistlewick School", size="large", email="lee@thistlewick.example")

    page = send(lead, listed(GOOD.replace(",2026-03-02", ","))).content.decode()

    assert "<b>1</b> is the same already" in page
    assert "Everything in this file is on the register already" in page


def test_another_address_without_a_name_does_not_keep_the_old_name(lead: Client) -> None:
    service = factories.make_service("Thistlewick School")

    press(lead, send(lead, listed("Thistlewick School,school,,,new@thistlewick.example,")))

    service = Service.objects.select_related("lead").get(pk=service.pk)
    assert (service.lead.name, service.lead.email) == ("", "new@thistlewick.example")


def test_new_service_of_the_name_of_one_organisation_that_signed_is_linked_to_it(lead: Client) -> None:
    organisation = make_signature(organisation="Thistlewick School").organisation

    preview = send(lead, listed(GOOD))
    press(lead, preview)

    assert "1 of those to be added has the name of an organisation" in preview.content.decode()
    assert Service.objects.get().organisation == organisation


def test_good_rows_are_taken_and_bad_ones_left_out(lead: Client) -> None:
    preview = send(lead, listed("No Kind,zoo,,,,", GOOD))
    press(lead, preview)

    page = preview.content.decode()
    assert "Line 2" in page
    assert "There is no kind “zoo”" in page
    assert [one.name for one in Service.objects.all()] == ["Thistlewick School"]


def test_same_service_twice_in_one_file_says_where_the_other_stands(lead: Client) -> None:
    page = send(lead, listed(GOOD, "thistlewick SCHOOL,primary,,,,")).content.decode()

    assert "This service stands in line 2 already" in page
    assert "<b>1</b> would be added" in page


def test_services_of_one_plain_name_get_addresses_of_their_own() -> None:
    take_in(rows=read(listed("A!,school,,,,", "A?,school,,,,", "A,school,,,,", "New,school,,,,").encode()).rows)

    assert sorted(Service.objects.values_list("slug", flat=True)) == ["a", "a-2", "a-3", "new-2"]


def test_list_too_long_to_be_carried_along_is_chosen_again(lead: Client) -> None:
    noise = (f"Service {n},school,,{hashlib.sha256(str(n).encode()).hexdigest()},a@b.example," for n in range(5000))
    content = listed(*noise)

    page = send(lead, content).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    other = send(lead, listed(GOOD), seen=seen[1])
    began = time.monotonic()
    answer = send(lead, content, seen=seen[1])

    assert "Choose the same file once more" in page
    assert "<b>1</b> would be added" in other.content.decode()
    assert answer.status_code == 303
    assert Service.objects.count() == 5000
    assert time.monotonic() - began < 30


# What files come in


@pytest.mark.parametrize(
    "content",
    [
        listed(GOOD).encode("utf-8-sig"),
        listed(GOOD).replace(",", ";").encode(),
        listed(GOOD).replace(",", "\t").encode("utf-16"),
        listed(GOOD).replace("\n", "\r\n").encode(),
        listed(GOOD).replace("\n", "\r").encode(),
        ("\n\n" + listed(GOOD) + "\n\n,,,,,\n").encode(),
        listed(GOOD).replace(HEAD, "Service Name,Type,SIZE,Contact,E-mail,Asked to sign").encode(),
        listed(GOOD).replace(HEAD, '"NAME","Kind of service","size","Lead name","e-mail address","asked on"').encode(),
    ],
)
def test_spreadsheets_of_all_kinds_are_read(content: bytes) -> None:
    sheet = read(content)

    (row,) = sheet.rows
    assert (row.name, row.kind, row.size, row.lead) == ("Thistlewick School", "school", "large", "Lee Lead")
    assert (row.email, row.asked_on) == ("lee@thistlewick.example", date(2026, 3, 2))
    assert sheet.bad == []


def test_old_windows_letters_are_read() -> None:
    assert read("name,kind\nCafé “Été”,other".encode("windows-1252")).rows[0].name == "Café “Été”"


def test_columns_in_any_order_and_unknown_ones_are_told() -> None:
    sheet = read(b"ward,kind,colour,name\n7,school,red,Thistlewick")

    assert sheet.rows[0].name == "Thistlewick"
    assert sheet.unused == ["ward", "colour"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"\n \n", "This file is empty"),
        (b"\xef\xbb\xbf", "This file is empty"),
        (b"PK\x03\x04 and so on", "This is a workbook"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not a CSV file"),
        (b"name,size\nA,small", "no heading “kind”"),
        (b"just some words", "no heading “name” and no “kind”"),
        (b"name,kind,service\nA,school,B", "Two columns are headed “service”"),
        (b'name,kind\n"' + b"x" * 200_000, "a quotation mark is opened"),
        (b"name,kind\n" + b"A,school\n" * 20_001, "more than 20,000 rows"),
        (b"x" * 5_000_001, "larger than 5 megabytes"),
    ],
)
def test_file_that_is_no_list_is_explained(lead: Client, content: bytes, said: str) -> None:
    with pytest.raises(CannotRead, match=re.escape(said)):
        read(content)

    answer = send(lead, content)

    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_no_file_at_all_is_explained(lead: Client) -> None:
    answer = lead.post(address("service_import"), {})

    assert "Choose the file first" in answer.content.decode()


def test_empty_list_with_headings_does_nothing(lead: Client) -> None:
    assert "<b>0</b> would be added" in send(lead, HEAD).content.decode()


# Bad rows


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",school,,,,", "The name is missing"),
        ("...,school,,,,", "The name is missing"),
        (f"{'x' * 201},school,,,,", "The name has 201 letters"),
        ("A,,,,,", "The kind is missing"),
        ("A,zoo,,,,", "There is no kind “zoo”. Write one of these: early_years"),
        ("A,school,huge,,,", "There is no size “huge”"),
        ("A,school,,Lee,,", "There is a lead without an e-mail address"),
        ("A,school,,,lee,", "“lee” is no e-mail address"),
        ("A,school,,,a@b.example c@d.example,", "is no e-mail address"),
        (f"A,school,,,{'x' * 320}@b.example,", "is no e-mail address"),
        ("A,school,,,,soon", "“soon” is no day"),
        ("A,school,,,,2026-02-30", "is no day"),
        ("A,school,,,,99999-01-01", "is no day"),
        (f"A,school,,,,{timezone.now().date() + timedelta(days=400)}", "still to come"),
    ],
)
def test_bad_row_says_what_is_wrong(row: str, said: str) -> None:
    (wrong,) = wrong_with(row)

    assert said in wrong


def test_bad_row_says_everything_at_once_and_its_line_as_an_editor_counts() -> None:
    sheet = read(b'name,kind,email\n"A\nB",school,\n\nC,zoo,nobody\n')

    (bad,) = sheet.bad
    assert sheet.rows[0].name == "A B"
    assert (bad.line, bad.about, len(bad.wrong)) == (5, "C", 2)


def test_nul_and_strange_letters_harm_nothing(lead: Client) -> None:
    content = HEAD.encode() + b"\nA\x00B,school,,,,\n\xff\xfe\xfd,school,,,,\n=1+1,school,,,a\x00@b.example,\n"

    answer = send(lead, b"name,kind\n" + b"Long enough,school\n" * 300 + content)

    assert answer.status_code == 200
    assert b"\x00" not in answer.content


def test_ten_thousand_bad_rows_are_answered_quickly(lead: Client) -> None:
    content = listed(*(f"Service {n},zoo,huge,Lee,nobody,soon" for n in range(10_000)))
    began = time.monotonic()

    answer = send(lead, content)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert time.monotonic() - began < 10
    assert "<b>10000</b> rows cannot be taken" in page
    assert "And 9900 more" in page
    assert page.count("There is no kind") == 100
    assert "Take them in" not in page


def test_five_thousand_services_are_taken_in_quickly() -> None:
    rows = read(listed(*(f"Service {n},school,{n % 90},Lee,lee{n}@a.example,2026-03-02" for n in range(5000))).encode())
    began = time.monotonic()

    take_in(rows=rows.rows)
    added = time.monotonic() - began
    changed = take_in(rows=[row.__class__(**{**vars(row), "lead": "Sam"}) for row in rows.rows])

    assert Service.objects.count() == 5000
    assert (len(changed.added), len(changed.changed)) == (0, 5000)
    assert added < 15


# What is carried along


@pytest.mark.parametrize("word", ["", "x", "\x00", "====", "eJwDAAAAAAE=", "%ff", "e" * 1000])
def test_damaged_list_is_refused_in_words(lead: Client, word: str) -> None:
    answer = lead.post(address("service_import"), {"rows": word}, follow=True)

    assert "Nothing was saved" in answer.content.decode()
    assert not Service.objects.exists()


def test_bomb_is_not_unpacked() -> None:
    assert unpacked(base64.urlsafe_b64encode(zlib.compress(b"x" * 50_000_000)).decode()) is None


def test_formulas_are_harmless_and_come_back_as_they_were() -> None:
    rows = read(b'name,kind\n"=HYPERLINK(1)",other\n-Minus,other\n+Plus,other\n@At,other\n').rows

    content = unpacked(packed(rows))

    assert content is not None
    assert all(line.startswith("'") for line in content.decode().splitlines()[1:])
    assert [row.name for row in read(content).rows] == ["=HYPERLINK(1)", "-Minus", "+Plus", "@At"]
    assert harmless("Thistlewick") == "Thistlewick"


def test_register_is_downloaded_and_imported_again_without_a_change(lead: Client) -> None:
    factories.make_service("=Thistlewick, “the” School", asked_on=date(2026, 3, 2))
    factories.make_service("Pebblewing", email=None)
    factories.make_service("Gone", left_on=timezone.localdate(), email=None)

    file = lead.get(address("service_export"))
    page = send(lead, file.content).content.decode()

    assert file["Content-Type"].startswith("text/csv")
    assert "no-store" in file["Cache-Control"]
    assert "'=Thistlewick" in file.content.decode()
    assert "<b>2</b> are the same already" in page
    assert "<b>0</b> rows cannot be taken" in page


def test_example_is_a_list_that_can_be_taken(lead: Client) -> None:
    sheet = read(lead.get(address("service_example")).content)

    assert (len(sheet.rows), sheet.bad, sheet.unused) == (3, [], [])
