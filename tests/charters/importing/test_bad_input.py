"""What nobody should send and somebody will: a clear message or clean text, within bounded time and memory."""

import base64
import json
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.importing import limits
from charters.importing.limits import CannotRead
from charters.importing.reading import understand
from charters.importing.understood import Understood, from_json
from config.lib.texts import clean_line
from tests.bad_input.strange import PERSIAN, steady, text

from . import words
from .shown import outline, read

PDF, PNG = b"%PDF-1.7\n1 0 obj", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
EXTERNAL = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def sheet() -> bytes:
    return words.docx(words.p("x"), type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")


def encrypted() -> bytes:
    """The same document with every part marked as locked by a password."""
    data = bytearray(words.docx(words.p("x")))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def many_members() -> bytes:
    return words.zipped({f"{n:060}": b"" for n in range(12_000)})


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("charter.docx", b"", "empty"),
        ("charter.txt", b" \n\n ", "empty"),
        ("charter.docx", b"Hello", "no Word document"),
        ("charter.docx", OLD_WORD, ".doc"),
        ("charter.doc", OLD_WORD, ".doc"),
        ("charter.pdf", PDF, "PDF"),
        ("charter.docx", PDF, "PDF"),
        ("charter.txt", PDF, "PDF"),
        ("charter.rtf", b"{\\rtf1 Hello", ".rtf"),
        ("charter", b"Hello", ".docx"),
        ("charter.exe", b"Hello", ".docx"),
        ("charter.txt", words.docx(words.p("x")), "Word document"),
        ("charter.docx", words.zipped({"a.txt": b"x"}), "no Word document"),
        ("charter.docx", words.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "no Word document"),
        ("charter.docx", sheet(), "no Word document"),
        ("charter.docx", encrypted(), "damaged"),
        ("charter.docx", b"PK\x03\x04" + b"\x00" * 50, "no Word document"),
        ("charter.docx", words.docx(words.p("x"))[:-30], "no Word document"),
        ("charter.docx", many_members(), "no Word document"),
        ("charter.docx", words.docx(document="<w:document"), "damaged"),
        ("charter.docx", words.docx(document=BILLION + words.body(words.p("&j;"))), "entities"),
        ("charter.docx", words.docx(document=EXTERNAL + words.body(words.p("&x;"))), "entities"),
        ("charter.docx", words.docx(document=words.body("<w:tbl><w:tr><w:tc>" * 20_000)), "nested"),
        ("charter.docx", words.docx(document=words.body(words.p("a" * 1000) * 40_000)), "too much text"),
        ("charter.docx", words.docx(*[words.h1(f"Heading {n}") for n in range(10_000)]), "much text"),
        ("charter.docx", words.docx(*[words.h1(f"Heading {n}") for n in range(400)]), "headings"),
        ("charter.md", b"# A\n" * 10_000, "much text"),
        ("charter.txt", b"We will.\n\n" * 700, "points"),
        ("charter.txt", PNG, "no text"),
        ("charter.txt", bytes(range(256)) * 20, "no text"),
        ("charter.txt", b"x" * (limits.TEXT_MAX + 1), "too much text"),
        ("charter.docx", b"PK\x03\x04" + b"\x00" * limits.FILE_MAX, "too big"),
        ("charter.txt", b"<!DOCTYPE html><p>Hello", "web page"),
        ("charter.html", b"Hello", "no web page"),
        ("charter.json", b"{", "JSON"),
        ("charter.json", b"[]", "none of our exports"),
        ("charter.json", b'{"format": "charter-export-1"}', "damaged"),
        ("charter.json", b'{"format": "charter-1", "title": 5}', "damaged"),
        ("charter.json", b"[" * 100_000 + b"]" * 100_000, "JSON"),
        ("charter.json", b"[[]," * 2_000_000, "much text"),
        ("charter.json", b"[" + b"9" * 100_000 + b"]", "JSON"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_words(name: str, data: bytes, says: str) -> None:
    with pytest.raises(CannotRead, match=says):
        understand(data, name)


def test_zip_that_unpacks_to_gigabytes_is_cut_off() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", None), ("word/document.xml", b" " * 1_000_000)):
            with archive.open(name, "w") as part:
                types = f'<Types><Override PartName="/word/document.xml" ContentType="{words.TYPE}"/></Types>'
                part.write(types.encode() if content is None else b"<w>")
                for _n in range(60 if content else 0):
                    part.write(content or b"")

    with pytest.raises(CannotRead, match="too much text"):
        understand(packed.getvalue(), "charter.docx")


@pytest.mark.parametrize(
    "encode",
    [
        lambda said: said.encode(),
        lambda said: b"\xef\xbb\xbf" + said.encode(),
        lambda said: said.encode("utf-16"),
        lambda said: said.encode("utf-16-le"),
        lambda said: said.encode("utf-16-be"),
        lambda said: said.encode("cp1252"),
    ],
)
def test_text_is_read_however_it_was_stored(encode: Callable[[str], bytes]) -> None:
    found = read(encode("The Charter\r\n\r\nAsking\r\n\r\n\u2022 We\u2019ll ask \u2013 always.\r\n"))

    assert outline(found) == ["# Asking", "- We\u2019ll ask \u2013 always."]


def test_guessed_writing_is_said() -> None:
    assert "guessed" in read("We will ask \u2013 always.".encode("cp1252")).warnings[0]


def test_scripts_in_markdown_and_html_leave_no_trace() -> None:
    nasty = (
        "# T\n\n## A\n\n- We will <script>alert(1)</script>ask <b onclick=x>first</b>.\n"
        "- [We will](javascript:alert(1)) answer ![x](http://evil.example/p.png).\n\n"
        "<script>\nalert(2)\n</script>\n\n<div onload='x'>We will mend.</div>\n\n"
        "<style>p { }</style>\n\n<iframe src='http://evil.example'></iframe>\n"
    )

    marked = outline(read(nasty, "charter.md"))
    page = outline(read(nasty.replace("(javascript:alert(1))", ""), "charter.html"))

    assert marked == ["# A", "- We will ask first.", "- We will answer .", "- We will mend."]
    assert "alert" not in str(page)
    assert "We will mend." in str(page)


def test_pictures_fonts_and_other_documents_inside_are_left_out_and_said() -> None:
    found = read(
        words.docx(
            words.title("T"),
            words.h1("A"),
            words.p(raw="<w:r><w:drawing/></w:r>" + words.run("We will ask.")),
            '<w:altChunk r:id="r9"/>',
            more={"word/media/image1.png": PNG, "word/fonts/font1.odttf": b"x" * 1000, "word/afchunk.html": b"<p>x"},
        ),
        "charter.docx",
    )

    assert outline(found) == ["# A", "- We will ask."]
    assert "pictures" in found.warnings[0]
    assert "Another document" in found.warnings[1]


def test_turned_and_combining_characters_come_out_clean() -> None:
    found = read(f"T\n\nA\n\n\u202eWe\u200b will\x07 ask\u2066 Zoe\u0308\u2069.\n\n{PERSIAN}.")

    assert [clause.text for clause, _heading in found.every_clause()] == [
        "We will ask Zo\u00eb.",
        f"{PERSIAN}.",
    ]


def test_empty_sections_stay_and_are_said() -> None:
    found = read("# T\n\n## A\n\n## B\n\nWe will.\n", "charter.md")

    assert outline(found) == ["# A", "# B", "- We will."]
    assert "Nothing stands under: A." in found.warnings


def test_paragraph_longer_than_a_clause_is_parted_between_sentences() -> None:
    long = "We will ask everybody before we plan anything at all. " * 150

    found = read(f"T\n\nA\n\n{long}")

    texts = [clause.text for clause, _heading in found.every_clause()]
    assert len(texts) == 2
    assert " ".join(texts) == long.strip()
    assert all(len(one) <= limits.LONGEST_CLAUSE and one.endswith(".") for one in texts)
    assert found.counts.sums


def fits(found: Understood, lines: int | None = None) -> None:
    """What holds of anything that was understood; `lines` is how many lines of it are not blank."""
    assert found.counts.sums
    assert lines is None or found.counts.total == lines
    clauses = sum(clause.lines for clause, _heading in found.every_clause())
    assert clauses == found.counts.clause
    assert from_json(json.loads(json.dumps(found.as_json()))) == found
    for section, _above in found.every_section():
        assert len(section.heading) <= limits.LONGEST_HEADING
        assert len(section.label) <= limits.LABEL_MAX


MARKS = st.sampled_from(
    [
        *("", "- ", "\u2022 ", "\u2022\u00a0\u00a0", "1. ", "2.1 ", "a) ", "  - ", "    ", "\t", "We will:", "Both:"),
        *("# ", "## ", "> ", "| a | b |", "```", "---", "=====", "* * *", "[a]: b", "<p>", "</ul>", "<li>", "<!--"),
    ]
)
SENTENCES = st.sampled_from(
    ["We will ask.", "Families feel heard", "Ask", "", "please visit us by 31 March 2027", "x" * 90]
)
written = st.lists(st.tuples(MARKS, SENTENCES | text), max_size=25).map(
    lambda lines: "\n".join(mark + line for mark, line in lines)
)


def _read(said: str, name: str) -> Understood | None:
    try:
        return understand(said.encode("utf-8", "replace"), name)
    except CannotRead:
        return None


@given(written)
@steady(120)
def test_every_line_of_a_text_is_counted_once(said: str) -> None:
    found = _read(said, "charter.txt")

    if found is not None:
        lines = said.encode("utf-8", "replace").decode().replace("\x00", "").splitlines()
        fits(found, sum(1 for line in lines if clean_line(line)))


@given(written)
@steady(120)
def test_every_line_of_markdown_is_counted_once(said: str) -> None:
    found = _read(said, "charter.md")

    if found is not None:
        lines = said.encode("utf-8", "replace").decode().replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        fits(found, sum(1 for line in lines.split("\n") if clean_line(line)))


@given(written)
@steady(60)
def test_html_never_fails(said: str) -> None:
    found = _read("<p>" + said, "charter.html")

    if found is not None:
        fits(found)


paragraphs = st.lists(
    st.one_of(
        st.builds(words.p, text), st.builds(words.h1, text), st.builds(words.heading, st.integers(2, 4), text),
        st.builds(words.point, text, st.integers(0, 2), st.integers(1, 2)), st.builds(words.bold, text),
        st.builds(words.numbered_heading, text), st.just(words.p()), st.builds(words.title, text),
        st.builds(lambda a, b: words.table([a, b], [b, a]), text, text),
    ),
    max_size=15,
)  # fmt: skip


@given(paragraphs)
@steady(60)
def test_word_documents_never_fail_and_are_counted(parts: list[str]) -> None:
    marked = "".join(parts).encode("utf-8", "replace").decode()
    allowed = "".join(
        c for c in marked if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )

    found = understand(words.docx(allowed), "charter.docx")

    fits(found)


@given(st.binary(max_size=200))
@steady(200)
def test_damaged_word_documents_are_refused_in_words(noise: bytes) -> None:
    data = bytearray(words.docx(words.h1("A"), words.point("We will ask."), footnotes="x"))
    chosen = random.Random(noise)  # noqa: S311 - the same damage in every run
    for byte in noise:
        data[chosen.randrange(len(data))] = byte

    with suppress(CannotRead):
        fits(understand(bytes(data), "charter.docx"))


def test_export_with_a_file_that_is_not_what_its_name_says_is_refused() -> None:
    envelope = {"files": [{"sha256": "0" * 64, "type": "image/png", "content": base64.b64encode(b"x").decode()}]}

    with pytest.raises(CannotRead, match="damaged"):
        read(json.dumps({"format": "charter-export-1", **envelope}), "charter.json")
