"""What may stand in a drawing. Everything is taken from lists of what is allowed: what is new is not let through.

What only other programs understand (layers, guides, notes) is left out in silence. What runs, moves or fetches is
refused aloud: who sent it should know what they were given.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from . import refusing
from .refusing import refused

LARGEST_DRAWING = 2 * 1024 * 1024
# A detailed symbol has a few hundred parts; a map has some thousands.
MOST_PARTS, DEEPEST, LONGEST_VALUE = 20_000, 64, 300_000
# Of one part. Taking one out means looking through all of them, so that very many take minutes.
MOST_ATTRIBUTES = 100
# Parts when everything that is shown again is counted again.
MOST_SHOWN = 100_000

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
XHTML = "http://www.w3.org/1999/xhtml"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
AROUND = {"svg", "g", "defs", "symbol", "use", "switch", "clipPath", "mask", "pattern", "marker", "style"}
COLOURS = {"linearGradient", "radialGradient", "stop"}
ALLOWED = SHAPES | AROUND | COLOURS
LEFT_OUT = {"title", "desc", "metadata", "view"}
RUN = {"script", "handler", "listener"}
MOVE = {"animate", "animateTransform", "animateMotion", "animateColor", "set", "mpath", "discard"}
FETCH = {"image", "feImage", "a", "iframe", "audio", "video", "font-face-uri", "cursor", "tref"}

ALLOWED_ATTRIBUTES = (
    "id class style transform viewBox preserveAspectRatio rotate pathLength d points",
    "x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height dx dy textLength lengthAdjust offset",
    "gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform",
    "clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits orient refX refY",
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit",
    "stroke-dasharray stroke-dashoffset opacity color display visibility overflow clip-path clip-rule mask marker",
    "marker-start marker-mid marker-end stop-color stop-opacity paint-order mix-blend-mode isolation shape-rendering",
    "font-family font-size font-style font-weight text-anchor letter-spacing word-spacing dominant-baseline",
)
ATTRIBUTES = {name for names in ALLOWED_ATTRIBUTES for name in names.split()}
# In words about looks: an address is one inside the drawing, and nothing is fetched, run or hidden from this reading.
ELSEWHERE = re.compile(r"""url\(\s*(?!["']?#)|@|\\|javascript:|data:|expression\(|image-set\(|(?<![\w-])src\(""", re.I)
INSIDE = re.compile(r"""url\(\s*["']?#([^"')\s]+)""", re.I)
DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)


def checked(content: bytes) -> etree._Element:
    """The drawing with nothing in it but what is drawn. Raises charters.uploads.Refused."""
    if len(content) > LARGEST_DRAWING:
        raise refused(refusing.TOO_LARGE)
    if DECLARED.search(content):
        raise refused(refusing.DECLARES)
    # Before anything is built of it; each part has one or two of these.
    if content.count(b"<") > 2 * MOST_PARTS:
        raise refused(refusing.TOO_MUCH)
    root = _parsed(content)
    if root.tag != f"{{{SVG}}}svg":
        raise refused(refusing.BROKEN)
    for part in list(root.iter()):
        _check(part)
    _check_amount(root)
    return root


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise refused(refusing.TOO_MUCH if "depth" in str(broken) else refusing.BROKEN) from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise refused(refusing.DECLARES)
    return root


def _check(part: Any) -> None:
    """Leaves out what is not drawn, in one part. Raises Refused."""
    if not isinstance(part.tag, str):
        raise refused(refusing.DECLARES)
    space, name = etree.QName(part).namespace, etree.QName(part).localname
    if name in RUN:
        raise refused(refusing.RUNS)
    if space == XHTML or (space == SVG and name not in ALLOWED | LEFT_OUT):
        raise refused(
            refusing.MOVES if name in MOVE else refusing.FETCHES if name in FETCH else refusing.HOLDS, what=name
        )
    if space != SVG or name in LEFT_OUT:
        _drop(part)
        return
    if len(part.attrib) > MOST_ATTRIBUTES:
        raise refused(refusing.TOO_MUCH)
    for attribute, value in list(part.attrib.items()):
        _check_attribute(part, str(attribute), str(value))
    if name == "style" and ELSEWHERE.search("".join(part.itertext())):
        raise refused(refusing.FETCHES)


def _drop(part: Any) -> None:
    """With all that is in it; what stands after it stays."""
    above = part.getparent()
    if above is not None:
        before, tail = part.getprevious(), part.tail or ""
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            above.text = (above.text or "") + tail
        above.remove(part)


def _check_attribute(part: Any, attribute: str, value: str) -> None:
    name = etree.QName(attribute).localname
    is_own = etree.QName(attribute).namespace is None
    if name.lower().startswith("on") and is_own:
        raise refused(refusing.RUNS)
    if len(value) > LONGEST_VALUE:
        raise refused(refusing.TOO_MUCH)
    if name == "href" and (is_own or etree.QName(attribute).namespace == XLINK):
        if not value.strip().startswith("#"):
            raise refused(refusing.FETCHES)
        return
    if not is_own or name not in ATTRIBUTES:
        del part.attrib[attribute]
    elif ELSEWHERE.search(value):
        raise refused(refusing.FETCHES)


def _check_amount(root: etree._Element) -> None:
    """How much is shown in the end, counted without showing it. Raises Refused where it is too much, or has no end."""
    parts = list(root.iter())
    if len(parts) > MOST_PARTS or any(_depth(part) > DEEPEST for part in parts):
        raise refused(refusing.TOO_MUCH)
    named = {str(part.get("id")): part for part in parts if part.get("id")}
    shown: dict[Any, int] = {}
    # From the innermost out: what a part refers to may stand anywhere, so that is followed as it is met.
    for part in reversed(parts):
        _amount(part, named, shown, set())
    if shown[root] > MOST_SHOWN:
        raise refused(refusing.TOO_MUCH)


def _amount(part: Any, named: dict[str, Any], shown: dict[Any, int], open_parts: set[Any]) -> int:
    if part in shown:
        return shown[part]
    # What shows itself has no end; and a chain as long as this one is made to hurt.
    if part in open_parts or len(open_parts) > DEEPEST:
        raise refused(refusing.TOO_MUCH)
    open_parts.add(part)
    found = 1 + sum(_amount(one, named, shown, open_parts) for one in (*part, *_referred(part, named)))
    open_parts.discard(part)
    shown[part] = min(found, MOST_SHOWN + 1)
    return shown[part]


def _referred(part: Any, named: dict[str, Any]) -> Iterator[Any]:
    for attribute, value in part.attrib.items():
        if etree.QName(str(attribute)).localname == "href":
            names = [str(value).strip()[1:]]
        else:
            names = INSIDE.findall(str(value))
        yield from (named[name] for name in names if name in named)


def _depth(part: Any) -> int:
    return sum(1 for _above in part.iterancestors())
