"""Letters carry the receipt: after confirming, at each change, and when somebody leaves; once, and whatever breaks."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from pledges.actions import How, affirm, choose, leave
from pledges.actions.consenting import RECEIPT_AFTER, TOO_SOON
from pledges.kinds import Purpose, ShownIn, State
from pledges.models import PurposeWording, Signature
from post.models import Outbox
from tests.config.reading_pdfs import figures, text_of
from tests.factories import PledgeWordingFactory, make_signature

from .test_letters import FORMS, LONGEST, link_in, post_now

pytestmark = pytest.mark.django_db(transaction=True)

CHANGED, LEFT = "You changed a choice: your receipt", "You have left: your receipt"


def files_of(letter: Any) -> dict[str, bytes]:
    return {name: content for name, content, _kind in letter.attachments}


def change(signature: Signature, yes: bool, purpose: str = Purpose.NEWS) -> None:
    wording = PurposeWording.objects.filter(purpose=purpose).current()
    assert wording is not None
    choose(subject_id=signature.subject_id, wording=wording, yes=yes)


def waiting() -> list[Outbox]:
    return list(Outbox.objects.filter(template="pledges/receipt"))


@FORMS
def test_letter_after_confirming_carries_the_receipt_in_the_form_they_read(form: ShownIn) -> None:
    signature = make_signature(state=State.AWAITING, shown_in=form, name="Ada Lark")

    letter = post_now()[-1]

    files = files_of(letter)
    assert letter.subject == "Thank you for signing"
    assert list(files) == ["receipt.pdf", "receipt.json"]
    assert bool(figures(files["receipt.pdf"])) is (form == ShownIn.EASY)
    assert "Ada Lark" in text_of(files["receipt.pdf"])
    assert json.loads(files["receipt.json"])["piiPrincipalId"] == str(signature.subject_id)
    assert "receipt" in letter.body


@FORMS
def test_change_is_told_once_a_few_minutes_later_with_all_that_changed(client: Any, form: ShownIn) -> None:
    signature = make_signature(shown_in=form)
    post_now()
    before = timezone.now()

    change(signature, yes=True)
    change(signature, yes=True, purpose=Purpose.ASK)
    change(signature, yes=False)
    rows = waiting()
    letters = post_now()

    assert len(rows) == 1
    assert rows[0].not_before >= before + RECEIPT_AFTER
    assert [letter.subject for letter in letters] == [CHANGED]
    receipt = json.loads(files_of(letters[0])["receipt.json"])
    assert [event["purposeId"] for event in receipt["events"][2:]] == [Purpose.NEWS, Purpose.ASK, Purpose.NEWS]
    assert client.get(link_in(letters[0].body)).status_code == 200
    assert ("You changed something." in letters[0].body) is (form == ShownIn.EASY)
    assert ("- Ask me how it is going" in letters[0].body) is (form == ShownIn.STANDARD)


def test_easy_letters_with_receipts_have_short_sentences() -> None:
    signature = make_signature(state=State.AWAITING, shown_in=ShownIn.EASY)
    letters = post_now()
    change(signature, yes=True)
    letters += post_now()
    leave(subject_id=signature.subject_id, how=How(shown_in=ShownIn.EASY))
    letters += post_now()

    texts = [re.sub(r"http\S+|“.*?”", "", str(letter.body).partition("\n\n--\n")[0]) for letter in letters]
    sentences = [sentence for text in texts for sentence in re.split(r"[.?:\n]", text)]
    assert [letter.subject for letter in letters][-2:] == [CHANGED, LEFT]
    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST


def test_nothing_changed_sends_no_receipt() -> None:
    signature = make_signature()

    change(signature, yes=False)

    assert waiting() == []


def test_change_while_the_letter_may_be_written_already_gets_a_letter_of_its_own() -> None:
    signature = make_signature()
    change(signature, yes=True)
    Outbox.objects.update(not_before=timezone.now() + TOO_SOON / 2)

    change(signature, yes=False)

    assert len(waiting()) == 2


def test_receipt_that_could_not_be_sent_does_not_hold_up_the_next() -> None:
    signature = make_signature()
    change(signature, yes=True)
    Outbox.objects.update(state=Outbox.State.FAILED, attempts=7, not_before=timezone.now() + RECEIPT_AFTER)

    change(signature, yes=False)

    assert [row.state for row in waiting()].count(Outbox.State.QUEUED) == 1


def test_standing_by_new_words_sends_a_receipt_with_both_versions() -> None:
    signature = make_signature()
    newer = PledgeWordingFactory.create(pledge=signature.pledge, n=2)
    post_now()
    affirm(subject_id=signature.subject_id, wording=newer)

    letters = post_now()

    assert [letter.subject for letter in letters] == ["You stand by the new words: your receipt"]
    versions = json.loads(files_of(letters[0])["receipt.json"])["pledge"]["versions"]
    assert [version["wordingVersion"] for version in versions] == [1, 2]


@FORMS
def test_leaving_takes_the_waiting_receipt_along_and_sends_its_own(form: ShownIn) -> None:
    signature = make_signature(name="Ada Lark", shown_in=form)
    change(signature, yes=True)
    leave(subject_id=signature.subject_id, how=How(shown_in=form))

    letters = post_now()

    files = files_of(letters[0])
    assert [letter.subject for letter in letters] == [LEFT]
    assert bool(figures(files["receipt.pdf"])) is (form == ShownIn.EASY)
    assert ("You stopped." in letters[0].body) is (form == ShownIn.EASY)
    assert "Ada" not in letters[0].body + text_of(files["receipt.pdf"]) + files["receipt.json"].decode()
    assert "Hello,\n" in letters[0].body
    assert not Outbox.objects.exists()


@pytest.fixture
def no_pdf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The templates are gone, as from a copy that stopped half-way."""
    monkeypatch.setattr("config.lib.pdf.TEMPLATES", tmp_path)


@FORMS
@pytest.mark.usefixtures("no_pdf")
def test_pdf_that_cannot_be_made_loses_neither_the_letter_nor_the_receipt(
    form: ShownIn, caplog: pytest.LogCaptureFixture
) -> None:
    make_signature(state=State.AWAITING, shown_in=form, name="Ada Lark")

    with caplog.at_level(logging.DEBUG):
        letter = post_now()[-1]

    assert letter.subject == "Thank you for signing"
    assert list(files_of(letter)) == ["receipt.json"]
    assert "We could not make your receipt" in letter.body
    assert "could not be made into a PDF" in caplog.text
    assert "Ada" not in caplog.text


def test_receipts_of_a_letter_are_small() -> None:
    make_signature(state=State.AWAITING, shown_in=ShownIn.EASY)

    assert sum(len(content) for content in files_of(post_now()[-1]).values()) < 250_000
