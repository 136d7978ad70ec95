"""Two versions beside each other: what a reader is told has changed, and what has not."""

from typing import Any

import pytest

from charters.comparing import ClauseChange, Comparison, compare_documents
from charters.pairing import in_order

from .documents import clause, document, easy_line, section


def told(found: Comparison) -> dict[str, str]:
    """What is said of each clause, in short."""
    return {change.clause.key: _word(change) for change in found.clauses}


def _word(change: ClauseChange) -> str:
    words = {
        "added": change.added,
        "removed": change.removed,
        "reworded": change.reworded,
        "moved": change.moved,
        "kind": change.kind_changed,
        "actor": change.actor_changed,
        "date": change.date_changed,
        "easy": change.easy_changed,
    }
    return " ".join(word for word, holds in words.items() if holds)


def compared(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Comparison:
    return compare_documents(document(*old), document(*new))


def test_same_documents_have_no_change() -> None:
    one = document(section("A", "aaaaaa", section("A1", "bbbbbb")), intro="Hello.")

    found = compare_documents(one, one)

    assert not found.changed
    assert found.sections == ()
    assert found.same == 2


def test_clause_put_in_at_the_top_moves_no_other() -> None:
    found = compared(
        [section("A", "aaaaaa", "bbbbbb", "cccccc")], [section("A", "dddddd", "aaaaaa", "bbbbbb", "cccccc")]
    )

    assert told(found) == {"dddddd": "added"}
    assert found.same == 3


def test_clause_taken_out_is_told_where_it_stood() -> None:
    found = compared(
        [section("A", "aaaaaa", "bbbbbb", "cccccc")], [section("A", clause("aaaaaa", "New words."), "cccccc", "dddddd")]
    )

    assert list(told(found).items()) == [("aaaaaa", "reworded"), ("bbbbbb", "removed"), ("dddddd", "added")]


def test_clause_at_the_end_that_comes_first_is_the_one_that_moved() -> None:
    found = compared([section("A", "aaaaaa", "bbbbbb", "cccccc")], [section("A", "cccccc", "aaaaaa", "bbbbbb")])

    assert told(found) == {"cccccc": "moved"}
    assert found.clauses[0].moved_from is None


def test_clause_in_another_section_moved_and_says_from_where() -> None:
    found = compared(
        [section("A", "aaaaaa", "bbbbbb"), section("B", "cccccc")],
        [section("A", "aaaaaa"), section("B", "bbbbbb", "cccccc")],
    )

    (change,) = found.clauses
    assert told(found) == {"bbbbbb": "moved"}
    assert change.moved_from
    assert change.moved_from.heading == "A"


def test_words_that_changed_are_marked() -> None:
    found = compared(
        [section("A", clause("aaaaaa", "We will ask before we plan."))],
        [section("A", clause("aaaaaa", "We will always ask before we plan."))],
    )

    parts = found.clauses[0].words.parts

    assert [(part.kind, part.text) for part in parts] == [
        ("same", "We will"),
        ("added", "always"),
        ("same", "ask before we plan."),
    ]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": "fact", "actor": ""}, "kind actor"),
        ({"actor": "both"}, "actor"),
        ({"actor": "partner", "partner": "NHS Quillmere"}, "actor"),
        ({"target_date": "2027-03-31"}, "date"),
        ({"easy": [easy_line("Other words.")]}, "easy"),
        ({"easy": [easy_line("We keep aaaaaa.", "badge", "keeping")]}, "easy"),
    ],
)
def test_change_beside_the_words_is_told(change: dict[str, Any], word: str) -> None:
    found = compared([section("A", "aaaaaa")], [section("A", clause("aaaaaa", **change))])

    assert told(found) == {"aaaaaa": word}


def test_picture_alone_is_told_from_easy_words() -> None:
    found = compared(
        [section("A", clause("aaaaaa"))],
        [section("A", clause("aaaaaa", easy=[easy_line("We keep aaaaaa.", "badge", "keeping")]))],
    )

    assert found.clauses[0].easy.only_pictures


def test_section_that_was_renamed_keeps_its_clauses() -> None:
    found = compared([section("Asking", "aaaaaa", "bbbbbb")], [section("We ask first", "aaaaaa", "bbbbbb")])

    (change,) = found.sections
    assert change.renamed
    assert change.clauses == ()


def test_section_above_others_that_was_renamed_is_known_by_what_is_below() -> None:
    found = compared([section("Part", section("Asking", "aaaaaa"))], [section("The part", section("Asking", "aaaaaa"))])

    assert [(change.renamed, change.moved, change.clauses) for change in found.sections] == [(True, False, ())]


def test_section_that_moved_takes_its_clauses_along() -> None:
    found = compared(
        [section("A", "aaaaaa"), section("B", "bbbbbb"), section("C", "cccccc")],
        [section("C", "cccccc"), section("A", "aaaaaa"), section("B", "bbbbbb")],
    )

    assert [(change.section.heading, change.moved) for change in found.sections] == [("C", True)]
    assert found.clauses == ()


def test_section_under_another_one_moved() -> None:
    found = compared(
        [section("A", "aaaaaa", section("B", "bbbbbb")), section("C", "cccccc")],
        [section("A", "aaaaaa"), section("C", "cccccc", section("B", "bbbbbb"))],
    )

    assert [(change.section.heading, change.moved) for change in found.sections] == [("B", True)]


def test_sections_added_and_removed_stand_where_they_are_and_were() -> None:
    found = compared(
        [section("A", "aaaaaa"), section("B", "bbbbbb"), section("C", "cccccc")],
        [section("A", "aaaaaa"), section("C", "cccccc"), section("D", "dddddd")],
    )

    assert [(change.section.heading, change.added, change.removed) for change in found.sections] == [
        ("B", False, True),
        ("D", True, False),
    ]
    assert told(found) == {"bbbbbb": "removed", "dddddd": "added"}


def test_section_parted_in_two_moves_the_clauses_that_left_it() -> None:
    found = compared(
        [section("A", "aaaaaa", "bbbbbb", "cccccc")], [section("A", "aaaaaa", "bbbbbb"), section("B", "cccccc")]
    )

    assert told(found) == {"cccccc": "moved"}


def test_untitled_groups_are_known_by_their_clauses() -> None:
    found = compared(
        [section("", "aaaaaa", "bbbbbb"), section("", "cccccc")],
        [section("", "cccccc", "dddddd"), section("", "aaaaaa")],
    )

    assert told(found) == {"dddddd": "added", "bbbbbb": "removed"}
    assert sum(change.moved for change in found.sections) == 1


def test_everything_around_the_clauses_is_compared() -> None:
    partner = {"name": "NHS Quillmere", "kind": "nhs", "required": True, "logo": None}
    old = document(
        section("A", "aaaaaa", intro="Old words here."),
        intro="One two three.",
        easy_intro=[easy_line("One.")],
        glossary=[{"word": "SEND", "meaning": "Old."}, {"word": "Plan", "meaning": "What comes next."}],
        partners=[partner],
    )
    rules = {"earliest": "10:00", "latest": None, "longest_minutes": None, "notice_days": None, "papers_days": None}
    new = document(
        section("A", "aaaaaa", intro="New words here."),
        title="Six Ways We Work",
        intro="One two four.",
        easy_intro=[easy_line("Two.")],
        review_by="2027-09-30",
        glossary=[{"word": "SEND", "meaning": "New."}],
        partners=[{**partner, "required": False}, {**partner, "name": "Kite Group"}],
        meeting_rules=rules,
    )

    found = compare_documents(old, new)

    assert found.title.changed
    assert found.intro.changed
    assert found.easy_intro.changed
    assert found.review_changed
    assert found.rules_changed
    assert [one.word for one in found.glossary.removed] == ["Plan"]
    assert [one.word for _before, one in found.glossary.altered] == ["SEND"]
    assert [one.name for one in found.partners.added] == ["Kite Group"]
    assert found.sections[0].intro.changed
    assert found.changed


def test_change_notes_are_no_change() -> None:
    old = document(section("A", "aaaaaa"))
    new = document(section("A", "aaaaaa"), note="We changed nothing.", easy_note=[easy_line("Nothing new.")])

    assert not compare_documents(old, new).changed


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [([], set()), ([3, 1, 2], {1, 2}), ([1, 2, 3], {1, 2, 3}), ([2, 5, 3, 4, 1], {2, 3, 4})],
)
def test_longest_run_in_order(numbers: list[int], kept: set[int]) -> None:
    assert in_order(numbers) == kept
