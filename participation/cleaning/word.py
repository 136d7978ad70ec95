"""Word documents without authors: of the document, of its comments and of each change."""

import posixpath
import re

from lxml import etree

from .markup import local, parsed, taken_out, written
from .packed import OUTSIDE, is_xml, packed_anew, unpacked
from .refusing import Refused, Why

# Parts that say who and where, and nothing of the content.
BESIDE = re.compile(
    r"(docProps|customXml|_xmlsignatures|docMetadata|\[trash\]|package/services)/"
    r"|word/(people|documentTasks|vbaData|attachedToolbars)[^/]*|word/printerSettings/|.*\.(sigs|psmdcp)$",
    re.I,
)
FILES = re.compile(r"word/(embeddings|activeX|afchunk)", re.I)
# Kinds of relations to what is another file, or a program.
HOLDS = ("/oleObject", "/package", "/aFChunk", "/control", "/activeXControlBinary", "/vbaProject", "/subDocument")
# Settings that name people, machines or files.
SETTINGS = {
    "rsids",
    "attachedTemplate",
    "docVars",
    "mailMerge",
    "docId",
    "chartTrackingRefBased",
    "readModeInkLockDown",
}
FILE_NAME = re.compile(r"[\\/]|\.(jpe?g|png|gif|bmp|tiff?|heic|webp|svg|[ew]mf)$", re.I)
TYPES = "[Content_Types].xml"


def cleaned(content: bytes) -> bytes:
    """Raises Refused."""
    parts = unpacked(content)
    if TYPES not in parts or "word/document.xml" not in parts:
        raise Refused(Why.BROKEN)
    if b"macroEnabled" in parts[TYPES]:
        raise Refused(Why.HOLDS_PROGRAM)
    if any(FILES.match(name) for name in parts):
        raise Refused(Why.HOLDS_FILES)
    gone = {name for name in parts if BESIDE.match(name)}
    kept = {name: part for name, part in parts.items() if name not in gone}
    return packed_anew({name: _cleaned(name, part, gone) if is_xml(name) else part for name, part in kept.items()})


def _cleaned(name: str, part: bytes, gone: set[str]) -> bytes:
    root = parsed(part)
    if name == TYPES:
        _without_types(root, gone)
    elif name.endswith(".rels"):
        _without_relations(root, posixpath.dirname(posixpath.dirname(name)), gone)
    else:
        _without_people(root)
    return written(root)


def _without_types(root: etree._Element, gone: set[str]) -> None:
    for override in list(root):
        if str(override.get("PartName") or "").lstrip("/") in gone:
            taken_out(override)


def _without_relations(root: etree._Element, folder: str, gone: set[str]) -> None:
    for relation in list(root):
        kind, target = str(relation.get("Type") or ""), str(relation.get("Target") or "")
        if kind.endswith(HOLDS):
            raise Refused(Why.HOLDS_FILES)
        if relation.get("TargetMode") == "External":
            if kind.endswith("/attachedTemplate"):
                taken_out(relation)
            elif not kind.endswith("/hyperlink") or not OUTSIDE.match(target):
                # It stays, because the text refers to it; it leads nowhere, and tells nobody that it was opened.
                relation.set("Target", "about:blank")
        elif _resolved(folder, target) in gone:
            taken_out(relation)


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _without_people(root: etree._Element) -> None:
    """Names of authors, times, and marks of who wrote when."""
    _without_fields(root)
    for element in list(root.iter("*")):
        name = local(element.tag)
        if name in SETTINGS or name == "metadata":
            taken_out(element)
            continue
        for attribute, value in list(element.attrib.items()):
            plain = local(attribute)
            if plain == "author":
                element.set(attribute, "Author")
            elif plain == "initials":
                element.set(attribute, "A")
            elif plain.startswith("rsid") or plain == "dateUtc" or (plain == "date" and _has_author(element)):
                del element.attrib[attribute]
            elif plain in ("name", "descr", "title") and name in ("cNvPr", "docPr") and FILE_NAME.search(str(value)):
                element.set(attribute, "Picture")


def _has_author(element: etree._Element) -> bool:
    return any(local(attribute) == "author" for attribute in element.attrib)


def _without_fields(root: etree._Element) -> None:
    """Fields that fetch or start something. Word pieces their words together, and so do we."""
    fields = [one for one in root.iter("*") if local(one.tag) in ("instrText", "delInstrText")]
    simple = [one for one in root.iter("*") if local(one.tag) == "fldSimple"]
    said = "".join(str(one.text or "") for one in fields)
    said += " ".join(str(value) for one in simple for value in one.attrib.values())
    if re.search(r"DDE(AUTO)?\b", said, re.I):
        raise Refused(Why.HOLDS_PROGRAM)
    if re.search(r"INCLUDE(PICTURE|TEXT)|IMPORT|DATABASE", said, re.I):
        for one in fields:
            one.text = " "
        for one in simple:
            for attribute in one.attrib:
                if local(attribute) == "instr":
                    one.set(attribute, " ")
