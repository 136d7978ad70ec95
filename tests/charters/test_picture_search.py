"""Finding a picture by a word: the best first, and something for what is misspelt."""

import pytest

from charters import picture_search
from charters.pictures import Picture


def found(words: str, limit: int | None = None) -> list[str]:
    return [picture.name for picture in picture_search.search(words, limit)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("EHC plan", "ehc-plan"),
        ("annual review", "meeting"),
        ("home to school transport", "bus"),
        ("SENCO", "teacher"),
        ("short breaks", "seaside"),
        ("CAMHS", "mental-health"),
        ("tribunal", "judge"),
        ("direct payment", "purse"),
        ("friends", "helping"),
        ("complaints", "thumb-down"),
        ("speech and language therapy", "speech"),
        ("preparing for adulthood", "growing-up"),
        ("supported internship", "job"),
        ("local offer", "information"),
        ("you and your family", "family"),
        ("parties", "party"),
        ("the bus", "bus"),
        ("o'clock", "clock"),
    ],
)
def test_search_knows_the_words_of_the_field(words: str, first: str) -> None:
    assert found(words)[0] == first


def test_search_puts_names_before_synonyms_and_synonyms_before_what_is_shown() -> None:
    by_name = [Picture("sail", "White cloth", ("boat",)), Picture("sea", "Blue water", ("sail",))]
    by_words = [
        Picture("lake", "A sail on water", ("water",)),
        *reversed(by_name),
        Picture("shop", "Food", ("sailor",)),
    ]

    assert [one.name for one in picture_search.search("sail", among=by_words)] == ["sail", "sea", "shop", "lake"]


def test_search_by_beginnings_limits_and_order() -> None:
    assert "wheelchair" in found("wheelch")
    assert found("wheelchairs") == found("wheelchair")
    assert len(found("t", 8)) == 8
    assert found("t")[:8] == found("t", 8)


def test_search_with_a_word_too_many_finds_what_has_the_most() -> None:
    assert found("purple school bus")[0] == "bus"


def test_search_misspelt_finds_what_is_spelt_nearly_so() -> None:
    assert found("scool")[0] == "school"
    assert found("docter")[0] == "doctor"


@pytest.mark.parametrize("words", ["", " ", "-", "%$^&*()", "\x00", "zqxj", "王", "👍", "x" * 5000])
def test_search_for_nothing_known_finds_nothing(words: str) -> None:
    assert found(words) == []


def test_search_for_very_many_words_looks_for_the_first() -> None:
    assert found(f"bus {'word ' * 5000}")[0] == "bus"
