"""Documents that are a zip of parts: unpacked so far and no further, and packed anew."""

import io
import re
import struct
import zipfile
import zlib

from .pictures import JPEG_START, PNG_START, stripped
from .refusing import Refused, Why

MOST_PARTS = 5_000
# Bytes of all parts together, and of one that is text: what reading that takes is ten times as much.
MOST_UNPACKED = 100 * 1024 * 1024
MOST_XML = 25 * 1024 * 1024
# Text packs into a thirtieth of its size. What packs much better is made to hurt; small parts may.
MOST_RATIO, SMALL = 250, 2 * 1024 * 1024
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError)
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What begins so is a file of another kind: a zip, an old Office file, a program, a PDF, other archives.
OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"%PDF-", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
# Where a link in a document may lead. All else leads into somebody's own machine or network.
OUTSIDE = re.compile(r"(?:https?://|mailto:|#)", re.I)


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts by their names, pictures without what cameras write beside them. Raises Refused."""
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if len(members) > MOST_PARTS:
                raise Refused(Why.TOO_MUCH)
            for member in members:
                if member.is_dir():
                    continue
                _check(member, parts)
                parts[member.filename] = _read(packed, member, left)
                left -= len(parts[member.filename])
    except RuntimeError:
        raise Refused(Why.LOCKED) from None
    except BROKEN:
        raise Refused(Why.BROKEN) from None
    return {name: stripped(part) for name, part in parts.items()}


def _check(member: zipfile.ZipInfo, before: dict[str, bytes]) -> None:
    name = member.filename
    odd = name.startswith("/") or "\\" in name or "\x00" in name or ".." in name.split("/")
    if odd or name in before or member.compress_type not in PACKED:
        raise Refused(Why.BROKEN)
    if member.flag_bits & 1:
        raise Refused(Why.LOCKED)


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """One part: as far as is left, whatever the zip says of its size."""
    most = min(left, MOST_XML) if is_xml(member.filename) else left
    with packed.open(member) as part:
        content = part.read(most + 1)
    if len(content) > most or len(content) > max(SMALL, MOST_RATIO * member.compress_size):
        raise Refused(Why.TOO_MUCH)
    if content.startswith(OTHER_FILES) and not content.startswith((PNG_START, JPEG_START)):
        raise Refused(Why.HOLDS_FILES)
    return content


def is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".rdf", ".svg"))


def packed_anew(parts: dict[str, bytes]) -> bytes:
    """All of them in their order, without dates and remarks; what says its kind comes first and unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(parts, key=lambda one: one != "mimetype"):
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(member, parts[name])
    return made.getvalue()
