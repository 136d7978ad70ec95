"""Writing and publishing what people are shown."""

import pytest
from django.urls import reverse

from charters.actions import withdraw
from desk.roles import Role
from pledges.kinds import Purpose
from pledges.models import NoticeVersion, PledgeWording, PurposeWording
from tests.charters.factories import make_charter, make_draft, make_published
from tests.factories import NoticeVersionFactory, PledgeWordingFactory, PurposeWordingFactory

from .conftest import SignIn


def act(name: str, wording: object) -> str:
    return reverse(f"admin:pledges_{wording._meta.model_name}_{name}", args=[wording.pk])  # type: ignore[attr-defined]


def test_publish_asks_first_and_then_publishes(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    draft = NoticeVersionFactory.create(n=1, published_at=None)

    asked = client.get(act("publish", draft))
    draft.refresh_from_db()
    before = draft.is_published
    answer = client.post(act("publish", draft), follow=True)

    draft.refresh_from_db()
    assert asked.status_code == 200
    assert not before
    assert draft.is_published
    assert "Published. Everybody sees it now." in answer.content.decode()


def test_publish_twice_says_so(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    notice = NoticeVersionFactory.create(n=1)

    answer = client.post(act("publish", notice), follow=True)

    assert "published already" in answer.content.decode()


def test_publish_behind_a_newer_version_is_refused(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    old = NoticeVersionFactory.create(n=1, published_at=None)
    NoticeVersionFactory.create(n=2)

    answer = client.post(act("publish", old), follow=True)

    old.refresh_from_db()
    assert not old.is_published
    assert "A newer version is published already" in answer.content.decode()


def test_published_words_cannot_be_edited_or_deleted(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    notice = NoticeVersionFactory.create(n=1)
    form = {"n": 1, "language": "en-gb", "standard": "Other words.", "easy": ""}

    assert client.get(act("change", notice)).status_code == 200
    assert client.post(act("change", notice), form).status_code == 403
    assert client.post(act("delete", notice), {"post": "yes"}).status_code == 403
    assert NoticeVersion.objects.get(pk=notice.pk).standard == notice.standard


def test_draft_can_be_edited_with_easy_read_lines(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    draft = NoticeVersionFactory.create(n=1, published_at=None)
    form = {"n": 1, "language": "en-gb", "standard": "New words.", "easy": "lock | We keep it safe. | A lock\n"}

    answer = client.post(act("change", draft), form)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert draft.standard == "New words."
    assert draft.easy == [{"picture": "lock", "text": "We keep it safe.", "alt": "A lock"}]


def test_line_for_groups_is_marked_and_comes_back_as_it_was_typed(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    draft = NoticeVersionFactory.create(n=1, published_at=None)
    typed = "list | Can we show you? |\nclass | Can we show your group? |  | group"

    client.post(act("change", draft), {"n": 1, "language": "en-gb", "standard": "New words.", "easy": typed})

    draft.refresh_from_db()
    assert [line.get("to") for line in draft.easy] == [None, "group"]
    again = client.get(act("change", draft)).context["adminform"].form["easy"].value()
    assert [part.strip() for part in again.split("|")] == [part.strip() for part in typed.split("|")]


@pytest.mark.parametrize(
    "line", ["list", "list | words", "list |  | alt", "list | words | alt | everybody", "a|b|c|d|e"]
)
def test_line_that_is_not_one_says_how_to_write_it(signed_in: SignIn, line: str) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    draft = NoticeVersionFactory.create(n=1, published_at=None)
    form = {"n": 1, "language": "en-gb", "standard": "New words.", "easy": line}

    answer = client.post(act("change", draft), form)

    draft.refresh_from_db()
    assert "Line 1: write picture | words | what the picture shows" in answer.content.decode()
    assert draft.standard != "New words."


def test_line_with_an_unknown_picture_is_refused_with_near_names(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    draft = NoticeVersionFactory.create(n=1, published_at=None)
    form = {"n": 1, "language": "en-gb", "standard": "New words.", "easy": "envelop | We write to you. | \n"}

    answer = client.post(act("change", draft), form)

    draft.refresh_from_db()
    assert "there is no picture called “envelop”. Perhaps: envelope" in answer.content.decode()
    assert draft.standard != "New words."


def test_new_version_copies_words_to_the_next_number(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    wording = PurposeWordingFactory.create(purpose=Purpose.NEWS, n=3)

    client.post(act("copy", wording))

    draft = PurposeWording.objects.get(purpose=Purpose.NEWS, n=4)
    assert (draft.standard, draft.basis, draft.is_published) == (wording.standard, wording.basis, False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n": 1}, "This version already exists."),
        ({"n": 0}, "Versions are numbered from 1."),
        ({"basis": "public_task"}, "Showing a name and sending news need consent."),
        ({"easy": "no bars here"}, "Line 1: write picture | words"),
    ],
)
def test_rules_of_the_database_stand_beside_the_form(
    signed_in: SignIn, changes: dict[str, object], message: str
) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=1)
    form = {"purpose": "news", "basis": "consent", "n": 2, "language": "en-gb", "standard": "Send me news", "easy": ""}

    answer = client.post(reverse("admin:pledges_purposewording_add"), form | changes)

    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert PurposeWording.objects.filter(purpose=Purpose.NEWS).count() == 1


# What a wording of the pledge stands on


def form_of(draft: PledgeWording, **more: object) -> dict[str, object]:
    return {"pledge": draft.pledge_id, "n": draft.n, "language": "en-gb", "standard": "We ask.", "easy": ""} | more


def test_pledge_words_choose_among_versions_that_everybody_can_read(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    charter = make_charter()
    old, now = make_published(charter), make_published(charter)
    make_draft(charter)
    draft = PledgeWordingFactory.create(published_at=None)

    asked = client.get(act("change", draft)).content.decode()
    answer = client.post(act("change", draft), form_of(draft, charter_versions=[now.pk]))

    assert answer.status_code == 302
    assert list(draft.charter_versions.all()) == [now]
    assert f"{charter}, version {old.n} (superseded)" in asked
    assert f"{charter}, version {now.n} (in force)" in asked
    assert f"{charter}, version {now.n + 1}" not in asked


def test_pledge_words_refuse_a_version_that_nobody_can_read(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    draft = PledgeWordingFactory.create(published_at=None)

    answer = client.post(act("change", draft), form_of(draft, charter_versions=[make_draft().pk]))

    assert answer.status_code == 200
    assert not draft.charter_versions.exists()


def test_publishing_shows_what_the_pledge_stands_on_and_freezes_it(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    draft = PledgeWordingFactory.create(published_at=None)
    draft.charter_versions.set([make_published(make_charter("Our Meeting Agreement"))])

    asked = client.get(act("publish", draft)).content.decode()
    client.post(act("publish", draft))

    assert "Our Meeting Agreement, version 1 (published)" in asked
    assert "Our Meeting Agreement, version 1" in client.get(act("change", draft)).content.decode()
    assert client.post(act("change", draft), form_of(draft, charter_versions=[])).status_code == 403
    assert draft.charter_versions.count() == 1


def test_publishing_words_on_a_version_taken_back_says_what_to_do(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    version = make_published()
    draft = PledgeWordingFactory.create(published_at=None)
    draft.charter_versions.set([version])
    withdraw(version_id=version.pk, reason="It was not agreed after all.")

    answer = client.post(act("publish", draft), follow=True)

    draft.refresh_from_db()
    assert not draft.is_published
    assert "a version of a charter that nobody can read now" in answer.content.decode()
