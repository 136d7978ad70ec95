"""The reader's own size and colours: one private cookie, and colours that can be read in every scheme."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from config.lib.area import LEAST, contrast
from config.lib.reading import SCHEMES, SIZES, Reading

SITE_CSS = Path(django_settings.BASE_DIR) / "static/css/site.css"
# (text, background) as static/css/site.css uses them.
READ_TOGETHER = [
    ("ink", "paper"), ("ink", "card"), ("ink", "foot"), ("ink", "field"), ("ink", "pill"),
    ("quiet", "paper"), ("quiet", "card"), ("on-sun", "sun"), ("on-bar", "bar"), ("link", "paper"), ("link", "card"),
    ("link", "foot"), ("link-strong", "paper"), ("link-strong", "card"), ("link-strong", "foot"),
    ("on-button", "button"), ("error", "paper"), ("error", "card"), ("paper", "error"), ("good", "paper"),
    ("on-did", "did"), ("on-doing", "doing"), ("on-cannot", "cannot"), ("on-fixed", "fixed"), ("on-focus", "focus"),
]  # fmt: skip
# (edge, ground) of an answer, a box and a bar in static/css/easy.css: what is not text needs 3:1.
EDGES = [("edge", "paper"), ("edge", "card"), ("ink", "field"), ("error", "paper"), ("error", "card")]


def own_colours() -> dict[str, str]:
    """The colours that static/css/site.css sets, with the area's in place of var()."""
    root = re.search(r":root \{(.*?)\}", SITE_CSS.read_text(), flags=re.DOTALL)
    assert root
    return dict(re.findall(r"--([\w-]+): ([^;]+);", root.group(1)))


def colours_of(scheme: str) -> dict[str, str]:
    colours = own_colours() | SCHEMES[scheme]

    def resolved(value: str) -> str:
        named = re.fullmatch(r"var\(--([\w-]+)\)", value)
        return resolved(colours[named.group(1)]) if named else value

    return {name: resolved(value) for name, value in colours.items()}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "background"), READ_TOGETHER)
def test_scheme_text_has_contrast(scheme: str, text: str, background: str) -> None:
    colours = colours_of(scheme)

    assert contrast(colours[text], colours[background]) >= LEAST


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_scheme_edge_is_seen_beside_its_ground(scheme: str, edge: str, ground: str) -> None:
    colours = colours_of(scheme)

    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_scheme_names_only_colours_that_site_css_has(scheme: str) -> None:
    assert set(SCHEMES[scheme]) <= set(own_colours())


@pytest.mark.parametrize(
    "value",
    [
        "",
        "100",
        "130.dark",
        "125.pink",
        "125.dark;x",
        "٢٠٠.dark",
        "1" * 5000,
        ".",
        "200.",
        "125.dark.",
        "125.dark.word",
        "125.dark.words.words",
        "125..words",
        "125.words",
        ".words",
        "words",
    ],
)
def test_parse_reads_anything_strange_as_no_preference(value: str) -> None:
    assert Reading.parse(value) == Reading()


def test_parse_reads_cookie_from_before_words_only() -> None:
    assert Reading.parse("150.dark") == Reading(150, "dark", words_only=False)


def test_parse_reads_back_what_was_written() -> None:
    every = [Reading(size, colours, words) for size in SIZES for colours in SCHEMES for words in (False, True)]

    assert [Reading.parse(str(one)) for one in every] == every


def test_bigger_goes_through_all_sizes_and_starts_again() -> None:
    one, seen = Reading(), []
    for _n in SIZES:
        one = one.bigger()
        seen.append(one.size)

    assert seen == [125, 150, 200, 100]


def test_css_empty_for_reader_who_asked_for_nothing() -> None:
    assert Reading().css() == ""


def test_reading_css_private_and_varies_by_cookie(client: Client) -> None:
    response = client.get("/reading.css")

    assert response["Cache-Control"] == "private, no-cache"
    assert response["Vary"] == "Cookie"
    assert response["Content-Type"] == "text/css; charset=utf-8"


def test_post_sets_cookie_for_reading_css_alone_and_goes_back(client: Client) -> None:
    response = client.post("/reading.css", {"what": "bigger", "next": "/help/?a=1"})

    cookie = response.cookies["reading"]
    assert response.status_code == 303
    assert response["Location"] == "/help/?a=1"
    assert (cookie.value, cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        "125.cream",
        "/reading.css",
        True,
        "Lax",
    )


def test_post_twice_moves_on_and_css_follows(client: Client) -> None:
    client.post("/reading.css", {"what": "bigger"})
    client.post("/reading.css", {"what": "colours"})
    client.post("/reading.css", {"what": "colours"})

    text = client.get("/reading.css").content.decode()

    assert "font-size:125%" in text
    assert "--paper:#14211f" in text


def test_post_reset_takes_cookie_away(client: Client) -> None:
    client.post("/reading.css", {"what": "bigger"})

    response = client.post("/reading.css", {"what": "reset"})

    assert response.cookies["reading"]["max-age"] == 0
    assert client.get("/reading.css").content == b""


def test_post_words_only_hides_pictures_of_easy_read_and_offers_them_back(client: Client) -> None:
    response = client.post("/reading.css", {"what": "words", "next": "/help/"})

    text = client.get("/reading.css").content.decode()
    assert response.cookies["reading"].value == "100.cream.words"
    assert ".easy .picture,.band__words{display:none}" in text
    assert ".band__pictures{display:block}" in text
    assert ".band__reset{display:block}" in text


def test_post_words_only_twice_is_the_same_as_once(client: Client) -> None:
    client.post("/reading.css", {"what": "words"})

    response = client.post("/reading.css", {"what": "words"})

    assert response.cookies["reading"].value == "100.cream.words"


def test_post_words_only_keeps_size_and_bigger_keeps_words_only(client: Client) -> None:
    client.post("/reading.css", {"what": "bigger"})
    client.post("/reading.css", {"what": "words"})

    response = client.post("/reading.css", {"what": "bigger"})

    assert response.cookies["reading"].value == "150.cream.words"


@pytest.mark.parametrize("what", ["pictures", "reset"])
def test_post_takes_words_only_back(client: Client, what: str) -> None:
    client.post("/reading.css", {"what": "words"})

    response = client.post("/reading.css", {"what": what})

    assert response.cookies["reading"]["max-age"] == 0
    assert client.get("/reading.css").content == b""


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "", "http:///x"]
)
def test_post_never_sends_reader_to_another_site(client: Client, back: str) -> None:
    response = client.post("/reading.css", {"what": "bigger", "next": back})

    assert response["Location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_post_from_another_site_is_refused(client: Client, headers: dict[str, str]) -> None:
    response = client.post("/reading.css", {"what": "bigger"}, headers=headers)

    assert response.status_code == 403
    assert not response.cookies


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://testserver"}]
)
def test_post_from_our_own_page_is_taken(client: Client, headers: dict[str, str]) -> None:
    response = client.post("/reading.css", {"what": "bigger"}, headers=headers)

    assert response.status_code == 303


def test_post_staying_on_page_answers_where_css_is(client: Client) -> None:
    response = client.post("/reading.css", {"what": "colours", "stay": "1"})

    assert response.json() == {
        "css": "/reading.css?100.white",
        "words": "Size 1 of 4. Colours: black on white.",
    }


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("words", {"css": "/reading.css?100.cream.words", "words": "Words only, without pictures."}),
        ("pictures", {"css": "/reading.css?100.cream", "words": "The pictures are back."}),
    ],
)
def test_post_staying_says_where_pictures_went(client: Client, what: str, answer: dict[str, str]) -> None:
    assert client.post("/reading.css", {"what": what, "stay": "1"}).json() == answer
