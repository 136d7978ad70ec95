"""Makes static_built/ from the front-end packages: `python -m config.lib.front_end`.

GOV.UK Frontend is written for gov.uk: its typeface and crest belong to gov.uk alone and are taken out here, as are
the lines that name files we do not serve (manifest storage stops at a dangling address). Only the standard library is
used, because this also runs before anything else is installed. Running it again gives the same files.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from config.lib.drawings import PackageChanged, drawings

BASE = Path(__file__).resolve().parent.parent.parent
# /area.css says which; without it the reader still gets a plain face.
TYPEFACE = "var(--typeface,arial,sans-serif)"
FACE = """@font-face{{font-family:"Atkinson Hyperlegible";font-style:normal;font-weight:{weight};font-display:swap;\
src:url("../fonts/{file}") format("woff2");unicode-range:{range}}}
"""
# The ranges that the typeface's own package gives for its two halves.
RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,"
    "U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
}


# For print: the name that config/lib/pdf.py knows, and where the packages have it. Typst reads no woff2.
PRINT_FONTS = {
    "AtkinsonHyperlegible-Regular.ttf": "atkinson-hyperlegible/400Regular/AtkinsonHyperlegible_400Regular.ttf",
    "AtkinsonHyperlegible-Bold.ttf": "atkinson-hyperlegible/700Bold/AtkinsonHyperlegible_700Bold.ttf",
    # For letters that Atkinson Hyperlegible does not have: Greek, Cyrillic, Vietnamese, Devanagari.
    "NotoSans-Regular.ttf": "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "NotoSans-Bold.ttf": "noto-sans/700Bold/NotoSans_700Bold.ttf",
    "NotoSansArabic-Regular.ttf": "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    "NotoSansArabic-Bold.ttf": "noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
    "NotoSansHebrew-Regular.ttf": "noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
    "NotoSansHebrew-Bold.ttf": "noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf",
}


def replaced(pattern: str, by: str, text: str, *, least: int) -> str:
    """`text` with every match replaced; says so when a new release of the package has too few to replace."""
    text, n = re.subn(pattern, by, text, flags=re.DOTALL)
    if n < least:
        raise PackageChanged(f"Expected at least {least} of {pattern!r} in govuk-frontend, found {n}.")
    return text


def stylesheet(source: str) -> str:
    """GOV.UK Frontend's CSS without what belongs to gov.uk, and in our typeface."""
    css = replaced(r"@font-face\{[^}]*\}", "", source, least=2)
    css = re.sub(r"/\*!.*?\*/", "", css, flags=re.DOTALL)
    css = replaced(r"GDS Transport,arial,sans-serif", TYPEFACE, css, least=1)
    css = replaced(r"[\w-]+:url\([^)]*/assets/[^)]*\)[^;}]*;?", "", css, least=1)
    css = replaced(r"/\*# sourceMappingURL=.*?\*/", "", css, least=1)
    if "/assets/" in css or "GDS Transport" in css:
        raise PackageChanged("govuk-frontend's CSS still names a file or typeface of gov.uk.")
    return css


# All that easy-read pages use of GOV.UK Frontend: a tenth of it, which a slow phone reads in a tenth of the time. It is
# sent with our own sheets as one file, because each file more is another wait.
EASY_BLOCKS = frozenset({"template", "main-wrapper", "skip-link", "visually-hidden", "button", "input", "textarea"})
BLOCK = re.compile(r"\.govuk-(\\!|(?:[a-z0-9]+-)*[a-z0-9]+)")


def for_easy_read(css: str) -> str:
    """The rules that an easy-read page may need, in their order."""
    kept = []
    for before, inside in rules(css):
        if before.startswith(("@media", "@supports")):
            inner = for_easy_read(inside)
            kept.append(f"{before}{{{inner}}}" if inner else "")
        elif before.startswith("@font-face") or any(map(_is_easy, before.split(","))):
            kept.append(f"{before}{{{inside}}}")
    return "".join(kept)


def shorter(css: str) -> str:
    """The same without comments and the space between rules."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r" ?([{};,]) ?", r"\1", re.sub(r"\s+", " ", css)).strip()


def _is_easy(selector: str) -> bool:
    return not selector.startswith("@") and EASY_BLOCKS.issuperset(BLOCK.findall(selector))


def rules(css: str) -> Iterator[tuple[str, str]]:
    """What stands before the braces of each rule, and what stands in them."""
    depth, begin, opened = 0, 0, 0
    for brace in re.finditer(r"[{}]", css):
        if brace[0] == "{":
            opened = brace.start() if depth == 0 else opened
            depth += 1
            continue
        depth -= 1
        if depth == 0:
            # A statement without braces, such as @charset, would stand before the first rule; there is none.
            yield css[begin:opened].strip(), css[opened + 1 : brace.start()]
            begin = brace.end()


def inline_script(template: str) -> str:
    """The one script that govuk-frontend's page template carries inline, for a file: our policy allows none inline."""
    found = re.search(r"<script[^>]*>(.*?)</script>", template, flags=re.DOTALL)
    if not found:
        raise PackageChanged("govuk-frontend's page template has no inline script any more.")
    return found.group(1).strip() + "\n"


def faces() -> Iterator[tuple[str, str]]:
    """File name and @font-face rule of each half of the typeface in each weight."""
    for weight in (400, 700):
        for half, characters in RANGES.items():
            name = f"atkinson-hyperlegible-{half}-{weight}-normal.woff2"
            yield name, FACE.format(weight=weight, file=name, range=characters)


def write(path: Path, content: str | bytes) -> None:
    """Write only what changed, so that a second run leaves times (and so caches) alone."""
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def build(packages: Path, target: Path) -> None:
    """Fill `target` from `packages` (node_modules)."""
    govuk = packages / "govuk-frontend/dist/govuk"
    module = (govuk / "govuk-frontend.min.js").read_text()
    fonts = list(faces())
    css = stylesheet((govuk / "govuk-frontend.min.css").read_text()) + "".join(rule for _, rule in fonts)
    write(target / "front/govuk.css", css)
    own = "".join((BASE / "static/css" / name).read_text() for name in ("site.css", "easy.css"))
    write(target / "front/easy.css", shorter(for_easy_read(css) + own))
    write(target / "front/govuk.js", replaced(r"//# sourceMappingURL=\S*", "", module, least=1))
    write(target / "front/js-enabled.js", inline_script((govuk / "template.njk").read_text()))
    for name, _ in fonts:
        write(target / "fonts" / name, (packages / "@fontsource/atkinson-hyperlegible/files" / name).read_bytes())
    for name, place in PRINT_FONTS.items():
        write(target / "print" / name, (packages / "@expo-google-fonts" / place).read_bytes())
    kept = set()
    for name, drawing in drawings(packages):
        kept.add(f"{name}.svg")
        write(target / f"pictures/{name}.svg", drawing)
    for old in (target / "pictures").glob("*.svg"):
        if old.name not in kept:
            old.unlink()


def main() -> int:
    packages = BASE / "node_modules"
    if not (packages / "govuk-frontend").is_dir():
        sys.stderr.write("The front-end packages are not installed. `make run` installs them.\n")
        return 1
    target = BASE / "static_built"
    try:
        build(packages, target)
    except (PackageChanged, FileNotFoundError) as problem:
        # Half a build would be served as if it were whole.
        shutil.rmtree(target, ignore_errors=True)
        sys.stderr.write(f"{problem}\nThe front-end packages are not the ones package-lock.json names: run `npm ci`.\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
