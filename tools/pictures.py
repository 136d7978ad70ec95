"""After a change of charters/pictures.json: `python -m tools.pictures`.

Pins what is new, writes the list in docs/pictures.md and draws the contact sheets beside it, on which every picture is
to be looked at: at this size, beside its neighbours, does it say what its name says, and may a child meet it?
"""

import base64
import hashlib
import html
import io
import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from PIL import Image, PngImagePlugin
from playwright.sync_api import sync_playwright

from config.lib.drawings import Packages, pin
from tools.chromium import chromium
from tools.trouble import ROOT, Trouble, say, told

INDEX = ROOT / "charters/pictures.json"
LISTING = ROOT / "docs/pictures.md"
SHEETS = ROOT / "docs/pictures"
KEYS = ("group", "from", "code", "sha256", "shows", "words")
# Everything after this line of docs/pictures.md is written here.
BELOW = "<!-- tools/pictures.py writes what follows. -->\n"
# A sheet is full with so many pictures; it goes on to the end of its group.
FULL = 50
COLOURS = 256
# The chunk of a sheet that says what it was drawn from.
DRAWN = "pictures"
PAGE = """<style>
body {{ margin: 0; padding: 16px; width: 1080px; background: #fff8ef; color: #16302b }}
h2 {{ margin: 20px 0 10px; font: bold 22px Arial, sans-serif }}
div {{ display: grid; grid-template-columns: repeat(10, 1fr); gap: 12px 6px }}
figure {{ margin: 0; font: 14px/1.2 Arial, sans-serif; text-align: center; overflow-wrap: anywhere }}
img {{ display: block; width: 96px; height: 96px; margin: 0 auto 4px; background: #fff; border-radius: 10px }}
</style>{}"""

Entry = dict[str, Any]
Entries = dict[str, Entry]


def main() -> int:
    entries: Entries = json.loads(INDEX.read_text(encoding="utf-8"))
    source = Packages(ROOT / "node_modules")
    drawn = {name: source.drawing(entry) for name, entry in entries.items()}
    for name, entry in entries.items():
        entry.setdefault("sha256", pin(drawn[name]))
    moved = [name for name, entry in entries.items() if entry["sha256"] != pin(drawn[name])]
    if moved:
        raise Trouble(f"Not drawn as pinned, so nothing was written: {', '.join(moved)}.")
    INDEX.write_text(as_written(entries), encoding="utf-8")
    LISTING.write_text(with_list(LISTING.read_text(encoding="utf-8"), entries), encoding="utf-8")
    draw(entries, drawn)
    say(f"{len(entries)} pictures. Look at {SHEETS.relative_to(ROOT)}/sheet-*.png.")
    return 0


def as_written(entries: Entries) -> str:
    """The index as its file has it: each part of an entry on a line."""
    parts = [
        f"  {json.dumps(name)}: {{\n"
        + ",\n".join(f"    {json.dumps(key)}: {json.dumps(entry[key], ensure_ascii=False)}" for key in KEYS)
        + "\n  }"
        for name, entry in entries.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def sheets(entries: Entries) -> list[Entries]:
    """The index in sheets of whole groups."""
    found: list[Entries] = [{}]
    for _, group in groupby(entries.items(), key=lambda item: item[1]["group"]):
        if len(found[-1]) >= FULL:
            found.append({})
        found[-1].update(group)
    return found


def with_list(page: str, entries: Entries) -> str:
    above, mark, _ = page.partition(BELOW)
    if not mark:
        raise Trouble(f"{LISTING.name} has lost the line {BELOW.strip()!r}.")
    return above + mark + "".join(listed(entries))


def listed(entries: Entries) -> Iterator[str]:
    for n, sheet in enumerate(sheets(entries), start=1):
        yield f"\n![Contact sheet {n}](pictures/sheet-{n}.png)\n"
        for group, members in groupby(sheet.items(), key=lambda item: item[1]["group"]):
            yield f"\n## {group}\n\n| name | what it shows: what it means | drawn by |\n| --- | --- | --- |\n"
            for name, entry in members:
                drawn_by = {"openmoji": "OpenMoji", "healthicons": "Health Icons"}[entry["from"]]
                yield f"| {name} | {entry['shows']} | {drawn_by} {entry['code']} |\n"


def drawn_from(sheet: Entries) -> str:
    """A hash of all that a sheet shows, so that a test can say that it is out of date without drawing it."""
    shown = [[entry["group"], name, entry["sha256"]] for name, entry in sheet.items()]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def draw(entries: Entries, drawn: dict[str, bytes]) -> None:
    # It starts a browser of its own to see whether one works, so it is asked before ours starts.
    path = chromium()
    for old in SHEETS.glob("sheet-*.png"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1112, "height": 800})
        for n, sheet in enumerate(sheets(entries), start=1):
            page.set_content(PAGE.format("".join(laid_out(sheet, drawn))))
            picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB").quantize(COLOURS, kmeans=1)
            told_from = PngImagePlugin.PngInfo()
            told_from.add_text(DRAWN, drawn_from(sheet))
            picture.save(SHEETS / f"sheet-{n}.png", optimize=True, pnginfo=told_from)
        browser.close()


def laid_out(sheet: Entries, drawn: dict[str, bytes]) -> Iterator[str]:
    for group, members in groupby(sheet.items(), key=lambda item: item[1]["group"]):
        yield f"<h2>{html.escape(group)}</h2><div>"
        for name, _ in members:
            source = base64.b64encode(drawn[name]).decode()
            yield f'<figure><img src="data:image/svg+xml;base64,{source}" alt="">{name}</figure>'
        yield "</div>"


if __name__ == "__main__":
    raise SystemExit(told(main))
