"""Words as outlines, for pictures that are shown where our typefaces are not there: exact to the last unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from .pdf import FONTS, printable_text

# The box that stands for a letter no typeface has, as parts of the size.
BOX_WIDTH, BOX_MARGIN, BOX_LINE = 0.6, 0.08, 0.07
FAMILIES = ("AtkinsonHyperlegible", "NotoSans")


@dataclass(frozen=True)
class Outline:
    """A line of text as the `d` of an SVG path that begins at 0, 0 on its base line, and how wide it is."""

    d: str
    width: float


def outline(text: str, *, size: float, bold: bool = False) -> Outline:
    """The text in our typeface; what that one lacks is taken from Noto, and else is a box."""
    drawn, at = [], 0.0
    for font, name in _glyphs(text, bold):
        scale = size / font["head"].unitsPerEm if font is not None else size
        if font is not None:
            pen = SVGPathPen(font.getGlyphSet(), ntos=_short)
            font.getGlyphSet()[name].draw(TransformPen(pen, (scale, 0, 0, -scale, at, 0)))
            drawn.append(pen.getCommands())
        else:
            drawn.append(_box(at, size))
        at += _width(font, name) * size
    return Outline("".join(drawn), at)


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """How wide it is, without drawing it."""
    return sum(_width(font, name) for font, name in _glyphs(text, bold)) * size


def _glyphs(text: str, bold: bool) -> Iterator[tuple[TTFont | None, str]]:
    """Each letter in the first typeface that has it; no typeface where none has."""
    fonts = _fonts("Bold" if bold else "Regular")
    for letter in printable_text(text):
        has_it = (font for font in fonts if ord(letter) in font.getBestCmap())
        font = next(has_it, None)
        yield font, font.getBestCmap()[ord(letter)] if font is not None else ""


def _width(font: TTFont | None, name: str) -> float:
    """As a part of the size."""
    return float(font["hmtx"][name][0] / font["head"].unitsPerEm) if font is not None else BOX_WIDTH + 2 * BOX_MARGIN


def _box(at: float, size: float) -> str:
    left, side, line = at + BOX_MARGIN * size, BOX_WIDTH * size, BOX_LINE * size
    inner = side - 2 * line
    # The inner square runs the other way round, and so is a hole.
    outside = f"M{_short(left)},0v{_short(-side)}h{_short(side)}v{_short(side)}z"
    hole = f"M{_short(left + line)},{_short(-line)}h{_short(inner)}v{_short(-inner)}h{_short(-inner)}z"
    return outside + hole


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


@cache
def _fonts(weight: str) -> list[TTFont]:
    return [TTFont(Path(FONTS) / f"{family}-{weight}.ttf") for family in FAMILIES]
