"""Panels under a line of easy read: a mark left so, a word explained, lines pasted, older lines looked at."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from lxml import html

from charters.actions import LeftAlready, leave_so, publish, start_version
from charters.models import EasyReadLine, LintException, Version, WrongState
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

from .charter_pages import changed, fields_on, first_clause, page_of, send, words
from .conftest import SignIn
from .panel_pages import BESIDE, beside, buttons, clause_with, marks, panel, press, then, typed_lines

pytestmark = pytest.mark.django_db

HARD = "We implement it."


# A mark that stays so, for a reason.


def test_mark_is_left_so_for_a_reason_and_is_no_error_any_more(signed_in: SignIn) -> None:
    editor, staff = signed_in(Role.CHARTER_EDITOR)
    clause = clause_with(HARD)
    path = page_of(clause)

    opened = press(editor, path, "leave-0-hard-word", text="Typed but not saved.")
    done = then(editor, path, opened, "reason-0-hard-word", reason=" Our readers\tlike it. ")

    (said,) = marks(done)
    left = LintException.objects.get()
    assert "“implement” is a hard word" in panel(opened)
    assert said.startswith("Left so, because: Our readers like it.")
    assert panel(done) == ""
    assert fields_on(done)["text"] == "Typed but not saved."
    assert (left.charter, left.rule, left.text) == (clause.version.charter, "hard-word", HARD)
    assert (left.reason, left.by) == ("Our readers like it.", staff)
    assert LogEntry.objects.get().change_message == "a mark left so"


def test_mark_left_so_is_left_in_every_line_with_these_words_and_in_no_other(editor: Client) -> None:
    clause = clause_with(HARD, "We implement them.", easy_intro=(easy_line(HARD),))
    leave_so(version_id=clause.version_id, rule="hard-word", text=HARD, reason="They like it.", by=None)
    elsewhere = clause_with(HARD)

    here, intro, other = (
        editor.get(page) for page in (page_of(clause), beside(clause.version, "opening"), page_of(elsewhere))
    )

    assert [said.partition(":")[0] for said in marks(here)] == ["Left so, because", "Hard to read"]
    assert [said.partition(":")[0] for said in marks(intro)] == ["Left so, because"]
    assert [said.partition(":")[0] for said in marks(other)] == ["Hard to read"]


def test_reason_is_taken_back_and_the_mark_is_there_again(editor: Client) -> None:
    clause = clause_with(HARD)
    leave_so(version_id=clause.version_id, rule="hard-word", text=HARD, reason="They like it.", by=None)

    page = press(editor, page_of(clause), "again-0-hard-word")
    twice = press(editor, page_of(clause), "again-0-hard-word")

    assert "It is marked again." in words(page)
    assert "It is marked again." not in words(twice)
    assert marks(page)[0].startswith("Hard to read:")
    assert not LintException.objects.exists()


@pytest.mark.parametrize(
    ("reason", "message"),
    [("", "This field is required."), ("\u200b ", "This field is required."), ("x" * 501, "500 characters")],
)
def test_reason_that_is_none_is_refused_in_its_panel(editor: Client, reason: str, message: str) -> None:
    path = page_of(clause_with(HARD))
    opened = press(editor, path, "leave-0-hard-word")

    page = then(editor, path, opened, "reason-0-hard-word", reason=reason)

    assert message in panel(page)
    assert reason.strip() in fields_on(page)["reason"]
    assert not LintException.objects.exists()


def test_mark_that_somebody_else_left_so_meanwhile_says_why_and_keeps_what_was_typed(editor: Client) -> None:
    clause = clause_with(HARD)
    opened = press(editor, page_of(clause), "leave-0-hard-word")
    leave_so(version_id=clause.version_id, rule="hard-word", text=HARD, reason="Theirs.", by=None)

    page = then(editor, page_of(clause), opened, "reason-0-hard-word", reason="Mine.")

    assert marks(page)[0].startswith("Left so, because: Theirs.")
    assert "Nothing is marked here any more" in panel(page)
    assert fields_on(page)["reason"] == "Mine."
    with pytest.raises(LeftAlready) as left:
        leave_so(version_id=clause.version_id, rule="hard-word", text=HARD, reason="Mine.", by=None)
    assert left.value.reason == "Theirs."


@pytest.mark.parametrize("rule", ["picture", "alt", "meaning", "norule", "hard-word-x", "", "hard-phrase"])
def test_what_is_missing_or_not_marked_cannot_be_left_so(editor: Client, rule: str) -> None:
    path = page_of(clause_with(HARD))
    without = {"lines__0__picture": "", "lines__0__meaning": ""}

    opened = press(editor, path, f"leave-0-{rule}", **without)
    recorded = press(editor, path, f"reason-0-{rule}", **without, reason="Because.")

    assert panel(opened) == panel(recorded) == ""
    assert not [one for one in buttons(opened) if one.startswith("leave") and one != "leave-0-hard-word"]
    assert not LintException.objects.exists()


def test_two_pictures_of_one_thing_can_be_left_so(editor: Client) -> None:
    path = page_of(clause_with("We meet.", "We ask."))
    page = press(editor, path, "leave-0-two-pictures", lines__1__picture="handshake")

    page = then(editor, path, page, "reason-0-two-pictures", reason="Two kinds of asking.")

    assert [said.partition(":")[0] for said in marks(page)] == ["Left so, because", "Think about"]


def test_reason_that_is_typed_goes_with_its_line_and_gives_way_to_no_other_panel(editor: Client) -> None:
    path = page_of(clause_with("We ask.", HARD))
    page = press(editor, path, "leave-1-hard-word")

    moved = then(editor, path, page, "up-1", reason="Typed.")
    looked = then(editor, path, moved, "look")
    other = then(editor, path, looked, "find-1")
    closed = then(editor, path, other, "close-0")

    for one in (moved, looked, other):
        assert fields_on(one)["panel"] == "leave-0-hard-word"
        assert fields_on(one)["reason"] == "Typed."
    assert "You wrote something here." in panel(other)
    assert panel(closed) == ""


def test_save_that_would_lose_a_typed_reason_says_so_first(editor: Client) -> None:
    clause = clause_with(HARD)
    opened = press(editor, page_of(clause), "leave-0-hard-word", text="New words.")
    fields = changed(fields_on(opened), reason="Typed.")

    refused = editor.post(page_of(clause), fields)
    saved = editor.post(page_of(clause), fields | {"reason": ""})

    assert "is not kept yet" in words(refused)
    assert fields_on(refused)["reason"] == "Typed."
    assert saved.status_code == 303
    clause.refresh_from_db()
    assert clause.text == "New words."


def test_nothing_is_left_so_or_explained_in_a_version_published_meanwhile(editor: Client) -> None:
    version = make_agreed(make_draft(content=document(section("One", promise("We will.", easy=(easy_line(HARD),))))))
    path = page_of(first_clause(version))
    left, explained = (press(editor, path, button) for button in ("leave-0-hard-word", "explain-0-3"))
    publish(version_id=version.pk)

    page = then(editor, path, left, "reason-0-hard-word", reason="Because.")
    other = then(editor, path, explained, "explained-0", meaning="To do.")

    assert "Nothing in it changes any more." in panel(page)
    assert "Nothing in it changes any more." in panel(other)
    assert (fields_on(page)["reason"], fields_on(other)["meaning"]) == ("Because.", "To do.")
    with pytest.raises(WrongState):
        leave_so(version_id=version.pk, rule="hard-word", text=HARD, reason="Because.", by=None)


def test_reason_stays_when_whoever_recorded_it_leaves_and_its_moment_is_the_databases(signed_in: SignIn) -> None:
    staff = signed_in(Role.CHARTER_EDITOR)[1]
    version = clause_with(HARD).version
    told = {"rule": "hard-word", "text": HARD, "reason": "Because."}
    LintException.objects.create(charter=version.charter, by=staff, at=datetime(2001, 1, 1, tzinfo=UTC), **told)

    LintException.objects.update(by=None)

    left = LintException.objects.get()
    assert left.by is None
    assert left.at.year > 2001


def checked(version: Version, *more: str) -> str:
    out = StringIO()
    call_command("check_easy_read", version.charter.slug, *more, stdout=out)
    return out.getvalue()


def test_command_counts_what_was_left_so_and_does_not_fail_for_it() -> None:
    clause = clause_with(HARD)
    with pytest.raises(CommandError):
        checked(clause.version)

    leave_so(version_id=clause.version_id, rule="hard-word", text=HARD, reason="They like it.", by=None)

    told = checked(clause.version)
    assert "line 1: left so, for a reason: hard-word: “implement”" in told
    assert told.endswith("1 lines: 0 errors, 0 warnings, 1 left so.\n")
    assert "for a reason" not in checked(clause.version, "--errors")


# A hard word that is explained.


def test_hard_word_is_explained_for_the_version_and_not_marked_any_more(editor: Client) -> None:
    clause = clause_with("Implement it.", HARD)
    path = page_of(clause)

    opened = press(editor, path, "explain-0-0", text="Typed but not saved.")
    done = then(editor, path, opened, "explained-0", meaning="To implement is to do.")

    assert (fields_on(opened)["word"], fields_on(opened)["meaning"]) == ("implement", "")
    assert "“implement” is explained now, in all of this version." in words(done)
    assert (panel(done), marks(done)) == ("", [])
    assert fields_on(done)["text"] == "Typed but not saved."
    assert list(clause.version.glossary.values_list("word", "meaning", "position")) == [
        ("implement", "To implement is to do.", 1)
    ]
    assert LogEntry.objects.get().change_message == "glossary"


def test_letters_that_stand_for_words_are_explained_as_they_are_written(editor: Client) -> None:
    path = page_of(clause_with("SENDIASS is for you."))

    opened = press(editor, path, "explain-0-0")

    assert fields_on(opened)["word"] == "SENDIASS"


def test_word_is_shown_where_it_stands_elsewhere_as_links_in_new_tabs(editor: Client) -> None:
    content = document(
        section(
            "How we implement",
            promise("We implement.", easy=(easy_line("It is implemented."),)),
            promise("Implementation."),
        ),
        intro="What is implemented.",
        easy_intro=(easy_line("Implement!"),),
        note="Nothing.",
    )
    clause = first_clause(make_draft(content=content))

    opened = press(editor, page_of(clause), "explain-0-3", lines__0__text=HARD)
    links = html.fromstring(opened.content.decode()).cssselect(".panel__places a")
    where = [" ".join(one.text_content().split()).removesuffix(" (opens in a new tab)") for one in links]
    key = clause.key.key
    assert where == [
        *("opening words", "opening words, line 1", "section “How we implement”"),
        *(f"clause {key}", f"clause {key}, line 1"),
    ]
    assert {one.get("target") for one in links} == {"_blank"}
    assert links[1].get("href") == f"{beside(clause.version, 'opening')}#line-1"
    for one in links:
        assert editor.get(str(one.get("href")).partition("#")[0]).status_code == 200


def test_at_most_twenty_places_are_named_and_the_others_counted(editor: Client) -> None:
    content = document(section("One", *(promise(f"We implement {n}.") for n in range(23))))
    clause = first_clause(make_draft(content=content))

    opened = press(editor, page_of(clause), "explain-0-3", lines__0__text=HARD)

    assert panel(opened).count("(opens in a new tab)") == 20
    assert "and in 3 more places" in panel(opened)


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        ({"word": "plan", "meaning": "Again."}, "This word is explained already."),
        ({"word": "", "meaning": "x"}, "Word: This field is required."),
        ({"word": "implement", "meaning": ""}, "What it means: This field is required."),
        ({"word": "x" * 101, "meaning": "x"}, "Word: Ensure this value has at most 100 characters"),
    ],
)
def test_word_that_cannot_be_explained_so_is_refused_in_its_panel(
    editor: Client, boxes: dict[str, str], message: str
) -> None:
    clause = clause_with(HARD)
    clause.version.glossary.create(position=1, word="plan", meaning="What we do next.")
    opened = press(editor, page_of(clause), "explain-0-3")

    page = then(editor, page_of(clause), opened, "explained-0", **boxes)

    assert message in panel(page)
    assert {name: fields_on(page)[name] for name in boxes} == boxes
    assert clause.version.glossary.count() == 1


@pytest.mark.parametrize("name", BESIDE)
def test_words_of_headings_opening_words_and_notes_are_left_so_and_explained(editor: Client, name: str) -> None:
    path = beside(make_draft(), name)
    page = press(editor, path, "add")

    page = then(editor, path, page, "leave-0-hard-word", lines__0__text="We implement and administer it.")
    page = then(editor, path, page, "reason-0-hard-word", reason="Because.")
    other = then(editor, path, page, "look", lines__0__text="We administer it.")
    other = then(editor, path, other, "explain-0-3")
    other = then(editor, path, other, "explained-0", meaning="To do it.")

    assert "Left so, because: Because." in " ".join(marks(page))
    assert "administer" not in " ".join(marks(other))


# Lines that are pasted.

PASTED = (
    "• We ask you.\n\n  1. We listen.\r\n\t(b) We tell you.\n- 10 people help.\no   We wait.\n2.5 hours is enough.\n"
    "\u200b\n"
)
LINES = ["We ask you.", "We listen.", "We tell you.", "10 people help.", "We wait.", "2.5 hours is enough."]


def test_pasted_lines_become_lines_without_their_bullets_and_numbers(editor: Client) -> None:
    clause = clause_with("First.")

    page = press(editor, page_of(clause), "paste", pasted=PASTED, text="Typed but not saved.")

    assert typed_lines(page) == ["First.", *LINES]
    assert (fields_on(page)["pasted"], fields_on(page)["text"]) == ("", "Typed but not saved.")
    assert list(clause.lines.values_list("text", flat=True)) == ["First."]


@pytest.mark.parametrize("name", BESIDE)
def test_lines_are_pasted_where_there_are_none_yet(editor: Client, name: str) -> None:
    page = press(editor, beside(make_draft(content=document(section("One"))), name), "paste", pasted="A.\nB.")

    assert typed_lines(page) == ["A.", "B."]


def test_lines_are_pasted_behind_a_line_and_into_the_place_of_an_empty_one(editor: Client) -> None:
    path = page_of(clause_with("First.", HARD))

    behind = press(editor, path, "paste-0", pasted="A.\nB.")
    in_place = press(editor, path, "paste-0", pasted="A.\nB.", lines__0__text="", lines__0__picture="",
                     lines__0__alt="", lines__0__meaning="")  # fmt: skip
    opened = press(editor, path, "leave-1-hard-word")
    with_panel = then(editor, path, opened, "paste-0", pasted="A.\nB.")

    assert typed_lines(behind) == ["First.", "A.", "B.", HARD]
    assert typed_lines(in_place) == ["A.", "B.", HARD]
    assert fields_on(with_panel)["panel"] == "leave-3-hard-word"


def test_pasted_lines_that_do_not_fit_stay_in_the_box(editor: Client) -> None:
    path = page_of(clause_with("First."))

    page = press(editor, path, "paste", pasted="\n".join(f"* Line {n}." for n in range(2, 53)))
    again = then(editor, path, page, "paste")

    assert len(typed_lines(page)) == 50
    assert fields_on(page)["pasted"] == "* Line 51.\n* Line 52."
    assert "2 lines do not fit and are still in the box: there are 50 at most." in words(page)
    assert fields_on(again)["pasted"] == "* Line 51.\n* Line 52."


def test_save_that_would_lose_pasted_lines_says_so_first(editor: Client) -> None:
    clause = clause_with("First.")

    page = send(editor, page_of(clause), pasted="Second.")

    assert page.status_code == 200
    assert "is not kept yet" in words(page)
    assert fields_on(page)["pasted"] == "Second."


@pytest.mark.parametrize("pasted", ["", " \n\t\n", "\x00", "•\n-\n", "\u202e\ud800"])
def test_nothing_pasted_adds_nothing(editor: Client, pasted: str) -> None:
    path = page_of(clause_with("First."))

    page = editor.post(
        path, fields_on(editor.get(path)) | {"lines": "paste", "pasted": pasted.encode("utf-8", "replace").decode()}
    )

    assert page.status_code == 200
    assert [text for text in typed_lines(page) if text not in ("-", "•", "?")] == ["First."]


# Lines for older words.


def stale_pair(editor: Client) -> tuple[Any, str]:
    clause = clause_with("Line 1.", "Line 2.")
    send(editor, page_of(clause), text="We will listen.")
    return clause, md5_of("We will listen.")


def test_line_for_older_words_is_cleared_by_itself_without_a_save(editor: Client) -> None:
    clause, now = stale_pair(editor)

    page = press(editor, page_of(clause), "right-1", lines__0__text="Typed but not saved.")

    assert [line.for_md5 == now for line in clause.lines.all()] == [False, True]
    assert words(page).count("for older words") == 0
    assert "It fits what the clause says now." in words(page)
    assert typed_lines(page) == ["Typed but not saved.", "Line 2."]
    assert words(editor.get(page_of(clause))).count("for older words") == 1


def test_line_beside_words_that_changed_on_the_page_is_cleared_by_the_save(editor: Client) -> None:
    clause, _now = stale_pair(editor)

    page = press(editor, page_of(clause), "right-1", text="Newer words.")
    before = EasyReadLine.objects.stale().count()
    editor.post(page_of(clause), fields_on(page))

    assert "This is kept when you save it." in words(page)
    assert before == 2
    assert [line.for_md5 == md5_of("Newer words.") for line in clause.lines.all()] == [False, True]


def test_line_of_a_clause_that_somebody_else_changed_is_not_cleared(editor: Client) -> None:
    clause, _now = stale_pair(editor)
    fields = fields_on(editor.get(page_of(clause)))
    send(editor, page_of(clause), kind="fact")

    page = editor.post(page_of(clause), fields | {"lines": "right-1"})

    assert "Somebody else changed this while you wrote." in words(page)
    assert EasyReadLine.objects.stale().count() == 2


def test_line_of_a_clause_that_is_gone_is_not_cleared(editor: Client) -> None:
    clause, _now = stale_pair(editor)
    path = page_of(clause)
    fields = fields_on(editor.get(path))
    clause.delete()

    page = editor.post(path, fields | {"lines": "right-1"})

    assert page.status_code == 200
    assert "somebody else has deleted it" in words(page)


@pytest.mark.parametrize("name", BESIDE)
def test_lines_beside_no_clause_are_never_stale(editor: Client, name: str) -> None:
    version = start_version(charter=make_published().charter)
    page = press(editor, beside(version, name), "paste", pasted="A.")

    page = then(editor, beside(version, name), page, "right-0")

    assert typed_lines(page) == ["A."]


# What no button sends.

ODD = (
    *("find-999", "find-", "find", "find--1", "find-x", "find-²", "find-0-0", "find-" + "9" * 400),
    *("take", "take-1-nosuch", "take-9-book", "take--book", "leave-0-norule", "leave-9-hard-word", "leave", "leave-0"),
    *("reason", "reason-0-norule", "reason-9-hard-word", "again-0-norule", "again-9-x", "again", "again-0-\x00"),
    *("explain-0-x", "explain-0-999", "explain-0--1", "explain-9-3", "explain-0", "explain-0-\x00", "explained-9"),
    *(
        "explained",
        "paste-9",
        "paste-x",
        "right-9",
        "right-0-0",
        "right",
        "close-9",
        "close",
        "add-0",
        "fly-0",
        "-",
        "--",
    ),
)


def test_button_that_is_none_changes_nothing(editor: Client) -> None:
    clause = clause_with(HARD)
    path = page_of(clause)
    typed = fields_on(editor.get(path)) | {
        "text": "Typed.",
        **dict.fromkeys(("reason", "word", "meaning", "find"), "x"),
    }

    for button in ODD:
        page = editor.post(path, typed | {"lines": button})
        assert page.status_code == 200, button
        assert typed_lines(page) == [HARD], button
        assert typed_lines(page, "picture") == ["hand-up"], button
        assert fields_on(page)["text"] == "Typed.", button

    assert not LintException.objects.exists()
    assert not clause.version.glossary.exists()
    assert clause.lines.get().text == HARD


@pytest.mark.parametrize(
    "opened",
    [
        "find-999",
        "leave-0",
        "leave-0-<script>",
        "explain-0-x",
        "fly-0",
        "find-0-x",
        "leave-x",
        "\x00",
        "-",
        "find-99999999",
    ],
)
def test_panel_that_is_none_is_no_error(editor: Client, opened: str) -> None:
    path = page_of(clause_with(HARD))
    fields = fields_on(editor.get(path)) | {"panel": opened, "reason": "<b>", "find": "\x00<script>"}

    looked = editor.post(path, fields | {"lines": "look"})
    saved = editor.post(path, fields)

    assert looked.status_code == 200
    assert saved.status_code in (200, 303)
    assert "<script>" not in looked.content.decode().partition('class="writing"')[2]
    assert "\n<b></textarea>" not in looked.content.decode()
