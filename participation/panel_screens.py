"""The screens of a panel in order: what each asks, what was answered, and which comes next.

All of it is what the database holds, so a group goes on where it stopped, on whichever device.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from charters.easytext import Line, plain_line, screens, shown

from .models import Panel, PanelRating, PanelService, Question, Round
from .models.kinds import MOST_PANEL_QUESTIONS, Level, ServiceKind

PICTURES = {
    ServiceKind.EARLY_YEARS: "nursery",
    ServiceKind.SCHOOL: "school",
    ServiceKind.COLLEGE: "college",
    ServiceKind.HEALTH: "hospital",
    ServiceKind.SOCIAL_CARE: "social-care",
    ServiceKind.COUNCIL_TEAM: "council",
    ServiceKind.VOLUNTARY: "kindness",
    ServiceKind.OTHER: "meeting-place",
}
# What a button sends where the group does not know.
DO_NOT_KNOW = "do-not-know"
# Of the 25 of a screen. The others are its own: where they are, who asks, not knowing, Back.
MOST_WORDS = 15


@dataclass(frozen=True)
class Screen:
    """Did they use this service? With a question: how is it there?"""

    row: PanelService
    question: Question | None = None

    @property
    def slug(self) -> str:
        return self.row.service.slug

    @property
    def picture(self) -> str:
        """What kind of service it is."""
        return PICTURES[ServiceKind(self.row.service.kind)]

    @property
    def lines(self) -> list[Line]:
        return shown(self.question.easy) if self.question else []

    @property
    def levels(self) -> list[Line]:
        return shown(self.question.easy_levels) if self.question else []

    @property
    def is_parted(self) -> bool:
        """Whether the question is read first and answered on the next screen: it is too long for one."""
        words = sum(len(one["text"].split()) for one in [*self.lines, *self.levels])
        return len(self.lines) > 1 and words > MOST_WORDS


@dataclass
class Sheet:
    """All that a panel is asked, and what it has said."""

    services: list[PanelService]
    questions: list[Question]
    levels: dict[tuple[int, int], int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, panel: Panel) -> Self:
        services = list(panel.services.select_related("service").order_by("position"))
        asked = Question.objects.filter(question_set__rounds=panel.round_id, for_panels=True).order_by("position")
        rated = PanelRating.objects.filter(panel_service__in=services)
        said = rated.values_list("panel_service", "question", "level")
        levels = {(service, question): level for service, question, level in said}
        return cls(services, list(asked[:MOST_PANEL_QUESTIONS]), levels)

    @property
    def screens(self) -> Iterator[Screen]:
        """Of a service that they did not use nothing more is asked."""
        for row in self.services:
            yield Screen(row)
            if row.was_used:
                yield from (Screen(row, question) for question in self.questions)

    def find(self, slug: str, key: str = "") -> Screen | None:
        wanted = (slug, key)
        return next(
            (one for one in self.screens if (one.slug, one.question.key if one.question else "") == wanted), None
        )

    def is_open(self, screen: Screen) -> bool:
        if screen.question is None:
            return screen.row.was_used is None
        return (screen.row.pk, screen.question.pk) not in self.levels

    @property
    def is_begun(self) -> bool:
        return any(row.was_used is not None for row in self.services)

    @property
    def first_open(self) -> Screen | None:
        return next(filter(self.is_open, self.screens), None)

    def after(self, screen: Screen) -> Screen | None:
        """The next one that is open, else the first of all; None where all is answered."""
        every = list(self.screens)
        later = every[every.index(screen) + 1 :] if screen in every else []
        return next(filter(self.is_open, later), self.first_open)

    def before(self, screen: Screen) -> Screen | None:
        every = list(self.screens)
        return every[every.index(screen) - 1] if every.index(screen) else None

    def easy_progress(self, screen: Screen) -> dict[str, Any]:
        """In words by service, as a bar by screen."""
        n, steps = self.services.index(screen.row), 1 + len(self.questions)
        step = 1 + self.questions.index(screen.question) if screen.question else 0
        words = _("Service %(n)s of %(of)s") % {"n": n + 1, "of": len(self.services)}
        return {"now": n * steps + step + 1, "of": len(self.services) * steps, "words": words}

    def level(self, screen: Screen) -> str | None:
        """The answer as its button sends it; None where there is none."""
        if screen.question is None or self.is_open(screen):
            return None
        return str(self.levels[screen.row.pk, screen.question.pk] or DO_NOT_KNOW)


def easy_start(the_round: Round) -> list[list[Line]]:
    """What a group reads before it begins, screen by screen."""
    until = date_format(the_round.closes_on, "j F Y")
    return screens(
        [
            plain_line("meeting-place", _("You used some services.")),
            plain_line("ear", _("Tell us how they listen.")),
            plain_line("group", _("You answer together.")),
            plain_line("confidential", _("We do not need your names.")),
            plain_line("saying", _("Each service answers too.")),
            plain_line("bubbles", _("We do not mix the answers.")),
            plain_line("pause", _("You can stop.")),
            plain_line("back", _("Come back when you like.")),
            plain_line("calendar", _("You have until %(day)s.") % {"day": until}),
        ]
    )


def easy_choices(screen: Screen, chosen: str | None) -> list[dict[str, Any]]:
    """The four levels in easy words, and not knowing."""
    unknown = plain_line("do-not-know", _("We do not know"))
    offered = [*zip(map(str, Level.values), screen.levels, strict=True), (DO_NOT_KNOW, unknown)]
    return [{"value": value, "chosen": value == chosen, **line} for value, line in offered]


@dataclass(frozen=True)
class Row:
    """One answer on the list: of a service, whether they used it; of a question, its words and what they said."""

    screen: Screen
    asked: str
    said: str
    picture: str


def rows(sheet: Sheet) -> list[tuple[Screen, list[Row]]]:
    """What was answered, service by service."""
    return [
        (
            Screen(row),
            [_row(sheet, one) for one in sheet.screens if one.row is row and not sheet.is_open(one)],
        )
        for row in sheet.services
    ]


def _row(sheet: Sheet, screen: Screen) -> Row:
    if screen.question is None:
        return _easy_used(screen)
    said = next(one for one in easy_choices(screen, sheet.level(screen)) if one["chosen"])
    return Row(screen, screen.lines[-1]["text"], said["text"], said["picture"])


def _easy_used(screen: Screen) -> Row:
    ask = _("Did you use it?")
    return Row(screen, ask, _("Yes"), "tick") if screen.row.was_used else Row(screen, ask, _("No"), "cross")
