"""Words as outlines, for pictures that are shown where our typefaces are not there: exact to the last unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from .pdf import FONTS, printable_text

FAMILIES = ("AtkinsonHyperlegible", "NotoSans")


@dataclass(frozen=True)
class Outline:
    """A line of text as the `d` of an SVG path that begins at 0, 0 on its base line, and how wide it is."""

    d: str
    width: float


def outline(text: str, *, size: float, bold: bool = False) -> Outline:
    """The text in our typeface; what that one lacks is taken from Noto, and else is a box."""
    pen, at = SVGPathPen(None, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip(".")), 0.0
    for font, name in _glyphs(printable_text(text), bold):
        scale = size / font["head"].unitsPerEm
        font.getGlyphSet()[name].draw(TransformPen(pen, (scale, 0, 0, -scale, at, 0)))
        at += font["hmtx"][name][0] * scale
    return Outline(pen.getCommands(), at)


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """How wide it is, without drawing it."""
    glyphs = _glyphs(printable_text(text), bold)
    return sum(font["hmtx"][name][0] / font["head"].unitsPerEm for font, name in glyphs) * size


def _glyphs(text: str, bold: bool) -> Iterator[tuple[TTFont, str]]:
    fonts = _fonts("Bold" if bold else "Regular")
    for letter in text:
        for font in fonts:
            name = font.getBestCmap().get(ord(letter))
            if name:
                yield font, name
                break


@cache
def _fonts(weight: str) -> list[TTFont]:
    return [TTFont(Path(FONTS) / f"{family}-{weight}.ttf") for family in FAMILIES]
