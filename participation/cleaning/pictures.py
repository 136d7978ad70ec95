"""Pictures inside documents: what stands beside the picture is left out, and the picture itself stays as it is."""

import struct

from .refusing import Refused, Why

JPEG_START, PNG_START = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# Parts of a PNG that say how it looks. Those that must be there have a capital first.
PNG_LOOKS = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"bKGD", b"acTL", b"fcTL", b"fdAT"}
# Of a JPEG: APP0 says how large a dot is, APP14 how colours are written.
APP0, APP2, APP14, APP15, COM = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
SOS, EOI = 0xDA, 0xD9
# What may follow 0xFF among the dots: a dot's own, another 0xFF, and marks to begin anew at.
AMONG_DOTS = {0x00, 0xFF, *range(0xD0, 0xD8)}


def stripped(content: bytes) -> bytes:
    """Raises Refused where it begins as a picture and is none; what is no picture stays as it is."""
    try:
        if content.startswith(JPEG_START):
            return _jpeg(content)
        if content.startswith(PNG_START):
            return _png(content)
    except (IndexError, struct.error, ValueError):
        raise Refused(Why.BROKEN) from None
    return content


def _png(content: bytes) -> bytes:
    kept, at = [PNG_START], len(PNG_START)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise Refused(Why.BROKEN)
        if name[:1].isupper() or name in PNG_LOOKS:
            kept.append(content[at:end])
        if name == b"IEND":
            break
        at = end
    return b"".join(kept)


def _jpeg(content: bytes) -> bytes:
    """Piece by piece. What follows the end of the picture, such as a film, goes too."""
    kept, at = [content[:2]], 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            raise Refused(Why.BROKEN)
        marker = content[at + 1]
        if marker == EOI:
            return b"".join([*kept, content[at : at + 2]])
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = _end_of_scan(content, at + 2 + length) if marker == SOS else at + 2 + length
        if end > len(content) or length < 2:
            raise Refused(Why.BROKEN)
        if not _is_beside(marker, content[at + 4 : end]):
            kept.append(content[at:end])
        at = end


def _is_beside(marker: int, data: bytes) -> bool:
    if marker == APP0:
        # The second kind of APP0 is a smaller picture, which may show what was cut away.
        return not data.startswith(b"JFIF\x00") or len(data) > 14
    if marker == APP2:
        return not data.startswith(b"ICC_PROFILE\x00")
    return marker == COM or (APP0 < marker <= APP15 and marker != APP14)


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the dots end: at the next mark that is neither a dot's own 0xFF nor a restart."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following not in AMONG_DOTS:
            return at
        at += 1 if following == 0xFF else 2
