"""Lists of services as CSV: read forgivingly, and every row that cannot be taken explained. It asks no database.

People make such files with a spreadsheet, which writes commas, semicolons or tabs, in UTF-8 or in the old Windows
letters, and with dates as its country has them.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from config.lib.texts import clean_line, has_letters

from .models.kinds import LONGEST_NAME, ServiceKind, Size

LARGEST_CSV = 5_000_000
MOST_ROWS = 20_000
LONGEST_EMAIL = 320
# As they stand in our own files.
COLUMNS = ("name", "kind", "size", "lead", "email", "asked_on")
# What else people call them, without spaces and signs.
CALLED = {
    "name": ("name", "service", "servicename", "nameofservice", "setting", "settingname", "team"),
    "kind": ("kind", "type", "servicetype", "kindofservice", "typeofservice", "sector"),
    "size": ("size", "staff", "numberofstaff"),
    "lead": ("lead", "leadname", "nameoflead", "servicelead", "contact", "contactname"),
    "email": ("email", "emailaddress", "mail", "leademail", "emailoflead", "contactemail"),
    "asked_on": ("askedon", "asked", "askedtosign", "askedtosignon", "dateasked"),
}
COLUMN_OF = {word: column for column, words in CALLED.items() for word in words}
KINDS: dict[str, tuple[str, ...]] = {
    ServiceKind.EARLY_YEARS: ("earlyyears", "nursery", "nurseryorearlyyears", "preschool", "childminder"),
    ServiceKind.SCHOOL: ("school", "primaryschool", "secondaryschool", "specialschool", "primary", "secondary"),
    ServiceKind.COLLEGE: ("college", "furthereducation", "fe", "sixthform"),
    ServiceKind.HEALTH: ("health", "healthservice", "nhs", "hospital", "clinic"),
    ServiceKind.SOCIAL_CARE: ("socialcare",),
    ServiceKind.COUNCIL_TEAM: ("councilteam", "council", "team"),
    ServiceKind.VOLUNTARY: ("voluntary", "charity", "charityorcommunitygroup", "communitygroup", "voluntarysector"),
    ServiceKind.OTHER: ("other",),
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
SIZE_OF = {"small": Size.SMALL, "s": Size.SMALL, "medium": Size.MEDIUM, "m": Size.MEDIUM} | {
    "large": Size.LARGE,
    "l": Size.LARGE,
}
# How many people make a service medium, and large.
MEDIUM_FROM, LARGE_FROM = 10, 50
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
BRITISH = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
# How files begin that are something else.
WORKBOOK, PDF = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"), b"%PDF"
# What a spreadsheet takes for a formula; a sign before it makes it a word.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HARMLESS = "'"


class CannotRead(ValueError):
    """It is no list of services, or too long. The message says why, and what to do."""


@dataclass(frozen=True)
class Row:
    """A service as its row says; what is empty or None is not said there."""

    line: int
    name: str
    kind: str
    size: str = ""
    lead: str = ""
    email: str = ""
    asked_on: date | None = None


@dataclass(frozen=True)
class Bad:
    """A row that cannot be taken: where it stands, what it is about, what is wrong and how to put it right."""

    line: int
    about: str
    wrong: list[str]


@dataclass
class Sheet:
    rows: list[Row] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    # Columns that we do not know.
    unused: list[str] = field(default_factory=list)


def read(content: bytes) -> Sheet:
    """All rows of a file. Raises CannotRead."""
    if len(content) > LARGEST_CSV:
        raise CannotRead(_("This file is larger than 5 megabytes. Part it in two."))
    text = _decoded(content)
    if not text.strip():
        raise CannotRead(_("This file is empty. It needs a row of headings, and a row for each service."))
    told = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    sheet = Sheet()
    try:
        places = _places(told, sheet)
        for line, cells in _numbered(told):
            if len(sheet.rows) + len(sheet.bad) >= MOST_ROWS:
                raise CannotRead(_("This file has more than 20,000 rows. Part it in two."))
            _take(sheet, line, {column: cells[n] if n < len(cells) else "" for column, n in places.items()})
    except csv.Error as error:
        raise CannotRead(
            _("From line %(n)s on this file cannot be read. Perhaps a quotation mark is opened there and never closed.")
            % {"n": told.line_num}
        ) from error
    return sheet


def _decoded(content: bytes) -> str:
    """UTF-8, else UTF-16 where it says so, else what old Windows programs write."""
    if content.startswith(WORKBOOK):
        raise CannotRead(_("This is a workbook, not a CSV file. Open it, choose “Save as”, and there “CSV UTF-8”."))
    if content.startswith(PDF):
        raise CannotRead(_("This is a PDF, not a CSV file. Export the list from your spreadsheet as “CSV UTF-8”."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\x00" in content[:4096]:
        raise CannotRead(_("This is not a CSV file. Export the list from your spreadsheet as “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", "replace")


def _delimiter(text: str) -> str:
    """What the headings are parted by."""
    headings = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=headings.count)


def _plain(word: str) -> str:
    """Without capitals, spaces and signs."""
    return "".join(letter for letter in clean_line(word[:LONGEST_NAME]).casefold() if letter.isalnum())


def _numbered(told: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the line it begins on, as an editor counts."""
    begins = told.line_num + 1
    for cells in told:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = told.line_num + 1


def _places(told: Any, sheet: Sheet) -> dict[str, int]:
    """Where each of our columns stands. Raises CannotRead where a name or a kind has no column."""
    headings: list[str] = next((cells for _line, cells in _numbered(told)), [])
    places: dict[str, int] = {}
    for n, heading in enumerate(headings):
        column = COLUMN_OF.get(_plain(heading))
        if column in places:
            raise CannotRead(
                _("Two columns are headed “%(column)s”. Keep one of them, and give the other one another heading.")
                % {"column": clean_line(heading)[:50]}
            )
        if column:
            places[column] = n
        elif clean_line(heading):
            sheet.unused.append(clean_line(heading)[:50])
    missing = [column for column in ("name", "kind") if column not in places]
    if missing:
        raise CannotRead(
            _("The first row has no heading “%(missing)s”. Write a heading over each column: %(known)s.")
            % {"missing": _("” and no “").join(missing), "known": ", ".join(COLUMNS)}
        )
    return places


def _take(sheet: Sheet, line: int, cells: dict[str, str]) -> None:
    """One row to the good or to the bad ones."""
    told = {column: _cell(cell) for column, cell in cells.items()}
    wrong: list[str] = []
    row = Row(
        line=line,
        name=_name(told["name"], wrong),
        kind=_kind(told["kind"], wrong),
        size=_size(told.get("size", ""), wrong),
        lead=_lead(told.get("lead", ""), told.get("email", ""), wrong),
        email=_email(told.get("email", ""), wrong),
        asked_on=_day(told.get("asked_on", ""), wrong),
    )
    if wrong:
        sheet.bad.append(Bad(line, told["name"][:80], wrong))
    else:
        sheet.rows.append(row)


def _cell(cell: str) -> str:
    """Cleaned, and without the sign that keeps a spreadsheet from reckoning (see `harmless`)."""
    # Far more than any of them may hold: cleaning is not for a novel.
    line = clean_line(cell[: LONGEST_NAME * 10])
    return line[1:] if line.startswith(HARMLESS) and line[1:].startswith(FORMULA) else line


def _name(name: str, wrong: list[str]) -> str:
    if not has_letters(name):
        wrong.append(_("The name is missing. Write what the service is called."))
    elif len(name) > LONGEST_NAME:
        wrong.append(_("The name has %(n)s letters. Shorten it to 200.") % {"n": len(name)})
    return name


def _kind(typed: str, wrong: list[str]) -> str:
    kind = KIND_OF.get(_plain(typed), "")
    if not kind:
        known = ", ".join(ServiceKind.values)
        said = _("The kind is missing.") if not typed else _("There is no kind “%(kind)s”.") % {"kind": typed[:50]}
        wrong.append(f"{said} {_('Write one of these: %(known)s.') % {'known': known}}")
    return kind


def _size(typed: str, wrong: list[str]) -> str:
    """A size, or how many people work there."""
    plain = _plain(typed)
    if plain.isascii() and plain.isdigit() and len(plain) < 9:
        people = int(plain)
        return Size.SMALL if people < MEDIUM_FROM else Size.MEDIUM if people < LARGE_FROM else Size.LARGE
    size = SIZE_OF.get(plain, "")
    if typed and not size:
        wrong.append(
            _("There is no size “%(size)s”. Write small, medium or large, or how many people work there.")
            % {"size": typed[:50]}
        )
    return size


def _lead(name: str, email: str, wrong: list[str]) -> str:
    if name and not email:
        wrong.append(_("There is a lead without an e-mail address. Write the address too, or leave the lead out."))
    elif len(name) > LONGEST_NAME:
        wrong.append(_("The name of the lead has more than 200 letters. Shorten it."))
    return name


def _email(typed: str, wrong: list[str]) -> str:
    if not typed:
        return ""
    try:
        if len(typed) > LONGEST_EMAIL:
            raise ValidationError("too long")
        validate_email(typed)
    except ValidationError:
        said = _("“%(email)s” is no e-mail address. Write one address like name@example.org.")
        wrong.append(said % {"email": typed[:80]})
    return typed


def _day(typed: str, wrong: list[str]) -> date | None:
    if not typed:
        return None
    found, order = ISO.fullmatch(typed), (1, 2, 3)
    if not found:
        found, order = BRITISH.fullmatch(typed), (3, 2, 1)
    try:
        day = date(*(int(found[n]) for n in order)) if found else None
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        wrong.append(_("“%(day)s” is no day. Write it like 2026-03-31 or 31/03/2026.") % {"day": typed[:50]})
    elif day > timezone.localdate():
        wrong.append(_("They were asked on a day that is still to come: %(day)s. Look at the year.") % {"day": typed})
    return day


def write(rows: Iterable[Iterable[object]]) -> str:
    """A file of these rows under our headings, which a spreadsheet opens as it is and reckons nothing in."""
    made = io.StringIO(newline="")
    told = csv.writer(made)
    told.writerow(COLUMNS)
    told.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return made.getvalue()


def harmless(cell: str) -> str:
    """What begins like a formula begins with a sign that makes it a word."""
    return f"{HARMLESS}{cell}" if cell.startswith(FORMULA) else cell
