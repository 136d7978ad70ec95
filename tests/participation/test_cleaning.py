"""What is written beside the content of a document goes, and the content stays."""

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from charters.models.kinds import FileType
from charters.uploads import Refused as RefusedUpload
from charters.uploads import Upload, attachment
from participation.cleaned import WORDS, cleaned
from participation.cleaning import odt, pdf, pictures, word
from participation.cleaning.refusing import Refused, Why
from tests.participation import files
from tests.participation.files import PERSON, everything_in

NAMES = (PERSON.encode(), b"quillfeather", b'"PQ"', b">PQ<")


def names_in(content: bytes) -> list[bytes]:
    found = everything_in(content)
    return [name for name in NAMES if name.lower() in found.lower()]


@pytest.mark.parametrize("made", [files.docx, files.odt, files.pdf, files.jpeg_of_a_camera, files.png_of_a_program])
def test_nobody_is_named_in_what_is_kept(made: Callable[[], bytes]) -> None:
    before = made()

    after = cleaned(attachment(before)).content

    assert names_in(before)
    assert names_in(after) == []


def test_word_document_keeps_its_words_its_remarks_and_its_links() -> None:
    after = word.cleaned(files.docx())

    with zipfile.ZipFile(io.BytesIO(after)) as opened:
        names = opened.namelist()
        document, comments = opened.read("word/document.xml").decode(), opened.read("word/comments.xml").decode()
        types = opened.read("[Content_Types].xml").decode()
        relations = opened.read("word/_rels/document.xml.rels").decode()
        picture = opened.read("word/media/image1.jpeg")
    assert "We ask first, in May." in document
    assert "Our minutes" in document
    assert "https://thistlewick.example/minutes" in relations
    assert 'w:author="Author"' in document
    assert "Good." in comments
    assert "rsid" not in document
    assert Image.open(io.BytesIO(picture)).size == (40, 30)
    # What is named is there, and what is gone is not named.
    assert not [name for name in names if name.startswith(("docProps", "customXml", "word/people"))]
    assert "people" not in types + relations
    assert attachment(after).type == FileType.DOCX


def test_odt_keeps_its_words_and_its_remarks() -> None:
    after = odt.cleaned(files.odt())

    with zipfile.ZipFile(io.BytesIO(after)) as opened:
        content, manifest = opened.read("content.xml").decode(), opened.read("META-INF/manifest.xml").decode()
        first = opened.infolist()[0]
    assert "We ask first, in May." in content
    assert "Good." in content
    assert "<dc:creator>Author</dc:creator>" in content
    assert "Thumbnails" not in manifest
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert attachment(after).type == FileType.ODT


def test_pdf_keeps_its_page_and_its_remark_and_runs_nothing() -> None:
    after = pdf.cleaned(files.pdf())

    with pikepdf.open(io.BytesIO(after)) as opened:
        page = opened.pages[0]
        (remark,) = page.Annots
        assert str(remark.Contents) == "Good."
        assert "/OpenAction" not in opened.Root
        assert not opened.attachments
        assert "/Info" not in opened.trailer
        photo = page.Resources.XObject.Im0
        assert isinstance(photo, pikepdf.Stream)
        image = pikepdf.PdfImage(photo).as_pil_image()
    assert image.size == (40, 30)
    assert b"JavaScript" not in everything_in(after)


def test_pdf_loses_what_an_older_state_of_it_said() -> None:
    added = files.pdf() + f"\n% {PERSON}\n".encode()

    assert names_in(pdf.cleaned(added)) == []


def test_pdf_leads_only_to_the_web() -> None:
    made = files.pdf_document()
    for target in ("file:///c:/windows/x.exe", "https://thistlewick.example/"):
        act = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=target)
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=act)
        link.Rect = pikepdf.Array([0, 0, 9, 9])
        made.pages[0].Annots.append(link)
    saved = io.BytesIO()
    made.save(saved)

    after = everything_in(pdf.cleaned(saved.getvalue()))

    assert b"windows" not in after
    assert b"https://thistlewick.example/" in after


def test_jpeg_keeps_every_dot() -> None:
    before = files.jpeg_of_a_camera()

    after = pictures.stripped(before)

    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(before)).tobytes()
    assert len(after) < len(before)


def test_png_keeps_every_dot() -> None:
    before = files.png_of_a_program()

    after = pictures.stripped(before)

    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(before)).tobytes()
    assert PERSON.encode() not in after


LINKED = files.relations("image http://10.0.0.1/seen.png x", "frame file:///x x")
DDE = f"<w:p {files.W}><w:instrText>DD</w:instrText><w:instrText>EAUTO x</w:instrText></w:p>"
DOCTYPE = f"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document {files.W}>&b;</w:document>"
REFUSED = {
    "word with macros": (
        word.cleaned,
        lambda: files.docx(**{"[Content_Types]_0_xml": "<a>macroEnabled</a>"}),
        "PROGRAM",
    ),
    "word with a table inside": (word.cleaned, lambda: files.docx(word__embeddings__a_0_xlsx=b"x"), "FILES"),
    "word with a zip inside": (
        word.cleaned,
        lambda: files.docx(word__media__a_0_png=files.packed({"a": "b"})),
        "FILES",
    ),
    "word with a program inside": (word.cleaned, lambda: files.docx(word__media__a_0_wmf=b"MZ\x90"), "FILES"),
    "word with a page inside": (
        word.cleaned,
        lambda: files.docx(word___rels__document_0_xml_0_rels=files.relations("aFChunk a.html")),
        "FILES",
    ),
    "word that starts a program": (word.cleaned, lambda: files.docx(word__document_0_xml=DDE), "PROGRAM"),
    "word with entities": (word.cleaned, lambda: files.docx(word__document_0_xml=DOCTYPE), "BROKEN"),
    "word that is no xml": (word.cleaned, lambda: files.docx(word__document_0_xml="<a>"), "BROKEN"),
    "word with a part beside the zip": (word.cleaned, lambda: files.docx(**{"..__evil": "x"}), "BROKEN"),
    "word with a broken photo": (
        word.cleaned,
        lambda: files.docx(word__media__a_0_jpg=b"\xff\xd8\xff\xe1\xff"),
        "BROKEN",
    ),
    "zip bomb": (word.cleaned, lambda: files.docx(word__media__a_0_bmp=b"\0" * 30_000_000), "MUCH"),
    "xml bomb": (word.cleaned, lambda: files.docx(word__document_0_xml=b" " * 26_000_000 + b"<a/>"), "MUCH"),
    "thousands of parts": (odt.cleaned, lambda: files.packed({f"{n}": "" for n in range(5_001)}), "MUCH"),
    "odt with macros": (odt.cleaned, lambda: files.odt(Basic__a_0_xml="<a/>"), "PROGRAM"),
    "odt that is locked": (
        odt.cleaned,
        lambda: files.odt(**{"META-INF__manifest_0_xml": "<a><encryption-data/></a>"}),
        "LOCKED",
    ),
    "half a zip": (odt.cleaned, lambda: files.odt()[:-200], "BROKEN"),
    "pdf that is locked": (pdf.cleaned, files.locked_pdf, "LOCKED"),
    "pdf that is locked against changes": (pdf.cleaned, files.half_locked_pdf, "LOCKED"),
    "pdf that is none": (pdf.cleaned, lambda: b"%PDF-1.7\n<html><script>alert(1)</script></html>", "BROKEN"),
    "pdf without pages": (
        pdf.cleaned,
        lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>",
        "BROKEN",
    ),
}


@pytest.mark.parametrize(("clean", "made", "why"), list(REFUSED.values()), ids=list(REFUSED))
def test_what_is_refused(clean: Callable[[bytes], bytes], made: Callable[[], bytes], why: str) -> None:
    with pytest.raises(Refused) as refused:
        clean(made())

    assert refused.value.why.name.endswith(why)


def test_word_document_fetches_nothing_when_it_is_opened() -> None:
    field = f"{files.HEAD}<w:document {files.W}><w:instrText>INCLUDEPICTURE http://10.0.0.1/</w:instrText></w:document>"

    after = everything_in(word.cleaned(files.docx(word__document_0_xml=field, word___rels__a_0_rels=LINKED)))

    assert b"10.0.0.1" not in after
    assert b"file:" not in after


def test_a_bomb_hurts_nobody_and_is_answered() -> None:
    with pytest.raises(RefusedUpload, match=r"too much|broken"):
        cleaned(Upload(files.pdf_bomb(), FileType.PDF))


def test_reasons_are_said_in_words() -> None:
    with pytest.raises(RefusedUpload, match="locked with a password"):
        cleaned(Upload(files.locked_pdf(), FileType.PDF))


def test_every_reason_has_words() -> None:
    assert set(WORDS) == set(Why)
