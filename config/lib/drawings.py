"""The drawings of our index of pictures, as two packages draw them, and the pins that hold them still.

OpenMoji's files are taken as they are. Health Icons draws each thing twice, solid and in outline, in one colour; here
the outline is laid in black over the solid form in OpenMoji's light blue, so that both look like one set.

What is published names its pictures, and must show for ever what it showed. So each entry is pinned by the SHA-256 of
its drawing, and a package that draws it differently stops the build. Only the standard library is used, because this
also runs before anything else is installed.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parent.parent.parent
INK, FILL = "#000000", "#92D3F5"
# A little room around it: OpenMoji's drawings have some too.
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 52 52">{}</svg>\n'


class PackageChanged(Exception):
    """A front-end package no longer looks as we expect."""


@dataclass(frozen=True)
class Packages:
    """The folder with the packages (node_modules)."""

    folder: Path

    def drawing(self, entry: dict[str, Any]) -> bytes:
        """The picture of an entry of the index as SVG. Raises PackageChanged where its package has none."""
        return {"openmoji": self.openmoji, "healthicons": self.healthicons}[entry["from"]](entry["code"])

    def openmoji(self, code: str) -> bytes:
        path = self.folder / f"openmoji/color/svg/{code}.svg"
        if not path.is_file():
            raise PackageChanged(f"OpenMoji has no drawing {code}.")
        return path.read_bytes()

    def healthicons(self, code: str) -> bytes:
        solid, outline = self.icons.get(code), self.icons.get(f"{code}-outline")
        if solid is None or outline is None:
            raise PackageChanged(f"Health Icons has no drawing {code}, solid and in outline.")
        return FRAME.format(coloured(solid["body"], FILL) + coloured(outline["body"], INK)).encode()

    @cached_property
    def icons(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = json.loads(
            (self.folder / "@iconify-json/healthicons/icons.json").read_text(encoding="utf-8")
        )["icons"]
        return found


def coloured(body: str, colour: str) -> str:
    return body.replace("currentColor", colour)


def indexes() -> list[Path]:
    """Each app may have an index of its own."""
    return sorted(BASE.glob("*/pictures.json"))


def entries() -> Iterator[tuple[str, dict[str, Any]]]:
    for index in indexes():
        yield from json.loads(index.read_text(encoding="utf-8")).items()


def pin(drawing: bytes) -> str:
    return hashlib.sha256(drawing).hexdigest()


def drawings(packages: Path) -> Iterator[tuple[str, bytes]]:
    """Our own name and the drawing of each picture. Raises PackageChanged where one is not the one that is pinned."""
    source = Packages(packages)
    for name, entry in entries():
        drawing = source.drawing(entry)
        if entry.get("sha256") != pin(drawing):
            raise PackageChanged(
                f"The picture {name!r} ({entry['from']} {entry['code']}) is not drawn as charters/pictures.json says.\n"
                "What is published shows it and must stay as it is: keep the package's old version, or give the new\n"
                "drawing a name of its own. A picture that you have just added: `python -m tools.pictures` pins it."
            )
        yield name, drawing
