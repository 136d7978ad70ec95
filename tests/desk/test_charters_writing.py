"""Writing clauses, sections and lines of easy read at the desk."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from lxml import html

from charters.actions import publish, start_version
from charters.admin.pages import write_address
from charters.models import Clause, EasyReadLine, Section, Version
from charters.models.contents import md5_of
from desk.roles import Role
from tests.charters.factories import (
    document,
    easy_line,
    make_agreed,
    make_draft,
    make_published,
    promise,
    section,
)
from tests.pledges.test_races import at_once

from .charter_pages import address, changed, fields_on, first_clause, page_of, send, words
from .conftest import SignIn

pytestmark = pytest.mark.django_db


def test_clause_is_changed_with_all_it_says(editor: Client) -> None:
    draft = make_draft()
    clause = first_clause(draft)
    partner = draft.partners.all()[0].partner

    answer = send(
        editor,
        page_of(clause),
        text="The council will ask before planning.",
        actor="partner",
        partner=str(partner.pk),
        target_date="2027-03-31",
    )

    clause.refresh_from_db()
    assert answer.url == write_address(draft, f"clause-{clause.pk}")
    assert (clause.text, clause.actor, clause.partner, clause.target_date) == (
        "The council will ask before planning.",
        "partner",
        partner,
        date(2027, 3, 31),
    )


def test_saving_a_page_as_it_is_changes_nothing_that_was_agreed(editor: Client) -> None:
    version = make_agreed()
    before = version.hex

    for clause in version.clauses.all():
        send(editor, page_of(clause))
    send(editor, address("section_change", version.pk, version.sections.get().pk))
    for name in ("opening", "note", "rules"):
        send(editor, address(name, version.pk))
    send(editor, address("row_change", version.pk, "partners", version.partners.all()[0].pk))

    version.refresh_from_db()
    assert (version.state, version.hex) == ("agreed", before)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": "\u200b \n"}, "This field is required."),
        ({"actor": ""}, "A commitment says who acts."),
        ({"actor": "partner"}, "Where a named partner acts, say which."),
        ({"target_date": "soon"}, "Enter a valid date."),
        ({"kind": "fact", "target_date": "2027-03-31"}, "Only a commitment has a date."),
        ({"kind": "wish"}, "Select a valid choice."),
        ({"section": "99999"}, "Select a valid choice."),
        ({"lines__0__text": ""}, "This field is required."),
        ({"lines__0__picture": "hand-upp"}, "There is no picture called “hand-upp”. Perhaps: hand-up"),
        ({"lines__0__text": "x" * 501}, "at most 500 characters"),
    ],
)
def test_clause_that_breaks_a_rule_is_refused_with_everything_typed(
    editor: Client, changes: dict[str, str], message: str
) -> None:
    clause = first_clause(make_draft())
    typed = {"lines__0__meaning": "Typed just now.", **changes}

    answer = send(editor, page_of(clause), **typed)

    assert answer.status_code == 200
    assert message in words(answer)
    assert "Everything you wrote is still here." in words(answer)
    assert 'value="Typed just now."' in words(answer)
    assert not EasyReadLine.objects.filter(meaning="Typed just now.").exists()


def test_clause_of_5000_letters_is_kept_and_one_of_50000_is_refused_with_nothing_lost(editor: Client) -> None:
    clause = first_clause(make_draft())

    kept = send(editor, page_of(clause), text="é" * 5_000)
    clause.refresh_from_db()
    refused = send(editor, page_of(clause), text="語" * 50_000)

    assert kept.status_code == 303
    assert len(clause.text) == 5_000
    assert refused.status_code == 200
    assert "at most 5000 characters (it has 50000)" in words(refused)
    assert "語" * 50_000 in words(refused)


def test_clause_sent_twice_is_there_once_and_an_old_key_is_not_taken(editor: Client) -> None:
    draft = start_version(charter=make_published().charter)
    path = address("clause_add", draft.pk)
    fields = changed(fields_on(editor.get(path)), text="We will listen.", section=str(draft.sections.get().pk))
    gone = first_clause(draft)
    gone.delete()

    first: Any = editor.post(path, fields)
    again: Any = editor.post(path, fields)
    editor.post(path, fields | {"seen": gone.key.key, "text": "We will answer."})
    editor.post(path, fields | {"seen": "<script>", "text": "We will write."})

    added = draft.clauses.get(text="We will listen.")
    assert (first.url, again.url) == (write_address(draft, f"clause-{added.pk}"),) * 2
    assert draft.clauses.filter(text__in=["We will answer.", "We will write."]).count() == 2
    assert not draft.clauses.filter(key=gone.key).exists()


def test_clause_that_becomes_a_fact_has_nobody_who_acts(editor: Client) -> None:
    clause = first_clause(make_draft())

    answer = send(editor, page_of(clause), kind="fact")

    clause.refresh_from_db()
    assert answer.status_code == 303
    assert (clause.kind, clause.actor) == ("fact", "")


def test_new_clause_stands_at_the_end_of_its_section_under_a_key_of_its_own(editor: Client) -> None:
    draft = make_draft()
    one = draft.sections.get()
    path = f"{address('clause_add', draft.pk)}?section={one.pk}"

    page = editor.get(path)
    fields = changed(fields_on(page), text="We will write in plain words.")
    answer: Any = editor.post(path, fields)

    new = draft.clauses.get(text="We will write in plain words.")
    assert fields["section"] == str(one.pk)
    assert answer.url.endswith(f"#clause-{new.pk}")
    assert (new.position, new.kind, new.actor, len(new.key.key)) == (4, "commitment", "we", 6)


def test_buttons_of_lines_move_add_and_take_out_and_save_nothing(editor: Client) -> None:
    lines = tuple(easy_line(f"Line {n}.") for n in (1, 2, 3))
    clause = first_clause(make_draft(content=document(section("One", promise("We will.", easy=lines)))))
    fields = fields_on(editor.get(page_of(clause))) | {"text": "Typed but not saved."}

    def pressed(button: str) -> dict[str, str]:
        nonlocal fields
        fields = fields_on(editor.post(page_of(clause), fields | {"lines": button}))
        return fields

    moved = pressed("up-2")
    assert [moved[f"lines-{n}-text"] for n in range(3)] == ["Line 1.", "Line 3.", "Line 2."]
    moved = pressed("down-0")
    assert [moved[f"lines-{n}-text"] for n in range(3)] == ["Line 3.", "Line 1.", "Line 2."]
    assert pressed("out-1")["lines-TOTAL_FORMS"] == "2"
    assert pressed("add")["lines-2-text"] == ""
    for odd in ("up-0", "down-2", "out-9", "up", "out--1", "out-x", "fly-1", "", "up-²"):
        assert pressed(odd)["lines-TOTAL_FORMS"] == "3"
    clause.refresh_from_db()
    assert fields["text"] == "Typed but not saved."
    assert (clause.text, clause.lines.count()) == ("We will.", 3)

    editor.post(page_of(clause), fields)
    assert list(clause.lines.values_list("text", flat=True)) == ["Line 3.", "Line 2."]


def marks(content: str) -> list[list[str]]:
    """What stands under each line, in words."""
    lines = html.fromstring(content).cssselect("fieldset.line")
    return [[" ".join(one.text_content().split()) for one in line.cssselect(".mark")] for line in lines]


def test_hard_words_are_marked_beside_their_line_without_saving(editor: Client) -> None:
    clause = first_clause(make_draft())
    before = list(EasyReadLine.objects.values_list("text", flat=True))

    looked = send(editor, page_of(clause), lines__0__text="We will implement it, and tell you.", lines="look")

    ((first, *others),) = marks(looked.content.decode())
    assert first.startswith("Hard to read: “implement” is")
    assert "Better: “do” for “implement”" in first
    assert [one.partition(" ")[0] for one in others] == ["Think"]
    assert fields_on(looked)["lines-0-text"] == "We will implement it, and tell you."
    assert list(EasyReadLine.objects.values_list("text", flat=True)) == before


def test_word_that_the_charter_explains_is_not_marked_and_marks_keep_nobody_from_saving(editor: Client) -> None:
    version = make_draft()
    clause = first_clause(version)
    send(editor, page_of(clause), lines__0__text="We implement it.")

    assert clause.lines.get().text == "We implement it."
    assert len(marks(editor.get(page_of(clause)).content.decode())[0]) == 1
    version.glossary.create(position=1, word="implement", meaning="To implement is to do.")
    assert marks(editor.get(page_of(clause)).content.decode()) == [[]]


@pytest.mark.parametrize("box", ["picture", "meaning"])
def test_line_without_a_picture_or_its_meaning_is_marked(editor: Client, box: str) -> None:
    page = page_of(first_clause(make_draft()))

    assert marks(editor.get(page).content.decode()) == [[]]
    looked = send(editor, page, lines="look", **{f"lines__0__{box}": ""})

    assert len(marks(looked.content.decode())[0]) == 1


def test_line_that_does_not_say_what_its_picture_shows_takes_the_words_of_the_picture(editor: Client) -> None:
    clause = first_clause(make_draft())

    send(editor, page_of(clause), lines__0__picture="handshake", lines__0__alt="")

    assert clause.lines.get().alt == "Two hands shaking"


def test_lines_of_changed_words_are_marked_beside_what_they_were_written_for(editor: Client) -> None:
    draft = start_version(charter=make_published().charter)
    clause = first_clause(draft)

    send(editor, page_of(clause), text="We will ask before any planning.")
    page = editor.get(page_of(clause))

    assert "for older words" in words(page)
    assert "<ins><span" in words(page)
    assert "any</ins>" in words(page)
    assert "Easy read is for older words" in words(editor.get(address("version_change", draft.pk)))


def test_lines_whose_old_words_are_lost_say_so(editor: Client) -> None:
    clause = first_clause(make_draft())
    Clause.objects.filter(pk=clause.pk).update(text="Words that stood nowhere else.")

    assert "stand nowhere any more" in words(editor.get(page_of(clause)))


def test_words_that_lines_were_written_for_are_found_in_what_the_draft_said_before(editor: Client) -> None:
    clause = first_clause(make_draft())
    send(editor, page_of(clause), text="Words that stood nowhere else.")

    page = words(editor.get(page_of(clause)))

    assert "What changed since then:" in page
    assert "stand nowhere any more" not in page


def test_still_right_is_ticked_for_one_line_and_leaves_the_others_stale(editor: Client) -> None:
    lines = tuple(easy_line(f"Line {n}.") for n in (1, 2))
    clause = first_clause(make_draft(content=document(section("One", promise("We will.", easy=lines)))))
    send(editor, page_of(clause), text="We will listen.")

    send(editor, page_of(clause), lines__1__fits="on")

    now = md5_of("We will listen.")
    assert [line.for_md5 == now for line in clause.lines.all()] == [False, True]
    assert clause.version.clauses.get().text == "We will listen."


def test_line_that_is_rewritten_is_written_for_the_words_of_today(editor: Client) -> None:
    clause = first_clause(make_draft())

    send(editor, page_of(clause), text="We will listen.", lines__0__text="We listen to you.")

    assert clause.lines.get().for_md5 == md5_of("We will listen.")


def test_second_save_of_the_same_clause_overwrites_nothing_and_loses_nothing(editor: Client, signed_in: SignIn) -> None:
    clause = first_clause(make_draft())
    other, _staff = signed_in(Role.CHARTER_EDITOR)
    mine = changed(fields_on(editor.get(page_of(clause))), text="Mine.", lines__0__text="My line.")

    send(other, page_of(clause), text="Theirs.")
    stale = editor.post(page_of(clause), mine)
    clause.refresh_from_db()
    kept = clause.text
    anyway = editor.post(page_of(clause), fields_on(stale))

    clause.refresh_from_db()
    assert stale.status_code == 409
    assert "Somebody else changed this while you wrote." in words(stale)
    assert "Theirs." in words(stale)
    assert fields_on(stale)["text"] == "Mine."
    assert fields_on(stale)["lines-0-text"] == "My line."
    assert kept == "Theirs."
    assert anyway.status_code == 303
    assert (clause.text, clause.lines.get().text) == ("Mine.", "My line.")


def test_stale_page_with_a_mistake_is_stale_still_when_it_is_put_right(editor: Client, signed_in: SignIn) -> None:
    clause = first_clause(make_draft())
    other, _staff = signed_in(Role.CHARTER_EDITOR)
    mine = changed(fields_on(editor.get(page_of(clause))), text="")
    send(other, page_of(clause), text="Theirs.")

    wrong = editor.post(page_of(clause), mine)
    right = editor.post(page_of(clause), changed(fields_on(wrong), text="Mine."))

    clause.refresh_from_db()
    assert (right.status_code, clause.text) == (409, "Theirs.")


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_kept_and_the_other_asked_again(editor: Client, signed_in: SignIn) -> None:
    clause = first_clause(make_draft())
    told: list[int] = []
    saves = []
    for n in range(3):
        client, _staff = signed_in(Role.CHARTER_EDITOR)
        fields = changed(fields_on(client.get(page_of(clause))), text=f"Editor {n}.")
        saves.append(lambda c=client, f=fields: told.append(c.post(page_of(clause), f).status_code))

    raised = at_once(*saves)

    assert list(raised) == [None] * 3
    assert sorted(told) == [303, 409, 409]


def test_clause_deleted_meanwhile_is_offered_as_a_new_one_with_everything_typed(editor: Client) -> None:
    draft = make_draft()
    clause = first_clause(draft)
    path = page_of(clause)
    mine = changed(fields_on(editor.get(path)), text="Mine.")
    editor.post(address("clause_delete", draft.pk, clause.pk))

    gone = editor.post(path, mine)
    editor.post(address("clause_add", draft.pk), fields_on(gone))

    assert gone.status_code == 409
    assert f'action="{address("clause_add", draft.pk)}"' in words(gone)
    assert draft.clauses.get(text="Mine.").lines.count() == 1
    assert editor.get(path).status_code == 303


def test_version_published_meanwhile_keeps_what_was_typed_on_the_page(editor: Client) -> None:
    version = make_agreed()
    clause = first_clause(version)
    mine = changed(fields_on(editor.get(page_of(clause))), text="Mine.")
    publish(version_id=version.pk)

    answer = editor.post(page_of(clause), mine)

    assert answer.status_code == 409
    assert "This version was published." in words(answer)
    assert fields_on(answer)["text"] == "Mine."


def test_section_with_easy_read_keeps_its_lines(editor: Client) -> None:
    draft = make_draft()
    one = draft.sections.get()
    path = address("section_change", draft.pk, one.pk)

    fields = fields_on(editor.post(path, fields_on(editor.get(path)) | {"lines": "add"}))
    editor.post(path, fields | {"lines-0-text": "We start early.", "lines-0-picture": "book", "lines-0-alt": "A book"})

    one.refresh_from_db()
    assert one.easy == [{"picture": "book", "text": "We start early.", "alt": "A book"}]


def test_opening_words_note_and_rules_are_written(editor: Client) -> None:
    draft = make_draft(make_published().charter)

    send(
        editor,
        address("opening", draft.pk),
        title="Six Ways",
        review_by="2028-01-31",
        intro="One.\n\nTwo.",
        language="cy",
    )
    send(editor, address("note", draft.pk), note="A sixth way.")
    send(editor, address("rules", draft.pk), earliest="10:00", latest="14:00", notice_days="25")

    draft.refresh_from_db()
    assert (draft.title, draft.review_by, draft.intro, draft.language) == (
        "Six Ways",
        date(2028, 1, 31),
        "One.\n\nTwo.",
        "cy",
    )
    assert draft.note == "A sixth way."
    assert (draft.meeting_rules.earliest, draft.meeting_rules.notice_days) == (time(10), 25)

    send(editor, address("rules", draft.pk), earliest="", latest="", notice_days="")
    assert not hasattr(Version.objects.get(pk=draft.pk), "meeting_rules")


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("opening", {"title": ""}, "This field is required."),
        ("opening", {"language": "English!"}, "Write the language as a code"),
        ("opening", {"intro": "x" * 20_001}, "at most 20000 characters"),
        ("rules", {"earliest": "14:00", "latest": "10:00"}, "The earliest hour comes before the latest."),
        ("rules", {"longest_minutes": "9999"}, "A meeting is shorter than a day"),
        ("rules", {"notice_days": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_a_version_cannot_say_is_refused_beside_the_form(
    editor: Client, name: str, changes: dict[str, Any], message: str
) -> None:
    answer = send(editor, address(name, make_draft().pk), **changes)

    assert answer.status_code == 200
    assert message in words(answer)


def test_more_lines_than_fit_are_refused_with_nothing_lost(editor: Client) -> None:
    lines = tuple(replace(easy_line(), text=f"Line {n}.") for n in range(55))
    clause = first_clause(make_draft(content=document(section("One", promise("We will.", easy=lines)))))

    answer = send(editor, page_of(clause), text="New words.")
    fewer = editor.post(page_of(clause), fields_on(answer) | {"lines": "out-0"})

    assert "Here are more than 50 lines." in words(answer)
    assert fields_on(answer)["lines-54-text"] == "Line 54."
    assert fields_on(fewer)["lines-TOTAL_FORMS"] == "54"


def test_pictures_are_found_by_a_word(editor: Client) -> None:
    page = words(editor.get(address("pictures"), {"q": "hands shaking"}))

    assert "<b>handshake</b>" in page
    assert "<b>envelope</b>" not in page


def test_sections_of_another_version_are_no_place_for_a_clause(editor: Client) -> None:
    clause, elsewhere = first_clause(make_draft()), make_draft().sections.get()

    answer = send(editor, page_of(clause), section=str(elsewhere.pk))

    assert "Select a valid choice" in words(answer)
    assert Section.objects.get(pk=clause.section_id).version_id == clause.version_id
