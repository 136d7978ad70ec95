"""Each rule of easy read by right and wrong examples (examples.py)."""

import pytest

from charters.linting import Line, check, check_text
from charters.linting.rules import RULES

from .examples import RIGHT, RIGHT_LINES, WRONG, WRONG_LINES, Wrong


def test_every_rule_has_wrong_and_right_examples() -> None:
    names = {rule.name for rule in RULES}

    assert names == {*WRONG, *WRONG_LINES} == {*RIGHT, *RIGHT_LINES}
    assert len(names) == len(RULES)
    assert all([*WRONG.values(), *RIGHT.values(), *WRONG_LINES.values(), *RIGHT_LINES.values()])


@pytest.mark.parametrize(("rule", "wrong"), [(rule, one) for rule, examples in WRONG.items() for one in examples])
def test_wrong_example_is_found_with_exact_words(rule: str, wrong: Wrong) -> None:
    found = [finding for finding in check_text(wrong.text) if finding.rule == rule]

    assert [(one.words, one.level) for one in found] == [(wrong.words, wrong.level)]
    assert wrong.text[found[0].start : found[0].end] == wrong.words
    assert wrong.better in found[0].better


@pytest.mark.parametrize(("rule", "right"), [(rule, one) for rule, examples in RIGHT.items() for one in examples])
def test_right_example_is_let_pass(rule: str, right: str) -> None:
    assert [finding.words for finding in check_text(right, allowed=["Quillmere"]) if finding.rule == rule] == []


@pytest.mark.parametrize(("rule", "line"), [(rule, one) for rule, lines in WRONG_LINES.items() for one in lines])
def test_line_that_lacks_something_is_an_error(rule: str, line: Line) -> None:
    assert [(finding.words, finding.is_error) for finding in check([line]) if finding.rule == rule] == [("", True)]


@pytest.mark.parametrize(("rule", "line"), [(rule, one) for rule, lines in RIGHT_LINES.items() for one in lines])
def test_line_that_lacks_nothing_is_let_pass(rule: str, line: Line) -> None:
    assert [finding for finding in check([line]) if finding.rule == rule] == []


def test_every_finding_is_one_sentence_with_something_better() -> None:
    """Never a judgement of the whole either: no tool can say that people can read it."""
    texts = [wrong.text for examples in WRONG.values() for wrong in examples]
    found = [finding for text in texts for finding in check_text(text)]
    found += [finding for lines in WRONG_LINES.values() for line in lines for finding in check([line])]

    assert len({finding.rule for finding in found}) == len(RULES)
    for finding in found:
        assert finding.says.endswith((".", "!"))
        assert finding.better
        assert "accessib" not in f"{finding.rule} {finding.says} {finding.better}".lower()
