"""Files that staff upload, judged by what is in them and never by their name.

A picture is drawn anew, so that nothing but the picture is kept: what cameras and programs write beside it (where it
was taken, who drew it, an older version in small) is nobody's business.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from charters.models.files import LARGEST_FILE
from charters.models.kinds import FileType

LARGEST_LOGO = 1024 * 1024
# Pixels a side: as wide as a page in print, and a poster for the wall.
LOGO_SIDE = 2000
POSTER_SIDE = 12_000
# Members of a zip; a document with a thousand pictures has less.
MOST_MEMBERS = 5_000

# In all: an A3 poster at 300 dots an inch has half as many. It bounds what drawing anew takes, about 120 MB.
MOST_PIXELS = 30_000_000
JPEG_QUALITY = 92
PNG_START, JPEG_START = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
# All that Pillow raises for pictures that are none, or are damaged.
BROKEN = (OSError, SyntaxError, ValueError, IndexError, EOFError, struct.error, zlib.error)
# We look at the size ourselves before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None

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
    """The picture alone, drawn anew; None where it is none. Raises Refused where it is broken or enormous."""
    if not content.startswith((PNG_START, JPEG_START)):
        return None
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > side or picture.width * picture.height > MOST_PIXELS:
                raise Refused(_("This picture is too large: %(side)s pixels at most.") % {"side": side})
            return redrawn(picture)
    except Refused:
        raise
    except BROKEN as broken:
        raise Refused(_("This picture is broken. Save it again, then choose it once more.")) from broken


def redrawn(picture: Image.Image, side: int = 0) -> Upload:
    """Upright, and without what is written beside it: a PNG stays a PNG, all else becomes a JPEG.

    With `side`, the longer side has so many pixels at most.
    """
    kind = FileType.PNG if picture.format == "PNG" else FileType.JPEG
    upright = _smaller(_upright(picture), side) if side and max(picture.size) > side else _upright(picture)
    drawn = io.BytesIO()
    if kind == FileType.PNG:
        upright.save(drawn, "PNG", icc_profile=None, exif=None)
    else:
        colours = upright if upright.mode in ("L", "RGB") else upright.convert("RGB")
        colours.save(drawn, "JPEG", quality=JPEG_QUALITY, icc_profile=None, exif=b"", comment=b"")
    return Upload(drawn.getvalue(), kind)


def _smaller(picture: Image.Image, side: int) -> Image.Image:
    """Few colours and deep greys cannot be mixed, so that they become common ones first."""
    if picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held, where it says so in a way that can be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except BROKEN:
        return picture


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
