"""Files that staff upload, judged by what is in them and never by their name.

A picture is kept without anything but the picture: what cameras and programs write beside it (where it was taken, who
drew it, an older version in small) is nobody's business.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from charters.models.files import LARGEST_FILE
from charters.models.kinds import FileType

LARGEST_LOGO = 1024 * 1024
# Pixels a side: as wide as a page in print, and a poster for the wall.
LOGO_SIDE = 2000
POSTER_SIDE = 12_000
# Members of a zip; a document with a thousand pictures has less.
MOST_MEMBERS = 5_000

PNG_START, JPEG_START, JPEG_END = b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd9"
# What a PNG needs to look right: the rest is about it. Text, times, EXIF and profiles of programs go.
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD"}
# In a JPEG the segments APP0 (JFIF) and APP14 (which colours these are) stay; the other APPs and comments go.
JPEG_DROPPED = {*range(0xE1, 0xEE), 0xEF, 0xFE}
JPEG_SIZES = {0xC0, 0xC1, 0xC2}
EXTENSIONS = {
    FileType.PDF: "pdf",
    FileType.PNG: "png",
    FileType.JPEG: "jpg",
    FileType.DOCX: "docx",
    FileType.ODT: "odt",
}


class Refused(ValueError):
    """It cannot be kept. The message says why, for whoever sent it."""


@dataclass(frozen=True)
class Upload:
    """What is kept of it."""

    content: bytes
    type: FileType


def logo(content: bytes) -> Upload:
    """A PNG or JPEG of at most a megabyte and 2000 pixels a side. Raises Refused."""
    if len(content) > LARGEST_LOGO:
        raise Refused(_("A logo has one megabyte at most."))
    found = _picture(content, LOGO_SIDE)
    if found is None:
        raise Refused(_("Choose a picture: a PNG or a JPEG."))
    return found


def attachment(content: bytes) -> Upload:
    """A PDF, a picture, or a Word or ODT document of at most ten megabytes. Raises Refused."""
    if not content:
        raise Refused(_("This file is empty."))
    if len(content) > LARGEST_FILE:
        raise Refused(_("A file has ten megabytes at most."))
    found = _picture(content, POSTER_SIDE) or _document(content)
    if found is None:
        raise Refused(_("Choose a PDF, a picture (PNG or JPEG), or a document (Word or ODT)."))
    return found


def file_name(given: str, type: FileType) -> str:
    """The name in plain letters, with the ending that says what is in it."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", given.rpartition(".")[0] or given).strip("-_")[:80].strip("-_")
    return f"{stem or 'file'}.{EXTENSIONS[type]}"


def _picture(content: bytes, side: int) -> Upload | None:
    """The picture alone; None where it is none. Raises Refused where it is a broken or an enormous one."""
    try:
        if content.startswith(PNG_START):
            kept, size = _png(content)
            found = Upload(kept, FileType.PNG)
        elif content.startswith(JPEG_START):
            kept, size = _jpeg(content)
            found = Upload(kept, FileType.JPEG)
        else:
            return None
    except (struct.error, IndexError, ValueError) as broken:
        raise Refused(_("This picture is broken. Save it again, then choose it once more.")) from broken
    if min(size) < 1 or max(size) > side:
        raise Refused(_("This picture is too large: %(side)s pixels at most.") % {"side": side})
    return found


def _png(content: bytes) -> tuple[bytes, tuple[int, int]]:
    kept, size, at = [PNG_START], (0, 0), len(PNG_START)
    name = b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise IndexError
        if name == b"IHDR":
            size = struct.unpack_from(">II", chunk, 8)
        if name in PNG_KEPT:
            kept.append(chunk)
        at += len(chunk)
    return b"".join(kept), size


def _jpeg(content: bytes) -> tuple[bytes, tuple[int, int]]:
    kept, size = [JPEG_START], (0, 0)
    for marker, segment in _segments(content):
        if marker in JPEG_SIZES:
            size = struct.unpack_from(">HH", segment, 5)
        if marker not in JPEG_DROPPED:
            kept.append(segment)
    return b"".join(kept), size


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker by marker, as far as the picture itself, which comes last and whole."""
    at = len(JPEG_START)
    while True:
        start, marker = struct.unpack_from(">BB", content, at)
        if start != 0xFF:
            raise IndexError
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        if length < 2:
            raise IndexError
        if marker == 0xDA:
            # What some cameras put behind the end is another picture, or a film.
            yield marker, content[at : content.index(JPEG_END, at) + len(JPEG_END)]
            return
        yield marker, content[at : at + 2 + length]
        at += 2 + length


def _document(content: bytes) -> Upload | None:
    """PDF, Word or ODT; None for anything else. A document with macros is no document. Raises Refused."""
    if content.startswith(b"%PDF-"):
        return Upload(content, FileType.PDF)
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = {member.filename: member for member in packed.infolist()[:MOST_MEMBERS]}
            odt = members.get("mimetype")
            says = packed.open(odt).read(100) if odt and odt.file_size < 100 else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError) as broken:
        raise Refused(_("This file is broken. Save it again, then choose it once more.")) from broken
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in members):
        raise Refused(_("This document holds a program (macros). Save it without them, or as a PDF."))
    if {"[Content_Types].xml", "word/document.xml"} <= set(members):
        return Upload(content, FileType.DOCX)
    return Upload(content, FileType.ODT) if says == FileType.ODT.value.encode() else None
