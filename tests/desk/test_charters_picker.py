"""Pictures chosen beside a line of easy read, and one thing that has two of them."""

from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from charters.actions import withdraw_picture
from charters.admin.picker import found_by
from charters.models import EasyReadLine
from tests.charters.factories import document, easy_line, make_draft, promise, section
from tests.charters.uploading import make_picture

from .charter_pages import address, changed, fields_on, page_of, words
from .panel_pages import BESIDE, beside, buttons, clause_with, marks, panel, press, then, typed_lines

pytestmark = pytest.mark.django_db


def groups(page: Any) -> dict[str, list[str]]:
    """The names of the pictures that may be taken, by the title of their group."""
    shown = html.fromstring(page.content.decode())
    titles = [one.text_content() for one in shown.cssselect(".panel h4")]
    lists = [
        [str(pick.get("value")).split("-", 2)[2] for pick in one.cssselect(".pick")]
        for one in shown.cssselect(".picks")
    ]
    return dict(zip(titles, lists, strict=True))


def test_pictures_are_found_by_what_the_picture_is_meant_to_say(editor: Client) -> None:
    clause = clause_with("We ask you first.")

    page = press(editor, page_of(clause), "find-0", lines__0__meaning="Annual review")

    assert fields_on(page)["find"] == "Annual review"
    assert groups(page)["Found"][0] == "meeting"
    assert "take-0-meeting" in buttons(page)


@pytest.mark.parametrize("name", BESIDE)
def test_pictures_are_found_by_the_words_of_a_line_without_a_meaning(editor: Client, name: str) -> None:
    path = beside(make_draft(), name)
    page = press(editor, path, "add")

    page = then(editor, path, page, "find-0", lines__0__text="We use the telephone.")
    taken = then(editor, path, page, f"take-0-{groups(page)['Found'][0]}")

    assert fields_on(page)["find"] == "We use the telephone."
    assert groups(page)["Found"]
    assert panel(taken) == ""
    assert typed_lines(taken, "picture") == groups(page)["Found"][:1]


def test_search_looks_for_the_words_in_its_box_and_saves_nothing(editor: Client) -> None:
    clause = clause_with("We ask you first.")
    page = press(editor, page_of(clause), "find-0", text="Typed but not saved.")

    page = then(editor, page_of(clause), page, "find-0", find="handshake")

    clause.refresh_from_db()
    assert groups(page)["Found"][0] == "handshake"
    assert fields_on(page)["text"] == "Typed but not saved."
    assert clause.text == "We will."


def test_enter_searches_while_the_pictures_are_open_and_saves_otherwise(editor: Client) -> None:
    path = page_of(clause_with("We ask you first."))

    def first_button(page: Any) -> Any:
        return html.fromstring(page.content.decode()).cssselect("form.writing button[type=submit]")[0]

    assert first_button(editor.get(path)).get("name") is None
    opened = press(editor, path, "find-0")
    assert (first_button(opened).get("name"), first_button(opened).get("value")) == ("lines", "find-0")
    assert first_button(then(editor, path, opened, "close-0")).get("name") is None


def test_words_that_lead_nowhere_say_so_and_other_groups_are_there(editor: Client) -> None:
    clause = clause_with("We ask you first.")

    page = press(editor, page_of(clause), "find-0", lines__0__meaning="zzzzqqqq")

    assert "Nothing is found by these words." in panel(page)
    assert groups(page) == {"In this charter": ["hand-up"]}


def test_more_than_24_pictures_are_counted_and_lead_to_all(editor: Client) -> None:
    page = press(editor, page_of(clause_with("A.")), "find-0", lines__0__meaning="person <&>")

    assert len(groups(page)["Found"]) == 24
    assert "more (opens in a new tab)" in panel(page)
    assert f"{address('pictures')}?q=person%20%3C%26%3E" in words(page)


def test_each_picture_stands_once_in_the_first_of_its_groups(editor: Client) -> None:
    uploaded = make_picture("Sapling")
    make_picture("Hidden", cleared=False)
    other = clause_with("Line 1.")
    EasyReadLine.objects.filter(clause=other).update(picture="book")
    clause = clause_with("Line 2.")
    EasyReadLine.objects.create(clause=clause, position=2, text="Line 3.", picture="list")

    page = press(editor, page_of(clause), "find-0", lines__0__meaning="handshake")

    assert groups(page) == {
        "Found": ["handshake"],
        "In this charter": ["hand-up", "list"],
        "Used last": ["book"],
        "Our own pictures": [uploaded.hex],
    }
    assert "Sapling" in panel(page)


def test_pictures_of_headings_and_of_other_versions_are_this_charters_own(editor: Client) -> None:
    draft = make_draft()
    draft.easy_intro = [{"picture": "rocket", "text": "Hello.", "alt": ""}]
    draft.save()

    page = press(editor, beside(draft, "note"), "add")
    page = then(editor, beside(draft, "note"), page, "find-0")

    assert groups(page)["In this charter"] == ["hand-up", "rocket"]


def test_picture_that_is_taken_says_what_it_shows(editor: Client) -> None:
    clause = clause_with("We ask you first.")

    page = press(editor, page_of(clause), "take-0-handshake", lines__0__alt="")

    fields = fields_on(page)
    assert (fields["lines-0-picture"], fields["lines-0-alt"]) == ("handshake", "Two hands shaking")
    assert "Look whether that is right for this one." not in words(page)
    assert EasyReadLine.objects.get(clause=clause).picture == "hand-up"


def test_picture_takes_the_place_of_what_our_index_said_of_the_one_before(editor: Client) -> None:
    path = page_of(clause_with("We ask you first."))
    page = press(editor, path, "take-0-handshake", lines__0__alt="")

    page = then(editor, path, page, "take-0-book")

    assert fields_on(page)["lines-0-alt"] not in ("", "Two hands shaking")


def test_picture_leaves_what_staff_wrote_of_it_and_says_so(editor: Client) -> None:
    page = press(editor, page_of(clause_with("We ask you first.")), "take-0-handshake", lines__0__alt="Ann and Bo")

    assert fields_on(page)["lines-0-alt"] == "Ann and Bo"
    assert "Look whether that is right for this one." in words(page)


def test_uploaded_picture_is_taken_under_the_name_that_staff_gave_it(editor: Client) -> None:
    clause, picture = clause_with("We ask you first."), make_picture("Sapling")

    page = press(editor, page_of(clause), f"take-0-{picture.hex}", lines__0__alt="")
    editor.post(page_of(clause), fields_on(page))

    assert (fields_on(page)["lines-0-picture"], fields_on(page)["lines-0-alt"]) == ("Sapling", "A sapling")
    assert EasyReadLine.objects.get(clause=clause).picture == picture.hex


def test_picture_taken_back_meanwhile_is_refused_with_nothing_lost(editor: Client) -> None:
    clause, picture = clause_with("We ask you first."), make_picture("Sapling")
    opened = press(editor, page_of(clause), "find-0", text="Typed.", lines__0__meaning="growing")
    withdraw_picture(picture=picture, reason="It named a person.")

    page = then(editor, page_of(clause), opened, f"take-0-{picture.hex}")

    assert groups(opened)["Found"][0] == picture.hex
    assert "somebody has taken it back. Choose another one." in panel(page)
    assert (fields_on(page)["text"], typed_lines(page, "picture")) == ("Typed.", ["hand-up"])
    assert picture.hex not in " ".join(buttons(page))


@pytest.mark.parametrize(
    "button", ["take-0-nosuch", "take-0", "take-0-", "take-0-../x", "take-0-\x00", "take-0-" + "a" * 64]
)
def test_picture_that_is_none_changes_nothing(editor: Client, button: str) -> None:
    page = press(editor, page_of(clause_with("We ask you first.")), button)

    assert page.status_code == 200
    assert typed_lines(page, "picture") == ["hand-up"]
    assert "This picture is not here" in panel(page)


def test_looking_for_pictures_asks_as_little_in_a_large_charter(editor: Client) -> None:
    def asked(clauses: int) -> int:
        content = document(section("One", *(promise(f"We will {n}.") for n in range(clauses))))
        path = page_of(make_draft(content=content).clauses.all()[0])
        editor.get(path)
        with CaptureQueriesContext(
            connection,
        ) as statements:
            press(editor, path, "find-0")
        return len(statements)

    assert asked(2) == asked(60)


def test_search_over_the_index_and_two_hundred_uploads_is_quick(editor: Client) -> None:
    for n in range(200):
        make_picture(f"Sapling {n}")
    found_by("handshake")

    began = perf_counter()
    found = found_by("handshake growing")

    assert len(found) >= 200
    assert perf_counter() - began < 1


def two_clauses(**second: Any) -> tuple[str, str]:
    """The pages of two clauses: the same words, and the second with these differences."""
    lines = easy_line("We meet."), easy_line("We meet.")
    content = document(section("One", promise("A.", easy=lines[:1]), promise("B.", easy=lines[1:])))
    one, two = make_draft(content=content).clauses.order_by("position")
    EasyReadLine.objects.filter(clause=two).update(**second)
    return page_of(one), page_of(two)


@pytest.mark.parametrize(
    "second",
    [
        {"picture": "handshake"},
        {"picture": "handshake", "text": "Others meet.", "meaning": "we  ASK."},
        {"picture": "handshake", "text": "we MEET.", "meaning": "Another."},
    ],
)
def test_same_thing_with_another_picture_is_named_with_its_place(editor: Client, second: dict[str, str]) -> None:
    first, other = two_clauses(**second)

    page = editor.get(first)

    (said,) = marks(page)
    assert said.startswith("Think about: The same thing has another picture, “handshake”, in another line.")
    assert f'href="{other}#line-1"' in words(page)


@pytest.mark.parametrize(
    "second",
    [{}, {"picture": ""}, {"picture": "handshake", "text": "Others.", "meaning": "Another."}, {"picture": "f" * 64}],
)
def test_same_picture_or_another_thing_is_not_marked(editor: Client, second: dict[str, str]) -> None:
    first, _other = two_clauses(**second)

    assert marks(editor.get(first)) == []


def test_two_lines_of_the_same_page_are_compared_as_they_are_typed(editor: Client) -> None:
    path = page_of(clause_with("We meet.", "We ask."))

    page = press(editor, path, "look", lines__1__picture="handshake")
    again = then(editor, path, page, "look", lines__1__picture="hand-up")

    assert [said.partition(",")[0] for said in marks(page)] == ["Think about: The same thing has another picture"] * 2
    assert 'href="#line-2"' in words(page)
    assert marks(again) == []


@pytest.mark.parametrize("name", BESIDE)
def test_lines_of_headings_opening_words_and_notes_are_compared_too(editor: Client, name: str) -> None:
    draft = make_draft()
    path = beside(draft, name)
    page = press(editor, path, "add")

    page = then(editor, path, page, "look", lines__0__text="We ask you first.", lines__0__picture="handshake")

    assert "The same thing has another picture, “hand-up”" in " ".join(marks(page))
    editor.post(path, changed(fields_on(page)))
    assert "The same thing has another picture, “handshake”" in " ".join(
        marks(editor.get(page_of(draft.clauses.all()[0])))
    )


def test_two_pictures_are_looked_for_in_one_statement_however_many_clauses(editor: Client) -> None:
    def asked(clauses: int) -> int:
        content = document(section("One", *(promise(f"We will {n}.") for n in range(clauses))))
        path = page_of(make_draft(content=content).clauses.all()[0])
        editor.get(path)
        with CaptureQueriesContext(connection) as statements:
            editor.get(path)
        assert sum("jsonb_array_elements" in one["sql"] for one in statements) == 1
        return len(statements)

    assert asked(2) == asked(60)
