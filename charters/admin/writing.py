"""A page on which somebody writes: boxes, lines of easy read under them, and what happens when it is sent.

Whatever is wrong, everything typed stands on the page that says so.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from charters import pictures, uploaded
from charters.actions import CannotStandThere, Gone, NothingToJoin, Stale, new_key
from charters.document import EasyLine
from charters.models import Version, WrongState
from charters.standing import Spot
from config.lib.broken_rules import rule_broken
from config.lib.responses import SeeOther
from config.lib.wordchanges import Part, compare

from . import in_place, panels
from .in_place import Saved
from .lines import BUTTON, BaseLines
from .marks import marks_of
from .pages import GONE, PUBLISHED, address_of, is_in_place, log, page, refused, write_address


@dataclass(frozen=True)
class Stand:
    """What stands in the boxes. `seen` is its revision or fingerprint; `stale` are lines that fit other words."""

    values: dict[str, Any] = field(default_factory=dict)
    easy: tuple[EasyLine, ...] = ()
    seen: str = ""
    stale: Collection[str] = ()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [vars(line) for line in self.easy]


@dataclass(frozen=True)
class Told:
    """What was sent, and is in order."""

    form: Any
    easy: tuple[EasyLine, ...]
    still_right: frozenset[str]
    seen: str


@dataclass
class Desk:
    """One such page. `save` does the act and says where to go on to."""

    version: Version
    title: str | Callable[[], str]
    place: str
    stands: Callable[[], Stand]
    form: Callable[..., Any]
    save: Callable[[Told], Saved]
    done: str
    lines: type[BaseLines] | None = None
    lines_title: str = ""
    # Where the lines stand, once they do.
    spot: Spot | None = None
    # Where it is sent when what it is about has gone, so that nothing typed is lost.
    anew: str = ""
    # A row of the page on which the version is written: goes back there, and is kept as a step of its own.
    is_row: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    def address(self, place: str = "") -> str:
        """Where one goes on from here."""
        return write_address(self.version, place) if self.is_row else address_of(self.version, place)


@dataclass(frozen=True)
class Boxes:
    """The form and the lines as they go on the page, and the revision or fingerprint of what they began with."""

    form: Any
    lines: BaseLines | None
    seen: str


def written(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET shows the page, POST saves; a button of a line sends the page back with its lines rearranged."""
    with uploaded.asked_once():
        answer = _written(request, desk)
        # Here and now: each line asks for its picture.
        return answer.render() if isinstance(answer, TemplateResponse) else answer


def _written(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        return _opened(request, desk)
    seen = request.POST.get("seen", "")
    if BUTTON in request.POST and desk.lines:
        stand = _stand(desk)
        typed, under = panels.pressed(request, desk.version, desk.spot, desk.lines)
        pressed = desk.lines(lines=typed, stale=stand.stale if stand else (), under=under)
        # Where a button has kept something, what stands there now is what was seen.
        return _show(request, desk, Boxes(desk.form(initial=request.POST.dict()), pressed, under.seen or seen))
    form, lines = desk.form(request.POST, request.FILES), desk.lines(request.POST) if desk.lines else None
    # Both are asked, so that both say what is wrong.
    if not all([form.is_valid(), lines is None or lines.is_valid()]):
        return _again(request, desk, Boxes(form, lines, seen))
    told = Told(form, lines.given() if lines else (), lines.still_right() if lines else frozenset(), seen)
    return _saved(request, desk, told, lines)


def _opened(request: HttpRequest, desk: Desk) -> HttpResponse:
    stand = _stand(desk)
    if stand is None or not desk.version.is_open:
        gone = desk.version.is_open
        return refused(request, desk.version, GONE if gone else PUBLISHED, desk.address() if gone else "")
    lines = desk.lines(lines=stand.lines, stale=stand.stale) if desk.lines else None
    return _show(request, desk, Boxes(desk.form(initial=stand.values), lines, stand.seen))


def _stand(desk: Desk) -> Stand | None:
    """What stands there now; None where it has gone."""
    try:
        return desk.stands()
    except Gone:
        return None


def _again(request: HttpRequest, desk: Desk, boxes: Boxes, *, status: int = 200, **more: Any) -> HttpResponse:
    """What was sent, with which of its lines are stale."""
    stand = _stand(desk)
    if boxes.lines is not None and stand is not None:
        boxes.lines.stale = set(stand.stale)
    return _show(request, desk, boxes, status=status, **more)


def _saved(request: HttpRequest, desk: Desk, told: Told, lines: BaseLines | None) -> HttpResponse:
    form = told.form
    try:
        saved = desk.save(told)
    except Stale:
        now = _stand(desk) or Stand()
        more: dict[str, Any] = {"differences": differing(desk, now, told), "is_stale": True}
        return _again(request, desk, Boxes(form, lines, now.seen), status=409, **more)
    except Gone:
        # Under a key of its own, as a new page would have it.
        return _again(request, desk, Boxes(form, lines, new_key()), status=409, is_gone=True, action=desk.anew)
    except WrongState:
        form.add_error(None, str(PUBLISHED))
    except NothingToJoin:
        form.add_error(None, _("No clause stands behind it in its section."))
    except CannotStandThere:
        form.add_error(None, _("It does not fit there: a charter has three levels of sections at most."))
    except IntegrityError as error:
        form.add_error(None, rule_broken(form._meta.model, error))
    else:
        return _done(request, desk, saved)
    return _again(request, desk, Boxes(form, lines, told.seen), status=409)


def _done(request: HttpRequest, desk: Desk, saved: Saved) -> HttpResponse:
    if not desk.is_row:
        log(request, desk.version, desk.place)
    elif is_in_place(request):
        return in_place.done(request, desk.version, saved)
    messages.success(request, desk.done)
    return SeeOther(saved.to or desk.address(saved.place))


def _show(request: HttpRequest, desk: Desk, boxes: Boxes, *, status: int = 200, **more: Any) -> HttpResponse:
    form, lines = boxes.form, boxes.lines
    if lines is not None:
        lines.marks = marks_of(lines, desk.version, desk.spot)
        panels.fill(lines, desk.version)
    context = {
        "title": desk.title,
        "form": form,
        "lines": lines,
        "lines_title": desk.lines_title,
        "seen": boxes.seen,
        "pictures": known_pictures() if lines is not None and not is_in_place(request) else (),
        "problems": problems_of(form, lines),
        "back": desk.address(),
        **desk.more,
        **more,
    }
    if is_in_place(request):
        return in_place.shown(request, desk.version, context, status)
    return page(request, "writing", desk.version, status=status, **context)


def known_pictures() -> list[Any]:
    """For the list that a box of a picture's name offers."""
    return [*uploaded.in_use().values(), *pictures.index().values()]


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the id of the box that it is about."""

    words: str
    id: str = ""


def problems_of(form: Any, lines: BaseLines | None) -> list[Problem]:
    """Everything that is wrong, to stand above the form, in its order."""
    found = _problems_in(form, "")
    for n, line in enumerate(lines.forms if lines is not None and lines.is_bound else (), start=1):
        found += _problems_in(line, _("Line %(n)s") % {"n": n})
    if lines is not None and lines.is_bound:
        found += [Problem(str(message), "easy") for message in lines.non_form_errors()]
    return found


def _problems_in(form: Any, of: str) -> list[Problem]:
    """Each with the name of its box before it; `of` is the line that they are in."""
    found = []
    for name, told in form.errors.items() if form.is_bound else ():
        box = form[name] if name in form.fields else None
        before = ", ".join(filter(None, (of, str(box.label) if box else "")))
        found += [Problem(f"{before}: {one}" if before else str(one), box.id_for_label if box else "") for one in told]
    return found


@dataclass(frozen=True)
class Difference:
    """A box in which something else stands by now: what, and what the page that was sent would change of it."""

    label: str
    now: str
    parts: list[Part]


def differing(desk: Desk, now: Stand, told: Told) -> list[Difference]:
    """What somebody else wrote meanwhile, beside what was typed here."""
    found = []
    for name, box in told.form.fields.items():
        theirs, ours = now.values.get(name), told.form.cleaned_data.get(name)
        theirs, ours = in_words(box, theirs), in_words(box, ours)
        if theirs != ours:
            found.append(Difference(str(box.label), theirs, compare(theirs, ours)))
    theirs, ours = (_as_text(lines) for lines in (now.easy, told.easy))
    if theirs != ours:
        found.append(Difference(_("Easy read"), theirs, compare(theirs, ours)))
    return found


def in_words(box: forms.Field, value: Any) -> str:
    """A value as the page shows it."""
    if value in (None, ""):
        return ""
    if isinstance(box, forms.ModelChoiceField):
        queryset = box.queryset
        found = value if hasattr(value, "pk") else queryset.filter(pk=value).first() if queryset is not None else None
        return str(found or "")
    if isinstance(box, forms.ChoiceField):
        return str(dict(box.choices).get(value, value))  # type: ignore[arg-type]
    return date_format(value) if isinstance(box, forms.DateField) else str(value)


def _as_text(lines: tuple[EasyLine, ...]) -> str:
    return "\n".join(
        " | ".join(filter(None, (one.text, pictures.called(one.picture), one.alt, one.meaning))) for one in lines
    )
