"""Pictures of staff at the desk: added, cleared, chosen for a line, put right, and taken back; and what readers see."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters import document as doc
from charters import pictures, uploaded
from charters.actions import (
    AboutPicture,
    NameTaken,
    NotReady,
    check_by_readers,
    clear_picture,
    consult,
    correct_picture,
    publish,
    withdraw_picture,
)
from charters.actions.exporting import export
from charters.actions.importing import import_export
from charters.importing import exported
from charters.models import EasyReadLine, File, Picture, Section, Version
from desk.roles import Role
from pledges.models import NoticeVersion
from tests.charters.factories import (
    document,
    easy_line,
    make_agreed,
    make_charter,
    make_draft,
    make_published,
    promise,
    section,
)
from tests.charters.reading import page as public
from tests.charters.uploading import make_picture, png, svg

from .charter_pages import address, fields_on, first_clause, page_of, send, words
from .conftest import SignIn
from .test_pictures_safe import ABOUT
from .test_pictures_safe import send as upload

pytestmark = pytest.mark.django_db
SEEN = "/charters/c/easy-read/3/"


def showing(*names: str) -> doc.Document:
    """A promise for each picture."""
    line = easy_line()
    clauses = [promise(f"We will do thing {n}.", easy=(replace(line, picture=one),)) for n, one in enumerate(names)]
    return document(section("Start", *clauses))


def published_with(*names: str) -> Version:
    return make_published(make_charter(slug="c"), showing(*names))


def shown(client: Client, path: str = SEEN) -> list[tuple[str, str]]:
    """Address and words of each picture beside a line."""
    found = public(client, path).cssselect("main img.picture")
    return [(str(one.get("src")), str(one.get("alt"))) for one in found]


def test_picture_goes_from_the_upload_to_the_reader_and_back_again(editor: Client, client: Client) -> None:
    upload(editor, svg(), "tree.svg", name="The Tree")
    picture = Picture.objects.get()
    draft = make_draft(make_charter(slug="c"))
    clause = first_clause(draft)

    send(editor, page_of(clause), lines__0__picture="the tree", lines__0__alt="")

    line = EasyReadLine.objects.get(clause=clause)
    assert (line.picture, line.alt) == (picture.hex, "A tree")
    assert fields_on(editor.get(page_of(clause)))["lines-0-picture"] == "The Tree"
    publish(version_id=make_agreed(draft).pk)
    assert (f"/charters/pictures/{picture.hex}", "A tree") in shown(client)
    assert client.get(f"/charters/pictures/{picture.hex}").status_code == 200

    answer = editor.post(address("picture_take_back", picture.hex), {"reason": "Its maker asked us to."})

    assert answer.status_code == 303
    assert all(picture.hex not in src and "tree" not in alt for src, alt in shown(client))
    assert "We ask you first." in public(client, SEEN).text_content()
    gone = client.get(f"/charters/pictures/{picture.hex}")
    assert (gone.status_code, gone.content, gone["Cache-Control"]) == (410, b"", "no-store")
    assert not File.objects.filter(pk=picture.pk).exists()
    assert editor.get(address("file", picture.hex)).status_code == 404
    assert "Its maker asked us to." in words(editor.get(address("picture_change", picture.hex)))


def test_picture_that_nobody_has_cleared_is_seen_by_staff_alone(editor: Client, client: Client) -> None:
    upload(editor, png(), cleared="")
    picture = Picture.objects.get()
    own = f"/charters/pictures/{picture.hex}"

    assert client.get(own).status_code == 404
    assert editor.get(address("file", picture.hex)).status_code == 200
    assert pictures.name_of("Sapling") == ""
    refused = send(editor, page_of(first_clause(make_draft())), lines__0__picture="Sapling")
    assert "There is no picture called “Sapling”" in words(refused)

    assert editor.get(address("picture_clear", picture.hex)).status_code == 200
    assert client.get(own).status_code == 404
    editor.post(address("picture_clear", picture.hex))

    assert client.get(own).status_code == 200
    assert pictures.name_of("Sapling") == picture.hex


def test_picture_is_kept_by_browsers_for_a_day_and_no_longer(client: Client) -> None:
    picture = make_picture()
    own = f"/charters/pictures/{picture.hex}"

    first = client.get(own)

    assert first["Cache-Control"] == "public, max-age=86400"
    assert client.get(own, headers={"If-None-Match": first["ETag"]}).status_code == 304
    withdraw_picture(picture=picture, reason="A mistake.")
    assert client.get(own, headers={"If-None-Match": first["ETag"]}).status_code == 410


@pytest.mark.parametrize("name", ["0" * 64, "0" * 63, "zz", "..%2f", "x" * 5000])
def test_picture_that_never_was_is_not_there(client: Client, editor: Client, name: str) -> None:
    assert client.get(f"/charters/pictures/{name}").status_code == 404
    assert editor.get(f"/admin/charters/picture/{name}/").status_code == 404


def test_page_of_forty_pictures_asks_for_them_once(client: Client) -> None:
    """Taken back or not: what is in use is read once for a page."""
    many = [make_picture(f"Sapling {n}").hex for n in range(40)]
    make_published(make_charter(slug="few"), showing("book"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/charters/few/easy-read/3/")
    published_with(*many)

    with CaptureQueriesContext(connection) as found:
        client.get(SEEN)

    assert len(found) == len(few) + 1


def test_version_with_a_picture_that_was_taken_back_cannot_be_published(editor: Client) -> None:
    picture = make_picture()
    agreed = make_agreed(make_draft(make_charter(slug="c"), showing(picture.hex, "book")))

    withdraw_picture(picture=picture, reason="A mistake.")

    with pytest.raises(NotReady, match="picture_gone"):
        publish(version_id=agreed.pk)
    lacking = words(editor.get(address("version_change", agreed.pk)))
    assert "A picture that was taken back" in lacking
    refused = send(editor, page_of(first_clause(agreed)))
    assert "This picture was taken back. Choose another one." in words(refused)


@pytest.mark.parametrize("place", ["easy_intro", "easy_note", "section"])
def test_picture_beside_a_heading_or_the_opening_words_is_looked_for_too(editor: Client, place: str) -> None:
    picture = make_picture()
    lines = [{"picture": picture.hex, "text": "Read this.", "alt": "A tree"}]
    draft = make_draft()
    if place == "section":
        Section.objects.filter(version=draft).update(easy=lines)
    else:
        Version.objects.filter(pk=draft.pk).update(**{place: lines})
    consult(version_id=draft.pk)

    withdraw_picture(picture=picture, reason="A mistake.")

    assert "A picture was taken back: one in the opening words" in words(
        editor.get(address("version_change", draft.pk))
    )


def test_asking_waits_for_pictures_that_may_be_shown() -> None:
    picture = make_picture(cleared=False)
    draft = make_draft(make_charter(), showing(picture.hex))

    assert picture.hex not in uploaded.in_use()
    with pytest.raises(NotReady, match="picture_gone"):
        check_by_readers(version_id=draft.pk, group="Kite Group readers", count=4)

    clear_picture(picture=picture)

    assert publish(version_id=make_agreed(draft).pk).is_public


def test_pledge_and_other_wordings_show_it_by_its_name_and_lose_it_with_it(signed_in: SignIn, client: Client) -> None:
    officer, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    picture = make_picture("The Tree")
    sent = {"n": 1, "language": "en-gb", "standard": "What we keep.", "easy": "the tree | We keep your name. | A tree"}

    officer.post(reverse("admin:pledges_noticeversion_add"), sent)

    notice = NoticeVersion.objects.get()
    assert notice.easy[0]["picture"] == picture.hex
    change = reverse("admin:pledges_noticeversion_change", args=[notice.pk])
    assert "The Tree | We keep your name. | A tree" in officer.get(change).content.decode()
    officer.post(reverse("admin:pledges_noticeversion_publish", args=[notice.pk]))
    assert picture.hex in client.get("/privacy/easy-read/").content.decode()
    withdraw_picture(picture=picture, reason="A mistake.")
    said = client.get("/privacy/easy-read/").content.decode()
    assert picture.hex not in said
    assert "We keep your name." in said


def test_export_whose_pictures_are_not_here_says_so_and_comes_without_them(editor: Client) -> None:
    picture = make_picture()
    sent = json.dumps(export(published_with(picture.hex, "book"))).encode()
    here, same = import_export(exported=exported.read(sent), target=make_charter())
    withdraw_picture(picture=picture, reason="A mistake.")

    there, other = import_export(exported=exported.read(sent), target=make_charter())

    assert (same, other) == (True, False)
    told = exported.understood(exported.read(sent)).warnings
    assert told == ["1 picture that staff uploaded is not here. Its lines come without a picture: choose another one."]
    assert [named(one) for one in (here, there)] == [[picture.hex, "book"], ["", "book"]]


def named(version: Version) -> list[str]:
    lines = EasyReadLine.objects.filter(clause__version=version)
    return list(lines.order_by("clause__position").values_list("picture", flat=True))


@pytest.mark.parametrize("name", ["tree", "Tree", "SAPLING", "ab" * 32])
def test_name_of_another_picture_is_refused_by_the_act_itself(name: str) -> None:
    make_picture("Sapling")
    puffin = make_picture("Puffin")
    about = AboutPicture(name, "A puffin: it dives", (), "The Kite Group", "own")

    with pytest.raises(NameTaken):
        make_picture(name, content=png())
    with pytest.raises(NameTaken):
        correct_picture(picture=puffin, about=about)
    correct_picture(picture=puffin, about=replace(about, name="PUFFIN"))

    assert sorted(Picture.objects.values_list("name", flat=True)) == ["PUFFIN", "Sapling"]


def test_print_has_it_until_it_is_taken_back() -> None:
    content = png()
    picture = make_picture(content=content)

    assert "data:image/png;base64," in pictures.drawing(picture.hex)
    assert pictures.picture(picture.hex).shows == "A sapling: it grows"

    withdraw_picture(picture=picture, reason="A mistake.")

    assert not pictures.known(picture.hex)
    with pytest.raises(pictures.UnknownPicture):
        pictures.picture(picture.hex)


def test_everybody_can_read_who_made_them(client: Client) -> None:
    make_picture("Sapling")
    make_picture("Puffin", cleared=False)
    withdraw_picture(picture=make_picture("Dinghy"), reason="A mistake.")

    plain = public(client, "/charters/pictures/").cssselect("main")[0].text_content()

    assert "The Kite Group" in plain
    assert [alt for _src, alt in shown(client, "/charters/pictures/")] == ["A sapling"]
    assert [alt for _src, alt in shown(client, "/charters/pictures/easy-read/")] == ["", "A sapling"]
    assert "/charters/pictures/" in client.get("/credits/").content.decode()


def test_pictures_of_our_own_are_found_beside_the_others(editor: Client) -> None:
    make_picture("Willow")
    make_picture("Waiting", cleared=False)

    found, none = (words(editor.get(address("pictures"), {"q": q})) for q in ("growing willow", "no such thing"))

    assert "<b>Willow</b>" in found
    assert "0 pictures" in none
    assert '<option value="Willow">' in words(editor.get(page_of(first_clause(make_draft()))))
    assert "Waiting" not in words(editor.get(address("pictures")))
    assert "Perhaps: Willow" in words(send(editor, page_of(first_clause(make_draft())), lines__0__picture="Wilow"))


def test_what_is_said_of_it_can_be_put_right_and_the_picture_stays(editor: Client) -> None:
    picture = make_picture()
    page = address("picture_change", picture.hex)
    published_with(picture.hex)

    told = words(editor.get(page))
    answer = editor.post(page, {**ABOUT, "name": "Sapling", "credit": "Somebody else", "licence": "cc_by"})

    assert "Five Ways We Work, version 1" in told
    assert answer.status_code == 303
    now = Picture.objects.get()
    assert (now.name, now.credit, now.licence) == ("Sapling", "Somebody else", "cc_by")
    assert now.words == ["growing", "leaves"]
    assert now.hex == picture.hex
    assert "This field is required" in words(editor.post(page, {**ABOUT, "credit": ""}))


def test_picture_that_was_taken_back_is_not_changed_and_does_not_come_again(editor: Client) -> None:
    upload(editor, png())
    picture = Picture.objects.get()
    editor.post(address("picture_take_back", picture.hex), {"reason": ""})
    assert Picture.objects.get().withdrawn_at is None
    editor.post(address("picture_take_back", picture.hex), {"reason": "A mistake."})

    again = editor.post(address("picture_take_back", picture.hex), {"reason": "Again."}, follow=True)
    changed = editor.post(address("picture_change", picture.hex), ABOUT, follow=True)
    cleared = editor.post(address("picture_clear", picture.hex), follow=True)

    assert all("somebody has taken this picture back" in words(one) for one in (again, changed, cleared))
    assert "was here before, as “Sapling”, and was taken back" in words(upload(editor, png(), name="Newer"))
    assert Picture.objects.get().credit == ""


def test_picture_that_nobody_cleared_is_thrown_away_whole(editor: Client) -> None:
    picture = make_picture(cleared=False)

    editor.post(address("picture_take_back", picture.hex), {"reason": "Not ours."})

    assert not Picture.objects.exists()
    assert not File.objects.exists()


def test_file_that_is_a_logo_too_stays_a_logo(editor: Client) -> None:
    picture = make_picture()
    draft = make_draft()
    partner = draft.partners.all()[0].partner
    partner.logo = File.objects.get()
    partner.save()

    withdraw_picture(picture=picture, reason="A mistake.")

    partner.refresh_from_db()
    assert partner.logo is not None


def test_list_shows_each_with_where_it_stands(editor: Client) -> None:
    published_with(make_picture("Sapling").hex)
    make_picture("Puffin", cleared=False)
    withdraw_picture(picture=make_picture("Dinghy"), reason="A mistake.")

    told = words(editor.get(address("picture_changelist")))

    assert told.index("Not cleared yet") < told.index("Puffin") < told.index("In use") < told.index("Sapling")
    assert told.index("1 version shows it") < told.index("Taken back</h2>") < told.index("Dinghy")
    assert address("picture_changelist") in words(editor.get("/admin/"))


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.ADMINISTRATOR])
def test_nobody_but_charter_editors_has_to_do_with_them(signed_in: SignIn, role: Role | None) -> None:
    picture = make_picture(cleared=False)
    client = signed_in(role)[0] if role else Client()
    refused = 403 if role else 302  # to the sign-in page; what was sent comes back with 403
    pages = [address("picture_changelist"), address("picture_add"), address("file", picture.hex)]
    pages += [address(f"picture_{name}", picture.hex) for name in ("change", "clear", "take_back")]

    assert [client.get(one).status_code for one in pages] == [refused] * len(pages)
    assert [client.post(one, ABOUT).status_code for one in pages[1:]] == [403] * (len(pages) - 1)
    assert Picture.objects.get().cleared_at is None
