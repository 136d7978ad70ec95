"""A draft on paper, before anybody else sees it."""

from typing import Any

import pytest
from django.test import Client

from charters import printing
from charters.document import EasyLine
from charters.models import StoredFile, Version
from charters.models.kinds import PaperKind
from config.lib.pdf import NotPrintable
from desk.roles import Role
from tests.charters.factories import document, make_charter, make_draft, make_published, promise, section
from tests.config.reading_pdfs import text_of

from .charter_pages import address, words
from .conftest import SignIn

pytestmark = pytest.mark.django_db
NAMES = ("charter", "large-print", "easy-read", "poster")


def paper(version: Version, name: str) -> str:
    return address("paper", version.pk, name)


def test_draft_can_be_looked_at_on_paper_and_says_that_it_is_one(editor: Client) -> None:
    version = make_draft(make_charter(slug="c"))

    shown = editor.get(address("papers", version.pk))

    assert address("papers", version.pk) in editor.get(address("version_change", version.pk)).content.decode()
    for name in NAMES:
        assert paper(version, name) in shown.content.decode()
        response = editor.get(paper(version, name))
        assert response["Content-Type"] == "application/pdf"
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Disposition"] == f'inline; filename="c-draft-1-{name}.pdf"'
        assert "http" not in text_of(response.content)
    assert "(PDF, 1 page, " in words(shown)
    assert "hard to get to the end" not in words(shown)
    assert not StoredFile.objects.exists()


def test_page_warns_of_easy_read_that_is_too_long(editor: Client) -> None:
    line = EasyLine("hand-up", "We ask you first.", "A raised hand", "We ask.")
    clauses = [promise(f"We ask {n} times.", easy=(line,) * 4) for n in range(40)]
    version = make_draft(make_charter(slug="c"), document(section("Part", *clauses)))

    said = words(editor.get(address("papers", version.pk)))

    assert "More than 24 are hard to get to the end of, so it is printed in parts." in said
    assert "Easy read, part 2 of 2 (PDF, " in said
    assert editor.get(paper(version, "easy-read-2")).status_code == 200
    assert editor.get(paper(version, "easy-read-3")).status_code == 404


def test_what_cannot_be_printed_is_said_and_the_others_are_shown(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> Any:
        raise NotPrintable("easy_poster")

    monkeypatch.setitem(printing.MAKERS, PaperKind.POSTER, broken)
    version = make_draft()

    shown = editor.get(address("papers", version.pk))

    assert "Something in it could not be printed." in words(shown)
    assert paper(version, "charter") in shown.content.decode()
    assert paper(version, "poster") not in shown.content.decode()
    assert editor.get(paper(version, "poster")).status_code == 404


def test_no_other_address_shows_a_draft(editor: Client, client: Client, signed_in: SignIn) -> None:
    draft, public = make_draft(), make_published()
    stranger, _staff = signed_in(Role.FEEDBACK_OFFICER)

    for version, by, status in ((draft, client, 302), (draft, stranger, 403), (public, editor, 404)):
        assert by.get(address("papers", version.pk)).status_code == status
        assert by.get(paper(version, "charter")).status_code == status
    assert editor.get(paper(draft, "song")).status_code == 404
    assert editor.post(paper(draft, "charter")).status_code == 405
