"""One's own page in easy read: each screen few words and one decision, the same acts and the same records."""

import re
from typing import Any

import pytest
from django.test import Client
from lxml import html

from charters.pictures import known as is_picture
from pledges import actions, easy_own
from pledges.kinds import AgeBand, Kind, Purpose, Reason, State
from pledges.models import Affirmation, ConsentEntry, NoticeVersion, Person, Revision, Signature
from tests.factories import (
    NoticeVersionFactory,
    PledgeWordingFactory,
    PurposeWordingFactory,
    StaffMemberFactory,
    easy_lines,
    make_signature,
)

from .own_pages import ledger_of, own_address, settle, switch
from .signing_pages import page, row_counts, words
from .test_own import let_expire

pytestmark = pytest.mark.django_db

EASY = "easy-read/"
OTHER_SIGNS = re.compile(r"[;()/&]|\be\.g\.|[A-Z]{2,}|n't|'(?:re|ll|s|ve)\b")


def main_of(response: Any) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode()).get_element_by_id("main-content")


def our_words(response: Any) -> str:
    """What we say on a screen: the reader's own answers, hidden words and what stands in boxes are not counted."""
    main = main_of(response)
    for element in main.cssselect("[data-own], textarea, .govuk-visually-hidden"):
        element.drop_tree()
    return " ".join(main.text_content().split())


def sentences(response: Any) -> list[str]:
    """What we say, a sentence at a time: a button or a line of its own ends one too."""
    main = main_of(response)
    for element in main.cssselect("[data-own]"):
        element.drop_tree()
    lines = main.cssselect("h1, .easy-line__text, .easy-choice__text, .govuk-button")
    return [sentence for line in lines for sentence in re.split(r"[.?!]", line.text_content())]


def screens(client: Client, start: str) -> dict[str, Any]:
    """Every easy-read screen that links lead to from here."""
    found: dict[str, Any] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = client.get(address)
        links = [a.get("href") or "" for a in main_of(found[address]).cssselect("a")]
        waiting += [link for link in links if link.endswith(EASY)]
    return found


def people() -> list[Signature]:
    """One of each that the screens differ for."""
    staff = StaffMemberFactory.create()
    school = make_signature(agreed=[Purpose.NEWS])
    parent = make_signature(kind=Kind.PARENT_CARER)
    young = make_signature(kind=Kind.YOUNG_PERSON, name="Kit")
    child = make_signature(kind=Kind.YOUNG_PERSON, name="Kit", age_band=AgeBand.AGE_13_15, publish=False)
    group = make_signature(kind=Kind.GROUP)
    asked = [make_signature(kind=Kind.PARENT_CARER, state=State.AWAITING) for _reason in Reason]
    for signature, reason in zip(asked, Reason, strict=True):
        actions.ask(subject_id=signature.subject_id, by=staff, reason=reason)
    actions.note(subject_id=school.subject_id, by=staff, text="A long note. " * 9)
    PledgeWordingFactory.create(pledge=school.pledge, n=2, easy=easy_lines("We ask you first.", "We listen to you."))
    return [school, parent, young, child, group, *asked, make_signature(state=State.REJECTED, kind=Kind.PARENT_CARER)]


def test_every_easy_screen_has_few_words_one_heading_and_known_pictures(client: Client, settings: Any) -> None:
    settings.UNDO_WINDOW *= 0
    walked = 0

    for signature in people():
        for address, response in screens(client, own_address(signature) + EASY).items():
            said, main = our_words(response), main_of(response)
            walked += 1
            where = f"{address.split('/', 4)[-1]} of {signature.kind}: {said}"
            assert response.status_code == 200, where
            assert len(said.split()) <= 25, where
            assert max(len(sentence.split()) for sentence in sentences(response)) <= 15, where
            assert not OTHER_SIGNS.search(said), where
            assert len(main.findall(".//h1")) == 1, where
            assert all(
                is_picture((img.get("src") or "").split("/")[-1].split(".")[0]) for img in main.findall(".//img")
            ), where
    assert walked > 100


@pytest.mark.parametrize("done", easy_own.SAID)
def test_what_was_done_is_said_within_25_words(client: Client, settings: Any, done: str) -> None:
    settings.UNDO_WINDOW *= 0
    signature = make_signature(state=State.CHANGES_ASKED, kind=Kind.PARENT_CARER)
    PledgeWordingFactory.create(pledge=signature.pledge, n=2)

    for screen in ("", "choices/", "words/", "edit/"):
        response = client.get(f"{own_address(signature)}{screen}{EASY}?done={done}")

        assert str(easy_own.SAID[done][0]) in our_words(response)
        assert len(our_words(response).split()) <= 25, our_words(response)


def test_each_form_leads_to_the_other(client: Client) -> None:
    own = own_address(make_signature())
    PledgeWordingFactory.create(pledge=Signature.objects.get().pledge, n=2)

    for path in ("", "edit/", "words/", "leave/"):
        assert f'href="{own}{path}{EASY}">Easy read' in page(client.get(own + path))
        assert f'href="{own}{path}">All the words' in page(client.get(own + path + EASY))


def test_easy_switch_records_that_easy_read_was_read(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)

    answer = switch(client, own, Purpose.NEWS, yes=True, easy=True)

    assert answer["Location"] == f"{own}choices/{EASY}?done=on"
    assert ledger_of(signature)[-1] == (Purpose.NEWS, "give", "easy")
    switch(client, own, Purpose.NEWS, yes=False, easy=True)
    assert ledger_of(signature)[-1] == (Purpose.NEWS, "withdraw", "easy")


def test_group_is_asked_about_the_group_and_not_about_a_name(client: Client) -> None:
    own = own_address(make_signature(kind=Kind.GROUP, people=24))

    shown = [words(client.get(own + form)) for form in ("", "choices/easy-read/", "known/4/easy-read/")]

    assert all("Show our group: " in each for each in shown)
    assert not any("Show my name: " in each for each in shown[1:])


def test_words_without_easy_read_lead_to_all_the_words_and_take_no_yes(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=2, easy=[])

    shown = page(client.get(f"{own}choices/news/{EASY}"))
    answer = switch(client, own, Purpose.NEWS, yes=True, easy=True)

    assert "These words are not in easy read yet." in shown
    assert f'href="{own}"' in shown
    assert answer["Location"] == f"{own}choices/{EASY}?done=nothing"
    assert len(ledger_of(signature)) == 2


def test_notice_without_easy_read_takes_no_yes_in_easy_read(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)
    newer = PledgeWordingFactory.create(pledge=signature.pledge, n=2)
    NoticeVersionFactory.create(n=NoticeVersion.objects.count() + 1, easy=[])

    client.post(f"{own}words/stand-by/{EASY}", {"wording": newer.pk})
    switch(client, own, Purpose.NEWS, yes=True, easy=True)

    assert "not in easy read yet" in words(client.get(f"{own}words/{EASY}"))
    assert len(ledger_of(signature)) == 2
    assert not Affirmation.objects.exists()


def test_words_without_easy_read_can_be_turned_off_in_easy_read(client: Client) -> None:
    signature = make_signature()
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=2, easy=[])
    own = own_address(signature)
    switch(client, own, Purpose.NEWS, yes=True)

    screen = client.get(f"{own}choices/news/{EASY}")
    switch(client, own, Purpose.NEWS, yes=False, easy=True)

    assert "Send me news Yes Your answer No" in words(screen)
    assert ledger_of(signature)[-1] == (Purpose.NEWS, "withdraw", "easy")


@pytest.mark.parametrize("fields", [("name", "Ada Wren"), ("role", "Head"), ("organisation", "X"), ("promise", "Y")])
def test_easy_edit_changes_one_thing_and_keeps_the_rest(client: Client, fields: tuple[str, str]) -> None:
    signature = make_signature(name="Ada Lark", role="SENCO", organisation="Thistlewick School", promise="We listen.")
    field, typed = fields
    own = own_address(signature)

    answer = client.post(f"{own}edit/{field}/{EASY}", {field: typed, "role": "Intruder" if field != "role" else typed})

    change = Revision.objects.latest_of(signature)
    kept = {"name": "Ada Lark", "role": "SENCO", "organisation": "Thistlewick School", "promise": "We listen."}
    assert answer["Location"] == f"{own}{EASY}?done=changed"
    assert {
        "name": change.name_shown,
        "role": change.role,
        "organisation": change.organisation_typed,
        "promise": change.promise,
    } == kept | {field: typed}


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Please write something."),
        ("...", "Please write something."),
        ("Kit Lark", "Please write 1 word."),
        ("k" * 41, "Please write 1 word."),
        ("k" * 101, "That is too long."),
        ("Kit", "We have these words."),
    ],
)
def test_easy_edit_says_what_is_wrong_in_few_words(client: Client, typed: str, problem: str) -> None:
    own = own_address(make_signature(kind=Kind.YOUNG_PERSON, name="Kit"))

    response = client.post(f"{own}edit/name/{EASY}", {"name": typed})

    assert problem in our_words(response)
    assert len(our_words(response).split()) <= 25
    assert f'value="{typed}"' in page(response) or not typed


def test_easy_edit_to_a_taken_name_says_so(client: Client) -> None:
    make_signature(kind=Kind.PARENT_CARER, name="Sam Nolan", email="home@example.org")
    own = own_address(make_signature(kind=Kind.PARENT_CARER, name="Priya Nolan", email="home@example.org"))

    response = client.post(f"{own}edit/name/{EASY}", {"name": "Sam Nolan"})

    assert "Somebody signed with this name." in our_words(response)


@pytest.mark.parametrize("path", ["edit/role/", "edit/email/", "edit/x/", "choices/publish/", "known/99/", "words/1/"])
def test_easy_screens_that_are_not_theirs_lead_back(client: Client, path: str) -> None:
    signature = make_signature(kind=Kind.YOUNG_PERSON, name="Kit", age_band=AgeBand.AGE_13_15, publish=False)

    response = client.get(f"{own_address(signature)}{path}{EASY}", follow=True)

    assert response.status_code == 200
    assert response.redirect_chain


def test_easy_hide_hides_at_once(client: Client) -> None:
    signature = make_signature(kind=Kind.PARENT_CARER)
    own = own_address(signature)
    wording = ConsentEntry.objects.in_force(signature.subject_id)[Purpose.PUBLISH].wording_id

    answer = client.post(f"{own}hide/{EASY}", {"yes": "0", "wording": wording})

    assert answer["Location"] == f"{own}{EASY}?done=hidden"
    assert ledger_of(signature)[-1] == (Purpose.PUBLISH, "withdraw", "easy")
    assert "Hide my name" not in words(client.get(f"{own}{EASY}"))


def test_easy_new_words_say_what_is_new_and_gone_and_are_stood_by(client: Client) -> None:
    signature = make_signature()
    newer = PledgeWordingFactory.create(
        pledge=signature.pledge, n=2, easy=easy_lines("We ask you first.", "We listen to you.")
    )
    own = own_address(signature)

    shown = [words(client.get(f"{own}words/{n}/{EASY}")) for n in (1, 2, 3)]
    answer = client.post(f"{own}words/stand-by/{EASY}", {"wording": newer.pk})

    assert "This is new. We listen to you." in shown[0]
    assert "This is gone. You know who to ask." in shown[1]
    assert "Easy: Take part?" in shown[2]
    assert answer["Location"] == f"{own}{EASY}?done=affirmed"
    assert Affirmation.objects.get().shown_in == "easy"


def test_easy_leaving_deletes_and_says_so(client: Client) -> None:
    signature = make_signature()

    answer = client.post(f"{own_address(signature)}leave/{EASY}")

    assert answer["Location"] == f"/pledge/left/{EASY}"
    assert "You stopped." in words(client.get(answer["Location"]))
    assert not Person.objects.filter(subject_id=signature.subject_id).exists()
    assert ledger_of(signature)[-1] == (Purpose.TAKE_PART, "withdraw", "easy")


def test_easy_pages_of_links_that_do_not_work_have_few_words(client: Client) -> None:
    own = own_address(make_signature())
    let_expire("own")

    old = client.get(f"{own}{EASY}")
    sent = client.post(f"{own}new-link/{EASY}")
    others = [
        client.get(f"/pledge/yours/unknown/{EASY}"),
        client.get(sent["Location"]),
        client.get(f"/pledge/left/{EASY}"),
    ]

    assert f'action="{own}new-link/{EASY}"' in page(old)
    assert sent["Location"] == f"/pledge/link-sent/{EASY}"
    assert [response.status_code for response in (old, *others)] == [410, 410, 200, 200]
    assert all(len(our_words(response).split()) <= 25 for response in (old, *others))


def test_get_changes_nothing_on_any_screen(client: Client) -> None:
    signature = make_signature()
    PledgeWordingFactory.create(pledge=signature.pledge, n=2)
    settle()
    own = own_address(signature)
    before = row_counts()

    for start in (own + EASY, own, f"{own}edit/", f"{own}words/", f"{own}download/"):
        assert (screens(client, start) if start.endswith(EASY) else client.get(start)) is not None

    assert row_counts() == before
