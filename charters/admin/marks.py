"""What is said of lines while somebody writes them, beside each line. It keeps nobody from saving."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from charters import pictures
from charters.easy_checking import allowed, explained
from charters.linting import Kind, Line, check
from charters.models import LintException, Version
from charters.standing import Spot, Standing, alike, lines_in
from config.lib.texts import clean_line

from .lines import BaseLines, LineForm
from .under import TWO_PICTURES, Mark, Other

Marks = dict[int, list[Mark]]
# What a line says, or what its picture is meant to say.
Key = tuple[str, str]
ADDRESSES = {"clause": "admin:charters_clause_change", "section": "admin:charters_section_change"}
# Of the same thing with other pictures, so many are named beside a line.
MOST_OTHERS = 3


def marks_of(lines: BaseLines, version: Version, spot: Spot | None = None) -> Marks:
    """By the place of the line on the page, from 0. A line without words is none yet.

    `spot` is where these lines stand: what is saved there is not held against them.
    """
    told = {n: line for n, form in enumerate(lines.forms) if (line := line_of(form)).text}
    words = [*explained(), *version.glossary.values_list("word", flat=True)]
    report = check(told.values(), explained=words, allowed=allowed(), language=version.language)
    reasons = LintException.objects.reasons(version.charter_id, {line.text for line in told.values()}) if told else {}
    places, found = list(told), Marks()
    for finding in report:
        n = places[finding.line]
        found.setdefault(n, []).append(Mark.of(finding, reasons.get((finding.rule, told[n].text), "")))
    for n, other in _others(told, version, spot):
        found.setdefault(n, []).append(_two_pictures(other, reasons.get((TWO_PICTURES, told[n].text), "")))
    return {n: sorted(marks, key=lambda mark: bool(mark.because)) for n, marks in found.items()}


def line_of(form: LineForm) -> Line:
    """As it stands in its boxes. What a picture shows need not be written: our index says it."""
    said = {name: clean_line(str(form[name].value() or "")) for name in form.fields}
    picture = form.picture_shown
    alt = said["alt"] or (pictures.picture(picture).shows if pictures.known(picture) else "")
    kind = Kind.CLAUSE if "meaning" in said else Kind.LINE
    return Line(said["text"], picture, alt, said.get("meaning", ""), kind)


def address_of_line(version_id: int, spot: Spot, n: int) -> str:
    """Where it is written."""
    if spot.kind in ADDRESSES:
        address = reverse(ADDRESSES[spot.kind], args=[version_id, spot.pk])
    else:
        address = reverse(f"admin:charters_{spot.kind}", args=[version_id])
    return f"{address}#line-{n}" if n else address


def _two_pictures(other: Other, because: str) -> Mark:
    says = _("The same thing has another picture, “%(picture)s”, in another line.") % {"picture": other.called}
    better = _("One picture for one thing, everywhere.")
    return Mark(TWO_PICTURES, False, "", says, better, because=because, other=other)


def _others(told: Mapping[int, Line], version: Version, spot: Spot | None) -> Iterator[tuple[int, Other]]:
    """For each line, other pictures for the same words or for what is meant to say the same."""
    if not any(pictures.known(line.picture) for line in told.values()):
        return
    wanted = {key for line in told.values() for key in _keys(line.text, line.meaning)}
    known: dict[Key, dict[str, Other]] = defaultdict(dict)
    for n, line in told.items():
        if pictures.known(line.picture):
            here = Other(line.picture, _("line %(n)s") % {"n": n + 1}, f"#line-{n + 1}", is_here=True)
            for key in _keys(line.text, line.meaning):
                known[key].setdefault(line.picture, here)
    for one in lines_in(version.pk):
        # The first place of each picture: a charter may say one thing in hundreds.
        new = [key for key in wanted.intersection(_keys(one.text, one.meaning)) if one.picture not in known[key]]
        if new and one.spot != spot and pictures.known(one.picture):
            known.update({key: {**known[key], one.picture: _elsewhere(version, one)} for key in new})
    for n, line in told.items():
        if pictures.known(line.picture):
            found = {name: other for key in _keys(line.text, line.meaning) for name, other in known[key].items()}
            found.pop(line.picture, None)
            yield from ((n, other) for other in list(found.values())[:MOST_OTHERS])


def _elsewhere(version: Version, one: Standing) -> Other:
    return Other(one.picture, one.where, address_of_line(version.pk, one.spot, one.n), is_here=False)


def _keys(text: str, meaning: str) -> list[Key]:
    return [(name, alike(words)) for name, words in (("text", text), ("meaning", meaning)) if words]
