"""Pictures that staff upload for easy read: a PNG, a JPEG, or a drawing (SVG). What is kept is a PNG or a JPEG."""

import io

from django.utils.translation import gettext as _
from PIL import Image

from charters import drawings
from charters.drawings import refusing
from charters.models.files import LARGEST_FILE
from charters.uploads import BROKEN, JPEG_START, MOST_PIXELS, PNG_START, Refused, Upload, redrawn

# Pixels of the longer side: 10 cm at 300 dots an inch, and more than any screen shows it with.
SIDE = 1200
# A smaller one is a blot in print.
SMALLEST_SIDE = 100
GZIP_START = b"\x1f\x8b"
SIDES = {"side": SMALLEST_SIDE}


def picture(content: bytes) -> Upload:
    """Judged by what is in it. Raises Refused."""
    if not content:
        raise Refused(_("This file is empty."))
    if len(content) > LARGEST_FILE:
        raise Refused(_("A picture has ten megabytes at most."))
    if content.startswith((PNG_START, JPEG_START)):
        return _from_pixels(content)
    if content.startswith(GZIP_START):
        raise refusing.refused(refusing.PACKED)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return _from_drawing(content)
    raise Refused(_("Choose a picture: a PNG, a JPEG or an SVG."))


def _from_pixels(content: bytes) -> Upload:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refused(_("This picture is too large: 30 million pixels at most. Make it smaller first."))
            if max(found.size) < SMALLEST_SIDE:
                raise Refused(_("This picture is too small for print: at least %(side)s pixels.") % SIDES)
            if max(found.size) > drawings.THINNEST * min(found.size):
                raise refusing.refused(refusing.TOO_THIN)
            return redrawn(found, SIDE)
    except Refused:
        raise
    except BROKEN as broken:
        raise Refused(_("This picture is broken. Save it again, then choose it once more.")) from broken


def _from_drawing(content: bytes) -> Upload:
    """A drawing that shows nothing is refused: a picture must say something."""
    made = drawings.drawn(drawings.checked(content), SIDE)
    with Image.open(io.BytesIO(made), formats=("PNG",)) as found:
        if found.convert("RGBA").getchannel("A").getextrema() == (0, 0):
            raise refusing.refused(refusing.EMPTY)
        return redrawn(found, SIDE)
