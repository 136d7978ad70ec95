"""ODT documents without authors: of the document, of its comments and of each change."""

import posixpath
import re

from lxml import etree

from .markup import local, parsed, taken_out, written
from .packed import OUTSIDE, is_xml, packed_anew, unpacked
from .refusing import Refused, Why

BESIDE = re.compile(
    r"(Thumbnails|Configurations2|Versions)/|layout-cache$|META-INF/(document|macro)signatures\.xml$|VersionList\.xml$",
    re.I,
)
PROGRAMS = re.compile(r"(Basic|Scripts)/", re.I)
MANIFEST, META = "META-INF/manifest.xml", "meta.xml"
# What a document says of itself: nothing.
NO_META = b"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3">\
<office:meta/></office:document-meta>"""
# Elements that say who and when, and what stands there afterwards: none may be missing in a change.
PEOPLE = {
    "creator": "Author",
    "initial-creator": "Author",
    "creator-initials": "A",
    "sender-initials": "A",
    "date": "1970-01-01T00:00:00",
    "date-string": "",
}
# Namespaces in which these names mean a person and a time, and not a field of the text.
OF_PEOPLE = ("http://purl.org/dc/elements/1.1/", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0")
PROGRAM_PARTS = {"scripts", "event-listeners", "event-listener", "script"}
SETTINGS = re.compile(r"Printer|CurrentDatabase|Rsid|LinkUpdateMode", re.I)
# An address that is none: a part of the document itself.
INSIDE = re.compile(r"(\./)?(Pictures|Object|ObjectReplacements|media)[ /0-9]", re.I)


def cleaned(content: bytes) -> bytes:
    """Raises Refused."""
    parts = unpacked(content)
    if "content.xml" not in parts or MANIFEST not in parts:
        raise Refused(Why.BROKEN)
    if b"encryption-data" in parts[MANIFEST]:
        raise Refused(Why.LOCKED)
    if any(PROGRAMS.match(name) for name in parts):
        raise Refused(Why.HOLDS_PROGRAM)
    gone = {name for name in parts if BESIDE.search(name)}
    kept = {name: part for name, part in parts.items() if name not in gone}
    return packed_anew({name: _cleaned(name, part) if is_xml(name) else part for name, part in kept.items()})


def _cleaned(name: str, part: bytes) -> bytes:
    if posixpath.basename(name) == META:
        return NO_META
    root = parsed(part)
    if name == MANIFEST:
        _without_entries(root)
    else:
        _without_people(root)
    return written(root)


def _without_entries(root: etree._Element) -> None:
    for entry in list(root):
        path = next((str(value) for key, value in entry.attrib.items() if local(key) == "full-path"), "")
        if BESIDE.search(path):
            taken_out(entry)


def _without_people(root: etree._Element) -> None:
    for element in list(root.iter("*")):
        name, space = local(element.tag), str(element.tag)[1:].partition("}")[0]
        if name in PROGRAM_PARTS or _is_setting(element) or name == "metadata":
            taken_out(element)
            continue
        if name in PEOPLE and space in OF_PEOPLE:
            element.text = PEOPLE[name]
        for attribute, value in list(element.attrib.items()):
            plain = local(attribute)
            if plain in ("rsid", "paragraph-rsid"):
                del element.attrib[attribute]
            elif plain == "href" and not (OUTSIDE.match(str(value)) or INSIDE.match(str(value))):
                element.set(attribute, "about:blank")


def _is_setting(element: etree._Element) -> bool:
    if local(element.tag) != "config-item":
        return False
    return any(local(key) == "name" and SETTINGS.match(str(value)) for key, value in element.attrib.items())
