"""Reading sessions at the desk: what a group said of each line is entered, and a doubt is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from charters import uploaded
from charters.actions import (
    Gone,
    LineRead,
    NoSuchLine,
    NotReady,
    ReadOtherWords,
    answer_result,
    check_by_readers,
    document_of,
    missing,
)
from charters.actions.reading import EASY_READ, content_of
from charters.document import Document
from charters.models import ReaderCheck, ReadingReply, ReadingResult, Version, WrongState
from charters.models.kinds import Understood
from charters.reading_lines import ReadLine, lines_of, parts
from config.lib.broken_rules import rule_broken
from config.lib.responses import SeeOther

from .forms_reading import Marks, ReadersForm, ReplyForm
from .lacking import Lacks, lacks
from .pages import about_version, address_of, log, page, refused
from .sessions import newest
from .states import NOT_NOW
from .writing import problems_of

# Which button was pressed: part-3 shows those lines; without one, or with another, it is kept.
BUTTON, PART = "go", "part-"


@dataclass
class Sitting:
    """One such page: the lines as they stand now, what was said of them before, and what has been filled in."""

    version: Version
    content: str
    lines: list[ReadLine]
    before: Mapping[tuple[str, str], ReadingResult]
    form: ReadersForm
    marks: Marks = field(default_factory=Marks)
    part: int = 1

    @property
    def parts(self) -> list[list[ReadLine]]:
        return parts(self.lines)

    def results(self, *, rest: bool) -> list[LineRead]:
        """What is kept: what was marked, and where the rest was understood all that nobody has read before."""
        found = []
        for line in self.lines:
            said = self.marks.told.get(line.name, "")
            if not said and rest and (line.text, line.picture) not in self.before:
                said = Understood.YES
            if said:
                found.append(LineRead(line.text, line.picture, Understood(said), line.clause_key))
        return found


@dataclass(frozen=True)
class Row:
    """A line with its choices. `before` is what was said of it last; `is_new`: it came while the page was open."""

    line: ReadLine
    place: str
    before: ReadingResult | None
    marked: str
    is_new: bool
    choices: Sequence[Understood] = tuple(Understood)


@about_version("GET", "POST")
def readers_view(request: HttpRequest, version: Version) -> HttpResponse:
    """GET shows the lines, POST keeps the session; the button of a part shows its lines, and keeps nothing yet."""
    if request.method == "GET" and not version.is_open:
        return refused(request, version, NOT_NOW)
    with uploaded.asked_once():
        sitting = _sitting(request, version)
        if request.method == "GET":
            return _show(request, sitting)
        if request.POST.get("seen", "") != sitting.content:
            return _show(request, sitting, status=409, is_stale=True)
        if request.POST.get(BUTTON, "").startswith(PART) or not sitting.form.is_valid():
            return _show(request, sitting)
        return _kept(request, sitting)


def _sitting(request: HttpRequest, version: Version) -> Sitting:
    document = document_of(version)
    lines = lines_of(Document.parse(document))
    sitting = Sitting(version, content_of(document), lines, newest(version), ReadersForm())
    if request.method == "POST":
        turning = request.POST.get(BUTTON, "").startswith(PART)
        # Whoever turns to another part has not finished: nothing is wrong yet.
        sitting.form = ReadersForm(initial=request.POST.dict()) if turning else ReadersForm(request.POST)
        sitting.marks = Marks.sent(request.POST)
        wanted = request.POST.get(BUTTON, "").removeprefix(PART) if turning else request.POST.get("part", "")
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else 1
        sitting.part = min(max(number, 1), len(sitting.parts))
    return sitting


def _kept(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    version, told = sitting.version, sitting.form.cleaned_data
    results = sitting.results(rest=told["rest"])
    try:
        check_by_readers(
            version_id=version.pk,
            group=told["group"],
            count=told["count"],
            results=results,
            content=sitting.content,
        )
    except (ReadOtherWords, NoSuchLine):
        return _show(request, _sitting(request, version), status=409, is_stale=True)
    except NotReady:
        return _show(request, sitting, status=409)
    except WrongState:
        sitting.form.add_error(None, str(NOT_NOW))
        return _show(request, sitting, status=409)
    except IntegrityError as error:
        sitting.form.add_error(None, rule_broken(ReaderCheck, error))
        return _show(request, sitting, status=409)
    log(request, version, "readers")
    doubts = sum(one.answer != Understood.YES for one in results)
    messages.success(request, _("Kept: the easy read was checked."))
    if doubts:
        messages.warning(request, _("Some lines were not understood. Change each of them, or say why it stays."))
    return SeeOther(address_of(version, "readers"))


def _show(request: HttpRequest, sitting: Sitting, *, status: int = 200, is_stale: bool = False) -> HttpResponse:
    version, marks = sitting.version, sitting.marks
    shown = sitting.parts[sitting.part - 1]
    gone = marks.gone(sitting.lines)
    context = {
        "title": _("A group has read it"),
        "form": sitting.form,
        "problems": problems_of(sitting.form, None),
        "lacks": _lacking(version),
        "rows": _rows(sitting, shown),
        "part": sitting.part,
        "parts": _told(sitting),
        "lines_in_all": len(sitting.lines),
        "is_stale": is_stale,
        "gone": [(marks.words.get(name, ""), Understood(answer)) for name, answer in gone.items()],
        "new": sum(line.name not in marks.told for line in sitting.lines) if marks.told else 0,
        "seen": sitting.content,
        "told": marks.written(sitting.lines),
        "words": marks.written_words(shown, gone),
    }
    return page(request, "reading", version, status=status, **context).render()


def _rows(sitting: Sitting, shown: Sequence[ReadLine]) -> list[Row]:
    """`place` is said where another one begins."""
    told, found, place = sitting.marks.told, [], ""
    for line in shown:
        before = sitting.before.get((line.text, line.picture))
        is_new = bool(told) and line.name not in told
        found.append(Row(line, line.place if line.place != place else "", before, told.get(line.name, ""), is_new))
        place = line.place
    return found


def _told(sitting: Sitting) -> list[dict[str, Any]]:
    """Each part: its number, where it begins, and how many of its lines are marked."""
    return [
        {
            "n": n,
            "place": lines[0].place if lines else "",
            "marked": sum(bool(sitting.marks.told.get(line.name)) for line in lines),
            "of": len(lines),
        }
        for n, lines in enumerate(sitting.parts, start=1)
    ]


def _lacking(version: Version) -> list[Lacks]:
    """What has to be there before anybody can check the easy read."""
    lacking = [one for one in missing(version) if one.code in EASY_READ]
    return lacks(version, lacking, dict(version.clauses.values_list("pk", "text"))) if lacking else []


@about_version("GET", "POST")
def answer_view(request: HttpRequest, version: Version, result_id: int) -> HttpResponse:
    """Staff say why a line stays as it is."""
    found = ReadingResult.objects.filter(reader_check__version=version, pk=result_id).exclude(answer=Understood.YES)
    result = found.select_related("reply", "reader_check").first()
    if result is None:
        raise Http404
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        if hasattr(result, "reply") or not version.is_open:
            return refused(request, version, NOT_NOW, "readers")
        return _ask(request, version, result, form)
    if not form.is_valid():
        return _ask(request, version, result, form)
    try:
        answer_result(version_id=version.pk, result_id=result.pk, words=form.cleaned_data["words"])
    except (WrongState, Gone):
        form.add_error(None, str(NOT_NOW))
    except IntegrityError as error:
        form.add_error(None, _answered(result, error))
    else:
        log(request, version, "readers")
        messages.success(request, _("Kept: why the line stays as it is."))
        return SeeOther(address_of(version, "readers"))
    return _ask(request, version, result, form, status=409)


def _answered(result: ReadingResult, error: IntegrityError) -> str:
    there = ReadingReply.objects.filter(pk=result.pk).first()
    if there is None:
        return rule_broken(ReadingReply, error)
    return _("Somebody else has answered this meanwhile: %(words)s") % {"words": there.words}


def _ask(
    request: HttpRequest, version: Version, result: ReadingResult, form: ReplyForm, *, status: int = 200
) -> HttpResponse:
    context = {"title": _("Why does this line stay as it is?"), "result": result, "form": form}
    return page(request, "reading_answer", version, status=status, problems=problems_of(form, None), **context)
