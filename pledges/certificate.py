"""What an organisation may show of its promise: a certificate to print, and a badge for its own website."""

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.lib.lettering import outline, width_of
from config.lib.pdf import pdf

from .organisation_page import BADGE_SIZE, Shown, address_of, day, sentence

# Where the badge has room for words, in its own units: 240 wide and 104 high.
BADGE_LEFT, BADGE_ROOM, BADGE_MIDDLE, BADGE_BETWEEN = 76, 154, 52, 38
SMALL, BIGGEST = 14.0, 23.0
# How high a capital is, as a part of the size of its letters.
LETTER_HEIGHT = 0.7
# A title longer than this would be too small to read: it ends in dots.
LONG = 66


def certificate(shown: Shown) -> bytes:
    """A4, landscape. The same bytes for the same facts: nothing in it is of today."""
    address = address_of(shown.organisation.slug)
    data = {
        "author": settings.AREA["council"],
        "box_words": _("A box stands for a letter or sign that we cannot print."),
        "kicker": _("Certificate"),
        "before": _("This shows that"),
        "name": shown.organisation.name,
        "after": _("has signed"),
        "pledge": shown.pledge,
        "version": _("Version %(n)s") % {"n": shown.version},
        "since": _("Since %(day)s") % {"day": shown.day},
        "by": settings.AREA["council"],
        "partners": ", ".join(p for p in settings.AREA["partners"] if p != settings.AREA["council"]),
        "scan": _("See it, and what they will do:"),
        "address": address,
        "address_shown": address.partition("://")[2].rstrip("/"),
        "qr": qr(address),
        "qr_alt": _("QR code. It leads to the page of this organisation: %(address)s") % {"address": address},
        "brand": settings.AREA["brand"],
    }
    return pdf("certificate", data, made=shown.since, title=f"{_('Certificate')}: {sentence(shown)}")


def qr(address: str) -> str:
    """The address as an SVG that a telephone's camera reads, also where print is a little smudged."""
    colours = {"dark": "#16302b", "light": "#ffffff"}
    svg: str = segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True, **colours)
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


@dataclass(frozen=True)
class Line:
    """One line of the badge as an outline, and where its base line is."""

    d: str
    at: float


def badge(shown: Shown) -> bytes:
    """An SVG that needs nothing from anywhere, not even a typeface, and says in words what it shows."""
    width, height = BADGE_SIZE
    context = {
        "width": width,
        "height": height,
        "language": get_language(),
        "title": _for_xml(sentence(shown)),
        "desc": _for_xml(_badge_desc(shown)),
        "left": BADGE_LEFT,
        "lines": list(_badge_lines(shown)),
        "brand": settings.AREA["brand"],
    }
    return render_to_string("pledges/badge.svg", context).encode()


def _badge_desc(shown: Shown) -> str:
    words = {"council": settings.AREA["council"], "day": day(shown.since), "n": shown.version}
    return _("A badge of %(council)s. Since %(day)s, version %(n)s.") % words


def _badge_lines(shown: Shown) -> Iterator[Line]:
    """Above and below small, and between them the title of the pledge, as big as it fits."""
    title, size = _fitted(shown.pledge)
    block = size * (1.12 * (len(title) - 1) + LETTER_HEIGHT)
    first = BADGE_MIDDLE - block / 2 + size * LETTER_HEIGHT
    rows = [(_("We signed"), SMALL, False, 24.0)]
    rows += [(text, size, True, first + n * size * 1.12) for n, text in enumerate(title)]
    rows += [(_("Since %(year)s") % {"year": localtime(shown.since).year}, SMALL, False, 92.0)]
    for text, height, bold, at in rows:
        yield Line(outline(text, size=height, bold=bold).d, round(at, 1))


def _fitted(title: str) -> tuple[list[str], float]:
    """The title in lines, in the biggest letters that have room; what does not fit even so is left out."""
    best: tuple[list[str], float] = ([], 0.0)
    for lines in _ways_to_part(title):
        widest = max([width_of(line, size=1, bold=True) for line in lines] + [1])
        size = min(BIGGEST, BADGE_ROOM / widest, BADGE_BETWEEN / (1.12 * (len(lines) - 1) + LETTER_HEIGHT))
        if size > best[1]:
            best = lines, size
    return best


def _ways_to_part(title: str) -> Iterator[list[str]]:
    for most in range(8, max(9, len(title) + 1)):
        lines = textwrap.wrap(title, most)
        if len(lines) <= 3:
            yield lines
    if len(title) > LONG:
        yield textwrap.wrap(title, LONG // 3, max_lines=3, placeholder=" …")


def _for_xml(text: str) -> str:
    """Without control characters, which XML refuses."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
