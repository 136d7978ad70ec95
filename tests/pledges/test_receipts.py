"""One's own receipt: a page, screens and PDFs that say what was told and agreed to, and the desk's, without a name."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from charters import pictures
from pledges import actions, easy_receipt, kantara, receipt_files
from pledges.kinds import Act, AgeBand, GivenBy, Kind, Purpose, Reason, ShownIn, State
from pledges.models import ConsentEntry, Person, PurposeWording, Signature
from pledges.receipts import Receipt
from tests.config.reading_pdfs import figures, structure, tagged, text_of
from tests.factories import (
    PledgeWordingFactory,
    PurposeWordingFactory,
    StaffMemberFactory,
    easy_lines,
    make_signature,
)

from .own_pages import own_address, settle, switch
from .signing_pages import page, words

pytestmark = pytest.mark.django_db

FORMS = pytest.mark.parametrize("easy", [False, True], ids=["all-the-words", "easy-read"])
# Letters of Polish, of Chinese, and a sign that is made of three.
NAME = "Łucja 王 \N{WOMAN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}\N{ZERO WIDTH JOINER}\N{SCHOOL}"
ONE_WORD = NAME.replace(" ", "")


def receipt_of(signature: Signature, **more: Any) -> Receipt:
    return Receipt.of(signature.subject_id, **more)


def made(signature: Signature, easy: bool) -> bytes:
    receipt = receipt_of(signature)
    return receipt_files.in_easy_read(receipt) if easy else receipt_files.in_full(receipt)


def lived_through() -> Signature:
    """Somebody who read in both forms, changed their mind, and stood by newer words."""
    signature = make_signature(name="Ada Lark", shown_in=ShownIn.EASY, agreed=[Purpose.NEWS], given_by=GivenBy.HELPED)
    news = PurposeWording.objects.get(purpose=Purpose.NEWS)
    actions.choose(subject_id=signature.subject_id, wording=news, yes=False)
    newer = PurposeWordingFactory.create(purpose=Purpose.NEWS, n=2, standard="Yes, send me news.\nOther news.")
    actions.choose(subject_id=signature.subject_id, wording=newer, yes=True)
    PledgeWordingFactory.create(pledge=signature.pledge, n=2, standard="We have other words.\n\n- We will listen.")
    actions.affirm(subject_id=signature.subject_id, wording=signature.pledge.wordings.get(n=2))
    return signature


def test_page_has_every_step_with_its_words_its_notice_and_its_seal(client: Client) -> None:
    signature = lived_through()

    response = client.get(f"{own_address(signature)}receipt/")
    said = words(response)

    for entry in ConsentEntry.objects.filter(subject_id=signature.subject_id):
        seal = bytes(entry.hash).hex()
        assert " ".join(seal[at : at + 8] for at in range(0, 64, 8)) in said
        assert (
            f"{entry.seq}. {entry.get_purpose_display()}: {'yes' if entry.act == Act.GIVE else 'took it back'}" in said
        )
    for told in (
        *("Name Ada Lark", "Version you signed 1", "Version you stand by 2", signature.reference),
        *("by you, with help", "Easy: Send me news?", "Other news.", "We ask you first.", "We will listen."),
        *("You read this in easy read.", "You read all the words.", "Privacy notice: version 1.", "public task"),
    ):
        assert told in said, told
    assert 'href="/privacy/versions/1/"' in page(response)


@pytest.mark.parametrize(
    "path",
    ["", "receipt.pdf", "receipt.json", "easy-read/", "easy-read/receipt.pdf", "2/easy-read/"],
)
def test_every_form_is_private_and_gone_with_the_person(client: Client, path: str) -> None:
    signature = make_signature()
    address = f"{own_address(signature)}receipt/{path}"

    there = client.get(address)
    actions.leave(subject_id=signature.subject_id)

    assert there.status_code == 200
    assert there["Cache-Control"] == "no-store"
    assert there["Referrer-Policy"] == "no-referrer"
    assert client.get(address).status_code == 410


def test_files_are_what_they_say_and_come_as_downloads(client: Client) -> None:
    own = own_address(make_signature())

    for path, kind, begins in (
        ("receipt.pdf", "application/pdf", b"%PDF"),
        ("easy-read/receipt.pdf", "application/pdf", b"%PDF"),
        ("receipt.json", "application/json", b"{"),
    ):
        response = client.get(f"{own}receipt/{path}")
        assert response["Content-Type"] == kind
        assert response["Content-Disposition"].startswith("attachment")
        assert response.content.startswith(begins)


def test_before_confirming_the_receipt_leads_to_ones_own_page(client: Client) -> None:
    own = own_address(make_signature(state=State.UNCONFIRMED))

    answers = [client.get(f"{own}receipt/{path}") for path in ("", "receipt.pdf", "receipt.json", "easy-read/")]

    assert [answer["Location"] for answer in answers] == [own, own, own, f"{own}easy-read/"]
    assert "receipt" not in page(client.get(own))


def test_own_page_and_both_forms_lead_to_it(client: Client) -> None:
    own = own_address(make_signature())

    assert f'href="{own}receipt/"' in page(client.get(own))
    assert f'href="{own}receipt/easy-read/">My receipt' in page(client.get(f"{own}known/easy-read/"))
    assert f'href="{own}receipt/easy-read/">Easy read' in page(client.get(f"{own}receipt/"))
    assert f'href="{own}receipt/">All the words' in page(client.get(f"{own}receipt/easy-read/"))
    assert f'href="{own}receipt/easy-read/receipt.pdf">Print it' in page(client.get(f"{own}receipt/easy-read/"))


def test_screen_that_is_not_there_leads_to_the_first(client: Client) -> None:
    own = own_address(make_signature())

    assert client.get(f"{own}receipt/99/easy-read/")["Location"] == f"{own}receipt/easy-read/"


def test_change_of_name_that_was_refused_shows_no_sooner_than_it_is_told(client: Client, settings: Any) -> None:
    signature = make_signature(kind=Kind.PARENT_CARER, name="Ada Lark", promise="")
    settle()
    actions.edit(subject_id=signature.subject_id, details=actions.Details(name="Ada Wren"))
    actions.reject(subject_id=signature.subject_id, by=StaffMemberFactory.create(), reason=Reason.NOT_GENUINE)
    before = receipt_of(signature).name
    settings.UNDO_WINDOW *= 0

    assert before == "Ada Wren"
    assert receipt_of(signature).name == "Ada Lark"


@FORMS
def test_pdf_is_tagged_and_every_picture_says_what_it_shows(easy: bool) -> None:
    file = made(lived_through(), easy)

    roles = [role for role, _text in structure(file)]
    assert tagged(file)
    assert roles.count("H1") == 1
    assert roles.count("H2") >= 4
    assert "" not in figures(file)
    assert bool(figures(file)) is easy


@FORMS
def test_pdf_is_the_same_for_the_same_state_of_the_ledger(easy: bool) -> None:
    signature = make_signature()

    assert made(signature, easy) == made(signature, easy)


@FORMS
def test_pdf_of_a_name_with_letters_we_lack_says_what_the_box_means(easy: bool) -> None:
    name = make_signature(name=NAME, kind=Kind.PARENT_CARER), make_signature(name=ONE_WORD, kind=Kind.YOUNG_PERSON)

    said = [text_of(made(signature, easy)) for signature in name]

    assert "Łucja □ □" in said[0]
    assert "Łucja□□" in said[1]
    assert all("□ stands for a sign that we cannot print." in text for text in said)


def test_pdf_tells_all_in_order() -> None:
    signature = lived_through()

    said = text_of(made(signature, easy=False))

    told = [
        *("Your receipt", "Ada Lark", "What you agree to now", "Take part: yes", "Send me news: yes", "nothing else"),
        *("The exact words", "version 1", "We ask you first.", "version 2", "We will listen.", "Other news."),
        *("Each step", "1. Take part: yes", "4. Send me news: took it back", "6. Take part: yes", "Questions"),
    ]
    places = [said.index(part) for part in told]
    assert places == sorted(places)
    assert str(receipt_of(signature).id) in said


def test_easy_pdf_has_no_letter_smaller_than_14_pt() -> None:
    with pikepdf.open(io.BytesIO(made(lived_through(), easy=True))) as file:
        operations = [each for page_ in file.pages for each in pikepdf.parse_content_stream(page_)]

    assert min(float(operands[1]) for operands, operator in operations if str(operator) == "Tf") >= 14


def test_easy_pdf_has_the_exact_lines_and_sends_to_the_other_form_for_the_rest() -> None:
    said = text_of(made(lived_through(), easy=True))

    for line in ("Your name: Ada Lark", "You read this: Take part, version 1", "Easy: Take part?", "We ask you first."):
        assert line in said, line
    assert "You read all the words of this: Send me news, version 2" in said


def test_after_leaving_the_receipt_says_the_same_without_the_name() -> None:
    signature = lived_through()
    actions.leave(subject_id=signature.subject_id)
    signature.refresh_from_db()

    full, easy = (text_of(made(signature, form)) for form in (False, True))

    assert "Ada" not in full + easy
    assert "Nothing. You have left" in full
    assert "agreed to nothing else" not in full
    assert "Send me news: no" in full
    assert "9. " in full
    assert "We deleted your name." in easy
    assert "You stopped on" in easy


def test_very_long_ledger_and_very_long_words_still_make_small_files() -> None:
    signature = make_signature(name="W" * 100, kind=Kind.PARENT_CARER)
    news = PurposeWording.objects.get(purpose=Purpose.NEWS)
    for n in range(198):
        actions.choose(subject_id=signature.subject_id, wording=news, yes=n % 2 == 0)

    full, easy = (made(signature, form) for form in (False, True))

    assert "200. Send me news: took it back" in text_of(full)
    assert "Older steps are in all the words." in text_of(easy)
    assert max(len(full), len(easy), len(kantara.written(receipt_of(signature)))) < 400_000


def test_screens_of_a_long_ledger_list_the_newest_steps_only() -> None:
    signature = make_signature()
    news = PurposeWording.objects.get(purpose=Purpose.NEWS)
    for n in range(40):
        actions.choose(subject_id=signature.subject_id, wording=news, yes=n % 2 == 0)

    steps = next(part for part in easy_receipt.parts(receipt_of(signature)) if part.heading == "Step by step")

    assert len(steps.lines) == easy_receipt.ACTS_LISTED + 1


def test_group_and_young_people_read_the_lines_that_speak_to_them() -> None:
    both = [*easy_lines("Can we show your name?"), {**easy_lines("Can we show your group?")[0], "to": "group"}]
    PurposeWordingFactory.create(purpose=Purpose.PUBLISH, n=1, easy=both)
    group = make_signature(kind=Kind.GROUP, shown_in=ShownIn.EASY)
    child = make_signature(
        kind=Kind.YOUNG_PERSON, age_band=AgeBand.AGE_13_15, publish=False, name="Kit", shown_in=ShownIn.EASY
    )

    said = [text_of(made(signature, easy=True)) for signature in (group, child)]

    assert "Can we show your group?" in said[0]
    assert "Can we show your name?" not in said[0]
    assert "Show our group: Yes" in said[0]
    assert "Can we show" not in said[1]


def test_picture_that_is_gone_from_our_index_leaves_the_words() -> None:
    gone = [{"picture": "unicorn", "text": "We ask you first.", "alt": ""}]
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=1, easy=gone)
    signature = make_signature(shown_in=ShownIn.EASY, agreed=[Purpose.NEWS])

    file = made(signature, easy=True)

    assert not pictures.known("unicorn")
    assert "We ask you first." in text_of(file)


def test_asking_for_a_receipt_changes_nothing(client: Client) -> None:
    signature = make_signature()
    own, now = own_address(signature), timezone.now()
    for path in ("", "receipt.pdf", "receipt.json", "easy-read/", "easy-read/receipt.pdf"):
        client.get(f"{own}receipt/{path}")

    assert ConsentEntry.objects.filter(subject_id=signature.subject_id, at__gt=now + timedelta(0)).count() == 0
    assert Person.objects.filter(subject_id=signature.subject_id).exists()


def test_switch_pressed_on_the_page_is_on_the_receipt(client: Client) -> None:
    own = own_address(make_signature())
    switch(client, own, Purpose.NEWS, yes=True)

    assert "Send me news: yes" in words(client.get(f"{own}receipt/"))
