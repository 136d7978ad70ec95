"""Why a drawing is refused, in words for whoever sent it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charters.uploads import Refused

BROKEN = _("This drawing is broken. Save it again as plain SVG, or as a PNG.")
PACKED = _("This drawing is packed (SVGZ). Save it as plain SVG, or as a PNG.")
DECLARES = _("This drawing starts with a DOCTYPE. Save it as plain SVG, or as a PNG.")
RUNS = _("This drawing holds a program. Save it as plain SVG without scripts, or as a PNG.")
MOVES = _("This drawing moves. Choose one that stands still, or save it as a PNG.")
FETCHES = _("This drawing shows something from another file or another place. Save it as a PNG.")
HOLDS = _("This drawing holds something that is no drawing: “%(what)s”. Save it as a PNG.")
TOO_MUCH = _("This drawing is too complicated. Make it simpler, or save it as a PNG.")
TOO_LARGE = _("A drawing (SVG) has two megabytes at most. Save it as a PNG.")
NO_SIZE = _("This drawing does not say how large it is. Save it again as plain SVG, or as a PNG.")
TOO_THIN = _("This picture is very long and thin. Choose one that is nearer to a square.")
EMPTY = _("Nothing can be seen in this drawing.")


def refused(words: str | Promise, **named: str) -> Refused:
    return Refused(str(words) % named if named else str(words))
