"""Easy-read pages in a real browser: what they weigh, and how soon a slow phone on a slow network can be pressed.

Slow 4G and a four-fold slower processor are what Lighthouse calls a phone: 1.6 Mbit/s down, 750 kbit/s up, 150 ms to
each answer. Each load is by a browser that has never been here.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright

from bench import charter
from bench.stand import Stand
from bench.table import Result
from tools.chromium import chromium

KINDS = ("Document", "Stylesheet", "Script")
MOST_BYTES, MOST_MS = 60_000, 1000.0
LOADS, SLOWER = 7, 4
SLOW_4G = {
    "offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8,
}  # fmt: skip
# Long tasks, as the browser itself tells of them.
WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((e) => e.startTime + e.duration)))
  .observe({ type: "longtask", buffered: true });
"""
# Modules have run when this event has; a press is answered once no long task is in its way.
INTERACTIVE = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const ready = page.domContentLoadedEventEnd;
  return Math.max(ready, ...window.longTasks.filter((end) => end < ready + 1000));
}"""


class Load(NamedTuple):
    """Bytes as they were sent and as they are read, of a page with its sheets and scripts; pictures and fonts apart."""

    sent: int
    read: int
    interactive_ms: float


def measure(stand: Stand) -> Iterator[Result]:
    path = chromium()  # it tries it out, which cannot be done beside another
    with stand.copy() as copy:
        charter.seed()
        with copy.web() as web, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            address = f"http://127.0.0.1:{web.port}/charters/{charter.READ}/easy-read/"
            yield from told("easy read, a promise", loads(browser, f"{address}5/"))
            yield from told("easy read, all of 40 promises", loads(browser, f"{address}all/"))
            browser.close()


def loads(browser: Browser, address: str) -> list[Load]:
    """The first, for which the server makes the page, warms up and is not counted."""
    return [load(browser, address) for _ in range(1 + LOADS)][1:]


def told(name: str, counted: list[Load]) -> Iterator[Result]:
    """The slowest of them and the heaviest: nobody is spared the worst one."""
    sent, read = max(one.sent for one in counted), max(one.read for one in counted)
    yield Result(
        f"{name}: HTML, CSS and script",
        f"{sent / 1000:.1f} kB sent, {read / 1000:.1f} kB read",
        "absolute; pictures and letters apart",
        "",
        f"at most {MOST_BYTES / 1000:.0f} kB sent",
        sent <= MOST_BYTES,
    )
    times = sorted(one.interactive_ms for one in counted)
    yield Result(
        f"{name}: until it can be pressed",
        f"slowest of {LOADS} {times[-1]:,.0f} ms, median {times[LOADS // 2]:,.0f} ms",
        f"absolute; slow 4G, processor {SLOWER} times slower, nothing kept",
        "",
        f"at most {MOST_MS:,.0f} ms",
        times[-1] <= MOST_MS,
    )


def load(browser: Browser, address: str) -> Load:
    """One visit. The server has the page ready, as it has for all but the first reader after a release."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="en-GB")
    try:
        return _visited(context, address)
    finally:
        context.close()


def _visited(context: BrowserContext, address: str) -> Load:
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    sizes = _counting(session)
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = page.goto(address, wait_until="load")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{address} does not answer as it should")
    page.wait_for_timeout(1500)  # for a long task that begins late
    return Load(sizes["sent"], sizes["read"], float(page.evaluate(INTERACTIVE)))


def _counting(session: CDPSession) -> Counter[str]:
    kinds: dict[str, str] = {}
    sizes = Counter[str]()

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def received(event: dict[str, Any]) -> None:
        if kinds.get(event["requestId"]) in KINDS:
            sizes["read"] += int(event["dataLength"])

    def finished(event: dict[str, Any]) -> None:
        if kinds.get(event["requestId"]) in KINDS:
            sizes["sent"] += int(event["encodedDataLength"])

    session.on("Network.responseReceived", answered)
    session.on("Network.dataReceived", received)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    return sizes
