"""Strings of easy-read templates, read from their tokens: every template that is easy, what it extends and includes."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.base import Lexer, Token, TokenType

from .filling import filled, filling
from .sources import Piece

FOLDER = settings.BASE_DIR / "templates"
# A template is easy that extends one of these, or whose name or folder says so. What the desk shows is not.
ROOTS = frozenset({"easy.html", "emails/easy.html", "emails/easy.txt"})
DESK = ("admin/", "desk/")
VARIABLE = re.compile(r"[\w.]+")


def strings(folder: Path = FOLDER) -> Iterator[Piece]:
    """Every translated string that may stand on an easy-read page or in an easy-read letter."""
    names = easy_templates(folder)
    for name in sorted(names):
        # What easy.html and its like put in the place of a block of the page for everybody is not shown in easy read.
        heirs = [folder / heir for heir in ROOTS & names if name in _named(folder / heir, "extends")]
        replaced = frozenset(block for heir in heirs for block in _blocks(heir))
        yield from strings_of(folder / name, name, replaced)


def easy_templates(folder: Path) -> set[str]:
    """The easy templates, and all that they extend and include, however deep."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.suffix in (".html", ".txt")}
    found: set[str] = set()
    left = [name for name in names if not name.startswith(DESK) and _is_easy(name, folder)]
    while left:
        name = left.pop()
        if name in names and name not in found:
            found.add(name)
            left += _named(folder / name, "extends", "include")
    return found


def _is_easy(name: str, folder: Path) -> bool:
    return "easy" in name or not ROOTS.isdisjoint(_named(folder / name, "extends"))


@cache
def _tokens(path: Path) -> list[Token]:
    return Lexer(path.read_text(encoding="utf-8")).tokenize()


def _named(path: Path, *tags: str) -> list[str]:
    """The templates that these tags name in quotes."""
    blocks = [token.split_contents() for token in _tokens(path) if token.token_type == TokenType.BLOCK]
    return [bits[1][1:-1] for bits in blocks if bits[0] in tags and bits[1][0] in "\"'"]


def _blocks(path: Path) -> list[str]:
    blocks = [token.split_contents() for token in _tokens(path) if token.token_type == TokenType.BLOCK]
    return [bits[1] for bits in blocks if bits[0] == "block"]


def strings_of(path: Path, name: str, replaced: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """The strings of one template, each with its line, but for those inside of replaced blocks."""
    tokens = _left(iter(_tokens(path)), replaced)
    for token in tokens:
        bits = token.split_contents() if token.token_type == TokenType.BLOCK else [""]
        place = f"templates/{name}:{token.lineno}"
        if bits[0] in ("translate", "trans") and bits[1][0] in "\"'":
            yield Piece.string(place, filled(bits[1][1:-1]))
        elif bits[0] in ("blocktranslate", "blocktrans"):
            for text in _block(tokens):
                yield Piece.string(place, filled(text))


def _block(tokens: Iterator[Token]) -> Iterator[str]:
    """The one or two texts of a blocktranslate, whose tokens are taken up to its end."""
    text = ""
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            text += token.contents
        elif token.token_type == TokenType.VAR:
            found = VARIABLE.match(token.contents)
            text += filling(found[0].rpartition(".")[2] if found else "")
        elif token.token_type == TokenType.BLOCK:
            yield " ".join(text.split())
            text = ""
            if token.contents.strip() != "plural":
                return


def _left(tokens: Iterator[Token], replaced: frozenset[str]) -> Iterator[Token]:
    """The tokens outside of these blocks."""
    open_blocks: list[str] = []
    for token in tokens:
        bits = token.split_contents() if token.token_type == TokenType.BLOCK else [""]
        if bits[0] == "block":
            open_blocks.append(bits[1])
        if replaced.isdisjoint(open_blocks):
            yield token
        if bits[0] == "endblock":
            open_blocks.pop()
