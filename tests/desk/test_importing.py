"""A document at the desk: sent, looked at, corrected and saved. Whatever goes wrong, nothing typed is lost."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from charters.actions import document_of, write
from charters.actions.exporting import export
from charters.document import Document
from charters.importing import limits
from charters.models import Charter, ImportedDocument, Version
from config.lib.retention import carry_out
from desk.roles import Role
from tests.bad_input.filled_in import fields_of, form_in
from tests.charters.factories import document, make_charter, make_draft, make_partner, make_published, promise, section
from tests.charters.importing import words as word

from .conftest import SignIn

pytestmark = pytest.mark.django_db

TEXT = """The Lantern Charter

Asking

We will ask every family first. We will answer within ten days.

Ring Ada Lark on 01632 960 123.

We will ask every family first. We will answer within ten days.

Meetings

- We will meet between 10am and 2pm.
"""


@pytest.fixture
def editor(signed_in: SignIn) -> Client:
    return signed_in(Role.CHARTER_EDITOR)[0]


def send(
    client: Client, text: str | bytes, name: str = "charter.txt", charter: Charter | None = None, **more: str
) -> Any:
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    new = {} if charter else {"title": "The Lantern Charter", "slug": "", "kind": "charter"}
    args = [charter.pk] if charter else []
    return client.post(reverse("admin:charters_import", args=args), {"file": file, **new, **more}, follow=True)


def waiting() -> str:
    return reverse("admin:charters_imported", args=[ImportedDocument.objects.get().pk])


def shown(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def press(client: Client, page: Any, button: str, value: str = "1", **changed: str) -> Any:
    """Sends the page's form with this button, some of its boxes filled in otherwise."""
    sent = {**dict(fields_of(form_in(page.content.decode()))), button: value, **changed}
    return client.post(page.request["PATH_INFO"] + f"?{page.request['QUERY_STRING']}", sent, follow=True)


def said(version: Version) -> list[tuple[str, str, str]]:
    found = Document.parse(document_of(version)).clauses
    return [(one.clause.text, one.clause.kind, one.clause.partner or one.clause.actor) for one in found]


def test_document_is_shown_before_anything_is_saved(editor: Client) -> None:
    page = send(editor, TEXT)

    said_ = shown(page)
    assert page.redirect_chain[0] == (waiting(), 303)
    assert (
        "Of 7 lines that are not empty, 3 are headings, 0 are opening words, 4 are clauses and 0 were left out."
        in said_
    )
    assert "Says the same as clause 1" in said_
    assert "Contact details: Ada Lark, 01632 960 123" in said_
    assert "This says several things:" in said_
    assert "Between 10:00 and 14:00" in said_
    assert not Charter.objects.exists()


def test_document_is_saved_as_it_was_corrected(editor: Client) -> None:
    make_partner("Kite Group")
    page = send(editor, TEXT)

    answer = press(
        editor,
        page,
        "save",
        **{
            "c1-parted": "on",
            "c1-target_date": "2027-03-31",
            "c2-what": "guidance",
            "c3-left_out": "on",
            "c4-what": "commitment:partner:Kite Group",
            "meeting_rules": "on",
        },
    )

    version = Version.objects.get()
    assert answer.redirect_chain == [(reverse("admin:charters_version_change", args=[version.pk]), 303)]
    assert said(version) == [
        ("We will ask every family first.", "commitment", "we"),
        ("We will answer within ten days.", "commitment", "we"),
        ("Ring Ada Lark on 01632 960 123.", "guidance", ""),
        ("We will meet between 10am and 2pm.", "commitment", "Kite Group"),
    ]
    assert version.charter.slug == "the-lantern-charter"
    assert str(version.clauses.order_by("pk")[0].target_date) == "2027-03-31"
    assert str(version.meeting_rules.earliest) == "10:00:00"
    assert not ImportedDocument.objects.exists()


def test_word_document_is_taken(editor: Client) -> None:
    page = send(editor, word.docx(word.title("T"), word.h1("A"), word.point("We will ask.")), "charter.docx")

    press(editor, page, "save")

    assert said(Version.objects.get()) == [("We will ask.", "commitment", "we")]


def test_file_that_cannot_be_read_is_refused_beside_its_box_and_the_rest_stays(editor: Client) -> None:
    page = send(editor, b"%PDF-1.7", "charter.docx", title="My charter", slug="mine")

    said_ = shown(page)
    assert page.status_code == 200
    assert "This is a PDF." in said_
    assert 'value="My charter"' in said_
    assert 'value="mine"' in said_
    assert not ImportedDocument.objects.exists()


@pytest.mark.parametrize(
    ("slug", "says"), [("agree", "meaning of its own"), ("taken", "already"), ("Not this", "small letters")]
)
def test_charter_that_cannot_begin_is_refused_before_the_document_is_read(editor: Client, slug: str, says: str) -> None:
    make_charter(slug="taken")

    page = send(editor, TEXT, slug=slug)

    assert says in shown(page)
    assert not ImportedDocument.objects.exists()


def test_nothing_chosen_is_said(editor: Client) -> None:
    page = editor.post(reverse("admin:charters_import"), {"title": "T", "slug": "", "kind": "charter"})

    assert "This field is required." in shown(page)


def test_bad_date_keeps_everything_and_says_where(editor: Client) -> None:
    page = send(editor, TEXT)

    answer = press(editor, page, "save", **{"c1-target_date": "never", "c2-what": "guidance"})

    assert "Clause 1: Enter a valid date." in shown(answer)
    assert 'value="never"' in shown(answer)
    assert re.search(r'value="guidance" selected', shown(answer))
    assert not Version.objects.exists()


def test_choice_that_is_not_offered_is_refused_in_words(editor: Client) -> None:
    page = send(editor, TEXT)

    answer = press(editor, page, "save", **{"c1-what": "commitment:partner:Nobody\x00"})

    assert answer.status_code == 200
    assert "Clause 1: Select a valid choice." in shown(answer)


def test_revised_document_says_what_stays_and_what_goes(editor: Client) -> None:
    version = make_published()

    page = send(
        editor,
        "T\n\nFrom the start\n\nWe will ask before planning.\n\nWe will paint the hall.",
        charter=version.charter,
    )

    assert "Beside version 1" in shown(page)
    assert "It keeps its address." in shown(page)
    assert "These clauses would be gone:" in shown(page)
    assert "We will admit mistakes." in shown(page)


def test_what_is_unsure_has_to_be_answered(editor: Client) -> None:
    old = [
        "We will give every school in the valley a named nurse by the end of the school year.",
        "We will give every nursery in the valley a named teacher by the end of the school year.",
    ]
    version = make_draft(content=document(section("A", *map(promise, old))))
    text = "T\n\nA\n\nWe will give every place in the valley a named helper by the end of the school year."
    page = send(editor, text, charter=version.charter)

    again = press(editor, page, "save")
    assert "Say of each clause that is unsure" in shown(again)
    key = Document.parse(document_of(version)).clauses[1].clause.key
    press(editor, again, "save", **{"c1-same_as": key})

    found = Document.parse(document_of(version)).clauses
    assert [one.clause.key for one in found] == [key]


def test_colleague_who_changed_the_version_meanwhile_is_not_overwritten(editor: Client) -> None:
    version = make_draft()
    page = send(editor, "T\n\nA\n\nWe will ask before planning.", charter=version.charter)
    write(version=version, document=document(section("B", promise("We will whistle."))))

    answer = press(editor, page, "save", **{"c1-target_date": "2027-01-01"})

    assert "A colleague has changed this charter" in shown(answer)
    assert 'value="2027-01-01"' in shown(answer)
    assert said(version) == [("We will whistle.", "commitment", "we")]
    press(editor, answer, "save")
    assert said(version) == [("We will ask before planning.", "commitment", "we")]


def test_address_that_was_taken_meanwhile_is_said_and_the_document_stays(editor: Client) -> None:
    page = send(editor, TEXT)
    make_charter(slug="the-lantern-charter")

    answer = press(editor, page, "save")

    assert "already" in shown(answer)
    assert ImportedDocument.objects.exists()


def test_long_document_has_pages_and_keeps_what_was_chosen(editor: Client) -> None:
    page = send(editor, "T\n\nA\n\n" + "\n\n".join(f"We will keep promise {n}." for n in range(90)))

    second = press(editor, page, "go", "2", **{"c1-what": "fact"})
    third = press(editor, second, "go", "3", **{"c41-left_out": "on"})
    press(editor, third, "save", **{"c90-what": "outcome"})

    found = said(Version.objects.get())
    assert "Page 2 of 3." in shown(second)
    assert len(found) == 89
    assert (found[0][1], found[-1][1]) == ("fact", "outcome")


def test_longest_document_can_be_sent_page_by_page(editor: Client) -> None:
    text = "T\n\nA\n\n" + "\n\n".join(f"We will keep promise {n}. We will say so {n}." for n in range(500))
    page = send(editor, text)

    for number in range(2, 14):
        page = press(editor, page, "go", str(number))
    press(editor, page, "save")

    assert len(said(Version.objects.get())) == 500


def test_document_is_thrown_away(editor: Client) -> None:
    page = send(editor, TEXT)

    answer = press(editor, page, "throw_away")

    assert "thrown away" in shown(answer)
    assert not ImportedDocument.objects.exists()
    assert not Charter.objects.exists()


def test_document_that_is_gone_says_so(editor: Client) -> None:
    page = send(editor, TEXT)
    address = waiting()
    press(editor, page, "save")

    for answer in (press(editor, page, "save"), editor.get(address, follow=True)):
        assert "not here any more" in shown(answer)
    assert Version.objects.count() == 1


def test_document_is_forgotten_after_a_day(editor: Client) -> None:
    send(editor, TEXT)
    now = timezone.now()

    kept = carry_out("charters.imported", on=now + timedelta(hours=23))
    gone = carry_out("charters.imported", on=now + timedelta(hours=25))

    assert (kept, gone) == (0, 1)


def test_export_is_saved_as_it_is(editor: Client) -> None:
    sent = export(make_published())

    page = send(editor, json.dumps(sent), "charter.json")
    answer = press(editor, page, "save")

    version = Version.objects.get(charter__slug="the-lantern-charter")
    assert answer.status_code == 200
    assert version.hex == sent["hash"]


@pytest.mark.parametrize("roles", [(), (Role.MODERATOR,), (Role.ADMINISTRATOR,)])
def test_nobody_but_a_charter_editor_comes_near(signed_in: SignIn, roles: tuple[Role, ...]) -> None:
    other, staff = signed_in(*roles)
    row = ImportedDocument.objects.create(charter=make_charter(), staff=staff, understood={})

    for address in (reverse("admin:charters_import"), reverse("admin:charters_imported", args=[row.pk])):
        assert other.get(address).status_code == 403
        assert other.post(address).status_code == 403


def test_import_is_offered_on_the_page_of_a_charter(editor: Client) -> None:
    charter = make_charter()

    page = editor.get(reverse("admin:charters_charter_change", args=[charter.pk]))

    assert reverse("admin:charters_import", args=[charter.pk]) in shown(page)


@pytest.mark.parametrize("size", [2_000, 1_100_000])
def test_upload_above_the_limit_is_refused_with_our_page(editor: Client, size: int) -> None:
    """While it arrives, and before, where it says at the start how long it is."""
    sent = {"file": BytesIO(b"x" * size), "title": "T", "kind": "charter"}

    with override_settings(UPLOAD_MAX_BYTES=1000):
        answer = editor.post(reverse("admin:charters_import"), sent)

    assert answer.status_code == 413
    assert "too much to send at once" in shown(answer)


def test_file_that_fits_the_request_but_is_too_big_for_a_document_is_refused_beside_its_box(editor: Client) -> None:
    with override_settings(UPLOAD_MAX_BYTES=limits.FILE_MAX * 2):
        answer = send(editor, b"PK\x03\x04" + b"x" * limits.FILE_MAX, "charter.docx", title="Mine")

    assert answer.status_code == 200
    assert "20 MB at most" in shown(answer)
    assert 'value="Mine"' in shown(answer)


def test_strange_pages_and_buttons_lead_somewhere(editor: Client) -> None:
    page = send(editor, TEXT)
    address = waiting()

    for query in ("?page=0", "?page=99999", "?page=-1", "?page=\u0663", "?page=x"):
        assert editor.get(address + query).status_code == 200
    assert press(editor, page, "go", "nowhere").status_code == 200
    assert editor.post(address, {}).status_code == 200
    assert editor.put(address).status_code == 405


def test_lists_lead_to_importing(editor: Client) -> None:
    charter = make_charter()

    everything = editor.get(reverse("admin:charters_charter_changelist")).content.decode()
    one = editor.get(reverse("admin:charters_charter_change", args=[charter.pk])).content.decode()

    assert f'href="{reverse("admin:charters_import")}"' in everything
    assert f'href="{reverse("admin:charters_import", args=[charter.pk])}"' in one
