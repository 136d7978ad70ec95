"""What a version is printed as: tagged, read in the right order, the same bytes each time, whatever stands in it."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pikepdf
import pytest
from pytest_django import Settings

from charters import demo_words, printing
from charters.actions import withdraw_picture
from charters.demo_meetings import AGREEMENT
from charters.document import Clause, Document, EasyLine, GlossaryWord
from charters.easytext import plain_line
from charters.linting.checking import MOST_PAGES
from charters.models.kinds import PaperKind
from charters.paper import Edition
from charters.paper_easy import Group, groups
from charters.printing import Printed, printed, split
from config.lib.pdf import BOX
from tests.charters import factories
from tests.charters.uploading import jpeg, make_picture, png
from tests.config.reading_pdfs import commands, figures, structure, tagged, text_of

EDITION = Edition("five-ways-we-work", "charter", 2, datetime(2026, 9, 1, 12, tzinfo=UTC), "0a" * 32)
WORKING = demo_words.WORKING_2
KEYS = count()
# Prints all kinds and says their hashes, in a process of its own.
ELSEWHERE = """
import django, hashlib; django.setup()
from tests.charters.test_printing import EDITION, WORKING, all_of
print(*(hashlib.sha256(one.content).hexdigest() for one in reversed(all_of(WORKING))))
"""


def all_of(document: Document, edition: Edition = EDITION) -> list[Printed]:
    return [one for kind in PaperKind for one in printed(kind, document, edition)]


def made(kind: str, document: Document = WORKING, edition: Edition = EDITION) -> bytes:
    (found,) = printed(PaperKind(kind), document, edition)
    return found.content


def of_clauses(*clauses: Clause) -> Document:
    return factories.document(factories.section("Part", *clauses))


def easy_promise(text: str, *, picture: str = "hand-up", alt: str = "A raised hand") -> Clause:
    return factories.promise("We ask.", f"k{next(KEYS)}", easy=(EasyLine(picture, text, alt, "We ask."),))


def sizes(file: bytes) -> set[float]:
    """The sizes in points in which anything is written."""
    found: set[float] = set()
    with pikepdf.open(io.BytesIO(file)) as read:
        for page in read.pages:
            found |= {float(operands[1]) for operands, name in commands(page) if name == "Tf"}
    return found


@pytest.mark.parametrize("kind", PaperKind.values)
@pytest.mark.parametrize("document", [WORKING, AGREEMENT], ids=["working", "meeting"])
def test_each_kind_is_tagged_and_says_its_language_and_its_title(kind: str, document: Document) -> None:
    file = made(kind, document)

    assert tagged(file)
    with pikepdf.open(io.BytesIO(file)) as read:
        assert str(read.Root.Lang) == "en-GB"
        assert bool(read.Root.ViewerPreferences.DisplayDocTitle)
        assert str(read.docinfo["/Title"]) == f"{document.title}, version 2"
        assert read.open_metadata().get("pdfuaid:part") == "1"
        assert "/StructTreeRoot" in read.Root
        assert len(read.pages) == printed(PaperKind(kind), document, EDITION)[0].pages
    roles = [role for role, _text in structure(file)]
    assert roles.count("H1") == 1
    assert [text for role, text in structure(file) if role == "H1"] == [document.title]
    assert all(figures(file))


def test_all_the_words_stand_in_their_order_with_headings_that_are_headings() -> None:
    for kind in (PaperKind.CHARTER, PaperKind.LARGE_PRINT):
        said = text_of(made(kind))
        headings = [text for role, text in structure(made(kind)) if role in ("H2", "H3")]

        at = -1
        for section in WORKING.walk():
            at = said.index(section.title, at + 1)
            assert section.title in headings
            for clause in section.clauses:
                at = said.index(clause.text, at + 1)
        assert all(f"{one.word}\n{one.meaning}" in said for one in WORKING.glossary)
        assert all(one.name in said for one in WORKING.partners)
        assert said.index("Words we explain") < said.index("This version stays")


def test_paper_can_be_traced_to_the_version_it_was_printed_from(settings: Settings) -> None:
    said = text_of(made("charter"))

    assert "Charter. Version 2, of 1 September 2026." in said
    assert f"{settings.SITE_URL}/charters/five-ways-we-work/versions/2/" in said
    assert "0a0a0a0a " * 7 + "0a0a0a0a" in said


def test_who_acts_by_when_and_how_we_meet_are_said() -> None:
    said = text_of(made("charter", AGREEMENT))

    assert "Quillmere Council\nThe council: papers seven days before." in said
    assert "By 31 March 2027" in said
    assert "Between 10:00 and 14:00" in said
    assert "How to do it" in said


def test_large_print_has_no_letter_smaller_than_18_points() -> None:
    assert min(sizes(made("large_print"))) >= 18
    assert min(sizes(made("charter"))) >= 10


def test_easy_read_has_no_letter_smaller_than_14_points_and_each_line_behind_its_picture() -> None:
    file = made("easy_read")

    assert min(sizes(file)) >= 14
    said = text_of(file)
    lines = [line.text for _n, (clause, _s) in enumerate(WORKING.clauses) for line in clause.easy]
    at = -1
    for line in lines:
        at = said.index(line, at + 1)
    told = (WORKING.easy_intro, *([*s.easy, *(one for c in s.clauses for one in c.easy)] for s in WORKING.walk()))
    alts = figures(file)
    assert "" not in alts
    # In the order of the lines; our own lines and explained words have pictures between them.
    coming = iter(alts)
    assert all(line.alt in coming for lines in told for line in lines)
    assert len(alts) >= sum(group.size for group in groups(WORKING, EDITION))


def test_easy_read_numbers_its_promises_and_explains_its_hard_words() -> None:
    document = of_clauses(easy_promise("We make a plan with you."), easy_promise("A plan is ours."))
    document = replace(
        document, glossary=(GlossaryWord("Plan", "What we do next."), GlossaryWord("zebra", "An animal."))
    )

    said = structure(made("easy_read", document))

    assert [text for role, text in said if role in ("H2", "H3")] == ["Promise 1 of 2", "Promise 2 of 2", "Words"]
    assert said[-3:-1] == [("P", "Plan"), ("P", "What we do next.")]


def test_poster_has_each_part_with_its_picture_on_one_page() -> None:
    file = made("poster")

    assert figures(file) == [section.easy[0].alt for section in WORKING.sections]
    assert [text for role, text in structure(file) if role == "H2"] == [one.easy[0].text for one in WORKING.sections]
    with pikepdf.open(io.BytesIO(file)) as read:
        (page,) = read.pages
        # A3, in points.
        assert [round(float(side)) for side in page.MediaBox[2:]] == [842, 1191]


def test_poster_of_twelve_headings_fits_one_page_and_more_go_on() -> None:
    line = EasyLine("hand-up", "We ask you before we do it.", "A raised hand")
    parts = [replace(factories.section(f"{n}", easy_promise("We ask.")), easy=(line,)) for n in range(40)]

    assert printed(PaperKind.POSTER, factories.document(*parts[:12]), EDITION)[0].pages == 1
    assert printed(PaperKind.POSTER, factories.document(*parts), EDITION)[0].pages > 1


def test_poster_without_parts_in_easy_read_shows_the_promises_and_none_is_made_of_nothing() -> None:
    fact = replace(factories.promise("It is so."), kind="fact", actor="", easy=())

    assert "We make a plan." in text_of(made("poster", of_clauses(easy_promise("We make a plan."))))
    assert printed(PaperKind.POSTER, of_clauses(fact), EDITION) == []


def test_same_content_makes_the_same_bytes_in_any_process() -> None:
    here = [hashlib.sha256(one.content).hexdigest() for one in all_of(WORKING)]

    again = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, check=True)

    assert again.stdout.split() == here[::-1]
    assert [hashlib.sha256(one.content).hexdigest() for one in all_of(WORKING)] == here


def test_another_address_is_all_that_differs_under_another_name() -> None:
    other = replace(EDITION, slug="other")

    for kind in PaperKind.values:
        ours, theirs = text_of(made(kind)), text_of(made(kind, edition=other))
        assert theirs == ours.replace("/charters/five-ways-we-work/", "/charters/other/")


def test_draft_says_so_and_has_no_address() -> None:
    draft = replace(EDITION, is_draft=True)

    for kind in PaperKind.values:
        with pikepdf.open(io.BytesIO(made(kind, edition=draft))) as read:
            written = sum(b"/Artifact" in page.Contents.read_bytes() for page in read.pages)
            assert written == len(read.pages)
        assert made(kind, edition=draft) != made(kind)
        assert "/versions/2/" not in text_of(made(kind, edition=draft))


HOSTILE = {
    "5000": "We will ask. " * 380,
    "word": "W" * 200,
    "emoji": "We ask \N{WAVING HAND SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-5} and 王.",
    "arabic": "سوف نسألك أولا.",
    "hebrew": "נשאל אותך קודם.",
    "mixed": "We say سوف and נשאל, 12% \u202e of it.",
    "markup": "= #panic() $x$ <a> @b `c` // d \\ [e] *f* _g_",
}


@pytest.mark.parametrize("kind", PaperKind.values)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_can_be_written_stops_the_printing_or_leaves_the_page(kind: str, text: str) -> None:
    clause = replace(easy_promise(text[:500]), text=text)
    head = replace(factories.section(text[:300], clause), easy=(EasyLine("book", text[:500], text[:500]),))
    document = factories.document(
        head, head, title=text[:200], intro=text, glossary=(GlossaryWord(text[:100], text[:500]),)
    )

    file = made(kind, document)

    with pikepdf.open(io.BytesIO(file)) as read:
        for page in read.pages:
            right = float(page.MediaBox[2])
            assert all(left < right for left in starts(page))
    if text == HOSTILE["emoji"]:
        assert f"We ask {BOX} and {BOX}." in text_of(file)
        assert f"{BOX} stands for a sign that we cannot print." in text_of(file)
    if text == HOSTILE["arabic"] and kind == "charter":
        assert BOX not in text_of(file)


def starts(page: pikepdf.Page) -> Iterable[float]:
    """Where pieces of text begin, from the left, in points; what is placed by other means is passed over."""
    left = 0.0
    for operands, name in commands(page):
        if name == "cm":
            left = float(operands[4])
        if name == "Tm":
            yield left + float(operands[4])


@pytest.mark.parametrize(("language", "said"), [("ar", "ar"), ("cy", "cy"), ("en-us", "en-US"), ("zh-hant", "zh")])
def test_document_says_the_language_it_is_in(language: str, said: str) -> None:
    with pikepdf.open(io.BytesIO(made("charter", replace(WORKING, language=language)))) as read:
        assert str(read.Root.Lang) == said


def test_booklet_longer_than_24_pages_is_split_into_parts_that_say_so() -> None:
    document = of_clauses(*(easy_promise(f"We ask you {n} times.") for n in range(150)))

    files = printed(PaperKind.EASY_READ, document, EDITION)

    assert [one.part for one in files] == [1, 2]
    assert all(one.pages <= MOST_PAGES for one in files)
    assert [f"Part {one.part} of 2" in text_of(one.content) for one in files] == [True, True]
    whole = "\n".join(text_of(one.content) for one in files)
    at = -1
    for n in range(150):
        at = whole.index(f"We ask you {n} times.", at + 1)


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 10])
def test_shares_are_in_order_none_is_empty_and_none_is_lost(parts: int) -> None:
    groups = [Group([plain_line("", str(n))] * (1 + n % 4)) for n in range(10)]

    shares = split(groups, parts)

    assert len(shares) == parts
    assert all(shares)
    assert [one for share in shares for one in share] == groups


@pytest.mark.django_db
@pytest.mark.parametrize("content", [png(), jpeg()])
def test_picture_of_staff_is_printed_and_one_that_is_gone_leaves_its_words(content: bytes) -> None:
    picture = make_picture(content=content)
    whole = of_clauses(easy_promise("We ask you.", picture=picture.hex, alt="A sapling"))

    before = made("easy_read", whole)
    withdraw_picture(picture=picture, reason="Its owner asked.")
    after = made("easy_read", whole)

    assert [len(images(before)), len(images(after))] == [1, 0]
    assert [figures(one).count("A sapling") for one in (before, after)] == [1, 0]
    assert "We ask you." in text_of(after)


def images(file: bytes) -> list[pikepdf.Object]:
    """Pictures of pixels, wherever they stand in the file."""
    with pikepdf.open(io.BytesIO(file)) as read:
        return [one for one in read.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]


def test_no_template_names_a_face_that_is_slanted_or_breaks_words() -> None:
    for file in Path(printing.__file__).parent.parent.glob("templates/print/*.typ"):
        assert not any(
            word in file.read_text() for word in ("emph(", "italic", "upper(", "smallcaps", "hyphenate: true")
        )
