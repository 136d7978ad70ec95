"""What the linter says of lines while somebody writes them, beside each line. It keeps nobody from saving."""

from charters import pictures
from charters.easy_checking import allowed, explained
from charters.linting import Finding, Kind, Line, check
from charters.models import Version

from .lines import BaseLines, LineForm

Marks = dict[int, list[Finding]]


def marks_of(lines: BaseLines, version: Version) -> Marks:
    """By the place of the line on the page, from 0. A line without words is none yet."""
    told = {n: line for n, form in enumerate(lines.forms) if (line := _line(form)).text}
    words = [*explained(), *version.glossary.values_list("word", flat=True)]
    report = check(told.values(), explained=words, allowed=allowed(), language=version.language)
    places, found = list(told), Marks()
    for finding in report:
        found.setdefault(places[finding.line], []).append(finding)
    return found


def _line(form: LineForm) -> Line:
    """As it stands in its boxes. What a picture shows need not be written: our index says it."""
    said = {name: str(form[name].value() or "").strip() for name in form.fields}
    picture = form.picture_shown
    alt = said["alt"] or (pictures.picture(picture).shows if pictures.known(picture) else "")
    kind = Kind.CLAUSE if "meaning" in said else Kind.LINE
    return Line(said["text"], picture, alt, said.get("meaning", ""), kind)
