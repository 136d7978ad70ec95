"""What a screen reader finds in a PDF, for the tests of them."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf


def tagged(file: bytes) -> bool:
    with pikepdf.open(io.BytesIO(file)) as read:
        return bool(read.Root.MarkInfo.Marked) and "/StructTreeRoot" in read.Root


def structure(file: bytes) -> list[tuple[str, str]]:
    """Every tag that holds text, in reading order: its role and the text."""
    with pikepdf.open(io.BytesIO(file)) as read:
        texts = {page.objgen: _marked(page) for page in read.pages}
        return [(role, text) for role, text in _walk(read.Root.StructTreeRoot.K, texts, "", None) if text.strip()]


def text_of(file: bytes) -> str:
    """All of it, in reading order, a paragraph a line."""
    return "\n".join(text for _role, text in structure(file))


def figures(file: bytes) -> list[str]:
    """The alt text of every picture, in reading order; "" where there is none."""
    with pikepdf.open(io.BytesIO(file)) as read:
        return [str(node.get("/Alt", "")) for node in _nodes(read.Root.StructTreeRoot.K) if node.get("/S") == "/Figure"]


def _nodes(kid: Any) -> Iterator[Any]:
    if isinstance(kid, pikepdf.Array):
        for one in kid:
            yield from _nodes(one)
    elif isinstance(kid, pikepdf.Dictionary):
        yield kid
        if "/K" in kid:
            yield from _nodes(kid.K)


INLINE = ("/Span", "/Link", "/Strong", "/Em", "/Lbl")


def _walk(kid: Any, texts: dict[Any, dict[int, str]], role: str, page: Any) -> Iterator[tuple[str, str]]:
    """The text of each block, with what stands in it inline."""
    for node in kid if isinstance(kid, pikepdf.Array) else [kid]:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node and str(node.S) not in INLINE:
            here = node.get("/Pg", page)
            inner = list(_walk(node.get("/K", pikepdf.Array()), texts, str(node.S)[1:], here))
            own = "".join(text for found, text in inner if found == "")
            yield from ([(str(node.S)[1:], own)] if own else [])
            yield from ((found, text) for found, text in inner if found)
        elif isinstance(node, pikepdf.Dictionary):
            here = node.get("/Pg", page)
            if "/MCID" in node:
                yield "", texts[here.objgen][int(node.MCID)]
            elif "/K" in node:
                yield from _walk(node.K, texts, role, here)
        else:
            yield "", texts[page.objgen].get(int(node), "")


def _marked(page: Any) -> dict[int, str]:
    """The text of each marked part of a page, by its number."""
    maps = {name: _map(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    stack: list[int | None] = []
    font: dict[int, str] = {}
    hidden: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC":
            more = operands[1] if isinstance(operands[1], pikepdf.Dictionary) else {}
            number = int(more["/MCID"]) if "/MCID" in more else (stack[-1] if stack else None)
            actual = "/ActualText" in more
            if actual and number is not None:
                found[number] = found.get(number, "") + str(more["/ActualText"]).replace("\u200b", "")
            stack.append(number)
            hidden.append(actual or (hidden[-1] if hidden else False))
        elif name == "BMC":
            stack.append(None)
            hidden.append(False)
        elif name == "EMC":
            stack.pop()
            hidden.pop()
        elif name == "Tf":
            font = maps[str(operands[0])]
        elif name in ("Tj", "TJ") and stack and stack[-1] is not None and not hidden[-1]:
            found[stack[-1]] = found.get(stack[-1], "") + _shown(operands[0], font)
    return found


def _shown(operand: Any, font: dict[int, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(font.get(int.from_bytes(raw[at : at + 2]), "\ufffd") for at in range(0, len(raw), 2))


def _map(font: Any) -> dict[int, str]:
    """From glyphs to letters, by the font's own table."""
    found: dict[int, str] = {}
    several = False
    for operands, operator in pikepdf.parse_content_stream(font.ToUnicode):
        several = str(operator) == "endbfrange"
        values = [bytes(part) for part in operands if isinstance(part, pikepdf.String)]
        if str(operator) == "endbfchar":
            found |= {int.from_bytes(a): b.decode("utf-16-be") for a, b in zip(values[::2], values[1::2], strict=True)}
        elif several:
            for first, last, to in zip(values[::3], values[1::3], values[2::3], strict=True):
                for step in range(int.from_bytes(last) - int.from_bytes(first) + 1):
                    letter = to.decode("utf-16-be")
                    found[int.from_bytes(first) + step] = letter[:-1] + chr(ord(letter[-1]) + step)
    return found
