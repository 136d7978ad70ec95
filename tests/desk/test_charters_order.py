"""Putting clauses and sections in order at the desk, and taking them out."""

from typing import Any

import pytest
from django.test import Client

from desk.roles import Role
from tests.charters.factories import document, make_draft, promise, section
from tests.pledges.test_races import at_once

from .charter_pages import address, changed, fields_on, first_clause, page_of, send, texts, words
from .conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("button", "which", "after"),
    [
        ("up", 1, [["b", "a"], ["c"], ["d"]]),
        ("down", 0, [["b", "a"], ["c"], ["d"]]),
        ("down", 1, [["a"], ["b", "c"], ["d"]]),
        ("up", 2, [["a", "b", "c"], [], ["d"]]),
        ("up", 0, [["a", "b"], ["c"], ["d"]]),
        ("down", 3, [["a", "b"], ["c"], ["d"]]),
    ],
)
def test_clause_goes_up_and_down_and_on_into_the_next_section(
    editor: Client, button: str, which: int, after: list[list[str]]
) -> None:
    draft = make_draft(
        content=document(
            section("One", promise("a"), promise("b")), section("Two", promise("c")), section("Three", promise("d"))
        )
    )
    clause = draft.clauses.get(text="abcd"[which])

    answer: Any = editor.post(address("arrange", draft.pk), {button: f"clause-{clause.pk}"})

    assert answer.url.endswith(f"#clause-{clause.pk}")
    assert texts(draft) == after
    places = [list(one.clauses.order_by("position").values_list("position", flat=True)) for one in draft.sections.all()]
    assert all(found == list(range(1, len(found) + 1)) for found in places)


def test_clause_is_moved_into_another_section_by_its_page(editor: Client) -> None:
    draft = make_draft(content=document(section("One", promise("a"), promise("b")), section("Two", promise("c"))))
    two = draft.sections.get(heading="Two")

    send(editor, page_of(draft.clauses.get(text="a")), section=str(two.pk))

    assert texts(draft) == [["b"], ["c", "a"]]


def test_section_goes_up_and_down_among_those_beside_it(editor: Client) -> None:
    draft = make_draft(content=document(section("One"), section("Two"), section("Three")))
    three = draft.sections.get(heading="Three")

    for _press in range(3):
        editor.post(address("arrange", draft.pk), {"up": f"section-{three.pk}"})

    assert list(draft.sections.order_by("position").values_list("heading", flat=True)) == ["Three", "One", "Two"]


@pytest.mark.parametrize("sent", [{}, {"up": ""}, {"up": "clause-x"}, {"up": "rubbish-1"}, {"down": "partners-1"},
                                  {"up": "clause-" + "9" * 30}, {"up": "glossary-²"}])  # fmt: skip
def test_button_that_is_none_of_ours_is_not_found(editor: Client, sent: dict[str, str]) -> None:
    assert editor.post(address("arrange", make_draft().pk), sent).status_code == 404


def test_moving_what_has_gone_says_so(editor: Client) -> None:
    answer = editor.post(address("arrange", make_draft().pk), {"up": "clause-999999"}, follow=True)

    assert "somebody else has deleted it" in words(answer)


def test_section_is_added_below_another_and_moved_to_the_top_with_all_that_is_in_it(editor: Client) -> None:
    content = document(section("One", sections=[section("Deep", sections=[section("Deeper", promise("a"))])]))
    draft = make_draft(content=content)
    deep = draft.sections.get(heading="Deep")

    path = f"{address('section_add', draft.pk)}?under={deep.pk}"
    editor.post(path, changed(fields_on(editor.get(path)), heading="New one", label="1.1"))
    send(editor, address("section_change", draft.pk, deep.pk), parent="")

    depths = dict(draft.sections.values_list("heading", "depth"))
    assert depths == {"One": 1, "Deep": 1, "Deeper": 2, "New one": 2}
    assert draft.sections.get(heading="New one").label == "1.1"


def test_section_is_offered_no_place_inside_itself_or_below_the_third_level(editor: Client) -> None:
    content = document(
        section("One", sections=[section("Deep", sections=[section("Deeper")])]),
        section("Two", sections=[section("B")]),
    )
    draft = make_draft(content=content)
    two, one = draft.sections.get(heading="Two"), draft.sections.get(heading="One")

    page = words(editor.get(address("section_change", draft.pk, one.pk)))
    refused = send(
        editor, address("section_change", draft.pk, two.pk), parent=str(draft.sections.get(heading="Deep").pk)
    )

    assert f'<option value="{two.pk}"' not in page
    assert "Select a valid choice" in words(refused)


def test_deleting_asks_first_says_what_goes_and_closes_the_gap(editor: Client) -> None:
    content = document(section("One", promise("a"), promise("b")), section("Two", promise("c")), section("Three"))
    draft = make_draft(content=content)
    one, a = draft.sections.get(heading="One"), draft.clauses.get(text="a")

    asked = editor.get(address("section_delete", draft.pk, one.pk))
    editor.post(address("clause_delete", draft.pk, a.pk))
    left = draft.clauses.get(text="b").position
    editor.post(address("section_delete", draft.pk, one.pk))

    assert "2 clauses go with it." in words(asked)
    assert left == 1
    assert list(draft.sections.order_by("position").values_list("heading", "position")) == [("Two", 1), ("Three", 2)]


def test_what_has_gone_already_is_said_in_words(editor: Client) -> None:
    draft = make_draft()

    for name in ("clause_delete", "section_delete", "clause_change", "section_change"):
        assert "somebody else has deleted it" in words(editor.get(address(name, draft.pk, 999), follow=True))


def test_clause_of_another_version_is_not_there(editor: Client) -> None:
    mine, other = make_draft(), make_draft()
    clause = first_clause(other)

    editor.post(address("clause_delete", mine.pk, clause.pk))
    editor.post(address("arrange", mine.pk), {"down": f"clause-{clause.pk}"})
    answer = editor.get(address("clause_change", mine.pk, clause.pk), follow=True)

    assert "somebody else has deleted it" in words(answer)
    assert first_clause(other) == clause


def test_what_is_first_already_stays_and_the_page_says_so(editor: Client) -> None:
    draft = make_draft()

    for what in (f"clause-{first_clause(draft).pk}", f"section-{draft.sections.get().pk}"):
        answer = editor.post(address("arrange", draft.pk), {"up": what}, follow=True)
        assert "Nothing was moved." in words(answer)


@pytest.mark.django_db(transaction=True)
def test_clauses_added_at_once_all_stand_in_the_section_one_after_the_other(signed_in: SignIn) -> None:
    draft = make_draft()
    path = f"{address('clause_add', draft.pk)}?section={draft.sections.get().pk}"
    told: list[int] = []
    adds = []
    for n in range(3):
        client, _staff = signed_in(Role.CHARTER_EDITOR)
        fields = changed(fields_on(client.get(path)), text=f"Promise {n}.")
        adds.append(lambda c=client, f=fields: told.append(c.post(path, f).status_code))

    raised = at_once(*adds)

    assert list(raised) == [None] * 3
    assert told == [303] * 3
    assert sorted(draft.clauses.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
