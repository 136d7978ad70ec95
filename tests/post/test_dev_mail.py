from email.message import EmailMessage as Message
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.http import Http404
from django.test import Client, RequestFactory
from pytest_django import Settings

from post import dev_mail, views
from post.urls import patterns


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def send(subject: str = "Hello", text: str = "See http://127.0.0.1:8000/pledge/confirm/abc/.") -> None:
    message = EmailMultiAlternatives(subject, text, to=["ann@example.org"])
    message.attach_alternative("<p style='color:red'>Hi</p>", "text/html")
    message.send()


def test_mail_folder_is_read_newest_first(folder: Path) -> None:
    send("First")
    send("Second")
    assert {mail.subject for mail in dev_mail.newest_first()} == {"First", "Second"}


def test_messages_in_one_file_are_read_newest_first(folder: Path) -> None:
    one = b"Subject: One\nContent-Type: text/plain\n\nfirst\n"
    two = b"Subject: Two\nContent-Type: text/plain\n\nsecond\n"
    (folder / "x.log").write_bytes(one + b"\n" + b"-" * 79 + b"\n" + two + b"\n" + b"-" * 79 + b"\n")
    assert [(mail.subject, mail.n) for mail in dev_mail.newest_first()] == [("Two", 1), ("One", 0)]


@pytest.mark.parametrize(
    ("charset", "words"),
    [("utf-8", "王 naïve"), ("iso-8859-1", "naïve café"), ("windows-1252", "“naïve”"), ("koi8-u", "привіт")],
)
def test_mail_of_any_charset_is_read(charset: str, words: str, folder: Path) -> None:
    message = Message()
    message["Subject"] = "Café"
    message.set_content(words, charset=charset)
    (folder / "x.log").write_bytes(bytes(message))
    mail = dev_mail.newest_first()[0]
    assert (mail.subject, mail.text.strip()) == ("Café", words)


def test_mail_of_an_unknown_charset_is_still_shown(folder: Path) -> None:
    (folder / "x.log").write_bytes(b"Content-Type: text/plain; charset=martian\n\nhello\n")
    assert dev_mail.newest_first()[0].text.strip() == "hello"


def test_addresses_in_a_text_are_cut_out_without_the_full_stop(folder: Path) -> None:
    send(text="See http://127.0.0.1:8000/a/. Then go.")
    pieces = dev_mail.newest_first()[0].pieces
    assert pieces[:3] == [("See ", False), ("http://127.0.0.1:8000/a/", True), (". Then go.", False)]


@pytest.mark.urls("tests.post.probe.urls")
@pytest.mark.django_db
def test_mail_list_links_the_addresses(folder: Path, settings: Settings, client: Client) -> None:
    settings.DEBUG = True
    send(subject="<script>")
    response = client.get("/dev/mail/")
    assert response.status_code == 200
    assert b'href="http://127.0.0.1:8000/pledge/confirm/abc/"' in response.content
    assert b"<script>" not in response.content


@pytest.mark.urls("tests.post.probe.urls")
@pytest.mark.django_db
def test_mail_list_names_the_files_that_came_along(folder: Path, settings: Settings, client: Client) -> None:
    settings.DEBUG = True
    message = EmailMultiAlternatives("Hello", "Hi", to=["ann@example.org"])
    message.attach("receipt.pdf", b"%PDF", "application/pdf")
    message.attach("<b>.json", b"{}", "application/json")
    message.send()

    shown = client.get("/dev/mail/").content.decode()

    assert dev_mail.newest_first()[0].files == ["receipt.pdf", "<b>.json"]
    assert dev_mail.newest_first()[0].text.strip() == "Hi"
    assert "receipt.pdf, &lt;b&gt;.json" in shown


@pytest.mark.urls("tests.post.probe.urls")
def test_mail_html_is_shown_in_a_sandbox(folder: Path, settings: Settings, client: Client) -> None:
    settings.DEBUG = True
    send()
    response = client.get(f"/dev/mail/{dev_mail.newest_first()[0].file}/0/")
    assert b"<p style='color:red'>Hi</p>" in response.content
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.urls("tests.post.probe.urls")
@pytest.mark.parametrize("file", ["..%2f..%2fetc%2fpasswd", "nothing.log"])
def test_mail_html_of_another_file_is_not_found(file: str, folder: Path, settings: Settings, client: Client) -> None:
    settings.DEBUG = True
    assert client.get(f"/dev/mail/{file}/0/").status_code == 404


def test_mail_pages_are_not_routed_without_debug() -> None:
    assert {pattern.name for pattern in patterns(debug=False)} == {"healthz", "readyz"}


def test_mail_pages_are_closed_without_debug_even_when_routed(folder: Path) -> None:
    send()
    with pytest.raises(Http404):
        views.mail_list(RequestFactory().get("/dev/mail/"))
    with pytest.raises(Http404):
        views.mail_html(RequestFactory().get("/"), dev_mail.newest_first()[0].file, 0)
