"""Two wordings beside each other: what people who signed the older one are shown."""

from itertools import product

import pytest
from django.template.loader import render_to_string

from config.lib.wordchanges import Part, compare

OLD = """We want families to help decide.

## We promise

- We will ask you before we plan.
- We will name one contact.
"""


def test_compare_same_words_has_no_changes() -> None:
    parts = compare(OLD, OLD)

    assert {part.kind for part in parts} == {"same"}
    assert [part.text for part in parts][1:3] == ["We promise", "\u2022 We will ask you before we plan."]


def test_compare_changed_word_stands_in_its_line() -> None:
    parts = compare(OLD, OLD.replace("before we plan", "before we decide"))

    assert parts[2:5] == [
        Part("same", "\u2022 We will ask you before we"),
        Part("taken_out", "plan."),
        Part("added", "decide.", ends_line=True),
    ]


def test_compare_new_and_lost_lines_are_whole() -> None:
    new = OLD.replace("- We will name one contact.", "- Papers come seven days early.")

    parts = compare(OLD, new)

    assert parts[-2:] == [
        Part("taken_out", "\u2022 We will name one contact.", ends_line=True),
        Part("added", "\u2022 Papers come seven days early.", ends_line=True),
    ]


def test_compare_line_put_between_leaves_its_neighbours_alone() -> None:
    parts = compare("- One here.\n- Two there.", "- One here.\n- Something else.\n- Two there, we say.")

    assert Part("added", "\u2022 Something else.", ends_line=True) in parts
    assert Part("same", "\u2022 Two") in parts


def test_word_changes_are_said_as_well_as_shown() -> None:
    shown = render_to_string(
        "components/word_changes.html", {"parts": compare("We ask <b>you</b>.", "We ask <i>you</i>.")}
    )

    assert "taken out: </span>&lt;b&gt;you&lt;/b&gt;.</del>" in shown
    assert "added: </span>&lt;i&gt;you&lt;/i&gt;.</ins>" in shown


LINES = ("We ask you.", "We ask them first.", "- One contact.", "## Why", "")
TEXTS = ["\n".join(lines) for lines in product(LINES, repeat=2)]


def words(parts: list[Part], *kinds: str) -> list[str]:
    return " ".join(part.text for part in parts if part.kind in kinds).split()


@pytest.mark.parametrize("old", TEXTS)
def test_compare_loses_no_word_of_either_version(old: str) -> None:
    for new in TEXTS:
        parts = compare(old, new)

        assert words(parts, "same", "taken_out") == words(compare("", old), "added")
        assert words(parts, "same", "added") == words(compare("", new), "added")
