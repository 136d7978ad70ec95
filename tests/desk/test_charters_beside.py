"""What stands beside the clauses at the desk: partners and their logos, words, references, files, credits."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from PIL import ExifTags, Image

from charters.actions import freeze
from charters.models import Attachment, Credit, File, GlossaryWord, Partner, Reference, Version
from charters.models.kinds import FileType
from desk.roles import Role
from tests.charters.factories import make_charter, make_draft, make_published

from .charter_pages import address, changed, fields_on, send, words
from .conftest import SignIn

pytestmark = pytest.mark.django_db


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(side: int = 2, *, more: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\x10\x80\x80" * 2) * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(*, exif: bytes = b"", after: bytes = b"") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (2, 1), "#108080").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue() + after


def picture_of(file: File) -> Image.Image:
    return Image.open(io.BytesIO(bytes(file.content)))


def packed(**members: bytes) -> bytes:
    """A zip, a slash written as two underscores and a dot as one."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return content.getvalue()


DOCX = packed(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
MACROS = packed(**{"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b"x"})
ODT = packed(mimetype=FileType.ODT.value.encode(), **{"content.xml": b""})


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def save_partner(client: Client, **sent: Any) -> Any:
    return client.post(address("partner_add"), {"name": "Kite Group", "kind": "young_people", "email": "", **sent})


def test_partner_is_kept_with_a_logo_that_holds_the_picture_alone(editor: Client) -> None:
    secret = chunk(b"tEXt", b"Author\x00Somebody") + chunk(b"eXIf", b"51.5N 0.1W")

    answer = save_partner(editor, upload=upload(png(more=secret)))

    logo = Partner.objects.get().logo
    assert answer.status_code == 302
    assert logo is not None
    assert (picture_of(logo).getpixel((1, 1)), picture_of(logo).info) == ((16, 128, 128), {})
    assert not any(hidden in bytes(logo.content) for hidden in (b"Somebody", b"51.5N"))
    shown = editor.get(address("file", logo.hex))
    assert (shown["Content-Type"], shown["Content-Security-Policy"].split(";")[0]) == (
        "image/png",
        "default-src 'none'",
    )


def test_jpeg_loses_where_it_was_taken_and_what_is_hidden_behind_it_and_stands_upright(editor: Client) -> None:
    beside = Image.Exif()
    beside[ExifTags.Base.Artist], beside[ExifTags.Base.Orientation] = "Somebody", 6

    save_partner(editor, upload=upload(jpeg(exif=beside.tobytes(), after=b"another film"), "photo.jpg"))

    logo = Partner.objects.get().logo
    assert logo is not None
    assert (logo.type, picture_of(logo).size, dict(picture_of(logo).getexif())) == ("image/jpeg", (1, 2), {})
    assert not any(hidden in bytes(logo.content) for hidden in (b"Somebody", b"another film"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GIF89a" + b"\x00" * 50, "Choose a picture: a PNG or a JPEG."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "Choose a picture"),
        (b"%PDF-1.7 ...", "Choose a picture"),
        (png()[:-30], "This picture is broken."),
        (png()[:30] + b"\xff" + png()[31:], "This picture is broken."),
        (b"\x89PNG\r\n\x1a\n", "This picture is broken."),
        (jpeg()[:-60], "This picture is broken."),
        (b"\xff\xd8\xff\xe1\x00\x00", "This picture is broken."),
        (png(2001), "This picture is too large: 2000 pixels at most"),
        (png(0), "This picture is broken."),
        (png(more=chunk(b"zzZz", b"x" * 1024 * 1024)), "one megabyte at most"),
        (b"", "empty"),
    ],
)
def test_logo_that_is_none_is_refused_by_what_is_in_it(editor: Client, content: bytes, message: str) -> None:
    answer = save_partner(editor, upload=upload(content))

    assert answer.status_code == 200
    assert message in words(answer)
    assert 'value="Kite Group"' in words(answer)
    assert not File.objects.exists()


def test_logo_is_taken_away_and_versions_being_written_lose_it(editor: Client) -> None:
    draft = make_draft()
    partner = draft.partners.all()[0].partner
    fields = {"name": partner.name, "kind": partner.kind, "email": ""}
    editor.post(address("partner_change", partner.pk), {**fields, "upload": upload(png())})
    freeze(version_id=draft.pk)

    editor.post(address("partner_change", partner.pk), {**fields, "no_logo": "on"})

    partner.refresh_from_db()
    draft.refresh_from_db()
    assert partner.logo is None
    assert draft.document is None


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"kind": "friends"}, "Select a valid choice."),
        ({"email": "not an address"}, "Enter an e-mail address like name@example.org"),
        ({"name": "Taken"}, "already exists"),
    ],
)
def test_partner_that_cannot_be_is_refused(editor: Client, sent: dict[str, str], message: str) -> None:
    Partner.objects.create(name="Taken", kind="nhs")

    assert message in words(save_partner(editor, **sent))
    assert Partner.objects.count() == 1


def test_partner_of_a_version_cannot_be_deleted_and_others_can(editor: Client) -> None:
    used = make_draft().partners.all()[0].partner
    alone = Partner.objects.create(name="Nobody's", kind="other")

    refused = editor.post(address("partner_delete", used.pk), {"post": "yes"})
    editor.post(address("partner_delete", alone.pk), {"post": "yes"})

    assert "would require deleting" in words(refused)
    assert Partner.objects.filter(pk=used.pk).exists()
    assert not Partner.objects.filter(pk=alone.pk).exists()


def add(client: Client, draft: Version, name: str, **sent: Any) -> Any:
    path = address("row_add", draft.pk, name)
    return client.post(path, changed(fields_on(client.get(path))) | sent)


def test_partner_is_added_once_and_only_required_ones_hold_it_up(editor: Client) -> None:
    draft = make_draft()
    kite = Partner.objects.create(name="Kite Group", kind="young_people")
    listed = draft.partners.all()[0].partner

    answer = add(editor, draft, "partners", partner=str(kite.pk))
    page = words(editor.get(address("row_add", draft.pk, "partners")))
    again = add(editor, draft, "partners", partner=str(listed.pk))

    row = draft.partners.get(partner=kite)
    assert answer.url.endswith("#partners")
    assert f'<option value="{listed.pk}"' not in page
    assert "Select a valid choice" in words(again)
    assert row.position == 3
    fields = fields_on(editor.get(address("row_change", draft.pk, "partners", row.pk)))
    editor.post(address("row_change", draft.pk, "partners", row.pk), changed(fields, required=None))
    row.refresh_from_db()
    assert not row.required


def test_lists_are_written_put_in_order_and_taken_out(editor: Client) -> None:
    draft = make_draft()

    add(editor, draft, "glossary", word="Plan", meaning="What we do next.")
    add(editor, draft, "glossary", word="Forum", meaning="Parents who speak for others.")
    forum = GlossaryWord.objects.get(word="Forum")
    editor.post(address("arrange", draft.pk), {"up": f"glossary-{forum.pk}"})
    send(editor, address("row_change", draft.pk, "glossary", forum.pk), meaning="Parent carers who speak for others.")
    asked = editor.get(address("row_remove", draft.pk, "glossary", GlossaryWord.objects.get(word="Plan").pk))
    before = GlossaryWord.objects.count()
    editor.post(address("row_remove", draft.pk, "glossary", GlossaryWord.objects.get(word="Plan").pk))

    assert "What we do next." in words(asked)
    assert before == 2
    assert list(draft.glossary.values_list("word", "meaning", "position")) == [
        ("Forum", "Parent carers who speak for others.", 1)
    ]


@pytest.mark.parametrize(
    ("name", "sent", "message"),
    [
        ("glossary", {"word": "Plan", "meaning": "Again."}, "This word is explained already."),
        ("glossary", {"word": "", "meaning": "x"}, "This field is required."),
        ("references", {"kind": "read_with", "title": "T", "address": "javascript:alert(1)"}, "Enter a valid URL."),
        ("references", {"kind": "", "title": "T"}, "This field is required."),
        ("credits", {"text": "x" * 501}, "at most 500 characters"),
        ("partners", {"partner": ""}, "This field is required."),
    ],
)
def test_row_that_breaks_a_rule_is_refused_beside_the_form(
    editor: Client, name: str, sent: dict[str, str], message: str
) -> None:
    draft = make_draft()
    GlossaryWord.objects.create(version=draft, position=1, word="Plan", meaning="What we do next.")

    answer = add(editor, draft, name, **sent)

    assert answer.status_code in (200, 409)
    assert message in words(answer)
    assert draft.glossary.count() == 1


def test_reference_leads_to_a_charter_of_ours_or_elsewhere_and_never_to_both(editor: Client) -> None:
    draft, other = make_draft(), make_charter("Our Meeting Agreement")
    elsewhere = "https://quillmere.example/code"

    add(editor, draft, "references", kind="read_with", title="Meetings", charter=str(other.pk))
    add(editor, draft, "references", kind="overridden_by", title="The code", address=elsewhere)
    both = add(editor, draft, "references", kind="read_with", title="Both", charter=str(other.pk), address=elsewhere)

    found = list(Reference.objects.values_list("title", "charter", "address", "position"))
    assert found == [("Meetings", other.pk, "", 1), ("The code", None, elsewhere, 2)]
    assert "Give a charter of ours or a web address" in words(both)


@pytest.mark.parametrize(
    ("content", "name", "kept_as", "type"),
    [
        (b"%PDF-1.7\n...", "Our Poster (final).PDF", "Our-Poster-final.pdf", FileType.PDF),
        (png(), "../../etc/passwd", "passwd.png", FileType.PNG),
        (jpeg(), "wrong.exe", "wrong.jpg", FileType.JPEG),
        (DOCX, "слово.docx", "file.docx", FileType.DOCX),
        (ODT, "x" * 300 + ".odt", "x" * 80 + ".odt", FileType.ODT),
    ],
)
def test_attachment_is_what_is_in_it_whatever_it_is_called(
    editor: Client, content: bytes, name: str, kept_as: str, type: FileType
) -> None:
    draft = make_draft()

    add(editor, draft, "attachments", title="Poster", upload=upload(content, name))

    row = Attachment.objects.select_related("file").get()
    assert (row.name, row.file.type) == (kept_as, type)
    assert bytes(row.file.content) == content or picture_of(row.file).size == (2, 2 if type == FileType.PNG else 1)
    page = editor.get(address("version_change", draft.pk))
    assert address("file", row.file.hex) in words(page)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"MZ program", "Choose a PDF, a picture"),
        (b"<html><script>alert(1)</script>", "Choose a PDF, a picture"),
        (MACROS, "This document holds a program"),
        (packed(readme=b"x"), "Choose a PDF, a picture"),
        (b"PK\x03\x04 broken", "This file is broken."),
        (b"%PDF-" + b"x" * 10 * 1024 * 1024, "ten megabytes at most"),
    ],
)
def test_file_that_cannot_be_attached_is_refused_and_the_title_stays(
    editor: Client, content: bytes, message: str
) -> None:
    draft = make_draft()

    answer = add(editor, draft, "attachments", title="Poster", upload=upload(content, "poster.pdf"))

    assert answer.status_code == 200
    assert message in words(answer)
    assert 'value="Poster"' in words(answer)
    assert not Attachment.objects.exists()


def test_attachment_without_a_file_is_refused_and_its_title_alone_can_change(editor: Client) -> None:
    draft = make_draft()

    without = add(editor, draft, "attachments", title="Poster")
    add(editor, draft, "attachments", title="Poster", upload=upload(png(), "a.png"))
    row = Attachment.objects.get()
    send(editor, address("row_change", draft.pk, "attachments", row.pk), title="The poster")
    fields = fields_on(editor.get(address("row_change", draft.pk, "attachments", row.pk)))
    editor.post(address("row_change", draft.pk, "attachments", row.pk), {**fields, "upload": upload(DOCX, "b.docx")})

    row.refresh_from_db()
    assert "This field is required." in words(without)
    assert (row.title, row.name, row.file.type) == ("The poster", "b.docx", FileType.DOCX)


def test_second_change_of_the_same_row_overwrites_nothing(editor: Client) -> None:
    draft = make_draft()
    row = Credit.objects.create(version=draft, position=1, text="Kite Group")
    path = address("row_change", draft.pk, "credits", row.pk)
    mine = changed(fields_on(editor.get(path)), text="Mine")

    send(editor, path, text="Theirs")
    answer = editor.post(path, mine)

    row.refresh_from_db()
    assert (answer.status_code, row.text) == (409, "Theirs")
    assert fields_on(answer)["text"] == "Mine"


def test_row_that_went_meanwhile_is_offered_as_a_new_one(editor: Client) -> None:
    draft = make_draft()
    row = Credit.objects.create(version=draft, position=1, text="Kite Group")
    path = address("row_change", draft.pk, "credits", row.pk)
    mine = changed(fields_on(editor.get(path)), text="Mine")
    row.delete()

    answer = editor.post(path, mine)

    assert answer.status_code == 409
    assert address("row_add", draft.pk, "credits") in words(answer)
    assert "somebody else has deleted it" in words(editor.get(path, follow=True))


@pytest.mark.parametrize("row", ["rubbish", "9" * 40, "²", "00000000-0000-0000-0000-000000000000"])
@pytest.mark.parametrize("name", ["partners", "glossary", "nothing"])
def test_row_that_is_none_is_not_found_or_said_to_have_gone(editor: Client, name: str, row: str) -> None:
    draft = make_draft()

    for page in ("row_change", "row_remove"):
        assert editor.get(address(page, draft.pk, name, row)).status_code in (303, 404)


def test_nothing_of_a_published_version_is_taken_out_but_a_credit(editor: Client) -> None:
    version = make_published()
    row = version.partners.all()[0]

    answer = editor.post(address("row_remove", version.pk, "partners", row.pk), follow=True)

    assert "Nothing in it changes any more." in words(answer)
    assert version.partners.count() == 2


@pytest.mark.parametrize("name", ["rubbish", "00" * 32, "0", "zz" * 32])
def test_file_that_is_not_here_is_not_found(editor: Client, name: str) -> None:
    assert editor.get(address("file", name)).status_code == 404


def test_pictures_are_found_by_any_word_for_them_the_best_first(editor: Client) -> None:
    def shown(q: str) -> list[str]:
        page = html.document_fromstring(editor.get(address("pictures"), {"q": q}).content.decode())
        return [name.text_content() for name in page.cssselect(".pictures b")]

    assert shown("Annual review") == ["meeting"]
    assert shown("transport")[:2] == ["bus", "minibus"]
    assert shown("zqxj") == []
    assert len(shown("")) > 400


def test_files_and_pictures_are_for_who_may_see_versions(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)

    assert client.get(address("file", "00" * 32)).status_code == 403
    assert client.get(address("pictures")).status_code == 403
