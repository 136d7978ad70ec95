"""Every letter of pledges, in the form its reader signed in: right words, right links, nothing that is not there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from pledges.actions import (
    Details,
    affirm,
    approve,
    ask,
    edit,
    forget_unconfirmed,
    leave,
    reject,
    remind_unconfirmed,
    tell_of_new_words,
    undo,
)
from pledges.kinds import Kind, Reason, ShownIn, State
from pledges.models import PledgeWording, Signature
from pledges.models.signatures import REMIND_AFTER, UNCONFIRMED_FOR
from post.actions import queue_letter
from post.models import Outbox
from tests.factories import PledgeWordingFactory, StaffMemberFactory, easy_lines, make_signature

pytestmark = pytest.mark.django_db(transaction=True)

FORMS = pytest.mark.parametrize("form", ShownIn, ids=str)
LONGEST = 15  # words in a sentence of easy read


def post_now() -> list[Any]:
    """What the worker sends when everything that waits may go."""
    mail.outbox.clear()
    Outbox.objects.update(not_before=timezone.now())
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - tasks wait as their letters did

    DBTaskResult.objects.update(run_after=timezone.now())
    call_command("work", once=True)
    return list(mail.outbox)


def last_text() -> str:
    return str(post_now()[-1].body)


def link_in(text: str) -> str:
    found = re.search(r"http://\S+?(/pledge/\S+)", text)
    assert found, text
    return found.group(1)


def new_version(signature: Signature) -> PledgeWording:
    return PledgeWordingFactory.create(pledge=signature.pledge, n=2, easy=easy_lines("We ask you first."))


@FORMS
@pytest.mark.parametrize(
    "template",
    ["already", "confirmed", "own_link", "approved", "edit_approved"],
)
def test_letter_speaks_and_leads_in_the_form_they_read(client: Any, template: str, form: ShownIn) -> None:
    signature = make_signature(shown_in=form)
    with transaction.atomic():
        Outbox.objects.all().delete()
        queue_letter(
            recipient="a@example.org", about_app="pledges", about_id=signature.pk, template=f"pledges/{template}"
        )

    text = last_text()
    page = link_in(text)

    assert page.endswith("/easy-read/") is (form == ShownIn.EASY)
    assert client.get(page).status_code == 200
    assert ("My page" in text) is (form == ShownIn.EASY)


@FORMS
def test_confirm_letter_leads_to_its_form(client: Any, form: ShownIn) -> None:
    make_signature(state=State.UNCONFIRMED, shown_in=form)

    page = link_in(last_text())

    assert page.startswith("/pledge/confirm/")
    assert page.endswith("/easy-read/") is (form == ShownIn.EASY)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("act", ["ask", "reject"])
def test_easy_letters_have_short_sentences(act: str) -> None:
    staff = StaffMemberFactory.create()
    signature = make_signature(kind=Kind.YOUNG_PERSON, state=State.AWAITING, shown_in=ShownIn.EASY)
    {"ask": ask, "reject": reject}[act](subject_id=signature.pk, by=staff, reason=Reason.PERSONAL_DETAILS)

    texts = [str(letter.body).partition("\n\n--\n")[0] for letter in post_now()]

    sentences = [part for text in texts for part in re.split(r"[.?:\n]", re.sub(r"http\S+|“.*?”", "", text))]
    assert texts
    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST


def test_reminder_goes_once_after_three_days(client: Any) -> None:
    signature = make_signature(state=State.UNCONFIRMED)
    post_now()
    now = timezone.now()

    counts = [remind_unconfirmed(on=moment) for moment in (now, now + REMIND_AFTER, now + REMIND_AFTER * 2)]
    text = last_text()

    assert counts == [0, 1, 0]
    assert "You have not signed yet" in text
    client.post(link_in(text))
    signature.refresh_from_db()
    assert signature.state == State.AWAITING


def test_reminder_is_not_sent_when_they_have_signed_meanwhile(client: Any) -> None:
    make_signature(state=State.UNCONFIRMED)
    page = link_in(last_text())
    remind_unconfirmed(on=timezone.now() + REMIND_AFTER)
    client.post(page)

    subjects = [letter.subject for letter in post_now()]

    assert subjects == ["Thank you for signing"]


def test_reminded_and_never_confirmed_is_deleted_after_seven_days() -> None:
    make_signature(state=State.UNCONFIRMED)
    now = timezone.now()
    remind_unconfirmed(on=now + REMIND_AFTER)

    forgotten = forget_unconfirmed(on=now + UNCONFIRMED_FOR + timedelta(minutes=1))

    assert forgotten == 1
    assert not Signature.objects.exists()
    assert not Outbox.objects.exists()


def test_new_words_are_told_once_to_those_who_signed_the_old(client: Any) -> None:
    signature = make_signature()
    make_signature(state=State.WITHDRAWN)
    make_signature(state=State.REJECTED)
    make_signature(state=State.UNCONFIRMED)
    assert tell_of_new_words() == 0
    new_version(signature)
    make_signature()
    Outbox.objects.all().delete()

    told = [tell_of_new_words(), tell_of_new_words()]
    text = last_text()

    assert told == [1, 0]
    assert "You signed version 1" in text
    assert client.get(link_in(text)).status_code == 200


def test_new_words_letter_is_not_sent_to_those_who_stand_by_them_already() -> None:
    signature = make_signature()
    newer = new_version(signature)
    Outbox.objects.all().delete()
    tell_of_new_words()

    affirm(subject_id=signature.pk, wording=newer)

    assert [letter.subject for letter in post_now()] == ["You stand by the new words: your receipt"]


def test_letter_that_asks_for_a_change_leads_to_the_form(client: Any) -> None:
    signature = make_signature(state=State.AWAITING)
    ask(subject_id=signature.pk, by=StaffMemberFactory.create(), reason=Reason.PERSONAL_DETAILS)

    text = last_text()

    assert "It names or describes a child or another person" in text
    assert "/edit/" in link_in(text)
    assert client.get(link_in(text)).status_code == 200


def test_decisions_letters_wait_as_long_as_they_can_be_undone() -> None:
    staff = StaffMemberFactory.create()
    signature = make_signature(state=State.AWAITING)
    post_now()
    approve(subject_id=signature.pk, by=staff)
    call_command("work", once=True)
    waiting = list(Outbox.objects.values_list("template", flat=True))

    undo(subject_id=signature.pk, by=staff)

    assert waiting == ["pledges/approved"]
    assert post_now() == []


def test_change_that_was_refused_is_told_with_the_reason() -> None:
    staff = StaffMemberFactory.create()
    signature = make_signature(by=staff)
    post_now()
    edit(subject_id=signature.pk, details=Details(name="Ada Lark", organisation="New School", role="Head"))
    reject(subject_id=signature.pk, by=staff, reason=Reason.ADVERTISING)

    text = last_text()

    assert "What was there before stays" in text
    assert "It advertises something" in text


def test_receipt_for_leaving_is_the_last_letter() -> None:
    signature = make_signature(shown_in=ShownIn.EASY)
    remaining = leave(subject_id=signature.pk)

    letters = post_now()

    assert [letter.subject for letter in letters] == ["You have left: your receipt"]
    assert remaining.reference in str(letters[0].body)
    assert not Outbox.objects.exists()


def test_finding_who_is_told_does_not_go_through_all_who_were_told_for_each() -> None:
    newer = PledgeWordingFactory.create(pledge=make_signature().pledge, n=2)

    plan = Signature.objects.to_tell_of(newer).explain()

    assert "SubPlan" not in plan
