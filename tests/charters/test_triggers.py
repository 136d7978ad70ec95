"""What the database does by itself when something about a charter changes."""

import pytest
from django.db import connection

from charters import document as doc
from charters.actions import freeze, start_version, withdraw
from charters.models import Charter, Credit, File, Partner, Version
from post.models import Generation
from tests.charters.factories import (
    document,
    make_agreed,
    make_charter,
    make_draft,
    make_file,
    make_partner,
    make_published,
    promise,
    section,
)

pytestmark = pytest.mark.django_db


def with_files(poster: File, logo: File) -> doc.Document:
    Partner.objects.create(name="NHS Quillmere", kind="nhs", logo=logo)
    return document(
        attachments=(doc.Attachment("Poster", "poster.png", str(poster.type), poster.size, poster.hex),),
        partners=(doc.Partner("NHS Quillmere", "nhs", True, doc.Logo(logo.hex, str(logo.type))),),
    )


def public_files() -> set[str]:
    return {file.hex for file in File.objects.public()}


def test_files_of_a_version_are_public_while_it_is() -> None:
    poster, logo, other = make_file(), make_file(b"a logo"), make_file(b"another")
    version = make_agreed(make_draft(content=with_files(poster, logo)))
    before = public_files()
    Version.objects.filter(pk=version.pk).update(state="published")
    published = public_files()

    withdraw(version_id=version.pk, reason="It named a person.")

    assert (before, published) == (set(), {poster.hex, logo.hex})
    assert other.hex not in published
    assert public_files() == set()


def test_words_that_look_like_the_name_of_a_file_make_none_public() -> None:
    secret = make_file(b"not to be shown")

    make_published(content=document(section("One", promise(f"We keep {secret.hex}."))))

    assert public_files() == set()


@pytest.mark.parametrize("act", ["publish", "supersede", "withdraw", "take out a credit", "rename"])
def test_what_readers_see_moves_the_generation(act: str) -> None:
    draft = make_draft()
    Credit.objects.create(version=draft, position=1, text="The Kite Group")
    agreed = make_agreed(draft)
    if act != "publish":
        Version.objects.filter(pk=agreed.pk).update(state="published")
    before = Generation.current("charters")

    if act == "take out a credit":
        Credit.objects.all().delete()
    elif act == "rename":
        Charter.objects.update(title="Another")
    elif act == "withdraw":
        withdraw(version_id=agreed.pk, reason="It named a person.")
    else:
        Version.objects.filter(pk=agreed.pk).update(state="published" if act == "publish" else "superseded")

    assert Generation.current("charters") > before


def test_writing_a_draft_leaves_the_generation_alone() -> None:
    make_published()
    before = Generation.current("charters")

    make_agreed()

    assert Generation.current("charters") == before


def test_new_name_of_a_partner_is_new_content_of_what_is_open_and_leaves_what_is_published() -> None:
    published = make_published()
    open_one = freeze(version_id=start_version(charter=published.charter).pk)
    Partner.objects.filter(name="Quillmere Council").update(name="Quillmere Borough Council")

    open_one.refresh_from_db()
    published.refresh_from_db()
    assert open_one.document is None
    assert "Quillmere Council" in {one.name for one in doc.Document.parse(published.document or b"").partners}


def test_new_mailbox_of_a_partner_changes_no_content() -> None:
    version = make_agreed()

    Partner.objects.update(email="office@quillmere.example")

    version.refresh_from_db()
    assert version.state == "agreed"


def test_new_address_of_a_charter_is_new_content_where_it_is_referred_to() -> None:
    other = make_charter(slug="the-other")
    refers = document(references=(doc.Reference("read_with", "The other", "the-other", ""),))
    version = freeze(version_id=make_draft(content=refers).pk)

    other.slug = "the-new"
    other.save()

    version.refresh_from_db()
    assert version.document is None


def test_document_given_by_a_program_is_replaced_by_what_the_rows_say() -> None:
    version = make_draft()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE charters_version SET document = 'lies' WHERE id = %s", [version.pk])

    version.refresh_from_db()
    assert doc.Document.parse(version.document or b"").title == version.title


def test_state_is_kept_in_the_history_of_each_version() -> None:
    version = make_published()

    states = Version.pgh_event_model.objects.filter(pgh_obj=version).order_by("pgh_id")  # type: ignore[attr-defined]

    assert [row.state for row in states] == ["draft", "consultation", "agreed", "published"]


def test_partner_that_is_nobody_yet_is_made_once() -> None:
    make_draft(content=document(section("One", promise("They ask.", actor="partner", partner="The Sailing Club"))))
    make_draft(content=document(section("One", promise("They ask.", actor="partner", partner="The Sailing Club"))))

    assert Partner.objects.filter(name="The Sailing Club").count() == 1
    assert make_partner("Another").kind == "other"
