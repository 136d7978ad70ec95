"""Easy-read pages: their frame, their components, and how they look and sound in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.safestring import mark_safe
from lxml import html
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from config.lib import front_end
from config.lib.components import component, whole_words

pytestmark = pytest.mark.urls("tests.components.easy_pages")
PAGES = ["lines", "choice", "field", "error", "check"]
# A device with one voice that says each passage at once, and remembers it.
VOICE = """
window.said = [];
const fake = {
  getVoices: () => [{ lang: "en-GB", localService: true, name: "Test" }],
  speak: (words) => { window.said.push(words.text); words.onstart(); setTimeout(words.onend); },
  cancel: () => {},
  addEventListener: () => {},
};
Object.defineProperty(window, "speechSynthesis", { value: fake });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def shown(which: str, /, **inputs: Any) -> html.HtmlElement:
    return html.fragment_fromstring(component(which, inputs), create_parent="main")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# The frame


@pytest.mark.parametrize("name", PAGES)
def test_easy_page_has_one_h1_and_no_main_navigation(client: Client, name: str) -> None:
    page = html.document_fromstring(client.get(f"/{name}/").content.decode())

    assert len(page.findall(".//h1")) == 1
    assert page.cssselect("header nav") == []
    assert words(page.cssselect(".top__name")[0]) == "Equal Partners Quillmere"
    assert page.cssselect("body.easy")
    assert page.cssselect("style, [style], script:not([src])") == []


def test_easy_page_band_has_its_own_buttons(client: Client) -> None:
    page = html.document_fromstring(client.get("/lines/").content.decode())

    pills = [(words(pill), pill.get("href") or pill.get("value")) for pill in page.cssselect(".band li .pill")]

    assert pills == [
        ("Home", "/easy-read/"), ("Listen", None), ("Bigger", "bigger"), ("Colours", "colours"),
        ("All the words", "/help/"), ("Words only", "words"), ("Pictures", "pictures"),
        ("Back to normal", "reset"), ("Help", "/help/easy-read/"),
    ]  # fmt: skip


def test_standard_page_has_no_words_only_and_no_sheet_of_easy_read(client: Client) -> None:
    page = html.document_fromstring(client.get("/help/").content.decode())

    assert page.cssselect(".band [value=words], .band [value=pictures], link[href*='easy.css']") == []


def test_readers_own_sheet_comes_after_that_of_easy_read(client: Client) -> None:
    page = html.document_fromstring(client.get("/lines/").content.decode())

    sheets = [str(address).split("/")[-1] for address in page.xpath("//link[@rel='stylesheet']/@href")]

    assert sheets == ["easy.css", "area.css", "reading.css"]


# Components


def test_line_picture_without_meaning_of_its_own_is_silent() -> None:
    line = shown("easy_line", text="How old are you?", picture="cake", heading=True, id="age")

    assert line.cssselect("#age h1")[0].text == "How old are you?"
    assert line.cssselect("img")[0].get("alt") == ""


def test_line_escapes_words() -> None:
    assert "<b>" not in component("easy_line", {"text": "<b>", "picture": "cake", "alt": "<b>"})


def test_lines_first_is_the_heading_only_where_asked() -> None:
    lines = [{"text": "One.", "picture": "book"}, {"text": "Two.", "picture": "pencil", "alt": "Write"}]

    tags = [[one.tag for one in shown("easy_lines", lines=lines, heading=h).cssselect("h1, p")] for h in (True, False)]

    assert tags == [["h1", "p"], ["p", "p"]]
    assert [one.get("alt") for one in shown("easy_lines", lines=lines).cssselect("img")] == ["", "Write"]


def test_choice_is_a_button_or_a_link() -> None:
    button = shown("easy_choice", text="Yes", picture="thumb-up", name="news", value="yes")[0]
    link = shown("easy_choice", text="Under 13", picture="class", href="/group/")[0]

    assert (button.tag, button.get("name"), button.get("value"), words(button)) == ("button", "news", "yes", "Yes")
    assert (link.tag, link.get("href"), words(link)) == ("a", "/group/", "Under 13")


def test_choice_given_before_says_so_in_words() -> None:
    assert words(shown("easy_choice", text="Yes", name="news", value="yes", chosen=True)) == "Yes Your answer"


def test_buttons_next_stands_first_so_that_enter_means_next() -> None:
    row = shown(
        "easy_buttons", next_submit=True, others=[{"text": "Skip", "name": "skip", "value": "1"}], back_href="/b/"
    )[0]

    assert [(one.tag, words(one)) for one in row] == [("button", "Next"), ("button", "Skip"), ("a", "Back")]


def test_buttons_without_next_have_none() -> None:
    assert [words(one) for one in shown("easy_buttons", back_href="/b/")[0]] == ["Back"]


def test_progress_says_in_words_what_the_bar_shows() -> None:
    progress = shown("easy_progress", now=2, of=9)

    assert words(progress) == "2 of 9"
    assert progress.cssselect("svg")[0].get("aria-hidden") == "true"
    assert progress.cssselect("rect")[0].get("width") == "2"


def test_field_error_is_tied_to_its_box() -> None:
    field = shown("easy_field", id="e", label="What is your e-mail?", error="Write your e-mail.", type="email")

    box = field.cssselect("input#e")[0]
    assert words(field.get_element_by_id(box.get("aria-describedby", ""))) == "Error: Write your e-mail."
    assert (box.get("aria-invalid"), box.get("name"), box.get("type")) == ("true", "e", "email")
    assert field.cssselect("[role=alert]")
    assert words(field.cssselect("h1 label[for=e]")[0]) == "What is your e-mail?"


def test_field_without_error_has_no_trace_of_one() -> None:
    field = shown("easy_field", id="e", label="x", heading=False, value="<b>", rows=4)

    assert field.cssselect("h1, [aria-invalid], [aria-describedby], [role=alert]") == []
    assert words(field.cssselect("textarea")[0]) == "<b>"


# In a browser


def sideways(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def order(page: Page) -> list[str]:
    """What the buttons say, from the top left to the bottom right."""
    buttons = [(one.bounding_box(), one.inner_text()) for one in page.locator(".easy-buttons > *").all()]
    return [text for _y, _x, text in sorted((box["y"], box["x"], text) for box, text in buttons if box)]


def test_easy_pages_have_no_barrier_and_fit_every_screen(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = new_page(1280)
    orders, pictures = {}, {}
    # Each page is walked through once, at every width; axe looks at each once.
    for name, tried in {"lines": 360, "choice": 1280, "error": 360, "check": 1280, "privacy/kept": 360}.items():
        page.goto(f"{live_server.url}/{name}/")
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert sideways(page) <= 0, (name, width)
            assert width != tried or axe(page) == [], name
            if name == "lines":
                orders[width] = order(page)
                pictures[width] = page.locator(".easy-line .picture").first.evaluate("one => one.clientWidth")

    assert pictures == {320: 96, 360: 96, 1280: 180}
    assert orders[1280] == ["Back", "Say what you think", "Next"]
    assert orders[360] == orders[320] == ["Next", "Say what you think", "Back"]


def test_words_only_hides_pictures_without_leaving_the_page(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(320)
    page.goto(f"{live_server.url}/choice/")
    page.get_by_role("button", name="Words only").press("Enter")
    page.get_by_role("button", name="Pictures", exact=True).wait_for()

    assert page.locator(".picture:visible").count() == 0
    assert page.evaluate("[document.activeElement.value, document.querySelector('h1').offsetLeft]") == ["pictures", 20]

    page.keyboard.press("Enter")
    page.get_by_role("button", name="Words only").wait_for()

    assert page.locator(".picture:visible").count() == 5
    for size in ("20px", "24px", "32px"):
        page.get_by_role("button", name="Bigger").click()
        expect(page.locator("html")).to_have_css("font-size", size)
    assert sideways(page) <= 0


def test_words_only_and_one_press_answers_work_without_scripts(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(360, javascript=False)
    page.goto(f"{live_server.url}/choice/")
    page.get_by_role("button", name="Words only").press("Enter")
    page.get_by_role("button", name="Pictures", exact=True).wait_for()
    shown_then = page.locator(".picture:visible").count()
    heights = [box["height"] for one in page.locator(".easy-choice").all() if (box := one.bounding_box())]

    page.get_by_role("button", name="18 or over").press("Enter")

    assert shown_then == 0
    assert len(heights) == 4
    assert min(heights) >= 64
    assert page.get_by_role("heading", level=1).inner_text() == "age: 18"


def test_listen_reads_lines_and_choices_in_order(live_server: LiveServer, new_page: Callable[..., Page]) -> None:
    page = new_page(1280)
    page.add_init_script(VOICE)
    heard = {}

    for name in ("lines", "choice"):
        page.goto(f"{live_server.url}/{name}/")
        page.get_by_role("button", name="Listen", exact=True).click()
        page.locator("[data-listen] [aria-pressed=false]").wait_for()
        heard[name] = page.evaluate("window.said")

    assert heard["lines"] == [
        "Promise 2 of 9", "We ask you first.", "We ask before we make a plan.",
        "A plan is what we will do next.", "Next", "Say what you think", "Back",
    ]  # fmt: skip
    assert heard["choice"] == [
        "3 of 9", "How old are you?", "13 to 15", "16 to 17 Your answer", "18 or over", "A class of children Under 13",
        "Back",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("What is your e-mail?", 'What is your <span class="whole">e-mail</span>?'),
        (mark_safe("1 last e-mail."), '1 last <span class="whole">e-mail</span>.'),
        ("sam-lark@example.org", "sam-lark@example.org"),
        ("<b>e-mail", '&lt;b&gt;<span class="whole">e-mail</span>'),
        (mark_safe("<strong>Mary-Ann</strong>"), "<strong>Mary-Ann</strong>"),
        (mark_safe("Nan&#x27;s"), "Nan&#x27;s"),
    ],
)
def test_short_word_with_a_hyphen_stays_whole_and_nothing_becomes_markup(words: str, shown: str) -> None:
    assert whole_words(words) == shown


def test_easy_pages_use_nothing_that_their_short_sheet_leaves_out() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    easy = {path for path, text in sources.items() if re.search(r'extends "([\w/]*easy[\w/]*)\.html"', text)}
    easy |= {path for path in sources if path.stem.strip("_").startswith("easy") or path.stem in ("band", "footer")}

    used = {block for path in easy for block in re.findall(r"(?<!front/)\bgovuk-([a-z]+(?:-[a-z]+)*)", sources[path])}

    assert len(easy) > 50
    assert {"button", "input"} <= used <= front_end.EASY_BLOCKS | {"textarea"}


def test_short_sheet_keeps_the_rules_of_easy_read_and_drops_the_others() -> None:
    css = (
        ".govuk-button,.govuk-x{a:b}.govuk-table{a:b}@media print{.govuk-table{a:b}}"
        "@media print{.govuk-input:focus{a:b}}.govuk-\\!-margin-0{a:b}:root{a:b}@keyframes x{to{a:b}}"
    )

    assert front_end.for_easy_read(css) == (
        ".govuk-button,.govuk-x{a:b}@media print{.govuk-input:focus{a:b}}:root{a:b}"
    )


def test_sheet_of_easy_read_is_ours_without_comments_and_as_it_is_now() -> None:
    made = (settings.BASE_DIR / "static_built/front/easy.css").read_text(encoding="utf-8")
    ours = (settings.BASE_DIR / "static/css/easy.css").read_text(encoding="utf-8")

    assert made.endswith(front_end.shorter(ours))
    assert "/*" not in made
    assert (
        front_end.shorter("/* a */\n.a > .b,\n.c { margin: calc(1px - 2px) 0; }\n")
        == ".a > .b,.c{margin: calc(1px - 2px) 0;}"
    )
