"""Results in easy read: how many answered, then question by question what services do and what panels said."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.easytext import WORDS_A_SCREEN, Line, fit, plain_line, screens, shown

from .acted import LATE
from .actions_shown import ShownAction
from .models import Service
from .models.kinds import Level, PanelKind, ServiceKind
from .panel_screens import PICTURES as KINDS
from .service_page import OneYear
from .tallies import SERVICES, Json, Tally, figure, mostly, tallies

# Names shown in easy read; all of them stand on the page with all the words.
MOST_NAMES = 12
Screens = list[list[Line]]
PICTURES = {PanelKind.YOUNG_PEOPLE.value: "group", PanelKind.PARENT_CARERS.value: "family"}


def results(document: Json, year: int, note: str) -> Screens:
    """All screens of a year."""
    found = screens(
        [plain_line("calendar", _("This is about the year %(year)s.") % {"year": year}), *summary(document)]
    )
    if note:
        found += screens(
            [plain_line("change", _("We made a mistake before.")), plain_line("tick", _("It is right now."))]
        )
    # Of a year without answers there is nothing to say of each question.
    for question in document["questions"] if document["submitted"] else []:
        found += packed(shown(question["easy"]), list(_said(question)))
    return found + missing(document)


def summary(document: Json) -> list[Line]:
    """How many answered, and on how many questions most of them do it."""
    given = {"n": figure(document["submitted"]), "of": figure(document["asked"])}
    told = ngettext("%(n)s of %(of)s service answered.", "%(n)s of %(of)s services answered.", document["asked"])
    lines = [plain_line("people", told % given)]
    if not document["submitted"]:
        return [*lines, plain_line("hourglass", _("So we do not know yet."))]
    high, of = mostly(document["questions"], SERVICES)
    return [
        *lines,
        plain_line("question", _("We asked %(of)s questions.") % {"of": of}),
        plain_line("thumb-up", _("Most services do well on %(n)s of them.") % {"n": high}),
    ]


def missing(document: Json) -> Screens:
    """Who sent nothing. Names of many are on the other page."""
    names = [one["name"] for one in document["not_sent"]]
    if not names:
        return screens([plain_line("tick", _("Every service answered."))])
    told = ngettext("%(n)s service did not answer.", "%(n)s services did not answer.", len(names))
    line = plain_line("envelope", told % {"n": figure(len(names))})
    if len(names) > MOST_NAMES:
        return [[line, plain_line("list", _("Their names are under All the words."))]]
    return packed([line], [plain_line("meeting-place", name) for name in names])


def _said(question: Json) -> Iterator[Line]:
    """What services do, and what each kind of panel said."""
    for one in tallies(question):
        yield _services(one) if one.who == SERVICES else easy_panels(one, question)


def _services(said: Tally) -> Line:
    if not said.rated:
        return plain_line("do-not-know", _("No service told us."))
    if not said.high:
        return plain_line("thumb-down", _("No service does this."))
    told = ngettext("%(n)s of %(of)s service does this.", "%(n)s of %(of)s services do this.", said.rated)
    return plain_line("tick", told % {"n": figure(said.high), "of": figure(said.rated)})


def easy_panels(said: Tally, question: Json) -> Line:
    """In the words of the level that they chose, where all chose one; else how often they said yes."""
    picture, who = PICTURES[said.who], easy_who(said.who)
    if not said.rated:
        return plain_line(picture, _("%(who)s do not know.") % {"who": who})
    chosen = [level for level in Level if said.counts[str(level.value)]]
    if len(chosen) == 1:
        words = question["easy_levels"][chosen[0] - 1]["text"]
        return plain_line(picture, _("%(who)s said: %(words)s") % {"who": who, "words": words})
    given = {"who": who, "n": figure(said.high), "of": figure(said.rated)}
    return plain_line(picture, _("%(who)s say yes %(n)s of %(of)s times.") % given)


def easy_who(kind: str) -> str:
    return _("Parent carers") if kind == PanelKind.PARENT_CARERS else _("Young people")


def packed(first: Sequence[Line], rest: Iterable[Line], *, most: int = WORDS_A_SCREEN) -> Screens:
    """Lines under the one they belong to, which stands again on each further screen where there is room for it."""
    found = screens(first, most=most)
    for line in rest:
        if fit([*found[-1], line], most):
            found[-1] = [*found[-1], line]
        else:
            found.append([*first, line] if fit([*first, line], most) else [line])
    return found


def service(
    about: Service, years: Sequence[OneYear], not_sent: Sequence[int], actions: Sequence[ShownAction]
) -> Screens:
    """The newest year of one service, and what it will do. Its name is said first."""
    lines = [plain_line(KINDS[ServiceKind(about.kind)], about.name)]
    newest = years[0].year if years else None
    if newest:
        lines.append(plain_line("calendar", _("They answered in %(year)s.") % {"year": newest}))
    lines += [
        plain_line("envelope", _("They did not answer in %(year)s.") % {"year": year})
        for year in not_sent
        if newest is None or year > newest
    ]
    found = packed(lines[:1], lines[1:])
    if years:
        for key, answer in years[0].said.items():
            question = years[0].questions[key]
            found += packed(shown(question["easy"]), list(_answered(answer, question)))
    return found + screens(_actions(actions))


def _answered(answer: Json, question: Json) -> Iterator[Line]:
    level = answer["agreed"]
    if level:
        chosen = question["easy_levels"][level - 1]
        yield plain_line("saying", _("They said: %(words)s") % {"words": chosen["text"]})
    else:
        yield plain_line("do-not-know", _("This is not about them."))
    for one in answer["panels"]:
        counts = {str(level.value): int(one["level"] == level) for level in Level}
        yield easy_panels(Tally(one["kind"], counts | {"unknown": int(not one["level"])}), question)


def _actions(actions: Sequence[ShownAction]) -> list[Line]:
    open_ones = [one for one in actions if not one.done_on]
    done, late = len(actions) - len(open_ones), sum(one.state == LATE for one in open_ones)
    lines = []
    if open_ones:
        told = ngettext("They will do %(n)s thing.", "They will do %(n)s things.", len(open_ones))
        lines.append(plain_line("list", told % {"n": len(open_ones)}))
    if late:
        told = ngettext("%(n)s thing is late.", "%(n)s things are late.", late)
        lines.append(plain_line("hourglass", told % {"n": late}))
    if done:
        told = ngettext("They did %(n)s thing.", "They did %(n)s things.", done)
        lines.append(plain_line("tick", told % {"n": done}))
    return lines


def kept(document: Json | None, late: int) -> list[Line]:
    """Is it kept? The first screen."""
    if document is None:
        return [
            plain_line("question", _("Do services keep the promises?")),
            plain_line("hourglass", _("We are asking them.")),
            plain_line("calendar", _("You can read it here later.")),
        ]
    lines = [plain_line("question", _("Do services keep the promises?")), *summary(document)]
    if late:
        told = ngettext("%(n)s thing is late.", "%(n)s things are late.", late)
        lines.append(plain_line("hourglass", told % {"n": figure(late)}))
    return lines
