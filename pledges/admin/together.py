"""One decision about several: ticked in the queue, looked at once more on a page of their own, undone together.

Nothing is decided from the queue itself, so that no slip of the hand is about fifty people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.lib.responses import SeeOther
from pledges.actions import AT_ONCE, decide_together, undo_together
from pledges.forms_moderation import ReasonForm
from pledges.kinds import Judgement, Reason
from pledges.models import Signature
from pledges.queue import called
from pledges.screens import Card, cards_of

from .deciding import DecidingAdmin, written_at
from .told import clock, last_decisions, may_decide, told_of

ACTS = (Judgement.APPROVE, Judgement.ASK, Judgement.REJECT)
# Under this name the session keeps what was decided together last: numbers only.
TOGETHER = "decided_together"


@dataclass(frozen=True)
class Outcome:
    """What came of the last decision about several, while it can be undone."""

    act: str
    decided: int
    until: str
    missed: list[tuple[Signature, str, str]]


class TogetherAdmin(DecidingAdmin):
    """Ticks, a page to confirm them, one outcome, and "Undo all"."""

    def get_urls(self) -> list[URLPattern]:
        views = (("together", "together/", self.together_view), ("undo_all", "together/undo/", self.undo_all_view))
        own = [path(at, self.admin_site.admin_view(view), name=f"pledges_signature_{name}") for name, at, view in views]
        return own + super().get_urls()

    def together_view(self, request: HttpRequest) -> HttpResponse:
        """First what was ticked, to look at; then, from that page, the decision."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_decide(request):
            raise PermissionDenied
        act, ticked = request.POST.get("act", ""), request.POST.getlist("tick")
        listed = request.POST.getlist("listed") or ticked
        if act not in ACTS or not keys_of(listed):
            messages.warning(request, _("Tick the ones you mean, then choose what to do."))
            return SeeOther(queue_address())
        if "listed" not in request.POST:
            return self._ask_again(request, Judgement(act), cards_of(keys_of(listed)), None, "")
        form = ReasonForm(request.POST) if act != Judgement.APPROVE else None
        problem = _problem(len(ticked), form)
        if problem:
            return self._ask_again(request, Judgement(act), cards_of(keys_of(listed)), set(ticked), problem)
        return self._decide_together(request, Judgement(act), ticked, form.cleaned_data["reason"] if form else None)

    def _ask_again(
        self, request: HttpRequest, act: Judgement, cards: list[Card], ticked: set[str] | None, problem: str
    ) -> HttpResponse:
        """Those that still wait, each with a tick; at first those with a flag have none, and are named."""
        if not cards:
            messages.warning(request, _("Nothing was changed: none of them is in the queue any more."))
            return SeeOther(queue_address())
        # Which organisation it is matters only to who approves.
        flagged = [card for card in cards if card.flags or (card.in_doubt and act == Judgement.APPROVE)]
        chosen = {card.key for card in cards if card not in flagged} if ticked is None else ticked
        context = {
            **self.admin_site.each_context(request),
            "title": HEADINGS[act](len(cards)),
            "opts": self.opts,
            "act": act,
            "rows": [(card, card.key in chosen) for card in cards],
            "flagged": flagged if ticked is None else [],
            "problem": problem or (_too_many(len(chosen)) if len(chosen) > AT_ONCE else ""),
            "reasons": Reason.choices if act != Judgement.APPROVE else [],
            "reason": request.POST.get("reason", ""),
        }
        return TemplateResponse(request, "admin/pledges/signature/together.html", context)

    def _decide_together(
        self, request: HttpRequest, act: Judgement, ticked: list[str], reason: Reason | None
    ) -> HttpResponse:
        result = decide_together(seen=keys_of(ticked), by=request.user, act=act, reason=reason)  # type: ignore[arg-type]
        request.session[TOGETHER] = {
            "act": act,
            "decided": result.decided,
            "missed": [str(subject_id) for subject_id in result.missed],
            "at": timezone.now().isoformat(),
        }
        return SeeOther(queue_address())

    def undo_all_view(self, request: HttpRequest) -> HttpResponse:
        """Takes back each that can be, and leaves alone what a colleague decided since."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_decide(request):
            raise PermissionDenied
        kept: dict[str, Any] = request.session.pop(TOGETHER, {})
        undone, missed = undo_together(decisions=kept.get("decided", []), by=request.user)  # type: ignore[arg-type]
        if undone:
            messages.success(request, _undone_words(len(undone)))
        if missed or not undone:
            messages.warning(request, _not_undone_words(len(missed)))
        return SeeOther(queue_address())

    def outcome(self, request: HttpRequest) -> Outcome | None:
        """What this member of staff decided together last, as long as it can be undone."""
        kept: dict[str, Any] | None = request.session.get(TOGETHER)
        if not kept or not may_decide(request):
            return None
        end = datetime.fromisoformat(kept["at"]) + settings.UNDO_WINDOW
        if end <= timezone.now():
            return None
        missed = list(self.get_queryset(request).filter(pk__in=kept["missed"]))
        last = last_decisions(missed)
        return Outcome(
            act=str(Judgement(kept["act"]).label),
            decided=len(kept["decided"]),
            until=clock(end),
            missed=[(one, called(one), told_of(one, last.get(one.pk))) for one in missed],
        )


def queue_address() -> str:
    return reverse("admin:pledges_signature_changelist")


def keys_of(ticks: list[str]) -> Mapping[UUID, datetime]:
    """Whom these boxes are about, and which of their details were on the page. What is not ours is left out."""
    found: dict[UUID, datetime] = {}
    for tick in ticks:
        key, _at, written = tick.partition("@")
        moment = written_at(written)
        try:
            subject_id = UUID(key)
        except ValueError:
            continue
        if moment is not None:
            found[subject_id] = moment
    return found


def _problem(ticked: int, form: ReasonForm | None) -> str:
    """Why this cannot be decided yet."""
    if not ticked:
        return _("Tick at least one.")
    if ticked > AT_ONCE:
        return _too_many(ticked)
    return form.why_not() if form and not form.is_valid() else ""


def _too_many(ticked: int) -> str:
    words = {"n": ticked, "most": AT_ONCE, "over": ticked - AT_ONCE}
    return _("You ticked %(n)s. You can decide about %(most)s at once. Take away %(over)s ticks.") % words


def _undone_words(n: int) -> str:
    words = ngettext(
        "%(n)s undone. It is in the queue again, and nobody was told.",
        "%(n)s undone. They are in the queue again, and nobody was told.",
        n,
    )
    return words % {"n": n}


def _not_undone_words(n: int) -> str:
    if not n:
        return _("There is nothing to undo any more.")
    words = ngettext(
        "%(n)s could not be undone: they were told already, they left, or somebody decided since.",
        "%(n)s could not be undone: they were told already, they left, or somebody decided since.",
        n,
    )
    return words % {"n": n}


def _approve_words(n: int) -> str:
    return ngettext("Approve %(n)s signature?", "Approve %(n)s signatures?", n) % {"n": n}


def _ask_words(n: int) -> str:
    return ngettext("Ask for a change in %(n)s signature?", "Ask for a change in %(n)s signatures?", n) % {"n": n}


def _reject_words(n: int) -> str:
    return ngettext("Turn down %(n)s signature?", "Turn down %(n)s signatures?", n) % {"n": n}


HEADINGS = {Judgement.APPROVE: _approve_words, Judgement.ASK: _ask_words, Judgement.REJECT: _reject_words}
