"""Files that are sent as pictures and are made to hurt: each gets a clear answer, and nothing that runs is kept."""

import io
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import ExifTags, Image

from charters.models import File, Picture
from tests.charters import uploading
from tests.charters.uploading import HOSTILE, jpeg, png, svg

from .charter_pages import address, words

pytestmark = pytest.mark.django_db
ABOUT = {
    "name": "Sapling",
    "shows": "A tree: growing up",
    "words": "growing, leaves",
    "credit": "The Kite Group",
    "licence": "own",
    "licence_text": "",
    "source": "",
    "cleared": "on",
}


def send(editor: Client, content: bytes, file: str = "tree.png", type: str = "image/png", **about: str) -> Any:
    sent = SimpleUploadedFile(file, content, content_type=type)
    return editor.post(address("picture_add"), {**ABOUT, **about, "upload": sent})


def kept(answer: Any) -> Image.Image:
    """The picture that is kept of what was sent, and that everybody can fetch now."""
    assert answer.status_code == 303, words(answer)
    picture = Picture.objects.latest("added_at")
    shown = Client().get(f"/charters/pictures/{picture.hex}")
    assert shown.status_code == 200
    assert shown["Content-Type"] in ("image/png", "image/jpeg")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert shown["Content-Disposition"].startswith("inline")
    assert not shown.cookies
    found = Image.open(io.BytesIO(shown.content))
    assert Image.MIME[str(found.format)] == shown["Content-Type"]
    return found


def refused(editor: Client, content: bytes, answer: str, **about: str) -> str:
    """What went otherwise than it should; "" where it was refused in these words, and everything typed still stands."""
    began = time.monotonic()
    page = send(editor, content, **about)
    took = time.monotonic() - began
    if page.status_code != 200 or answer not in words(page) or File.objects.exists():
        return f"{page.status_code}: {answer!r} is not said"
    if took > 5 or 'value="growing, leaves' not in words(page):
        return f"{took:.1f} seconds, or what was typed is gone"
    return ""


def test_drawing_that_is_made_to_hurt_is_refused_in_words(editor: Client) -> None:
    wrong = {name: refused(editor, content, answer) for name, (content, answer) in HOSTILE.items()}

    assert len(wrong) > 40
    assert {name: why for name, why in wrong.items() if why} == {}


def test_drawing_that_is_dear_to_draw_ends_with_its_own_process(editor: Client) -> None:
    page = send(editor, svg(uploading.masks(2_500)), "tree.svg")

    assert "too complicated" in words(page)
    assert not File.objects.exists()


def test_drawing_that_shows_nothing_is_refused(editor: Client) -> None:
    for nothing in ("<rect width='9' height='9' fill='none'/>", '<rect x="900" width="9" height="9"/>'):
        assert refused(editor, svg(nothing), "Nothing can be seen") == ""


def test_drawing_becomes_a_png_with_its_see_through_ground(editor: Client) -> None:
    found = kept(send(editor, svg(), "tree.svg", "image/svg+xml"))

    assert (found.format, found.size, found.mode) == ("PNG", (1200, 1200), "RGBA")
    assert (found.getpixel((2, 2)), found.getpixel((600, 600))) == ((0, 0, 0, 0), (15, 92, 92, 255))


def test_drawing_of_a_drawing_program_is_taken_without_its_notes(editor: Client) -> None:
    notes = (
        '<?xml version="1.0"?><!-- Somebody drew it -->',
        "<title>A tree</title><metadata>Somebody</metadata>",
        '<i:layer xmlns:i="http://www.inkscape.org/namespaces/inkscape"><i:x/></i:layer>',
        "<style>.a { fill: #0f5c5c }</style>",
        '<linearGradient id="g"><stop offset="1" stop-color="#0f5c5c"/></linearGradient>',
        '<g class="a" transform="scale(2)"><path d="M5 5h40v40h-40z" style="fill:url(#g)"/></g>',
    )

    found = kept(send(editor, svg("".join(notes[1:]), before=notes[0])))

    assert found.getpixel((600, 600)) == (15, 92, 92, 255)


@pytest.mark.parametrize(("box", "size"), [("0 0 50 100", (600, 1200)), ("-10,-10,200,100", (1200, 600))])
def test_drawing_keeps_its_shape(editor: Client, box: str, size: tuple[int, int]) -> None:
    assert kept(send(editor, svg().replace(b"0 0 100 100", box.encode()))).size == size


def test_drawing_is_known_by_what_it_is_whatever_it_is_called(editor: Client) -> None:
    found = kept(send(editor, b"\xef\xbb\xbf\n " + svg(), "holiday.png", "image/png"))

    assert found.format == "PNG"


NO_PICTURES: tuple[tuple[bytes, str], ...] = (
    (uploading.png_that_says(8_000, 5_000), "30 million pixels at most"),
    (uploading.png_that_says(60_000, 60_000), "30 million pixels at most"),
    (png(99), "too small for print"),
    (png(120)[:-30], "broken"),
    (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "broken"),
    (jpeg()[:300], "broken"),
    (b"\xff\xd8\xff\xe1\x00\x00", "broken"),
    (png() + b"x" * 10 * 1024 * 1024, "ten megabytes at most"),
    (b"GIF89a" + b"\x00" * 50, "a PNG, a JPEG or an SVG"),
    (b"%PDF-1.7 ...", "a PNG, a JPEG or an SVG"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a PNG, a JPEG or an SVG"),
    (b"<!DOCTYPE html><script>alert(1)</script>", "DOCTYPE"),
    (b"javascript:alert(1)", "a PNG, a JPEG or an SVG"),
    (b"", "empty"),
)


def test_picture_that_is_none_is_refused_by_what_is_in_it(editor: Client) -> None:
    assert [why for content, answer in NO_PICTURES if (why := refused(editor, content, answer))] == []


def test_picture_that_is_a_web_page_as_well_is_a_picture_alone(editor: Client) -> None:
    page = b"<html><script>alert(document.domain)</script></html>"
    both = uploading.with_chunk(png(), b"tEXt", b"Comment\x00" + page) + page

    kept(send(editor, both, "page.html", "text/html"))

    assert b"script" not in bytes(File.objects.get().content)


def test_photo_loses_where_it_was_taken_stands_upright_and_is_made_smaller(editor: Client) -> None:
    beside = Image.Exif()
    beside[ExifTags.Base.Artist], beside[ExifTags.Base.Orientation] = "Somebody", 6
    photo = io.BytesIO()
    Image.effect_noise((2000, 1000), 60).convert("RGB").save(photo, "JPEG", exif=beside.tobytes())

    found = kept(send(editor, photo.getvalue() + b"another film", "photo.jpg"))

    assert (found.format, found.size, dict(found.getexif())) == ("JPEG", (600, 1200), {})
    assert not any(hidden in bytes(File.objects.get().content) for hidden in (b"Somebody", b"another film"))


def test_png_of_every_kind_is_kept_and_made_smaller(editor: Client) -> None:
    for n, mode in enumerate(("1", "P", "L", "LA", "I;16", "RGBA")):
        drawn = io.BytesIO()
        Image.new(mode, (2400, 2400 - 200 * n)).save(drawn, "PNG")
        assert kept(send(editor, drawn.getvalue(), name=mode)).size == (1200, 1200 - 100 * n)


def test_see_through_ground_of_few_colours_stays(editor: Client) -> None:
    drawn, few = io.BytesIO(), Image.new("P", (1300, 1300), 1)
    few.putpalette([255, 0, 0, 0, 0, 255])
    few.save(drawn, "PNG", transparency=1)

    found = kept(send(editor, drawn.getvalue()))

    assert found.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_same_file_makes_the_same_picture_and_is_kept_once(editor: Client) -> None:
    send(editor, svg())

    again = send(editor, svg(), name="Another")

    assert "is here already: “Sapling”" in words(again)
    assert File.objects.count() == 1


def test_body_that_is_too_large_is_not_read(editor: Client) -> None:
    answer = send(editor, b"\x89PNG\r\n\x1a\n" + b"x" * 22_000_000)

    assert answer.status_code == 413


NOT_SO: tuple[tuple[dict[str, str], str], ...] = (
    ({"name": ""}, "This field is required."),
    ({"name": "Book"}, "Another picture has this name."),
    ({"name": "a | b"}, "without a bar"),
    ({"name": "ab" * 32}, "at most 60 characters"),
    ({"shows": ""}, "This field is required."),
    ({"credit": ""}, "This field is required."),
    ({"licence": "stolen"}, "Select a valid choice."),
    ({"licence": "other"}, "Another licence is said in words"),
    ({"source": "javascript:alert(1)"}, "starts with https://"),
    ({"words": ", ".join(map(str, range(21)))}, "20 words at most"),
    ({"shows": "a\x00b" * 400}, "at most 500 characters"),
)


def test_picture_about_which_something_is_wrong_is_not_kept(editor: Client) -> None:
    for sent, answer in NOT_SO:
        page = send(editor, png(), **sent)
        assert answer in words(page), sent
        assert not File.objects.exists()
