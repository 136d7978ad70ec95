"""Evidence that is made to hurt, or that is not what it says: a clear answer each time, and nothing typed is lost."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participation.addresses import NotAllowed, public_address
from participation.models import Evidence
from tests.charters import uploading
from tests.participation import files
from tests.participation.factories import make_return
from tests.participation.return_pages import address_of, text_of
from tests.participation.test_evidence import add, upload

pytestmark = pytest.mark.django_db

WRONG_KIND = "Choose a PDF, a picture (PNG or JPEG), or a document (Word or ODT)"
HTML = b"<!DOCTYPE html><html><script>alert(document.domain)</script></html>"
# Name: the file, and a piece of the answer.
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "empty.pdf", "not empty"),
    "a page": (lambda: HTML, "page.html", WRONG_KIND),
    "a page that says it is a PDF": (lambda: HTML, "minutes.pdf", WRONG_KIND),
    "a page that begins as a PDF": (lambda: b"%PDF-1.7\n" + HTML, "minutes.pdf", "This file is broken"),
    "a page that begins as a picture": (lambda: b"\x89PNG\r\n\x1a\n" + HTML, "a.png", "This picture is broken"),
    "a drawing": (uploading.svg, "logo.svg", WRONG_KIND),
    "a drawing with a program": (lambda: uploading.HOSTILE["script"][0], "logo.png", WRONG_KIND),
    "a program": (lambda: b"MZ\x90\x00" + b"\0" * 100, "minutes.docx", WRONG_KIND),
    "a plain zip": (lambda: files.packed({"a.txt": "a"}), "minutes.docx", WRONG_KIND),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "minutes.doc", WRONG_KIND),
    "a picture without end": (lambda: uploading.png_that_says(60_000, 60_000), "a.png", "too large"),
    "a zip bomb": (lambda: files.docx(word__a_0_bin=b"\0" * 150_000_000), "a.docx", "too much in this file"),
    "many small bombs": (
        lambda: files.docx(**{f"word__{n}_0_bin": bytes(range(256)) * 4 * 2000 for n in range(60)}),
        "a.docx",
        "too much in this file",
    ),
    "a zip in a zip": (lambda: files.docx(word__a_0_bin=files.odt()), "a.docx", "Another file is inside this one"),
    "macros": (lambda: files.docx(word__vbaProject_0_bin=b"x"), "a.docx", "macros"),
    "a locked PDF": (files.locked_pdf, "a.pdf", "locked with a password"),
    "a PDF bomb": (files.pdf_bomb, "a.pdf", "Save it"),
    "more than ten megabytes": (lambda: b"%PDF-1.7" + b"a" * 10_500_000, "a.pdf", "ten megabytes at most"),
}


@pytest.mark.parametrize(("made", "name", "said"), list(HOSTILE.values()), ids=list(HOSTILE))
def test_hostile_file_is_answered_and_nothing_typed_is_lost(
    client: Client, made: Callable[[], bytes], name: str, said: str
) -> None:
    base = address_of(make_return())

    response = add(client, base, text="What it shows, typed with care.", **upload(made(), name))

    assert response.status_code == 200
    assert said in text_of(response)
    assert "What it shows, typed with care." in text_of(response)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("name", ["\x00.pdf", "CON", "\u202efdp.exe", "a" * 3000, "../../../etc/x", "%2e%2e%2f", "'"])
def test_odd_name_of_a_good_file_is_made_plain(client: Client, name: str) -> None:
    base = address_of(make_return())
    file = SimpleUploadedFile("a.png", uploading.png())
    file.name = file._name = name  # type: ignore[attr-defined]

    response = add(client, base, file=file)

    assert response.status_code in (200, 303, 400)
    for piece in Evidence.objects.select_related("file"):
        assert piece.file.name.endswith(".png")
        assert piece.file.name.replace("-", "").replace("_", "").replace(".", "").isalnum()


class Endless(io.RawIOBase):
    """A body that never ends, and that nobody has in memory; `given` counts its bytes."""

    def __init__(self, head: bytes) -> None:
        super().__init__()
        self.head, self.given = head, 0

    def read(self, size: int = -1) -> bytes:
        part, self.head = self.head or b"a" * min(size if size > 0 else 65_536, 65_536), b""
        self.given += len(part)
        return part


@pytest.mark.parametrize("says", [4 * 1024**3, 21_500_000], ids=["four gigabytes", "a little too much"])
def test_file_that_is_too_large_is_refused_while_it_arrives(client: Client, says: int) -> None:
    address = f"{address_of(make_return())}questions/facts/evidence/"
    body = Endless(b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n')

    response = client.request(
        REQUEST_METHOD="POST",
        PATH_INFO=address,
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(says),
        **{"wsgi.input": body},
    )

    assert response.status_code == 413
    assert "too much to send at once" in text_of(response)
    assert response["Cache-Control"] == "no-store"
    assert body.given < 22_000_000
    assert not Evidence.objects.exists()


INSIDE = [
    *("http://localhost/", "https://LOCALHOST./a", "http://a.localhost/", "http://intranet/", "http://server01/x"),
    *("http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/"),
    *("http://0177.0.0.1/", "http://017700000001", "http://127.0.0.1.:8000/", "http://0/", "http://0.0.0.0/"),
    *("http://10.0.0.1/", "http://192.168.1.1/x", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/"),
    *("http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/"),
    *("http://[::1]/", "http://[::]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/"),
    *("http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[::127.0.0.1]/"),
    *("http://printer.local/", "http://wiki.internal/", "http://box.lan/", "http://x.corp/", "http://nas.home.arpa/"),
    *(
        # Wide digits, a letter in a circle, and full stops of another writing.
        "http://\uff11\uff12\uff17.\uff10.0.1/",
        "http://\u24dbocalhost/",
        "http://127\u30020\u30020\u30021/",
        "localhost:8000/admin",
        "127.0.0.1/admin",
    ),
]
NO_LINK = [
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.example/"),
    *("http://", "https:///x", "http:// /", "http://a b.example/", "http://a.example/\x00", "http://a.example:99999/"),
    *(
        "http://user:word@thistlewick.example/",
        "http://thistlewick.example@127.0.0.1/",
        "http://a.example\\@127.0.0.1/",
    ),
    *("http://[::1", "http://[zz]/", "http://a..example/", "http://-a.example/", "http://a.example:x/", "//a.example"),
    *(
        "http://999.1.1.1/",
        "http://1.2.3.4.5/",
        "http://0x.1/",
        "http://" + "a" * 64 + ".example/",
        "\u202ehttps://a.example",
    ),
    *("vbscript:x", "https:a.example", "http:127.0.0.1", "mailto:a@b.example", "https://xn--.example/ü<script>"),
]


@pytest.mark.parametrize("url", [*INSIDE, *NO_LINK])
def test_link_that_leads_inside_or_nowhere_is_refused(url: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        public_address(url)

    assert len(str(refused.value)) > 20


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://thistlewick.example", "https://thistlewick.example"),
        ("thistlewick.example/minutes", "https://thistlewick.example/minutes"),
        ("www.thistlewick.example", "https://www.thistlewick.example"),
        ("http://Thistlewick.Example.:8080/A?b=c#d", "http://thistlewick.example:8080/A?b=c#d"),
        ("https://thistlewick.example?a=1", "https://thistlewick.example/?a=1"),
        ("https://schülerrat.example/ü", "https://xn--schlerrat-s9a.example/ü"),
        ("https://8.8.8.8/x", "https://8.8.8.8/x"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("https://thistlewick.example:443/a", "https://thistlewick.example:443/a"),
    ],
)
def test_good_link_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert public_address(typed) == kept


def test_link_inside_is_answered_on_the_page(client: Client) -> None:
    response: Any = add(client, address_of(make_return()), url="http://192.168.0.9/minutes")

    page = text_of(response)
    assert "This link works only inside your own network" in page
    assert "http://192.168.0.9/minutes" in response.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "url", ["https://a.example/" + "ü" * 900, "https://a.example/\u2028x", "https://a.example/'\"><b>"]
)
def test_odd_link_never_breaks_the_page(client: Client, url: str) -> None:
    base = address_of(make_return())

    response = add(client, base, url=url)

    assert response.status_code in (200, 303)
    assert "<b>" not in client.get(f"{base}questions/facts/").content.decode().partition("<main")[2]
