"""A receipt in easy read: a few lines a screen, and the same lines on paper.

Fingerprints, and times to the minute, stand in the other form only.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from charters.easytext import parted

from .easytext import PICTURE_OF
from .kinds import Act, choice_name
from .models import ConsentEntry
from .receipts import Receipt, Seen, moment

# A screen has 25 words at most. Its place ("1 of 9"), Next and Back are 5 of them, and its heading has some.
WORDS_BESIDE_HEADING = 20
# So many acts are listed, the newest; who changes their mind more often finds all in the other form.
ACTS_LISTED = 30


@dataclass(frozen=True)
class Line:
    """Our words beside a picture, and then theirs: a name, a date, what they said."""

    picture: str
    text: str
    own: str = ""
    alt: str = ""

    @property
    def html(self) -> str:
        """`data-own` marks words that are theirs, not ours."""
        return format_html("{}: <strong data-own>{}</strong>", self.text, self.own) if self.own else self.text


@dataclass(frozen=True)
class Part:
    """Lines under one heading."""

    heading: str
    lines: list[Line]

    @property
    def screens(self) -> list[list[Line]]:
        """As many to a screen as are easily read at once."""
        most = WORDS_BESIDE_HEADING - len(self.heading.split())
        return parted(self.lines, text_of=lambda line: line.text, most=most)


def screens(receipt: Receipt) -> list[tuple[str, list[Line]]]:
    """Every screen: its heading and its lines."""
    return [(part.heading, lines) for part in parts(receipt) for lines in part.screens]


def parts(receipt: Receipt) -> list[Part]:
    """The whole receipt."""
    return [
        Part(heading(), _first()),
        Part(_("You signed"), _signed(receipt)),
        Part(_("What you said"), [_stands(entry, receipt) for entry in receipt.latest.values()]),
        Part(_("The words"), [line for seen in _read(receipt) for line in _quoted(seen, receipt)]),
        Part(_("Step by step"), _acts(receipt)),
        Part(_("Do you have a question?"), _help(receipt)),
    ]


def heading() -> str:
    return _("Your receipt")


def _first() -> list[Line]:
    return [
        Line("ticket", _("This is your receipt.")),
        Line("saying", _("It shows what you said.")),
        Line("folder", _("Please keep it.")),
    ]


def _signed(receipt: Receipt) -> list[Line]:
    signature, stands_by = receipt.signature, receipt.stood_by[-1].seen.wording
    lines = [Line("badge", _("Your name"), receipt.name)] if receipt.name else []
    lines += [
        Line("book", _("You signed"), signature.pledge.title),
        Line("numbers", _("Version"), str(stands_by.n)),
        Line("calendar", _("Day"), _day(signature.confirmed_at)),
    ]
    if signature.left_at:
        lines.append(Line("hand", _("You stopped on"), _day(signature.left_at)))
    lines += [Line("list", _("It stands on"), version.called) for version in receipt.stood_by[-1].stands_on]
    return [*lines, Line("ticket", _("Your number"), receipt.subject.reference)]


def _stands(entry: ConsentEntry, receipt: Receipt) -> Line:
    said = _("Yes") if entry.act == Act.GIVE else _("No")
    return Line(PICTURE_OF[entry.purpose], choice_name(entry.purpose, receipt.signature.kind), said)


def _read(receipt: Receipt) -> list[Seen]:
    """All that they read: the pledge, and then each choice."""
    return [*(stood.seen for stood in receipt.stood_by), *receipt.words]


def _quoted(seen: Seen, receipt: Receipt) -> list[Line]:
    """The exact lines, led by what they are about. Long words that were read in full stand in the other form."""
    purpose = getattr(seen.wording, "purpose", "")
    called = choice_name(purpose, receipt.signature.kind) if purpose else receipt.signature.pledge.title
    picture = PICTURE_OF.get(purpose, "book")
    about = _("%(what)s, version %(n)s") % {"what": called, "n": seen.wording.n}
    if not seen.in_easy_read:
        return [Line(picture, _("You read all the words of this"), about)]
    quoted = [Line(line["picture"], line["text"], alt=line["alt"]) for line in seen.lines]
    return [Line(picture, _("You read this"), about), *quoted]


def _acts(receipt: Receipt) -> list[Line]:
    """One line an act, oldest first."""
    shown = receipt.entries[-ACTS_LISTED:]
    lines = [_act(entry, receipt) for entry in shown]
    if len(shown) < len(receipt.entries):
        lines.insert(0, Line("book", _("Older steps are in all the words.")))
    return lines


def _act(entry: ConsentEntry, receipt: Receipt) -> Line:
    line = _stands(entry, receipt)
    return Line(line.picture, line.text, f"{line.own}, {_day(entry.given_at)}")


def _help(receipt: Receipt) -> list[Line]:
    changing = (
        Line("change", _("You can change your mind.")) if receipt.in_force else Line("bin", _("We deleted your name."))
    )
    return [
        changing,
        Line("telephone", _("Call us"), settings.AREA["phone"]),
        Line("envelope", _("Write to us"), settings.AREA["dpo_email"]),
        Line("numbers", _("Tell us this number"), str(receipt.id)),
    ]


def _day(found: datetime | None) -> str:
    return date_format(localtime(moment(found)), "j F Y")
