"""The kit for a reading session on paper: tagged, each line with its picture and three faces, in the order of pages."""

import io
from dataclasses import replace

import pikepdf
import pytest

from charters import demo_words, easy_consent
from charters.document import EasyLine
from charters.models.kinds import PaperKind
from charters.printing import printed, reading_kit
from charters.reading_lines import lines_of
from config.lib.pdf import BOX, pages_of
from tests.charters.test_printing import EDITION, HOSTILE, easy_promise, of_clauses, sizes
from tests.config.reading_pdfs import figures, structure, tagged, text_of

DRAFT = replace(EDITION, is_draft=True)
WORKING = demo_words.WORKING_2
FACES = [alt for _word, alt in easy_consent.faces().values()]


def headings(file: bytes, level: str = "H2") -> list[str]:
    return [text for role, text in structure(file) if role == level]


def test_kit_is_tagged_and_says_its_language_and_its_title() -> None:
    file = reading_kit(WORKING, DRAFT)

    assert tagged(file)
    with pikepdf.open(io.BytesIO(file)) as read:
        assert str(read.Root.Lang) == "en-GB"
        assert str(read.docinfo["/Title"]) == "Reading kit: Five Ways We Work, version 2"
        assert read.open_metadata().get("pdfuaid:part") == "1"
    assert headings(file, "H1") == ["Will you read with us?"]
    assert all(figures(file))


def test_sheets_follow_the_pages_of_the_booklet_and_miss_no_line() -> None:
    file = reading_kit(WORKING, DRAFT)
    (booklet,) = printed(PaperKind.EASY_READ, WORKING, DRAFT)

    sheets = headings(file)[1:]
    assert sheets == [*(f"Easy read, page {n}" for n in range(1, booklet.pages + 1)), "What changed"]
    said = text_of(file)
    at = said.index("Easy read, page 1")
    for line in lines_of(replace(WORKING, easy_note=())):
        at = said.index(line.text, at + 1)
    assert all(line.text in said[said.index("What changed") :] for line in WORKING.easy_note)


def test_line_stands_on_the_sheet_of_the_page_it_is_printed_on() -> None:
    lines = [f"We ask you {n} times." for n in range(12)]
    document = of_clauses(*map(easy_promise, lines))

    said = text_of(reading_kit(document, DRAFT))

    (booklet,) = printed(PaperKind.EASY_READ, document, DRAFT)
    with pikepdf.open(io.BytesIO(booklet.content)) as read:
        pages = len(read.pages)
    of_pages = said.split("Easy read, page ")[1:]
    # The page on which the booklet ends may have no line of the version's own.
    assert pages - 1 <= len(of_pages) <= pages
    assert sum(part.count("times.") for part in of_pages) == 12
    assert all(part.count("times.") <= 6 for part in of_pages)


def test_each_line_has_its_picture_and_three_faces_with_their_words() -> None:
    document = of_clauses(easy_promise("We ask you.", alt="A hand that is raised"))

    file = reading_kit(document, DRAFT)

    assert figures(file)[-4:] == ["A hand that is raised", *FACES]
    assert [text for _role, text in structure(file)][-4:] == ["We ask you.", "Yes", "Not sure", "No"]
    assert len(figures(file)) == len(easy_consent.lines()) + 4


def test_consent_stands_on_the_first_page_and_the_notes_on_the_second() -> None:
    file = reading_kit(of_clauses(easy_promise("We ask you.")), DRAFT)

    said = text_of(file)
    assert all(line["text"] in said for line in easy_consent.lines())
    assert all(question in said for question in easy_consent.questions())
    assert "Do not help with the words." in said
    assert pages_of(file) == 3


def test_kit_has_no_letter_smaller_than_14_points() -> None:
    assert min(sizes(reading_kit(WORKING, DRAFT))) >= 14


def test_draft_says_so_on_each_page() -> None:
    with pikepdf.open(io.BytesIO(reading_kit(WORKING, DRAFT))) as read:
        assert all(b"/Artifact" in page.Contents.read_bytes() for page in read.pages)
    assert reading_kit(WORKING, DRAFT) != reading_kit(WORKING, EDITION)


def test_version_without_easy_read_has_a_kit_without_sheets() -> None:
    fact = replace(easy_promise("It is so."), easy=())

    assert pages_of(reading_kit(of_clauses(fact), DRAFT)) == 2


def test_long_easy_read_has_sheets_for_each_of_its_parts() -> None:
    document = of_clauses(*(easy_promise(f"We ask you {n} times.") for n in range(150)))

    sheets = headings(reading_kit(document, DRAFT))

    assert "Easy read, part 1, page 1" in sheets
    assert "Easy read, part 2, page 1" in sheets


@pytest.mark.django_db
def test_picture_that_was_taken_back_leaves_its_words() -> None:
    gone = "ab" * 32

    file = reading_kit(of_clauses(easy_promise("We ask you.", picture=gone)), DRAFT)

    assert "We ask you." in text_of(file)
    assert len(figures(file)) == len(easy_consent.lines()) + 3


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_can_be_written_stops_the_printing(text: str) -> None:
    line = EasyLine("book", text[:500], text[:500])
    document = replace(of_clauses(easy_promise(text[:500])), title=text[:200], easy_intro=(line,))

    file = reading_kit(document, DRAFT)

    assert headings(file)[1].startswith("Easy read, page ")
    assert (BOX in text_of(file)) == (text == HOSTILE["emoji"])


def test_same_content_makes_the_same_bytes() -> None:
    assert reading_kit(WORKING, DRAFT) == reading_kit(WORKING, DRAFT)
