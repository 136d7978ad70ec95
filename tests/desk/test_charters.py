"""Charters and their versions at the desk: begun, taken through their states, and thrown away."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from charters.actions import back_to_draft, consult, publish
from charters.models import Agreement, Charter, Credit, ReaderCheck, Reference, Version
from desk.roles import Role
from post.models import Outbox
from tests.charters.factories import (
    document,
    make_agreed,
    make_charter,
    make_draft,
    make_published,
    promise,
    section,
)

from .charter_pages import address, page_of, send, words
from .conftest import SignIn

pytestmark = pytest.mark.django_db


def test_new_charter_makes_its_address_from_the_title_and_goes_on_to_its_page(editor: Client) -> None:
    sent = {"title": "Five Ways We Work", "slug": "", "kind": "charter", "host": ""}

    answer = editor.post(address("charter_add"), sent, follow=True)

    charter = Charter.objects.get()
    assert charter.slug == "five-ways-we-work"
    assert answer.redirect_chain == [(address("charter_change", charter.pk), 303)]
    assert "It has no version yet." in words(answer)


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("agree", "This word has a meaning of its own in our addresses."),
        ("Two Words", "Use small letters, figures and single hyphens"),
        ("taken", "already exists"),
        ("x" * 81, "at most 80 characters"),
    ],
)
def test_address_that_cannot_be_is_refused_beside_the_form(editor: Client, slug: str, message: str) -> None:
    make_charter(slug="taken")

    answer = editor.post(address("charter_add"), {"title": "New", "slug": slug, "kind": "charter", "host": ""})

    assert answer.status_code == 200
    assert message in words(answer)
    assert Charter.objects.count() == 1


def test_address_of_a_published_charter_stays_when_its_title_changes(editor: Client) -> None:
    charter = make_published().charter
    sent = {"title": "New title", "slug": "new-address", "kind": "policy", "host": ""}

    editor.post(address("charter_change", charter.pk), sent)

    kept = Charter.objects.get()
    assert (kept.title, kept.kind, kept.slug) == ("New title", "policy", charter.slug)


def test_list_says_what_is_in_force_and_what_is_being_written(editor: Client) -> None:
    make_draft(make_published(make_charter("Five Ways We Work")).charter)
    make_charter("Our Meeting Agreement")

    page = words(editor.get(address("charter_changelist")))

    assert "version 1 since" in page
    assert "version 2: draft" in page
    assert "no version in force" in page


def test_writing_a_new_version_asks_first_and_begins_with_what_is_in_force(editor: Client) -> None:
    charter = make_published().charter

    asked = editor.get(address("start", charter.pk))
    none_yet = Version.objects.open().exists()
    answer = editor.post(address("start", charter.pk), follow=True)

    draft = Version.objects.open().get()
    assert "everything that version 1 says" in words(asked)
    assert not none_yet
    assert answer.redirect_chain[-1][0] == address("version_change", draft.pk)
    assert "We will ask before planning." in words(answer)


def test_second_version_at_a_time_is_refused_in_words(editor: Client) -> None:
    charter = make_draft().charter

    answer = editor.post(address("start", charter.pk), follow=True)

    assert "a version of this charter is being written already" in words(answer)
    assert charter.versions.count() == 1


def test_charter_without_a_version_can_be_deleted_and_one_with_a_version_cannot(editor: Client) -> None:
    empty, full = make_charter(), make_draft().charter

    editor.post(address("charter_delete", empty.pk), {"post": "yes"})
    refused = editor.post(address("charter_delete", full.pk), {"post": "yes"})

    assert refused.status_code == 403
    assert list(Charter.objects.all()) == [full]


def test_charter_that_another_one_speaks_of_is_not_deleted(editor: Client) -> None:
    empty = make_charter("Our Meeting Agreement")
    Reference.objects.create(version=make_draft(), position=1, kind="read_with", charter=empty, title="Meetings")

    answer = editor.post(address("charter_delete", empty.pk), {"post": "yes"}, follow=True)

    assert "a version speaks of it" in words(answer)
    assert Charter.objects.filter(pk=empty.pk).exists()


def test_page_of_a_draft_lists_what_is_missing_and_leads_there(editor: Client) -> None:
    content = document(section("One", promise("We will listen.", easy=())), partners=())
    draft = make_draft(content=content)

    page = words(editor.get(address("version_change", draft.pk)))

    clause = draft.clauses.get()
    assert f'href="{address("clause_change", draft.pk, clause.pk)}#easy"' in page
    for said in ("No easy read", "no partner who has to agree", "No reading group has checked", "have not been asked"):
        assert said in page
    assert address("publish", draft.pk) not in page


def test_draft_goes_all_the_way_to_published(editor: Client) -> None:
    draft = make_draft()
    for one in draft.partners.all():
        one.partner.email = f"{one.position}@quillmere.example"
        one.partner.save()

    send(editor, address("readers", draft.pk), group="Kite Group readers", count="4")
    editor.post(address("consult", draft.pk))
    asked = editor.post(address("ask", draft.pk), follow=True)
    draft.refresh_from_db()
    for one in draft.partners.all():
        Agreement.objects.create(version=draft, partner=one.partner, hash=draft.hash, act="agree")
    ready = editor.get(address("version_change", draft.pk))
    once_more = editor.get(address("publish", draft.pk))
    still = Version.objects.get().state
    done = editor.post(address("publish", draft.pk), follow=True)

    draft.refresh_from_db()
    assert "We are writing to Quillmere Council and Quillmere Parent Carers." in words(asked)
    assert Outbox.objects.count() == 2
    assert "Nothing is missing" in words(ready)
    assert "Nothing in it can change any more" in words(once_more)
    assert (still, draft.state) == ("agreed", "published")
    assert "Published. Everybody can read it now." in words(done)


def test_asking_partners_without_an_address_says_so(editor: Client) -> None:
    draft = make_draft()

    answer = editor.post(address("ask", draft.pk), follow=True)

    assert "Quillmere Council and Quillmere Parent Carers: no e-mail address." in words(answer)
    assert not Outbox.objects.exists()


def test_publish_page_lists_what_is_missing_in_the_place_of_the_button(editor: Client) -> None:
    version = consult(version_id=make_draft().pk)

    page = editor.get(address("publish", version.pk))
    pressed = editor.post(address("publish", version.pk))

    version.refresh_from_db()
    assert "Publish for everybody" not in words(page)
    for answer in (page, pressed):
        assert "Quillmere Council has not answered yet." in words(answer)
    assert (page.status_code, pressed.status_code, version.state) == (200, 409, "consultation")


def test_decline_stands_on_the_page_with_its_reason_and_its_content(editor: Client) -> None:
    version = consult(version_id=make_draft().pk)
    partner = version.partners.all()[0].partner
    Agreement.objects.create(version=version, partner=partner, hash=version.hash, act="decline", reason="Too vague.")

    page = words(editor.get(address("version_change", version.pk)))

    assert "Quillmere Council does not agree." in page
    assert "Too vague." in page
    assert f"To exactly these words <code>{version.hex[:12]}</code>" in page


def test_answer_to_older_words_is_shown_as_that(editor: Client) -> None:
    version = make_agreed()
    version.clauses.filter(position=1).update(text="Other words.")

    page = words(editor.get(address("version_change", version.pk)))

    assert page.count("answered to other words than these") == 2
    assert "They checked other words: it has to be checked again." in page


def test_words_changed_and_changed_back_are_agreed_again_without_new_answers(editor: Client) -> None:
    version = make_agreed()
    clause = version.clauses.filter(position=1)
    text = clause.get().text
    clause.update(text="Other words.")
    clause.update(text=text)

    editor.post(address("consult", version.pk))
    editor.post(address("publish", version.pk))

    version.refresh_from_db()
    assert version.state == "published"


def test_back_to_draft_keeps_what_was_answered(editor: Client) -> None:
    version = make_agreed()

    editor.post(address("back", version.pk))

    version.refresh_from_db()
    assert version.state == "draft"
    assert version.agreements.count() == 2


def test_readers_of_easy_read_that_is_not_there_are_told_what_is_missing(editor: Client) -> None:
    draft = make_draft(content=document(section("One", promise("We will listen.", easy=()))))

    answer = send(editor, address("readers", draft.pk), group="Kite Group readers", count="4")

    assert answer.status_code == 409
    assert "No easy read" in words(answer)
    assert "Kite Group readers" in words(answer)
    assert not ReaderCheck.objects.exists()


@pytest.mark.parametrize(("group", "count"), [("", "4"), ("Kite", "0"), ("Kite", "many"), ("x" * 201, "4"), ("K", "")])
def test_readers_without_a_group_or_a_number_are_refused_and_kept(editor: Client, group: str, count: str) -> None:
    draft = make_draft()

    answer = send(editor, address("readers", draft.pk), group=group, count=count)

    assert "Nothing was saved yet" in words(answer)
    assert f'value="{count}"' in words(answer) or not count
    assert not ReaderCheck.objects.exists()


def test_withdrawing_needs_a_reason_and_keeps_it_for_everybody(editor: Client) -> None:
    version = make_published()

    refused = editor.post(address("withdraw", version.pk), {"reason": "  "})
    before = Version.objects.get().state
    editor.post(address("withdraw", version.pk), {"reason": "It names a service that has closed."})

    version.refresh_from_db()
    assert "This field is required" in words(refused)
    assert before == "published"
    assert (version.state, version.withdrawn_reason) == ("withdrawn", "It names a service that has closed.")


def test_published_version_shows_everything_and_has_nothing_to_press_but_withdraw(editor: Client) -> None:
    version = make_published()

    page = words(editor.get(address("version_change", version.pk)))

    assert "We will ask before planning." in page
    assert address("withdraw", version.pk) in page
    assert "<button" not in page.split("</header>")[-1].split('id="content"')[-1]
    assert "Change" not in page.split('id="outline"')[1]


@pytest.mark.parametrize(
    "name", ["opening", "note", "rules", "clause_add", "section_add", "consult", "back", "discard"]
)
def test_page_that_writes_leads_back_from_a_published_version(editor: Client, name: str) -> None:
    version = make_published()

    answer = editor.get(address(name, version.pk), follow=True)

    assert answer.redirect_chain[-1][0] == address("version_change", version.pk)


def test_draft_is_thrown_away_after_asking(editor: Client) -> None:
    draft = make_draft()

    asked = editor.get(address("discard", draft.pk))
    there = Version.objects.exists()
    answer = editor.post(address("discard", draft.pk), follow=True)

    assert "Throw this draft away?" in words(asked)
    assert there
    assert "The draft is gone." in words(answer)
    assert not Version.objects.exists()


def test_draft_that_partners_answered_to_is_not_thrown_away(editor: Client) -> None:
    version = back_to_draft(version_id=make_agreed().pk)

    answer = editor.post(address("discard", version.pk), follow=True)

    assert "Nothing was changed" in words(answer)
    assert Version.objects.exists()


def test_credit_can_be_taken_out_of_a_published_version(editor: Client) -> None:
    draft = make_draft()
    credit = Credit.objects.create(version=draft, position=1, text="Kite Group, for the pictures")
    Credit.objects.create(version=draft, position=2, text="The Mill")
    publish(version_id=make_agreed(draft).pk)

    editor.post(address("row_remove", draft.pk, "credits", credit.pk))

    assert list(draft.credits.values_list("text", flat=True)) == ["The Mill"]


WRITING = ["opening", "note", "rules", "arrange", "clause_add", "section_add", "consult", "ask", "back", "readers",
           "publish", "withdraw", "discard"]  # fmt: skip


@pytest.mark.parametrize("name", WRITING)
def test_only_a_charter_editor_writes(signed_in: SignIn, name: str) -> None:
    client, _staff = signed_in(*(role for role in Role if role != Role.CHARTER_EDITOR))
    version = make_draft()

    assert client.get(address(name, version.pk)).status_code in (403, 405)
    assert client.post(address(name, version.pk), {"up": "clause-1"}).status_code == 403


def test_version_page_costs_no_more_for_many_clauses(editor: Client, django_assert_max_num_queries: Any) -> None:
    many = document(*(section(f"Part {n}", *(promise(f"We will do {n} {m}.") for m in range(25))) for n in range(20)))
    draft = make_draft(content=many)

    with django_assert_max_num_queries(30):
        page = editor.get(address("version_change", draft.pk))

    assert words(page).count('id="clause-') == 500


def waiting(client: Client) -> str:
    page = words(client.get(reverse("admin:index")))
    return page.split('class="queue"')[1].split("</section>")[0]


def test_first_page_shows_what_waits_for_a_decision(editor: Client) -> None:
    declined = consult(version_id=make_draft(make_charter("Declined")).pk)
    partner = declined.partners.all()[0].partner
    Agreement.objects.create(version=declined, partner=partner, hash=declined.hash, act="decline", reason="Too vague.")
    agreed = make_agreed(make_draft(make_charter("Agreed")))
    consult(version_id=make_draft(make_charter("Asked")).pk)

    queue = waiting(editor)

    assert "Charters to decide about: <strong>2</strong>" in queue
    assert f'href="{address("version_change", declined.pk)}">Declined, version 1</a>' in queue
    assert "a partner does not agree" in queue
    assert f'href="{address("version_change", agreed.pk)}">Agreed, version 1</a>' in queue
    assert "every partner agrees" in queue
    assert "Asked" not in queue


def test_no_that_was_answered_to_older_words_or_taken_back_waits_for_nobody(editor: Client) -> None:
    version = consult(version_id=make_draft().pk)
    partner = version.partners.all()[0].partner
    Agreement.objects.create(version=version, partner=partner, hash=version.hash, act="decline", reason="Too vague.")
    Agreement.objects.create(version=version, partner=partner, hash=version.hash, act="agree")
    other = consult(version_id=make_draft().pk)
    Agreement.objects.create(version=other, partner=partner, hash=other.hash, act="decline", reason="Too vague.")
    other.clauses.filter(position=1).update(text="Other words.")

    assert "Charters to decide about: none." in waiting(editor)


def test_history_says_who_did_what_with_the_words_that_went_and_came(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.CHARTER_EDITOR)
    version = consult(version_id=make_draft().pk)
    first, second = version.clauses.order_by("position")[:2]

    client.post(address("clause_delete", version.pk, first.pk))
    send(client, page_of(second), text="We will answer.", kind="outcome")
    client.post(address("arrange", version.pk), {"undo": ""})
    client.post(address("back", version.pk))
    page = html.document_fromstring(client.get(address("version_history", version.pk)).content.decode())
    told = [" ".join(one.text_content().split()) for one in page.cssselect(".history > li")]

    said = ["Back to draft?", "took back: changed a clause", "changed a clause", "deleted a clause"]
    assert [one.startswith(f"Mo Derator {what}") for one, what in zip(told, said, strict=True)] == [True] * 4
    assert "taken out: name one contact. added: answer." in told[2]
    assert "taken back" in told[2]
    assert f"taken out: {first.text}" in told[3]


def test_history_has_pages_and_an_odd_moment_shows_the_newest(editor: Client) -> None:
    version = make_draft()
    clause = version.clauses.order_by("position")[0]
    for _n in range(26):
        editor.post(address("arrange", version.pk), {"down": f"clause-{clause.pk}"})
        editor.post(address("arrange", version.pk), {"undo": ""})
    path = address("version_history", version.pk)

    newest = html.document_fromstring(editor.get(path).content.decode())
    earlier = newest.xpath("//a[text()='Earlier']/@href")[0]
    rest, odd = (
        html.document_fromstring(editor.get(f"{path}{query}").content.decode())
        for query in (earlier, "?before=9999-99-99")
    )

    assert [len(one.cssselect(".history > li")) for one in (newest, rest, odd)] == [50, 2, 50]
