"""Pictures of staff as tests need them, and files to upload: good ones, and ones that are made to hurt."""

import gzip
import io
import struct
import zlib

from PIL import Image

from charters.actions import AboutPicture, add_picture
from charters.models import Picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100"'
SQUARE = '<rect x="10" y="10" width="80" height="80" fill="#0f5c5c"/>'


def svg(inside: str = SQUARE, *, more: str = "", before: str = "") -> bytes:
    return f"{before}{HEAD}{more}>{inside}</svg>".encode()


def png(side: int = 120, colour: str = "#0f5c5c", mode: str = "RGB") -> bytes:
    drawn = io.BytesIO()
    Image.new(mode, (side, side), colour).save(drawn, "PNG")
    return drawn.getvalue()


def jpeg(side: int = 120, *, exif: bytes = b"") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (side, side), "#108080").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of one row that says that it has many: what it would take to unpack it is what it says."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (width + 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_chunk(content: bytes, name: bytes, data: bytes) -> bytes:
    """Another chunk before the picture's own rows."""
    before, idat, after = content.partition(struct.pack(">I", _length_of_rows(content)) + b"IDAT")
    return before + chunk(name, data) + idat + after


def _length_of_rows(content: bytes) -> int:
    place = content.index(b"IDAT")
    return int(struct.unpack(">I", content[place - 4 : place])[0])


def uses(levels: int, times: int) -> str:
    """A square that is shown `times` times at each of many levels: ten of ten are ten thousand million."""
    inner = "".join(f'<g id="a{n}">{f"""<use xlink:href="#a{n - 1}"/>""" * times}</g>' for n in range(1, levels))
    return f'<defs><g id="a0">{SQUARE}</g>{inner}</defs><use xlink:href="#a{levels - 1}"/>'


def masks(times: int) -> str:
    """Cheap to write and dear to draw: each one needs a picture of its own."""
    each = '<g mask="url(#m)"><rect width="100" height="100"/></g>'
    return f'<mask id="m"><rect width="100" height="100" fill="#fff"/></mask>{each * times}'


ENTITIES = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
RUNS, MOVES, FETCHES = "holds a program", "This drawing moves", "another file or another place"
TOO_MUCH, BROKEN, DECLARES = "too complicated", "broken", "starts with a DOCTYPE"
MANY = " ".join(f"a{n}=''" for n in range(150_000))
# Drawings that are refused, by what is wrong with them: the file, and a piece of the answer.
HOSTILE = {
    "script": (svg("<script>alert(1)</script>"), RUNS),
    "script of another kind": (svg('<script xmlns="urn:x">alert(1)</script>'), RUNS),
    "onload": (svg(more=' onload="alert(1)"'), RUNS),
    "onclick": (svg('<rect onclick="alert(1)" width="9" height="9"/>'), RUNS),
    "foreignObject": (svg("<foreignObject><p>Hello</p></foreignObject>"), "foreignObject"),
    "a page in it": (svg('<p xmlns="http://www.w3.org/1999/xhtml">Hello</p>'), "holds something that is no drawing"),
    "animation": (svg('<rect><animate attributeName="x" to="9"/></rect>'), MOVES),
    "set": (svg('<set attributeName="href" to="javascript:alert(1)"/>'), MOVES),
    "link": (svg('<a href="https://evil.example/"><rect width="9" height="9"/></a>'), FETCHES),
    "picture from elsewhere": (svg('<image href="https://evil.example/a.png"/>'), FETCHES),
    "picture inside": (svg('<image href="data:image/png;base64,AAAA"/>'), FETCHES),
    "use from elsewhere": (svg('<use xlink:href="https://evil.example/#a"/>'), FETCHES),
    "use of a file": (svg('<use href="file:///etc/passwd#a"/>'), FETCHES),
    "url in a style": (svg('<rect style="fill: url(https://evil.example/)"/>'), FETCHES),
    "url in a fill": (svg("<rect fill=\"url( '//evil.example/#a' )\"/>"), FETCHES),
    "url that hides": (svg(r'<rect style="fill: u\72l(https://evil.example/)"/>'), FETCHES),
    "import": (svg('<style>@import "https://evil.example/a.css";</style>'), FETCHES),
    "typeface from elsewhere": (svg("<style>@font-face { src: url(//evil.example/a) }</style>"), FETCHES),
    "url in a style sheet": (svg("<style>.a { fill: url(https://evil.example/) }</style>"), FETCHES),
    "effect": (svg('<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter>'), "filter"),
    "doctype": (svg(before="<!DOCTYPE svg>"), DECLARES),
    "entities": (svg("<text>&c;</text>", before=ENTITIES), DECLARES),
    "file by an entity": (svg("<text>&x;</text>", before=OUTSIDE), DECLARES),
    "entity of nothing": (svg("<text>&x;</text>"), BROKEN),
    "a million parts": (svg("<g/>" * 400_000), TOO_MUCH),
    "more than two megabytes": (svg(f"<!--{'a' * 2**21}-->"), "two megabytes"),
    "deep": (svg("<g>" * 200 + "</g>" * 200), TOO_MUCH),
    "very deep": (svg("<g>" * 9_000 + "</g>" * 9_000), TOO_MUCH),
    "shown again and again": (svg(uses(10, 10)), TOO_MUCH),
    "shown inside itself": (svg('<g id="a"><use href="#a"/></g>'), TOO_MUCH),
    "masked by itself": (svg('<mask id="m"><g mask="url(#m)"><rect/></g></mask><g mask="url(#m)"/>'), TOO_MUCH),
    "long chain": (svg(uses(80, 1)), TOO_MUCH),
    "endless path": (svg(f'<path d="{"M0 0L9 9" * 50_000}"/>'), TOO_MUCH),
    "attributes without end": (svg(f"<g {MANY}/>"), TOO_MUCH),
    "no size": (b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>', "how large it is"),
    "size beyond all measure": (svg().replace(b"0 0 100 100", b"0 0 1e30 1e30"), "how large it is"),
    "size that is none": (svg().replace(b"0 0 100 100", b"0 0 nan -1"), "how large it is"),
    "thin": (svg().replace(b"0 0 100 100", b"0 0 1000 1"), "long and thin"),
    "not closed": (svg()[:-6], BROKEN),
    "a web page": (b"<html><script>alert(1)</script></html>", BROKEN),
    "another root": (b'<x xmlns="urn:x"/>', BROKEN),
    "packed": (gzip.compress(svg()), "SVGZ"),
    "in letters of two bytes": (svg().decode().encode("utf-16"), "Choose a picture"),
}


def make_picture(name: str = "Sapling", *, cleared: bool = True, content: bytes = b"") -> Picture:
    """A picture of its own, added as staff do."""
    content = content or b"\x89PNG\r\n\x1a\n" + name.encode()
    about = AboutPicture(name, f"A {name.lower()}: it grows", ("growing",), "The Kite Group", "own")
    kind = "image/jpeg" if content.startswith(b"\xff\xd8") else "image/png"
    return add_picture(content=content, type=kind, about=about, cleared=cleared)
