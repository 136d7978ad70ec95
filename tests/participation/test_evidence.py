"""Evidence for an answer: a note, a link or a file, added and taken out through the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from participation.actions import evidence
from participation.actions.refusals import Locked
from participation.actions.submitting import fingerprint
from participation.models import Evidence, EvidenceFile, Return
from tests.charters.uploading import jpeg, png
from tests.participation import files
from tests.participation.factories import answer_all, make_return, make_submitted
from tests.participation.return_pages import address_of, opened, save, text_of

pytestmark = pytest.mark.django_db


def add(client: Client, base: str, key: str = "facts", **given: Any) -> Any:
    """What the form of a piece of evidence sends."""
    return client.post(f"{base}questions/{key}/evidence/", {"text": "Minutes of May.", "url": ""} | given)


def upload(content: bytes, name: str = "minutes.pdf") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content, content_type="text/html")}


def test_note_is_added_and_shown(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)

    response = add(client, base)

    assert response["Location"] == f"{base}questions/facts/"
    piece = Evidence.objects.get()
    assert (piece.kind, piece.text, piece.state, piece.of_return) == ("note", "Minutes of May.", "waiting", the_return)
    assert "Minutes of May." in opened(client, f"{base}questions/facts/")


def test_evidence_makes_the_answer_whole(client: Client) -> None:
    base = address_of(make_return())
    save(client, f"{base}questions/facts/", level="3")
    before = opened(client, base)

    add(client, base)

    assert "Needs evidence" in before
    assert "facts? Answered" in opened(client, base)


def test_link_is_added_in_one_spelling(client: Client) -> None:
    base = address_of(make_return())

    add(client, base, url=" HTTPS://Thistlewick.Example/Minutes?of=May ")

    assert Evidence.objects.get().url == "https://thistlewick.example/Minutes?of=May"
    page = client.get(f"{base}questions/facts/").content.decode()
    assert 'href="https://thistlewick.example/Minutes?of=May" rel="noopener noreferrer nofollow"' in page


@pytest.mark.parametrize(
    ("made", "name", "kept", "kind"),
    [
        (files.pdf, "Minutes of May.pdf", "Minutes-of-May.pdf", "application/pdf"),
        (files.docx, "minutes.docx", "minutes.docx", files.DOCX_TYPE),
        (files.odt, "minutes.odt", "minutes.odt", files.ODT_TYPE),
        (png, "../../poster.PNG", "poster.png", "image/png"),
        (jpeg, "photo", "photo.jpg", "image/jpeg"),
        # What is in it decides, whatever it is called.
        (png, "minutes.pdf", "minutes.png", "image/png"),
        (jpeg, "a" * 230 + ".jpg", "a" * 80 + ".jpg", "image/jpeg"),
    ],
)
def test_file_is_kept_as_what_it_is_and_given_back_to_be_saved(
    client: Client, made: Callable[[], bytes], name: str, kept: str, kind: str
) -> None:
    base = address_of(make_return())

    added = add(client, base, **upload(made(), name))
    piece = Evidence.objects.get()
    response = client.get(f"{base}evidence/{piece.pk}/file")

    assert added.status_code == 303
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{kept}"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response.content == bytes(EvidenceFile.objects.get().content)
    assert kept in opened(client, f"{base}questions/facts/")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": ""}, "Say what it shows"),
        ({"text": "a" * 4001}, "must be 4,000 letters or fewer"),
        ({"url": "not a link"}, "A link has no spaces"),
        ({"url": f"https://a.example/{'a' * 2000}"}, "A link has 2,000 letters at most"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, given: dict[str, str], said: str) -> None:
    base = address_of(make_return())
    typed = {"text": "Typed with care.", "url": "https://thistlewick.example/"} | given

    response = add(client, base, **typed)

    assert response.status_code == 200
    assert said in text_of(response)
    for name in ("text", "url"):
        assert typed[name] in response.content.decode()
    assert not Evidence.objects.exists()


def test_link_and_file_are_two_pieces(client: Client) -> None:
    response = add(client, address_of(make_return()), url="https://thistlewick.example/", **upload(files.pdf()))

    assert "Give a link or a file, not both" in text_of(response)
    assert "Choose the file once more" in text_of(response)
    assert not Evidence.objects.exists()


def test_file_has_to_be_chosen_again_where_something_else_is_wrong(client: Client) -> None:
    response = add(client, address_of(make_return()), text="", **upload(files.pdf()))

    assert "Choose the file once more" in text_of(response)
    assert not Evidence.objects.exists()


def test_the_same_press_twice_is_one_piece(client: Client) -> None:
    base = address_of(make_return())

    for _ in range(2):
        add(client, base)
        add(client, base, **upload(files.pdf()))

    assert Evidence.objects.count() == 2


def test_ten_pieces_are_the_most(client: Client) -> None:
    base = address_of(make_return())
    for n in range(10):
        add(client, base, text=f"Note {n}")

    response = add(client, base, text="One more")

    assert "There are ten pieces for this question already" in text_of(response)
    assert "One more" in text_of(response)
    assert Evidence.objects.count() == 10
    assert add(client, base, "joining").status_code == 303


def test_files_of_one_return_have_a_limit_together(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", 20_000)
    base = address_of(make_return())
    add(client, base, **upload(jpeg(900), "a.jpg"))

    response = add(client, base, text="Another", **upload(jpeg(901), "b.jpg"))

    assert "larger than 100 MB together" in text_of(response)
    assert EvidenceFile.objects.count() == 1


def test_piece_is_taken_out_after_a_question(client: Client) -> None:
    base = address_of(make_return())
    add(client, base, **upload(files.pdf()))
    piece = Evidence.objects.get()

    pressed = save(client, f"{base}questions/facts/", note="Typed and kept.", remove=str(piece.pk))
    asked = opened(client, pressed["Location"])
    assert EvidenceFile.objects.exists()
    done = client.post(pressed["Location"])
    again = client.post(pressed["Location"])

    assert "Remove this evidence?" in asked
    assert done["Location"] == f"{base}questions/facts/"
    assert again["Location"] == base
    assert not Evidence.objects.exists()
    assert not EvidenceFile.objects.exists()
    assert "Typed and kept." in opened(client, f"{base}questions/facts/")


def test_evidence_of_another_return_is_not_there(client: Client) -> None:
    theirs = address_of(make_return())
    add(client, theirs, **upload(files.pdf()))
    piece = Evidence.objects.get()
    mine = address_of(make_return())

    assert client.get(f"{mine}evidence/{piece.pk}/file").status_code == 404
    assert client.post(f"{mine}evidence/{piece.pk}/remove/")["Location"] == mine
    assert Evidence.objects.exists()


def test_submitted_evidence_stays(client: Client) -> None:
    the_return = make_submitted()
    base = address_of(the_return)
    piece = Evidence.objects.get()

    added = add(client, base, text="Too late")
    removed = client.post(f"{base}evidence/{piece.pk}/remove/")

    assert (added.status_code, removed.status_code) == (409, 409)
    assert "Too late" in text_of(added)
    assert Evidence.objects.count() == 1
    assert "Minutes of May." in opened(client, base)


def test_database_keeps_the_evidence_of_what_is_submitted() -> None:
    the_return = make_submitted()

    with pytest.raises(Locked):
        evidence.remove(return_id=the_return.pk, piece_id=Evidence.objects.get().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(of_return=the_return, question=Evidence.objects.get().question, kind="note", text="A")


def test_what_staff_do_not_use_says_why(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    add(client, base)
    Evidence.objects.update(state="refused", reason="It names a child.", decided_at="2026-05-01T10:00:00Z")

    assert "We cannot use this: It names a child." in opened(client, f"{base}questions/facts/")


def test_evidence_added_after_checking_is_looked_at_before_it_is_submitted(client: Client) -> None:
    the_return = answer_all(make_return())
    base = address_of(the_return)
    looked_at = fingerprint(the_return.pk)
    add(client, base, text="One thing more")

    response = client.post(f"{base}check/", {"looked_at": looked_at})

    assert "A colleague changed something" in text_of(response)
    assert "One thing more" in text_of(response)
    assert Return.objects.get().state == "open"
