"""Plain wording into blocks that a template can show: see HEADING and ITEM for the few signs it knows."""

from dataclasses import dataclass
from typing import Literal

HEADING, ITEM = "## ", "- "


@dataclass(frozen=True)
class Block:
    """A paragraph or heading with its text, or a list with its items."""

    kind: Literal["paragraph", "heading", "items"]
    text: str = ""
    items: tuple[str, ...] = ()


def blocks(words: str) -> list[Block]:
    """The wording in order. A line that follows without a blank line carries on what stands before it."""
    found: list[Block] = []
    open_block = False
    for line in (line.strip() for line in words.splitlines()):
        if not line:
            open_block = False
        elif line.startswith(HEADING):
            found.append(Block("heading", text=line.removeprefix(HEADING).strip()))
            open_block = False
        elif line.startswith(ITEM):
            _add_item(found, line.removeprefix(ITEM).strip())
            open_block = True
        elif open_block:
            found[-1] = _carried_on(found[-1], line)
        else:
            found.append(Block("paragraph", text=line))
            open_block = True
    return found


def _add_item(found: list[Block], item: str) -> None:
    """Items with blank lines between them are still one list."""
    if found and found[-1].kind == "items":
        found[-1] = Block("items", items=(*found[-1].items, item))
    else:
        found.append(Block("items", items=(item,)))


def _carried_on(block: Block, line: str) -> Block:
    if block.kind == "items":
        return Block("items", items=(*block.items[:-1], f"{block.items[-1]} {line}"))
    return Block(block.kind, text=f"{block.text} {line}")


def promises(words: str) -> list[str]:
    """The items of a pledge's wording: each is a promise."""
    return [item for block in blocks(words) for item in block.items]
