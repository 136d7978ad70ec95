"""Writing a version of 500 clauses at the desk: saving one of them, opening the editor, finding a picture."""

import hashlib
import random
import time
from collections.abc import Iterator
from typing import cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html
from playwright.sync_api import Browser, sync_playwright

from bench import charter, typed
from bench.client import Job
from bench.desk_pages import signed_in
from bench.processes import Web
from bench.rounds import get, post, run
from bench.rows.easy_read import INTERACTIVE, LOADS, SLOWER, WATCH
from bench.rows.reading import FOR
from bench.stand import Stand
from bench.table import Result
from charters import picture_search, pictures
from charters.actions import AboutPicture, add_picture
from charters.models import Version
from tools.chromium import chromium

SAVES, WARM = 200, 10
SEARCHES, UPLOADS = 200, 200
MOST_SAVING_MS, MOST_OPENING_MS, MOST_FINDING_MS = 50.0, 1500.0, 50.0


def measure(stand: Stand) -> Iterator[Result]:
    path = chromium()  # it tries it out, which cannot be done beside another
    with stand.copy() as copy:
        draft = charter.draft()
        upload()
        with copy.web() as web:
            client, cookie = signed_in()
            yield saving(copy, web, draft, client, cookie)
            yield finding()
            yield finding_on_the_page(copy, web, cookie)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
                yield opening(
                    browser, f"http://127.0.0.1:{web.port}{reverse('admin:charters_write', args=[draft.pk])}", cookie
                )
                browser.close()


def saving(stand: Stand, web: Web, draft: Version, client: Client, cookie: str) -> Result:
    """One clause after another, as one editor saves them: each with other words, and another line of easy read."""
    chosen = draft.clauses.order_by("pk").values_list("pk", flat=True)[: WARM + SAVES]
    sent = [written(client, cookie, reverse("admin:charters_clause_change", args=[draft.pk, pk])) for pk in chosen]
    saved = b'"place": "clause-'
    warm, counted = (
        Job(web.port, some, 200, saved, 120, connections=1, once=True) for some in (sent[:WARM], sent[WARM:])
    )
    run(stand.place, warm)
    said = run(stand.place, counted)
    return Result(
        "saving a clause of 500, with its easy read",
        f"median {said['median_ms']:,.0f} ms, p95 {said['p95_ms']:,.0f} ms",
        f"absolute; {said['done']:,.0f} different clauses, one after another",
        f"{said['p95_ms'] / MOST_SAVING_MS:.2f}",
        f"p95 at most {MOST_SAVING_MS:.0f} ms",
        said["p95_ms"] <= MOST_SAVING_MS,
    )


def written(client: Client, cookie: str, path: str) -> bytes:
    """The clause's own form with some words changed, as the script of the writing page saves it by itself."""
    (form,) = html.document_fromstring(client.get(path).content.decode()).cssselect("form.writing")
    fields = dict(cast(html.FormElement, form).form_values())
    fields["text"] = f"{fields['text']} We say when."
    fields["lines-0-text"] = "We ask you before that."
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    fields["auto"] = "1"
    return post(f"{path}?in=place", urlencode(fields), FOR, f"Cookie: {cookie}; {settings.CSRF_COOKIE_NAME}={token}")


def opening(browser: Browser, address: str, cookie: str) -> Result:
    """The slowest of several: nobody is spared the worst one. The first warms the server up and is not counted."""
    times = sorted([opened(browser, address, cookie) for _ in range(1 + LOADS)][1:])
    return Result(
        f"the editor with {charter.DRAFT_CLAUSES} clauses: until it can be used",
        f"slowest of {LOADS} {times[-1]:,.0f} ms, median {times[LOADS // 2]:,.0f} ms",
        f"absolute; {urlsplit(address).path}, processor {SLOWER} times slower, nothing kept",
        f"{times[-1] / MOST_OPENING_MS:.2f}",
        f"at most {MOST_OPENING_MS:,.0f} ms",
        times[-1] <= MOST_OPENING_MS,
    )


def opened(browser: Browser, address: str, cookie: str) -> float:
    """Milliseconds until its scripts have run and nothing is in the way of a press, in a browser new to it."""
    name, _is, value = cookie.partition("=")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.add_init_script(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = page.goto(address, wait_until="load")
    if answer is None or answer.status != 200 or "login" in page.url:
        raise RuntimeError(f"{address} does not answer as it should")
    page.wait_for_timeout(1500)  # for a long task that begins late
    took = float(page.evaluate(INTERACTIVE))
    context.close()
    return took


def finding() -> Result:
    """Among the pictures of the index, in this process; the first, which reads it, is not counted."""
    looked_for = asked()
    took = sorted([_milliseconds(words) for words in looked_for][1:])
    p95 = took[int(len(took) * 0.95)]
    return Result(
        "picture search",
        f"p95 {p95:.1f} ms, slowest {took[-1]:.1f} ms",
        f"absolute; {len(took)} searches of {len(pictures.names())} pictures",
        f"{p95 / MOST_FINDING_MS:.2f}",
        f"at most {MOST_FINDING_MS:.0f} ms",
        p95 <= MOST_FINDING_MS,
    )


def _milliseconds(words: str) -> float:
    begun = time.perf_counter()
    picture_search.search(words)
    return (time.perf_counter() - begun) * 1000


def finding_on_the_page(stand: Stand, web: Web, cookie: str) -> Result:
    """The same on the page of the desk, with pictures that staff uploaded: asked for, found and shown."""
    path = reverse("admin:charters_pictures")
    requests = [get(f"{path}?{urlencode({'q': words})}", FOR, f"Cookie: {cookie}") for words in asked()]
    for some in (requests[:WARM], requests[WARM:]):
        said = run(stand.place, Job(web.port, some, 200, b"</html>", 120, connections=1, once=True))
    return Result(
        f"picture search with {UPLOADS} uploads, the page",
        f"median {said['median_ms']:,.0f} ms, p95 {said['p95_ms']:,.0f} ms",
        f"absolute; {said['done']:,.0f} searches, one after another",
        f"{said['p95_ms'] / MOST_FINDING_MS:.2f}",
        f"at most {MOST_FINDING_MS:.0f} ms",
        said["p95_ms"] <= MOST_FINDING_MS,
    )


def asked() -> list[str]:
    """Names of pictures and their other words; of each four one as it is, one begun, one with a slip, and two words."""
    draw = random.Random(7)  # noqa: S311  the same words each time
    named = [word for one in pictures.index().values() for word in (one.name.replace("-", " "), *one.words)]
    every = [word for word in named if any(map(str.isalpha, word))]
    ways = (
        lambda word: word,
        lambda word: word[: max(2, len(word) // 2)],
        lambda word: typed.slip(word, draw),
        lambda word: f"{word} {draw.choice(every)}",
    )
    return [ways[n % len(ways)](draw.choice(every)) for n in range(WARM + SEARCHES)]


def upload() -> None:
    draw = random.Random(9)  # noqa: S311  the same words each time
    every = [word for one in pictures.index().values() for word in one.words]
    for n in range(UPLOADS):
        content = b"\x89PNG\r\n\x1a\n" + hashlib.sha256(str(n).encode()).digest()
        words = tuple(draw.sample(every, 5))
        about = AboutPicture(f"Bench picture {n}", f"Our own {words[0]}", words, "Bench", "own")
        add_picture(content=content, type="image/png", about=about, cleared=True)
