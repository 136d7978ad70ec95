"""The results of a round as they are frozen: one document for the round, one for each service that sent a return.

Public pages, CSV, JSON and PDF read these and reckon nothing anew, so that all of them say the same. The shape of both:

    round    year, set {n, title}, closes_on, asked, submitted, not_sent [{slug, name}],
             questions [{key, dimension, text, easy, levels, easy_levels, promises [key of the clause],
                 services {"1".."4", "not_applicable"}, panels {kind: {"1".."4", "unknown"}}}],
             differences [{slug, name, question, panel, own, panels, reply}],
             promises {key of the clause: {services {kept, of}, panels {kept, of}, and each kind of panel alike}},
             people {kind of panel: {panels, people}}
    service  slug, kind, is_short, submitted_on,
             answers [{key, own, agreed, reason, not_applicable, note, changed, evidence [ids of what was approved],
                 panels [{kind, level}], reply}]
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils import timezone

from .models import (
    AgreedLevel,
    Answer,
    Evidence,
    Panel,
    PanelRating,
    PublicReply,
    Question,
    QuestionCommitment,
    Return,
    Round,
)
from .models.kinds import SHOWS_EVIDENCE, EvidenceState, Level, PanelKind, ReturnState

Json = dict[str, Any]
# Whose account says whether a promise is kept: that of services, of all panels, and of each kind of panel.
WHO = ("services", "panels", *PanelKind.values)
# Returns of which all is read at one go.
BATCH = 500


@dataclass
class Tally:
    """Counted while the services' documents are made, one after another."""

    services: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    panels: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kept: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    differences: list[Json] = field(default_factory=list)


class Results:
    """Reckons the results of one round. Ask for `services()` to its end first, then for `whole()`."""

    def __init__(self, of: Round) -> None:
        self.round = of
        self.questions = list(of.question_set.questions.order_by("position"))
        self.promises = _promises(self.questions)
        self.tally = Tally()

    def services(self) -> Iterator[tuple[Return, Json]]:
        """Every submitted return and its document, in the order of names."""
        found = Return.objects.filter(round=self.round, state=ReturnState.SUBMITTED)
        keys = list(found.order_by("service__name", "service__pk").values_list("pk", flat=True))
        for n in range(0, len(keys), BATCH):
            some = Return.objects.filter(pk__in=keys[n : n + BATCH]).select_related("service")
            about = _Said(some)
            yield from ((one, self._service(one, about)) for one in some.order_by("service__name", "service__pk"))

    def whole(self) -> Json:
        returns = Return.objects.filter(round=self.round)
        late = returns.exclude(state=ReturnState.SUBMITTED).exclude(invited_at=None)
        not_sent = late.order_by("service__name", "service__pk").values_list("service__slug", "service__name")
        return {
            "year": self.round.year,
            "set": {"n": self.round.question_set.n, "title": self.round.question_set.title},
            "closes_on": self.round.closes_on.isoformat(),
            "asked": returns.exclude(invited_at=None).count(),
            "submitted": returns.filter(state=ReturnState.SUBMITTED).count(),
            "not_sent": [{"slug": slug, "name": name} for slug, name in not_sent],
            "questions": [self._question(one) for one in self.questions],
            "differences": self.tally.differences,
            "promises": {key: self._promise(key) for key in self.promises},
            "people": _people(self.round),
        }

    def _service(self, one: Return, about: "_Said") -> Json:
        asked = [question for question in self.questions if question.in_short_form or not one.is_short]
        answers = [about.answer(one, question) for question in asked]
        self._count(one, answers)
        return {
            "slug": one.service.slug,
            "kind": one.service.kind,
            "is_short": one.is_short,
            "submitted_on": timezone.localdate(one.submitted_at).isoformat() if one.submitted_at else "",
            "answers": answers,
        }

    def _count(self, one: Return, answers: list[Json]) -> None:
        for answer in answers:
            self.tally.services[answer["key"]][str(answer["agreed"] or "not_applicable")] += 1
            for rated in answer["panels"]:
                self.tally.panels[answer["key"], rated["kind"]][str(rated["level"] or "unknown")] += 1
                if is_difference(answer["own"], rated["level"]):
                    self.tally.differences.append(_difference(one, answer, rated))
        by_key = {answer["key"]: answer for answer in answers}
        for promise, keys in self.promises.items():
            about = [by_key[key] for key in keys if key in by_key]
            self._keep(promise, "services", [answer["agreed"] for answer in about])
            rated = [(one["kind"], one["level"]) for answer in about for one in answer["panels"]]
            self._keep(promise, "panels", [level for _kind, level in rated])
            for kind in PanelKind.values:
                self._keep(promise, kind, [level for of, level in rated if of == kind])

    def _keep(self, promise: str, who: str, levels: Iterable[int | None]) -> None:
        """Kept where the lowest level of its questions is doing or shared; not counted where none was answered."""
        known = [level for level in levels if level]
        if known:
            self.tally.kept[promise][f"{who} of"] += 1
            self.tally.kept[promise][f"{who} kept"] += min(known) >= SHOWS_EVIDENCE

    def _promise(self, key: str) -> Json:
        found = self.tally.kept[key]
        return {who: {"kept": found[f"{who} kept"], "of": found[f"{who} of"]} for who in WHO}

    def _question(self, one: Question) -> Json:
        levels = [str(level.value) for level in Level]
        return {
            "key": one.key,
            "dimension": one.dimension,
            "text": one.text,
            "easy": one.easy,
            "levels": [sentence for _level, sentence in one.levels],
            "easy_levels": one.easy_levels,
            "promises": [promise for promise, keys in self.promises.items() if one.key in keys],
            "services": {name: self.tally.services[one.key][name] for name in [*levels, "not_applicable"]},
            "panels": {
                kind: {name: self.tally.panels[one.key, kind][name] for name in [*levels, "unknown"]}
                for kind in PanelKind.values
            },
        }


def is_difference(own: int | None, panels: int | None) -> bool:
    """Two levels apart or more: the service answers in public. The database asks for it by the same rule."""
    return bool(own and panels and abs(own - panels) >= 2)


def _difference(one: Return, answer: Json, rated: Json) -> Json:
    return {
        "slug": one.service.slug,
        "name": one.service.name,
        "question": answer["key"],
        "panel": rated["kind"],
        "own": answer["own"],
        "panels": rated["level"],
        "reply": answer["reply"],
    }


def _promises(questions: list[Question]) -> dict[str, list[str]]:
    """Of each promise, by the key of its clause, the keys of the questions that are about it."""
    links = QuestionCommitment.objects.filter(question__in=questions).select_related("clause_key", "question")
    found: dict[str, list[str]] = {}
    for link in links.order_by("clause_key__key", "question__position"):
        found.setdefault(link.clause_key.key, []).append(link.question.key)
    return found


def _people(of: Round) -> Json:
    """How many panels of each kind sent their ratings, and how many people were in them: five or more in each."""
    sent = Panel.objects.filter(round=of).exclude(sent_at=None).order_by("kind").values_list("kind", "count")
    by_kind = {kind: [count for _kind, count in some] for kind, some in groupby(sent, key=lambda one: one[0])}
    return {
        kind: {"panels": len(by_kind.get(kind, [])), "people": sum(by_kind.get(kind, []))} for kind in PanelKind.values
    }


class _Said:
    """All that was said of some returns, read at one go."""

    def __init__(self, returns: Iterable[Return]) -> None:
        some = list(returns)
        self.answers = {(one.of_return_id, one.question_id): one for one in Answer.objects.filter(of_return__in=some)}
        self.agreed = {(one.of_return_id, one.question_id): one for one in _standing(AgreedLevel, some)}
        self.replies = {(one.of_return_id, one.question_id): one for one in _standing(PublicReply, some)}
        # By name alone: its words may have to go after publishing (evidence_shown.py).
        self.evidence: dict[Any, list[str]] = defaultdict(list)
        shown = Evidence.objects.filter(of_return__in=some, state=EvidenceState.APPROVED).order_by("at", "pk")
        for pk, of_return, question in shown.values_list("pk", "of_return", "question"):
            self.evidence[of_return, question].append(str(pk))
        self.ratings = _ratings(some)

    def answer(self, one: Return, question: Question) -> Json:
        where = one.pk, question.pk
        answer, agreed, reply = self.answers.get(where), self.agreed.get(where), self.replies.get(where)
        own = answer.level if answer else None
        return {
            "key": question.key,
            "own": own,
            "agreed": agreed.level if agreed else own,
            "reason": agreed.reason if agreed else "",
            "not_applicable": answer.not_applicable if answer else "",
            "note": answer.note if answer else "",
            "changed": answer.changed if answer else "",
            "evidence": self.evidence[where],
            "panels": self.ratings[one.service_id, one.round_id, question.pk],
            "reply": reply.text if reply else "",
        }


def _standing(model: Any, returns: list[Return]) -> list[Any]:
    """Those that were said of the submission that stands, the newest last."""
    submission = {one.pk: one.submission for one in returns}
    found = model.objects.filter(of_return__in=returns).order_by("pk")
    return [one for one in found if one.submission == submission[one.of_return_id]]


def _ratings(returns: list[Return]) -> dict[Any, list[Json]]:
    found: dict[Any, list[Json]] = defaultdict(list)
    sent = PanelRating.objects.filter(
        panel_service__service__in={one.service_id for one in returns},
        panel_service__panel__round__in={one.round_id for one in returns},
        panel_service__panel__sent_at__isnull=False,
    ).select_related("panel_service__panel")
    for rating in sent.order_by("panel_service__panel__made_at", "pk"):
        row = rating.panel_service
        found[row.service_id, row.panel.round_id, rating.question_id].append(
            {"kind": row.panel.kind, "level": rating.level}
        )
    return found


def lacking(round_id: int) -> list[tuple[str, Any, int | None]]:
    """What has to be done before results are published: codes, each with the return and question that it is about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, return_id, question_id FROM participation_round_lacks(%s)", [round_id])
        return list(cursor.fetchall())
