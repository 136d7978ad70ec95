"""What a moderator is asked to look at twice, and what is left in peace."""

import time

import pytest

from pledges.flags import Finding, Flag, Part, Typed, flags_of, parts_of
from pledges.kinds import Kind


def found(promise: str = "", **fields: str) -> list[tuple[Flag, str]]:
    plain = {"kind": Kind.SCHOOL, "name": "", "role": "", "organisation": "", "email": "ada@example.org"}
    typed = Typed(**(plain | {"promise": promise} | fields))
    return [(finding.flag, finding.words) for finding in flags_of(typed)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See https://example.org/a?b=1 today.", "https://example.org/a?b=1"),
        ("Look at www.cheap-tables.example now", "www.cheap-tables.example"),
        ("Buy at cheap-tables.co.uk/now", "cheap-tables.co.uk/now"),
        ("Visit Quillmere.ORG", "Quillmere.ORG"),
        ("Write to jo.lark+x@mail.example.org please", "jo.lark+x@mail.example.org"),
        ("Ring 01632 960 001 after six", "01632 960 001"),
        ("Ring +44 7700 900123", "+44 7700 900123"),
        ("Ring (07700) 900-123", "07700) 900-123"),
        ("Find us: @quillmereplay", "@quillmereplay"),
    ],
)
def test_links_addresses_and_numbers_are_contacts(text: str, words: str) -> None:
    assert found(text) == [(Flag.CONTACT, words)]


@pytest.mark.parametrize(
    "text",
    [
        "We reply within 3 days.We keep to it.",
        "Open 09:00 to 17:00, ages 0 to 25, since 2014 and 2025.",
        "In 2024-25 we asked 1,200 families.",
        "Meet at 10.30 or 11.15 on 03.05.2026",
        "and/or, e.g. this; i.e. that",
    ],
)
def test_times_and_years_are_no_contacts(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("This is shit.", "shit"),
        ("What a SHITTER", "SHITTER"),
        ("You w4nk3rs", "w4nk3rs"),
        ("f*ck this", "f*ck"),
        ("fúcking rules", "fúcking"),
        ("total b@stard!", "b@stard"),
        ("such retards", "retards"),
    ],
)
def test_bad_language_is_found_however_it_is_written(text: str, words: str) -> None:
    assert found(text) == [(Flag.LANGUAGE, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe, Essex, Middlesex and Sussex",
        "Charles Dickens Primary, Penistone and Clitheroe",
        "A class act: we assess, assist and pass it on",
        "Dick, Fanny, Willy, Autumn, Gaylord, Cockburn and Hitchcock",
        "Matsushita, mishit, shitake, cockatoo, blue tits and a dyke",
        "Our gay and lesbian parents, oral health, potty training, the womb, a stroke",
        "Rapeseed, therapist, analysis, document, cumulative, accumulate",
        "Mongolia, Pakistan, prickly pears, a slagheap, spade",
        "Room 455, 1,000 prizes at 20%",
    ],
)
def test_names_and_plain_words_are_not_bad_language(text: str) -> None:
    assert found(text) == []
    assert found(organisation=text, name=text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("for children with autism", ["autism"]),
        ("She is Autistic.", ["Autistic"]),
        ("He has ADHD, ASD and epilepsy", ["ADHD", "ASD", "epilepsy"]),
        ("Down\u2019s syndrome", ["Down\u2019s", "syndrome"]),
        ("cerebral\npalsy", ["cerebral\npalsy"]),
        ("non-verbal pupils", ["non-verbal"]),
    ],
)
def test_health_is_found_in_free_text(text: str, words: list[str]) -> None:
    assert found(text) == [(Flag.HEALTH, word) for word in words]


@pytest.mark.parametrize(
    "text", ["We add chairs, oddly", "Send a pad", "We asd", "Come down to the river", "syndromes", "blindfold games"]
)
def test_like_words_are_not_about_health(text: str) -> None:
    assert found(text) == []


def test_what_an_organisation_is_called_says_nothing_of_anybodys_health() -> None:
    assert found(organisation="Quillmere Autism Support") == []
    assert found(organisation="The autism base", kind=Kind.GROUP) == [(Flag.HEALTH, "autism")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I sign for my son Tom Okafor.", "Tom Okafor"),
        ("My daughter, Mary-Jane O'Neill, likes it", "Mary-Jane O'Neill"),
        ("our youngest child Zoë", "Zoë"),
        ("his brother Émile", "Émile"),
        ("MY SON Ravi", "Ravi"),
        ("a pupil called Lena Abbot", "Lena Abbot"),
        ("Lena Abbot, aged 7, told us", "Lena Abbot"),
        ("Lena Abbot (8 years old)", "Lena Abbot"),
    ],
)
def test_childs_name_is_found(text: str, words: str) -> None:
    assert found(text) == [(Flag.CHILD, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Ask our pupils before we change the timetable. We promise.",
        "Our Pupil Voice group meets in May",
        "Our Student Council decides",
        "my son. He is happy",
        "Their children And families",
        "Every child matters to Thistlewick School",
        "Families aged 25 and under",
    ],
)
def test_other_capitals_are_no_childs_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("email", ["a@mailinator.com", "A@Mailinator.COM", "a@eu.mailinator.com"])
def test_throwaway_address_is_found(email: str) -> None:
    assert found(email=email) == [(Flag.THROWAWAY, email)]


@pytest.mark.parametrize("email", ["a@gmail.com", "a@quillmere.gov.uk", "a@school.sch.uk", "a@", "a", ""])
def test_lasting_address_is_left_alone(email: str) -> None:
    assert found(email=email) == []


def test_parts_cover_the_text_once() -> None:
    text = "My son Tom has autism: www.tom.example"
    typed = Typed(kind=Kind.PARENT_CARER, name="", role="", organisation="", promise=text, email="")

    parts = parts_of(text, flags_of(typed))

    assert "".join(part.text for part in parts) == text
    assert [part.flag for part in parts if part.flag] == [Flag.CHILD, Flag.HEALTH, Flag.CONTACT]


def test_parts_of_overlapping_flags_keep_every_letter() -> None:
    findings = [Finding(Flag.CONTACT, "promise", 0, 6, ""), Finding(Flag.LANGUAGE, "promise", 2, 4, "")]

    assert parts_of("abcdefgh", findings) == [Part("abcdef", Flag.CONTACT), Part("gh")]


@pytest.mark.parametrize(
    "text",
    ["0 " * 5000, "a." * 5000, "my son " * 1500, "@" * 9999, "Aa " * 3000, "f*" * 5000, "my " * 3000, "w.-" * 3000],
)
def test_flags_stay_quick_whatever_is_written(text: str) -> None:
    began = time.process_time()

    flags_of(Typed(kind=Kind.GROUP, name=text, role=text, organisation=text, promise=text, email=text))

    assert time.process_time() - began < 1
