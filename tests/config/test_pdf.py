"""PDFs for everybody: tagged, the same bytes for the same data, whatever somebody is called; never markup from data."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pytest_django import Settings

from config.lib import pdf as library
from config.lib.pdf import BOX, NotPrintable, pdf, printable, printable_text

from .reading_pdfs import figures, structure, text_of

MADE = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
SHARED = {"author": "Equal Partners in Quillmere", "box_words": "stands for a sign that we cannot print."}
PAGE = """#import "parts.typ": *
#let data = json(bytes(sys.inputs.data))
#show: page-of.with(data)
= #data.title
#par(data.said)
#facts(data.at("pairs", default: ()))
#for name in data.drawings.keys() { image(bytes(data.drawings.at(name)), format: "svg", width: 2cm, alt: name) }
"""
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></svg>'


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The house's own style, and one page that says what it is given."""
    for file in library.TEMPLATES.glob("*.typ"):
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / "page.typ").write_text(PAGE)
    monkeypatch.setattr(library, "TEMPLATES", tmp_path)
    return tmp_path


def made(said: str = "Hello.", title: str = "A page", **more: Any) -> bytes:
    drawings = more.pop("drawings", None)
    return pdf("page", SHARED | {"said": said} | more, made=MADE, title=title, drawings=drawings)


def test_same_data_makes_the_same_bytes() -> None:
    assert made("Łucja") == made("Łucja")


def test_page_is_tagged_and_says_its_language_its_title_and_whose_it_is() -> None:
    with pikepdf.open(io.BytesIO(made(title="A page of Łucja"))) as file:
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.Root.Lang) == "en-GB"
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in file.Root
        assert str(file.docinfo["/Title"]) == "A page of Łucja"
        assert str(file.docinfo["/Author"]) == SHARED["author"]
        assert file.open_metadata().get("pdfuaid:part") == "1"


def test_labels_and_answers_are_read_in_turn() -> None:
    file = made(pairs=[["Name", "Ada"], ["Version", "1"]])

    said = text_of(file)

    assert said.index("Name") < said.index("Ada") < said.index("Version")
    assert [role for role, _text in structure(file)][:2] == ["H1", "P"]


def test_picture_has_its_alt_text() -> None:
    assert figures(made(drawings={"A black dot": DOT})) == ["A black dot"]


@pytest.mark.parametrize(
    "typed",
    [
        "= Heading",
        "*bold* _it_",
        "#panic()",
        "$x^2$",
        '#read("house.typ")',
        "<label> @label",
        "// gone",
        "`code`",
        "\\",
        "]",
    ],
)
def test_text_that_looks_like_markup_stays_text(typed: str) -> None:
    file = made(typed)

    assert typed in text_of(file)
    assert [role for role, _text in structure(file)].count("H1") == 1


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Łucja Żółć", "Łucja Żółć"),
        ("Zoë O'Brien-Ñuñez", "Zoë O'Brien-Ñuñez"),
        ("Елена Ελένη", "Елена Ελένη"),
        ("Łucja 王", f"Łucja {BOX}"),
        ("王小明", BOX * 3),
        ("Kit \N{WAVING HAND SIGN}", f"Kit {BOX}"),
        ("Kit \N{WAVING HAND SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-5}", f"Kit {BOX}"),
        ("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{SCHOOL}", BOX),
        ("\N{WOMAN}\N{SCHOOL}", BOX * 2),
        ("a\u0000b\u202ec", "abc"),
        ("\u0e01\u0e48", BOX),
        ("\U0001fae9\U0001cff0", BOX * 2),
        ("e\N{COMBINING ACUTE ACCENT}", "é"),
        ("", ""),
    ],
)
def test_sign_without_a_glyph_becomes_one_box(typed: str, printed: str) -> None:
    assert printable_text(typed) == printed


def test_boxes_are_explained_where_there_are_any() -> None:
    assert f"{BOX} {SHARED['box_words']}" in text_of(made("Łucja 王"))
    assert SHARED["box_words"] not in text_of(made("Łucja"))


def test_data_keeps_its_shape() -> None:
    data = {"a": ["王", {"b": "c"}], "n": 1, "none": None}

    assert printable(data) == ({"a": [BOX, {"b": "c"}], "n": 1, "none": None}, True)


def test_word_longer_than_a_line_is_broken_where_the_line_ends() -> None:
    places: set[tuple[float, float]] = set()
    with pikepdf.open(io.BytesIO(made("W" * 300))) as file:
        for operands, operator in pikepdf.parse_content_stream(file.pages[0]):
            if str(operator) == "cm":
                left, height = float(operands[4]), float(operands[5])
            if str(operator) == "Tm":
                places.add((left + float(operands[4]), height))

    # Where pieces of it begin: on several lines, and none in the margin or off the page.
    assert len({height for _left, height in places}) > 6
    assert all(60 < left < 534 for left, _height in places)


def test_template_that_breaks_says_which_and_nothing_of_the_data(templates: Path) -> None:
    (templates / "page.typ").write_text("#panic(json(bytes(sys.inputs.data)).said)")

    with pytest.raises(NotPrintable) as caught:
        made("Ada Lark")

    assert str(caught.value) == "page"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_developer_is_told_why_a_template_breaks(templates: Path, settings: Settings) -> None:
    settings.DEBUG = True
    (templates / "page.typ").write_text("#panic()")

    with pytest.raises(NotPrintable) as caught:
        made()

    assert caught.value.__cause__ is not None


def test_picture_without_an_alt_text_is_refused(templates: Path) -> None:
    (templates / "page.typ").write_text(PAGE.replace(", alt: name", ""))

    with pytest.raises(NotPrintable):
        made(drawings={"dot": DOT})
