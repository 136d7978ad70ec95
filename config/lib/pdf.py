"""PDFs from Typst templates (templates/print/*.typ): tagged, PDF/UA-1, and byte for byte the same for the same data.

A template reads its data as `json(bytes(sys.inputs.data))`, so nothing that a person typed is ever taken for markup.
PDF/UA-1 refuses a letter that no typeface of ours has, and a name may hold any: such a letter is replaced by a box,
in sight, and `data.boxes` tells the template to say what the box means.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from fontTools.ttLib import TTFont

TEMPLATES = settings.BASE_DIR / "templates/print"
FONTS = settings.BASE_DIR / "static_built/print"
BOX = "\u25a1"
# They change how the letter before or after them looks, and are nothing by themselves.
JOINERS = {"\u200c", "\u200d", "\u2060", "\ufeff", *(chr(code) for code in range(0xFE00, 0xFE10))}
SKIN_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)}


# Typst writes it into the file's own description, which is not packed.
PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")


class NotPrintable(Exception):
    """Typst refused the page: a fault of ours in the template, never of what somebody typed."""


def pdf(
    template: str, data: Mapping[str, Any], *, made: datetime, title: str, drawings: Mapping[str, str] | None = None
) -> bytes:
    """The document of `templates/print/<template>.typ`.

    `data` is anything JSON can hold; the template also gets `data.title`, `data.made` (year, month, day), `data.brand`
    (the area's colour), `data.boxes`, and `data.drawings`: pictures as SVG, by name. `made` stands in the file, so
    that the same data makes the same bytes. Raises NotPrintable.
    """
    inputs = _inputs(data, made, title, drawings)
    made_file: bytes = _asked(template, partial(typst.compile, pdf_standards="ua-1", sys_inputs=inputs))
    return made_file


def noted(
    template: str, label: str, data: Mapping[str, Any], *, made: datetime, drawings: Mapping[str, str] | None = None
) -> list[Any]:
    """What the template notes with this label (`metadata`), such as where things came to stand. Raises NotPrintable."""
    inputs = _inputs(data, made, "", drawings)
    ask = partial(typst.query, selector=f"<{label}>", field="value", sys_inputs=inputs)
    found: list[Any] = json.loads(_asked(template, ask))
    return found


def _inputs(data: Mapping[str, Any], made: datetime, title: str, drawings: Mapping[str, str] | None) -> dict[str, str]:
    day = timezone.localtime(made)
    plain, boxes = printable({**data, "title": title})
    plain |= {"made": [day.year, day.month, day.day], "boxes": boxes, "brand": settings.AREA["brand"]}
    plain |= {"drawings": dict(drawings or {})}
    return {"data": json.dumps(plain, ensure_ascii=False, default=str)}


def _asked(template: str, ask: Callable[..., Any]) -> Any:
    try:
        return ask(
            str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True
        )
    except typst.TypstError as error:
        # Its text may quote the data, which may be a person's: only a developer sees it.
        raise NotPrintable(template) from (error if settings.DEBUG else None)
    except BaseException as error:
        # A fault of Typst itself is no Exception, and must not pass for a wish to end the process.
        if type(error).__name__ != "PanicException":
            raise
        raise NotPrintable(template) from (error if settings.DEBUG else None)


def pages_of(made: bytes) -> int:
    """How many pages a file has that `pdf()` made."""
    found = PAGES.search(made)
    assert found is not None  # noqa: S101  Typst always says
    return int(found[1])


def printable(value: Any) -> tuple[Any, bool]:
    """The same data with every letter that cannot be printed replaced by a box, and whether there was one."""
    if isinstance(value, str | Promise):
        text = printable_text(str(value))
        return text, BOX in text
    if isinstance(value, Mapping):
        parts = {key: printable(part) for key, part in value.items()}
        return {key: part for key, (part, _box) in parts.items()}, any(box for _part, box in parts.values())
    if isinstance(value, list | tuple):
        items = [printable(part) for part in value]
        return [part for part, _box in items], any(box for _part, box in items)
    return value, False


def printable_text(text: str) -> str:
    """One box for each sign that our typefaces lack, however many code points the sign is made of."""
    known, out, joined = _letters(), "", False
    for letter in unicodedata.normalize("NFC", text):
        if letter in JOINERS or letter in SKIN_TONES:
            joined = joined or letter == "\u200d"
        elif letter in "\n\t ":
            out, joined = out + letter, False
        elif unicodedata.category(letter) in ("Cc", "Cf", "Cs"):
            continue  # it prints nothing, or turns the reading direction of what follows
        elif ord(letter) in known:
            out, joined = out + letter, False
        elif out.endswith(BOX) and (joined or unicodedata.category(letter).startswith("M")):
            joined = False  # a part of the sign that the box stands for
        else:
            out, joined = out + BOX, False
    return out


@cache
def _fonts() -> typst.Fonts:
    """Ours, and those that Typst brings along, of which one has the box. Never the machine's: a file must not depend on
    where it is made. Looked for once in a process.
    """
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


@cache
def _letters() -> frozenset[int]:
    """Every code point that one of our typefaces has, in both weights."""
    found: dict[str, set[int]] = {"Regular": set(), "Bold": set()}
    for path in sorted(Path(FONTS).glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found["Bold" if "Bold" in path.name else "Regular"] |= set(font.getBestCmap())
    return frozenset(found["Regular"] & found["Bold"])
