"""How a reader wants pages to look: the cookie's value, the next value, and the CSS for it.

The cookie's path is /reading.css, so no other page is ever sent it and every cache may keep those pages.
"""

from dataclasses import dataclass, replace
from typing import Self

SIZES = (100, 125, 150, 200)
# The cookie's third part, there only for a reader who wants easy read without pictures.
WORDS = "words"
# Every scheme names every colour of static/css/site.css, so that none is left over from another scheme. Cream is the
# site's own and is written there.
SCHEMES: dict[str, dict[str, str]] = {
    "cream": {},
    "white": {
        "paper": "#ffffff",
        "ink": "#000000",
        "quiet": "#333333",
        "card": "#ffffff",
        "line": "#767676",
        "foot": "#f0f0f0",
        "sun": "#ffffff",
        "on-sun": "#000000",
        "pill": "#ffffff",
        "plate": "#ffffff",
    },
    "dark": {
        "paper": "#14211f",
        "ink": "#f4efe6",
        "quiet": "#c9d3cf",
        "card": "#1e2f2c",
        "line": "#4d6560",
        "foot": "#0d1716",
        "sun": "#2b3f3b",
        "on-sun": "#f4efe6",
        "pill": "#14211f",
        "plate": "#fff8ef",
        "bar": "#0d1716",
        "on-bar": "#f4efe6",
        "link": "#8fdcd3",
        "link-strong": "#c4f1eb",
        "button": "#8fdcd3",
        "on-button": "#0d1716",
        "button-edge": "#4f9b93",
        "edge": "#8fdcd3",
        "coral": "#ff9e85",
        "error": "#ffb3a3",
        "good": "#a6e3bf",
        "field": "#0d1716",
        "did": "#1c4a33",
        "on-did": "#d9f5e4",
        "doing": "#574409",
        "on-doing": "#fff0c2",
        "cannot": "#46305c",
        "on-cannot": "#f0e2ff",
        "fixed": "#1d3f63",
        "on-fixed": "#dcebff",
    },
    "yellow": {
        "paper": "#000000",
        "ink": "#ffff00",
        "quiet": "#ffff00",
        "card": "#000000",
        "line": "#ffff00",
        "foot": "#000000",
        "sun": "#000000",
        "on-sun": "#ffff00",
        "pill": "#000000",
        "plate": "#ffffff",
        "bar": "#000000",
        "on-bar": "#ffff00",
        "link": "#ffff00",
        "link-strong": "#ffffff",
        "button": "#ffff00",
        "on-button": "#000000",
        "button-edge": "#999900",
        "edge": "#ffff00",
        "coral": "#ff9e85",
        "error": "#ffb3a3",
        "good": "#ffff00",
        "field": "#000000",
        "focus": "#ffffff",
        "did": "#000000",
        "on-did": "#ffff00",
        "doing": "#000000",
        "on-doing": "#ffff00",
        "cannot": "#000000",
        "on-cannot": "#ffff00",
        "fixed": "#000000",
        "on-fixed": "#ffff00",
    },
}


@dataclass(frozen=True)
class Reading:
    """One reader's size, in per cent, colours, and whether easy-read pages come without their pictures."""

    size: int = SIZES[0]
    colours: str = "cream"
    words_only: bool = False

    @classmethod
    def parse(cls, value: str) -> Self:
        """From the cookie; anything that is not ours reads as no preference."""
        look = value.removesuffix(f".{WORDS}")
        size, _, colours = look.partition(".")
        known = size.isascii() and size.isdigit() and len(size) == 3 and int(size) in SIZES and colours in SCHEMES
        return cls(int(size), colours, words_only=look != value) if known else cls()

    def __str__(self) -> str:
        return f"{self.size}.{self.colours}" + (f".{WORDS}" if self.words_only else "")

    def bigger(self) -> Self:
        """The next size; after the biggest, the first again."""
        return replace(self, size=SIZES[(SIZES.index(self.size) + 1) % len(SIZES)])

    def other_colours(self) -> Self:
        """The next colours; after the last, the first again."""
        names = list(SCHEMES)
        return replace(self, colours=names[(names.index(self.colours) + 1) % len(names)])

    def without_pictures(self) -> Self:
        return replace(self, words_only=True)

    def with_pictures(self) -> Self:
        return replace(self, words_only=False)

    def css(self) -> str:
        """The text of /reading.css. Empty for a reader who asked for nothing."""
        if self == type(self)():
            return ""
        rules = [".band__reset{display:block}"]
        if self.size != SIZES[0]:
            rules.append(f"html{{font-size:{self.size}%}}")
        if SCHEMES[self.colours]:
            colours = ";".join(f"--{name}:{colour}" for name, colour in SCHEMES[self.colours].items())
            # :root twice is the stronger rule, so that the area's own colours do not win.
            rules.append(f":root:root{{{colours}}}")
        if self.words_only:
            rules.append(".easy .picture,.band__words{display:none}")
            rules.append(".band__inside>.band__pictures{display:block}")
        return "\n".join(rules) + "\n"
