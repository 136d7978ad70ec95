"""Hard words are found whole, in every form, and nowhere else; and the pages that explain them."""

import json

import pytest
from django.test import Client

from charters import document as doc
from charters import glossary, pictures
from charters.glossary import COMMON, Explained, Glossary, Part, Token
from tests.charters.documents import content
from tests.charters.documents import document as written
from tests.charters.factories import document, easy_line, make_charter, make_published, promise, section
from tests.charters.reading import page, words

PLAN = Explained("plan", "A plan is what we will do next.")
EHC = Explained("EHC plan", "An EHC plan says what help you must get.", ("EHCP",))
SEND = Explained("SEND", "You need more help to learn.")
PARTY = Explained("party", "A party is a group.")
TOGETHER = Explained("co-production", "We make plans together.")
ALL = Glossary([PLAN, EHC, SEND, PARTY, TOGETHER])


def found(text: str, words: Glossary = ALL) -> list[str]:
    return [text[one.start : one.end] for one in words.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We plan a plan, and Plans.", ["plan", "plan", "Plans"]),
        ("planning, explanation, plan9", []),
        ("An EHC plan, two EHC plans, an EHCP.", ["EHC plan", "EHC plans", "EHCP"]),
        ("An EHC\u00a0plan", ["EHC\u00a0plan"]),
        ("EHC. Plan", ["Plan"]),
        ("We send SEND letters. Send them.", ["SEND"]),
        ("An ehc plan", ["plan"]),
        ("Both parties", ["parties"]),
        ("Co-production and co production, the plan's end", ["Co-production", "co production", "plan"]),
        ("See https://x.example/plan or plan@x.example or x.example/plan/", []),
        ("(plan) “plan” plan.", ["plan", "plan", "plan"]),
        ("", []),
    ],
)
def test_words_are_found_whole_and_in_their_forms(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("خطة", "هذه خطة جديدة، خطةٌ أخرى", ["خطة"]),
        ("תוכנית", "זו תוכנית חדשה.", ["תוכנית"]),
        ("योजना", "यह योजना है। योजनाएं", ["योजना"]),
        ("straße", "Die STRASSE", ["STRASSE"]),
    ],
)
def test_words_of_other_scripts_are_found_whole(word: str, text: str, expected: list[str]) -> None:
    assert found(text, Glossary([Explained(word, "x")])) == expected


def test_text_is_parted_where_a_word_first_stands() -> None:
    assert ALL.parts("A plan is a plan.") == [Part("A "), Part("plan", PLAN), Part(" is a plan.")]
    assert ALL.parts("A plan.", but=(PLAN,)) == [Part("A plan.")]
    assert ALL.parts("") == []


@pytest.mark.parametrize(
    ("line", "explains"),
    [
        ("A plan is what comes next.", True),
        ("Plans are for you.", True),
        ("We make a plan.", False),
        ("An EHC plan is a letter.", False),
        (PLAN.meaning, True),
        ("Nothing of it.", False),
    ],
)
def test_line_explains_the_word_it_begins_with(line: str, explains: bool) -> None:
    assert ALL.explains(line, PLAN) is explains


def test_charters_own_word_goes_before_the_common_one() -> None:
    given = written(glossary=[{"word": "council", "meaning": "Our own council."}, {"word": "Zebra", "meaning": "Z."}])

    known = glossary.of(given)

    (council,) = [one.explained for one in known.find("The council")]
    assert council.meaning == "Our own council."
    assert [one.explained.word for one in known.find("a zebra and SEND")] == ["Zebra", "SEND"]
    assert glossary.of(doc.Document.parse(content(language="de", glossary=[]))).find("Council and SEND") == []


def test_each_part_of_a_long_text_is_looked_at_as_often_as_words_may_begin_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And never as often as the text is long. Counted, because clocks differ."""
    words = Glossary([*glossary.common(), *(Explained(" ".join(["a"] * n), "x") for n in range(2, 9))])
    looked: list[int] = []
    is_joined = glossary._is_joined

    def counted(text: str, tokens: list[Token]) -> bool:
        looked.append(len(tokens))
        return is_joined(text, tokens)

    monkeypatch.setattr(glossary, "_is_joined", counted)
    for text in ("a " * 2500, "x" * 5000, "." * 5000, "é" * 5000, "a.b" * 1667, "@" * 5000, "EHC " * 1250):
        looked.clear()
        words.find(text)
        assert sum(looked) <= 2 * 2500, text[:10]


@pytest.mark.parametrize(
    "text",
    [
        "The council's EHC plans.",
        "SEND and send, NHS and nhs",
        "a co-production: co production",
        "plan EHC plan EHC",
        "council",
    ],
)
def test_text_with_letters_of_all_kinds_is_read_like_one_with_ours_alone(text: str) -> None:
    words = glossary.of_all()

    assert words.find(text)
    assert words.find(f"{text} \u00e9") == words.find(text)


def test_common_words_are_each_explained_in_one_short_sentence_beside_a_picture() -> None:
    entries = json.loads(COMMON.read_text(encoding="utf-8"))

    assert len(glossary.of_all().words) == len(entries) >= 60
    for word in glossary.common():
        assert pictures.known(word.picture), word
        assert len(word.meaning.split()) <= 15, word
        assert word.meaning.endswith("."), word


def hard_charter() -> None:
    own = (doc.GlossaryWord("Plan", "What we will do next."), doc.GlossaryWord("<b>", "Is & stays."))
    told = (easy_line("We make a plan."), easy_line("We ask the council."))
    clauses = (
        promise("We will plan with the council. The plan counts.", "aaaaaa", easy=told),
        promise("No <b>.", "bbbbbb"),
    )
    make_published(make_charter(slug="c"), document(section("A", *clauses), glossary=own))


@pytest.mark.django_db
def test_standard_pages_link_the_first_of_each_word_in_a_text(client: Client) -> None:
    hard_charter()
    expected = [("plan", "/charters/c/words/#word-plan"), ("council", "/charters/words/#word-council")]

    for address in ("/charters/c/", "/charters/c/versions/1/", "/charters/c/commitments/aaaaaa/"):
        links = page(client, address).cssselect(".word-link")
        assert [(link.text, link.get("href")) for link in links if link.text != "b"] == expected, address
    for _word, href in expected:
        where, _hash, anchor = href.partition("#")
        assert page(client, where).cssselect(f"#{anchor} dd")


@pytest.mark.django_db
def test_words_of_a_charter_are_its_own_and_the_common_ones_that_stand_in_it(client: Client) -> None:
    hard_charter()

    shown = [" ".join(one.text_content().split()) for one in page(client, "/charters/c/words/").cssselect("dt")]
    easy = words(client, "/charters/c/words/easy-read/all/")

    assert shown == ["<b>", "Council", "Plan"]
    assert "Plan What we will do next." in easy
    assert "The council runs services for people who live here." in easy
    assert page(client, "/charters/nobody/words/", 404) is not None


@pytest.mark.django_db
def test_easy_read_explains_a_word_once_in_the_next_line_and_each_time_on_a_press(client: Client) -> None:
    hard_charter()

    shown = page(client, "/charters/c/easy-read/3/")
    lines = [" ".join(line.text_content().split()) for line in shown.cssselect(".easy-line__text")]
    (button,) = shown.cssselect("button.word")
    meaning = shown.get_element_by_id(str(button.get("popovertarget")))

    assert lines == ["We make a plan.", "Plan: What we will do next."]
    assert button.text == "plan"
    assert shown.cssselect(".whole")[0].text_content() == "plan.", "no line begins with the full stop"
    assert meaning.get("popover") is not None
    assert "What we will do next." in meaning.text_content()
    after = page(client, "/charters/c/easy-read/4/").cssselect(".easy-line__text")
    assert [" ".join(line.text_content().split()) for line in after] == [
        "We ask the council.",
        "The council runs services for people who live here.",
    ]


@pytest.mark.django_db
def test_explanation_of_the_author_takes_the_place_of_ours(client: Client) -> None:
    told = (easy_line("We make a plan."), easy_line("A plan is for you."))
    own = (doc.GlossaryWord("Plan", "What we will do next."),)
    make_published(make_charter(slug="c"), document(section("A", promise("x", easy=told)), glossary=own))

    shown = page(client, "/charters/c/easy-read/3/")

    assert [line.text_content() for line in shown.cssselect(".easy-line__text")] == [
        "We make a plan.",
        "A plan is for you.",
    ]
    assert len(shown.cssselect("button.word")) == 1


@pytest.mark.django_db
def test_long_meaning_is_told_on_a_press_alone(client: Client) -> None:
    own = (doc.GlossaryWord("Plan", "What we will do next, " + "and next, " * 8 + "and then."),)
    told = (easy_line("We make a plan."), easy_line("We tell you."))
    make_published(make_charter(slug="c"), document(section("A", promise("x", easy=told)), glossary=own))

    shown = page(client, "/charters/c/easy-read/3/")

    assert [line.text_content() for line in shown.cssselect(".easy-line__text")] == ["We make a plan.", "We tell you."]
    assert "and then." in shown.cssselect("[popover]")[0].text_content()


@pytest.mark.django_db
def test_lines_in_another_language_say_so_and_ours_do_not(client: Client) -> None:
    told = (easy_line("نسألكم أولا."),)
    content = document(section("A", promise("x", "aaaaaa", easy=told)), language="ar")
    make_published(make_charter(slug="c"), content)

    def spoken(address: str) -> list[tuple[str | None, str | None]]:
        return [(line.get("lang"), line.get("dir")) for line in page(client, address).cssselect(".easy-line")]

    assert spoken("/charters/c/easy-read/2/") == [(None, None)]
    assert spoken("/charters/c/easy-read/3/") == [("ar", "rtl")]
    assert spoken("/charters/c/commitments/aaaaaa/easy-read/") == [("ar", "rtl"), (None, None)]
