"""A closed pledge's clock: a letter a month ahead, and after half a year nothing personal is left."""

import re
from datetime import datetime, timedelta

import psycopg2
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from config.lib.retention import carry_out
from pledges.actions import end_signatures, leave, tell_of_the_end
from pledges.actions.moderation import note
from pledges.kinds import Act, Channel, Kind, Purpose, ShownIn, State
from pledges.ledger import first_break
from pledges.models import ConsentEntry, Note, Person, Pledge, PublicEntry, Revision, Signature
from pledges.models.signatures import TELL_AHEAD
from pledges.models.wordings import KEEP_CLOSED
from post.models import Outbox, Token
from tests.conftest import Cursor
from tests.factories import StaffMemberFactory, make_signature
from tests.pledges.own_pages import own_address
from tests.pledges.test_letters import LONGEST, link_in, post_now
from tests.privacy.columns import ENDS
from tests.privacy.planting import Canary
from tests.privacy.searching import places

pytestmark = pytest.mark.django_db(transaction=True)
WREN = Canary("ends")
A_MOMENT = timedelta(seconds=1)


def close(signature: Signature) -> datetime:
    """Closes the pledge; when that was."""
    Pledge.objects.filter(pk=signature.pledge_id).update(is_open=False)
    closed_at = Pledge.objects.get(pk=signature.pledge_id).closed_at
    assert closed_at is not None
    return closed_at


def live_to_the_end(signature: Signature) -> datetime:
    """Closes the pledge and tells everybody in good time; the day their details go."""
    closed_at = close(signature)
    tell_of_the_end(on=closed_at + KEEP_CLOSED - TELL_AHEAD)
    return closed_at + KEEP_CLOSED


def test_nobody_is_told_or_ended_while_the_pledge_is_open() -> None:
    make_signature()
    in_ten_years = timezone.now() + timedelta(days=3650)

    assert tell_of_the_end(on=in_ten_years) == end_signatures(on=in_ten_years) == 0


def test_everybody_here_is_told_once_a_month_ahead() -> None:
    signature = make_signature()
    for state in (State.AWAITING, State.REJECTED, State.UNCONFIRMED, State.WITHDRAWN):
        make_signature(state=state)
    closed_at = close(signature)
    Outbox.objects.all().delete()
    time_to_tell = closed_at + KEEP_CLOSED - TELL_AHEAD

    told = [tell_of_the_end(on=moment) for moment in (time_to_tell - A_MOMENT, time_to_tell, time_to_tell)]

    assert told == [0, 3, 0]
    assert set(Outbox.objects.values_list("template", flat=True)) == {"pledges/ending"}
    signature.refresh_from_db()
    assert signature.ends_at == closed_at + KEEP_CLOSED


def test_day_is_the_one_in_the_letter() -> None:
    signature = make_signature()
    ends_at = live_to_the_end(signature)

    assert end_signatures(on=ends_at - A_MOMENT) == 0
    assert end_signatures(on=ends_at) == 1
    assert end_signatures(on=ends_at) == 0


def test_nobody_is_ended_who_was_not_told_a_month_ahead() -> None:
    signature = make_signature()
    long_after = close(signature) + KEEP_CLOSED * 2

    assert end_signatures(on=long_after) == 0
    assert tell_of_the_end(on=long_after) == 1
    assert end_signatures(on=long_after + TELL_AHEAD - A_MOMENT) == 0
    assert end_signatures(on=long_after + TELL_AHEAD) == 1


def test_opening_again_stops_the_clock_and_closing_starts_it_anew() -> None:
    signature = make_signature()
    first_end = live_to_the_end(signature)
    Pledge.objects.filter(pk=signature.pledge_id).update(is_open=True)

    assert end_signatures(on=first_end + timedelta(days=3650)) == 0

    second_end = close(signature) + KEEP_CLOSED
    assert second_end > first_end
    assert end_signatures(on=second_end) == 0
    assert tell_of_the_end(on=second_end - TELL_AHEAD) == 1
    assert end_signatures(on=second_end) == 1


def test_end_deletes_everything_personal_and_the_ledger_says_why(owner_cursor: Cursor) -> None:
    signature = make_signature(email=WREN.email, agreed=[Purpose.NEWS], **WREN.details(1))
    note(subject_id=signature.pk, by=StaffMemberFactory.create(), text=WREN.word("note"))
    other = make_signature(state=State.REJECTED)
    assert end_signatures(on=live_to_the_end(signature)) == 2

    signature.refresh_from_db()
    other.refresh_from_db()
    assert signature.state == other.state == State.WITHDRAWN
    assert places(owner_cursor, WREN.needles) - set(ENDS) == set()
    for model in (Person, Revision, PublicEntry, Note, Token):
        assert not model._default_manager.exists(), model
    taken_back = ConsentEntry.objects.filter(subject_id=signature.pk, act=Act.WITHDRAW)
    assert {entry.channel for entry in taken_back} == {Channel.ENDED}
    assert len(taken_back) == 3
    assert ConsentEntry.objects.in_force(signature.pk) == {}
    assert first_break() is None


def test_end_goes_on_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.actions.retention.BATCH", 1)
    for _other in range(2):
        make_signature()
    ends_at = live_to_the_end(make_signature())

    assert end_signatures(on=ends_at) == 1
    assert carry_out("pledges.ended", on=ends_at) == 2
    assert not Person.objects.exists()


def test_what_they_took_back_themselves_stays_as_they_did_it() -> None:
    signature = make_signature()
    ends_at = live_to_the_end(signature)
    leave(subject_id=signature.pk)

    assert end_signatures(on=ends_at) == 0
    taken_back = ConsentEntry.objects.filter(subject_id=signature.pk, act=Act.WITHDRAW)
    assert {entry.channel for entry in taken_back} == {Channel.WEB}


FORMS = pytest.mark.parametrize("form", ShownIn, ids=str)


def last_text() -> str:
    return str(post_now()[-1].body)


@FORMS
def test_letter_ahead_names_the_day_and_leads_to_their_page(client: Client, form: ShownIn) -> None:
    signature = make_signature(shown_in=form)
    post_now()
    ends_at = live_to_the_end(signature)

    text = last_text()

    day = timezone.localdate(ends_at)
    assert f"{day.day} {day:%B %Y}" in text
    assert link_in(text).endswith("/easy-read/") is (form == ShownIn.EASY)
    assert client.get(link_in(text)).status_code == 200


@FORMS
def test_last_letter_says_what_happened_and_names_nobody(form: ShownIn) -> None:
    signature = make_signature(kind=Kind.PARENT_CARER, name="Ada Lark", shown_in=form)
    ends_at = live_to_the_end(signature)
    post_now()
    end_signatures(on=ends_at)

    letters = post_now()

    assert [letter.subject for letter in letters] == ["The pledge is over: we deleted your details"]
    text = str(letters[0].body)
    assert signature.reference in text
    assert "Ada" not in text
    assert text.startswith("Hello,\n")
    assert ("See our website" in text) is (form == ShownIn.EASY)
    assert not Outbox.objects.exists()


def test_easy_letters_about_the_end_have_short_sentences() -> None:
    signature = make_signature(kind=Kind.YOUNG_PERSON, shown_in=ShownIn.EASY)
    post_now()
    ends_at = live_to_the_end(signature)
    texts = [last_text()]
    end_signatures(on=ends_at)
    texts.append(last_text())

    words = [re.sub(r"http\S+|“.*?”", "", text.partition("\n\n--\n")[0]) for text in texts]
    sentences = [part for text in words for part in re.split(r"[.?:\n]", text)]

    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST


def test_letter_ahead_is_not_sent_once_the_pledge_is_open_again() -> None:
    signature = make_signature()
    post_now()
    live_to_the_end(signature)
    Pledge.objects.filter(pk=signature.pledge_id).update(is_open=True)

    assert post_now() == []


def test_closed_pledge_says_until_when_details_are_kept(client: Client) -> None:
    signature = make_signature()
    day = timezone.localdate(close(signature) + KEEP_CLOSED)

    shown = client.get("/pledge/").content.decode()

    assert f"until {day.day} {day:%B %Y}" in shown
    assert 'href="/privacy/kept/"' in shown


def test_own_page_says_on_which_day_details_go_only_while_the_pledge_is_closed(client: Client) -> None:
    signature = make_signature()
    closed_at = close(signature)
    page = own_address(signature)

    while_closed = client.get(page).content.decode()
    tell_of_the_end(on=closed_at + KEEP_CLOSED)
    told_late = client.get(page).content.decode()
    Pledge.objects.filter(pk=signature.pledge_id).update(is_open=True)

    assert f"{timezone.localdate(closed_at + KEEP_CLOSED):%B %Y}" in while_closed
    assert f"{timezone.localdate(closed_at + KEEP_CLOSED + TELL_AHEAD):%B %Y}" in told_late
    assert "We delete your details on" not in client.get(page).content.decode()


def test_time_of_closing_is_the_databases_own() -> None:
    signature = make_signature()
    long_ago = timezone.now() - timedelta(days=400)
    closed_at = close(signature)

    with transaction.atomic():
        Pledge.objects.filter(pk=signature.pledge_id).update(closed_at=long_ago)
    backdated = Pledge.objects.create(slug="other", title="Other", is_open=False, closed_at=long_ago)

    assert Pledge.objects.get(pk=signature.pledge_id).closed_at == closed_at
    backdated.refresh_from_db()
    assert backdated.closed_at is not None
    assert backdated.closed_at > long_ago + timedelta(days=399)
    Pledge.objects.filter(pk=signature.pledge_id).update(is_open=True, closed_at=long_ago)
    assert Pledge.objects.get(pk=signature.pledge_id).closed_at is None


def test_opening_waits_for_an_end_that_has_begun(owner_cursor: Cursor) -> None:
    signature = make_signature()
    ends_at = live_to_the_end(signature)
    owner_cursor.execute("SET lock_timeout = '200ms'")

    with transaction.atomic():
        end_signatures(on=ends_at)
        with pytest.raises(psycopg2.errors.LockNotAvailable):
            owner_cursor.execute("UPDATE pledges_pledge SET is_open = true")

    assert Pledge.objects.get(pk=signature.pledge_id).closed_at is not None
