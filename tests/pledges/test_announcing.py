"""News of a new version of a charter: to whom it goes, what it says, and that it goes once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from charters import demo as charters_demo
from charters.actions import start_version, withdraw
from charters.models import Charter, Version
from pledges import actions, demo
from pledges.actions import announcing, begin_announcement, tell_of_new_versions
from pledges.jobs import new_versions as job
from pledges.kinds import Kind, Purpose, ShownIn, State
from pledges.models import AnnouncedVersion, Announcement, ConsentEntry, Pledge, PledgeWording, Signature
from post.models import Outbox
from tests.charters.factories import make_charter, make_published, make_published_from
from tests.factories import PledgeFactory, StaffMemberFactory, make_signature, publish_words_on

from .test_letters import LONGEST, post_now
from .test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TEMPLATE = "pledges/new_versions"
NOTE = "We changed some words.\n\nMost families had asked for it."


@pytest.fixture
def charter() -> Charter:
    return make_charter("Five Ways We Work", slug="five-ways")


@pytest.fixture(autouse=True)
def wording(charter: Charter) -> PledgeWording:
    """The open pledge's words, which stand on the first version."""
    return publish_words_on(make_published(charter), pledge=PledgeFactory.create(is_open=True), n=1)


def taker(**more: Any) -> Signature:
    """Somebody who takes news, and whose other letters have gone."""
    signature = make_signature(agreed=[Purpose.NEWS], **more)
    Outbox.objects.all().delete()
    return signature


def make_newer(charter: Charter) -> Version:
    """The next version in force, with a change note in both forms."""
    draft = start_version(charter=charter)
    easy = [{"picture": "book", "text": "Some words are new.", "alt": ""}]
    Version.objects.filter(pk=draft.pk).update(note=NOTE, easy_note=easy)
    draft.refresh_from_db()
    return make_published_from(draft)


def waiting() -> list[Any]:
    """Whose letters about it wait."""
    return list(Outbox.objects.filter(template=TEMPLATE).values_list("about_id", flat=True))


# What it says


def test_letter_tells_what_changed_and_leads_there(client: Client, charter: Charter) -> None:
    taker()
    make_newer(charter)

    job()

    [letter] = post_now()
    html = letter.alternatives[0][0]
    assert letter.subject == "“Five Ways We Work” has changed"
    for path in ("/charters/five-ways/versions/2/", "/charters/five-ways/compare/1/2/"):
        assert re.search(rf"http://\S+{path}\n", letter.body)
        assert f'{path}"' in html
        assert client.get(path).status_code == 200
    assert "We changed some words." in letter.body
    assert "Most families had asked for it." in html
    assert "We wrote to you because you take our news." in letter.body


def test_letter_in_easy_read_has_the_easy_note_and_the_easy_page(client: Client, charter: Charter) -> None:
    taker(kind=Kind.YOUNG_PERSON, shown_in=ShownIn.EASY)
    make_newer(charter)

    job()

    [letter] = post_now()
    said = letter.body.partition("\n\n--\n")[0]
    assert "“Five Ways We Work” has changed.\nSome words are new.\n" in said
    assert "/charters/five-ways/versions/2/easy-read/\n" in said
    assert NOTE not in said
    sentences = re.split(r"[.?:\n]", re.sub(r"http\S+|“.*?”", "", said))
    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST


def test_letter_leads_from_the_version_that_its_reader_stands_behind(charter: Charter) -> None:
    signature = taker()
    make_newer(charter)
    actions.leave(subject_id=taker().pk)
    job()
    post_now()

    make_newer(charter)
    job()

    [letter] = post_now()
    assert signature.stands_by.charter_versions.get().n == 1
    assert "/charters/five-ways/compare/1/3/" in letter.body


def test_letter_can_be_stopped_by_one_press_and_then_no_other_comes(client: Client, charter: Charter) -> None:
    signature = taker()
    make_newer(charter)
    job()
    [letter] = post_now()
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    client.post(re.sub(r"^https?://[^/]+", "", address), {"List-Unsubscribe": "One-Click"})
    make_newer(charter)
    job()

    assert waiting() == []
    assert Purpose.NEWS not in ConsentEntry.objects.in_force(signature.pk)


# To whom


def test_only_who_stands_behind_the_pledge_and_takes_news_is_told(charter: Charter) -> None:
    told = [taker(state=state) for state in (State.APPROVED, State.AWAITING, State.HELD, State.CHANGES_ASKED)]
    for state in (State.UNCONFIRMED, State.REJECTED, State.WITHDRAWN):
        taker(state=state)
    make_signature()
    no_more = taker()
    said = ConsentEntry.objects.in_force(no_more.pk)[Purpose.NEWS]
    actions.choose(subject_id=no_more.pk, wording=said.wording, yes=False)
    make_newer(charter)

    job()

    assert sorted(waiting()) == sorted(signature.pk for signature in told)


def test_who_signs_when_it_is_there_already_is_not_told(charter: Charter) -> None:
    make_newer(charter)
    taker()

    job()

    assert waiting() == []


def test_who_signed_another_pledge_is_not_told(charter: Charter, wording: PledgeWording) -> None:
    taker()
    Pledge.objects.update(is_open=False)
    publish_words_on(Version.objects.get(), pledge=PledgeFactory.create(is_open=True, title="Another"), n=1)
    mine = taker()
    make_newer(charter)

    job()

    assert waiting() == [mine.pk]


def test_who_stands_by_words_that_name_it_is_not_told(charter: Charter, wording: PledgeWording) -> None:
    """Published newer words have a letter of their own; here both come at the same time."""
    agreed, other = taker(), taker()
    newer = make_newer(charter)
    begin_announcement(on=timezone.now())
    words = publish_words_on(newer, pledge=wording.pledge, n=2)
    actions.affirm(subject_id=agreed.pk, wording=words)
    Outbox.objects.all().delete()
    tell_of_new_versions(on=timezone.now())

    letters = [letter for letter in post_now() if "Five Ways We Work" in letter.subject]

    assert [letter.to for letter in letters] == [[other.subject.person.email]]


def test_nobody_is_told_after_the_pledge_has_closed(charter: Charter) -> None:
    taker()
    make_newer(charter)
    Pledge.objects.update(is_open=False)

    job()

    assert waiting() == []


# Of what


def test_nothing_is_news_that_was_there_before_the_pledge_named_the_charter(wording: PledgeWording) -> None:
    taker()
    old = make_charter("Old", slug="old")
    first = make_published(old)
    make_newer(old)
    publish_words_on(first, pledge=wording.pledge, n=2)

    job()

    assert waiting() == []
    assert not Announcement.objects.exists()


def test_loading_the_demonstration_tells_nobody() -> None:
    Pledge.objects.update(is_open=False)
    charters_demo.load_charters()
    demo.load_words()
    demo.load_signatures(by=StaffMemberFactory.create())

    job()

    assert Signature.objects.taking_news().count() > 10
    assert waiting() == []


def test_charter_that_the_pledge_does_not_name_is_no_news() -> None:
    taker()
    other = make_charter("Other", slug="other")
    make_published(other)
    make_newer(other)

    job()

    assert waiting() == []


def test_version_that_newer_words_name_is_left_to_their_letter(charter: Charter, wording: PledgeWording) -> None:
    taker()
    publish_words_on(make_newer(charter), pledge=wording.pledge, n=2)

    job()

    assert waiting() == []


def test_version_superseded_before_anybody_looked_is_skipped(charter: Charter) -> None:
    taker()
    make_newer(charter)
    last = make_newer(charter)

    job()

    assert list(AnnouncedVersion.objects.values_list("version", flat=True)) == [last.pk]
    [letter] = post_now()
    assert "version 3" in letter.body
    assert "version 2" not in letter.body


@pytest.mark.parametrize("form", ShownIn, ids=str)
def test_several_versions_go_in_one_letter(charter: Charter, wording: PledgeWording, form: ShownIn) -> None:
    other = make_charter("Our Meeting Agreement", slug="meetings")
    publish_words_on(*Version.objects.all(), make_published(other), pledge=wording.pledge, n=2)
    taker(shown_in=form)
    make_newer(charter)
    make_newer(other)

    job()

    [letter] = post_now()
    assert letter.subject == "Our promises have changed"
    assert "/charters/five-ways/versions/2/" in letter.body
    assert "/charters/meetings/versions/2/" in letter.body


@pytest.mark.parametrize("act", ["withdraw", "say no"])
def test_letter_that_is_true_no_more_is_not_sent(charter: Charter, act: str) -> None:
    signature = taker()
    newer = make_newer(charter)
    job()
    if act == "withdraw":
        withdraw(version_id=newer.pk, reason="It was not agreed after all.")
    else:
        said = ConsentEntry.objects.in_force(signature.pk)[Purpose.NEWS]
        actions.choose(subject_id=signature.pk, wording=said.wording, yes=False)
        Outbox.objects.exclude(template=TEMPLATE).delete()

    assert post_now() == []


def test_letter_about_a_version_superseded_meanwhile_gives_way_to_the_next(charter: Charter) -> None:
    taker()
    make_newer(charter)
    job()
    make_newer(charter)

    # The worker looks for what is new before it sends.
    letters = post_now()

    assert ["version 3" in letter.body for letter in letters] == [True]


def test_leaving_takes_the_letter_along(charter: Charter) -> None:
    signature = taker()
    make_newer(charter)
    job()

    actions.leave(subject_id=signature.pk)

    assert waiting() == []


# How often


def test_version_is_told_of_once(charter: Charter) -> None:
    taker()
    make_newer(charter)

    job()
    job()

    assert len(waiting()) == 1


def test_next_version_is_told_of_when_the_letters_about_the_one_before_are_written(charter: Charter) -> None:
    taker()
    make_newer(charter)
    begin_announcement(on=timezone.now())
    make_newer(charter)

    first = begin_announcement(on=timezone.now())
    job()
    job()

    assert first is None
    assert Announcement.objects.filter(finished_at__isnull=False).count() == 2
    assert len(post_now()) == 1


def test_seventh_time_in_a_year_waits_until_the_first_is_a_year_old(charter: Charter) -> None:
    signature = taker()
    now = timezone.now()
    for _time in range(announcing.MOST):
        make_newer(charter)
        job()
    last = make_newer(charter)

    early = begin_announcement(on=now + timedelta(days=300))
    late = begin_announcement(on=now + announcing.WITHIN + timedelta(days=1))

    assert waiting() == [signature.pk] * announcing.MOST
    assert early is None
    assert late is not None
    assert late.versions.get().version == last


def test_it_goes_on_where_it_was(charter: Charter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "LOOKED_AT", 1)
    everybody = [taker() for _one in range(3)]
    make_newer(charter)
    begin_announcement(on=timezone.now())
    tell_of_new_versions(on=timezone.now())

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell_of_new_versions(on=timezone.now())
        raise ZeroDivisionError
    after_the_crash = len(waiting())
    job()

    assert after_the_crash == 1
    assert sorted(waiting()) == sorted(signature.pk for signature in everybody)
    assert Announcement.objects.get().reached is None


def test_two_workers_at_once_write_one_letter_to_each(charter: Charter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "LOOKED_AT", 1)
    everybody = [taker() for _one in range(4)]
    make_newer(charter)

    raised = at_once(job, job, job)

    assert list(raised) == [None] * 3
    job()
    assert sorted(waiting()) == sorted(signature.pk for signature in everybody)
    assert Announcement.objects.count() == 1


def test_somebody_leaves_while_they_are_written_to(charter: Charter) -> None:
    leaver = taker()
    make_newer(charter)

    raised = at_once(job, lambda: actions.leave(subject_id=leaver.pk))

    assert list(raised) == [None] * 2
    assert waiting() == []
