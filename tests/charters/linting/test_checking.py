"""The linter over whole texts: what explains a word, what is a name, other languages, and anything at all typed in."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charters.linting import Finding, Kind, Line, check, check_text
from charters.linting.vocabulary import WORDS


def hard_words(*texts: str, explained: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> list[str]:
    report = check([Line(text, "book", "A book") for text in texts], explained=explained, allowed=allowed)
    return [finding.words for finding in report if finding.rule in ("hard-word", "abbreviation")]


def test_hard_word_is_let_pass_where_the_next_line_explains_it() -> None:
    assert hard_words("We have a strategy.", "A strategy is a plan for years.") == []
    assert hard_words("We have strategies.", "Strategy means a plan.") == []
    assert hard_words("We have a strategy.", "We like it.", "A strategy is a plan.") == ["strategy"]
    assert hard_words("We have a strategy.", "A strategy is ready.") == ["strategy", "strategy"]


def test_hard_word_is_let_pass_where_a_glossary_explains_it() -> None:
    words = ("commissioning", "Special Educational Needs", "EHCP", "policy")
    assert (
        hard_words("We do commissioning.", "An EHCP has policies.", "Special educational needs.", explained=words) == []
    )
    assert hard_words("We do educational things.", explained=words) == ["educational"]


def test_name_is_let_pass_and_a_hard_word_with_a_capital_is_not() -> None:
    assert hard_words("We meet in Thistlewick.", "Thistlewick is big.") == []
    assert hard_words("Thistlewick is big.") == ["Thistlewick"]
    assert hard_words("We like Partnership.") == ["Partnership"]


def test_allowed_words_and_names() -> None:
    assert hard_words("Thistlewick's NHS has hydrotherapy.", allowed=("Thistlewick", "NHS", "hydrotherapy")) == []
    # A name is allowed as it is written: "Thistlewick" does not allow "thistlewick".
    assert hard_words("We see a thistlewick.", allowed=("Thistlewick",)) == ["thistlewick"]


def test_several_findings_stand_in_the_order_of_the_text() -> None:
    report = check([Line("See II; we utilise 50%.", "book", "A book"), Line("We don't know.")])

    assert [(one.line, one.rule, one.words) for one in report] == [
        (0, "roman-numeral", "II"),
        (0, "mark", ";"),
        (0, "hard-word", "utilise"),
        (0, "part-of-whole", "50%"),
        (1, "picture", ""),
        (1, "contraction", "don't"),
    ]
    assert len(report.errors) == 4
    assert len(report.warnings) == 2


def test_other_language_is_checked_for_what_needs_no_english_and_says_so() -> None:
    report = check([Line("Wir fragen zuerst; das ist 50% (IV). Punkt.")], language="de")

    assert {one.rule for one in report} == {"one-sentence", "picture", "mark", "part-of-whole", "roman-numeral"}
    assert len(report.notes) == 1
    assert "(de)" in report.notes[0]
    assert report.grade is None
    assert check([Line("We ask you.", "a", "b")], language="en-gb").notes == ()


def test_string_of_the_site_needs_no_picture() -> None:
    assert check_text("Next").findings == ()
    assert [one.rule for one in check([Line("Next")])] == ["picture"]


def test_grade_is_told_for_a_whole_text_alone() -> None:
    short = check_text("We ask you.")
    easy = check([Line("We ask you what you like best.", "a", "b")] * 10)
    hard = check([Line("Participation facilitates organisational accountability.", "a", "b")] * 10)

    assert short.grade is None
    assert easy.grade is not None
    assert hard.grade is not None
    assert easy.grade < 4
    assert hard.grade > 12
    assert (easy.lines, easy.sentences, easy.words) == (10, 10, 70)


def test_text_too_long_for_print_is_warned_of() -> None:
    line = Line("We ask you.", "hand-up", "A hand", "Asking.", Kind.CLAUSE)

    assert check([line] * 96).findings == ()
    assert [one.rule for one in check([line] * 97)] == ["length"]
    assert [one.rule for one in check([line], pages=25)] == ["length"]
    assert check([line] * 500, pages=24).findings == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=3), st.sampled_from(["en-gb", "cy", "", "ar"]))
@example(["\x00", "\ud800", "\u202e", "🙂👩‍👩‍👧", "I.", "'", "-", "_", "."], "en-gb")
@example(["e.g. 1/2 II IV. A.B.C. don't can't 's 12/34/56 99/99/9999 00/00/0000 1,1,1 ²"], "en-gb")
@example(["مرحبا بكم. שלום; 王 ½ % AND and İ ǅ"], "en-gb")
@example(["and " * 1_250], "en-gb")
def test_nothing_typed_in_raises_and_each_finding_quotes_the_text(texts: list[str], language: str) -> None:
    lines = [Line(text, text, text, text, Kind.CLAUSE) for text in texts]

    report = check(lines, explained=texts, allowed=texts, language=language)

    for finding in (*report, *check([Line(text) for text in texts], language=language)):
        assert_quotes(finding, texts[finding.line])
    assert report.findings == check(lines, explained=texts, allowed=texts, language=language).findings


def assert_quotes(finding: Finding, text: str) -> None:
    assert 0 <= finding.start <= finding.end <= len(text)
    assert text[finding.start : finding.end] == finding.words


@pytest.mark.parametrize("bad", [".", "(", "a", "1,", "a'", "A.", "i.e", "@", "xi ", "is not ", "and ", "مر "])
def test_clause_of_many_thousand_letters_is_checked(bad: str) -> None:
    """A rule that goes back and forth in the text would take minutes over this, and the run be ended."""
    text = (bad * 20_000)[:20_000]

    report = check_text(text)

    assert all(text[one.start : one.end] == one.words for one in report)


def test_every_word_list_says_where_it_comes_from() -> None:
    said = (WORDS / "README.md").read_text()

    for path in sorted(WORDS.iterdir()):
        assert path.name == "README.md" or f"`{path.name}`" in said, path.name
