"""The acts of one screen: approve, ask for a change, turn down, undo, and a note for colleagues."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from config.lib.network import network_of
from config.lib.responses import SeeOther
from pledges.actions import (
    OrganisationGone,
    Overtaken,
    OwnAddress,
    TooLate,
    Which,
    approve,
    ask,
    invite,
    match,
    note,
    reject,
    undo,
)
from pledges.alike import offer_for
from pledges.forms_hand_over import StaffInviteForm
from pledges.forms_moderation import NoteForm, ReasonForm
from pledges.models import Signature
from pledges.models.signatures import WrongState
from pledges.queue import address_of, next_after

from .read_only import ReadOnlyAdmin
from .told import may_decide, told_apart

NEVER = datetime.min.replace(tzinfo=UTC)


class DecidingAdmin(ReadOnlyAdmin):
    """Each act is a POST from the screen, then on to the next in the queue."""

    def get_urls(self) -> list[URLPattern]:
        acts: list[tuple[str, Callable[..., HttpResponse]]] = [
            ("approve", self.approve_view),
            ("ask", self.ask_view),
            ("reject", self.reject_view),
            ("undo", self.undo_view),
            ("note", self.note_view),
            ("match", self.match_view),
            ("hand_over", self.hand_over_view),
        ]
        own = [
            path(f"<uuid:subject_id>/{name}/", self.admin_site.admin_view(view), name=f"pledges_signature_{name}")
            for name, view in acts
        ]
        return own + super().get_urls()

    def screen(self, request: HttpRequest, signature: Signature, note: NoteForm) -> HttpResponse:
        """The screen these acts belong to, with a note as far as it was written."""
        raise NotImplementedError

    def approve_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        by, seen = request.user, seen_in(request)
        return self._with_organisation(
            request,
            subject_id,
            lambda which: approve(subject_id=subject_id, by=by, seen=seen, organisation=which),  # type: ignore[arg-type]
            self._to_next,
        )

    def match_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        """Which organisation one is that stands on the list already."""
        return self._with_organisation(
            request, subject_id, lambda which: match(subject_id=subject_id, which=which), self._matched
        )

    def _with_organisation(
        self,
        request: HttpRequest,
        subject_id: UUID,
        act: Callable[[Which | None], Any],
        then: Callable[[HttpRequest, Any], HttpResponse],
    ) -> HttpResponse:
        """An act that says which organisation it is. Where that can be told without looking, no choice is needed."""
        signature = self._allowed(request, subject_id)
        if isinstance(signature, HttpResponse):
            return signature
        offer, ticked = offer_for(signature), request.POST.get("organisation", "")
        which = offer.which(ticked) if offer and ticked else None
        if offer and which is None and (ticked or offer.needs_choice):
            messages.error(request, _("Choose first which organisation it is. Nothing was changed."))
            return SeeOther(address_of(subject_id))
        return self._act(request, subject_id, lambda: act(which), then)

    def ask_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        return self._for_a_reason(request, subject_id, ask)

    def reject_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        return self._for_a_reason(request, subject_id, reject)

    def undo_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        """Takes back the decision whose button was pressed, not one that a colleague made since."""
        given = request.POST.get("decision", "")
        decision = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
        act = lambda: undo(subject_id=subject_id, by=request.user, decision=decision)  # type: ignore[arg-type] # noqa: E731
        return self._act(request, subject_id, act, self._undone)

    def note_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        signature = self._allowed(request, subject_id)
        if isinstance(signature, HttpResponse):
            return signature
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.screen(request, signature, form)
        text = form.cleaned_data["text"]
        return self._act(request, subject_id, lambda: note(subject_id=subject_id, by=request.user, text=text), _noted)  # type: ignore[arg-type]

    def hand_over_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        """Asks a colleague to take over, as the organisation told us."""
        signature = self._allowed(request, subject_id)
        if isinstance(signature, HttpResponse):
            return signature
        form = StaffInviteForm(request.POST)
        if not form.is_valid():
            messages.error(request, form.why_not())
            return SeeOther(address_of(subject_id))
        told = form.cleaned_data
        return self._act(
            request,
            subject_id,
            lambda: invite(subject_id=subject_id, network=network_of(request), by=request.user, **told),  # type: ignore[arg-type]
            _invited,
        )

    def _for_a_reason(self, request: HttpRequest, subject_id: UUID, act: Callable[..., Signature]) -> HttpResponse:
        signature = self._allowed(request, subject_id)
        if isinstance(signature, HttpResponse):
            return signature
        form, by, seen = ReasonForm(request.POST), request.user, seen_in(request)
        if not form.is_valid():
            messages.error(request, form.why_not())
            return SeeOther(address_of(subject_id))
        reason = form.cleaned_data["reason"]
        return self._act(
            request, subject_id, lambda: act(subject_id=subject_id, by=by, reason=reason, seen=seen), self._to_next
        )

    def _act(
        self,
        request: HttpRequest,
        subject_id: UUID,
        act: Callable[[], Any],
        then: Callable[[HttpRequest, Any], HttpResponse],
    ) -> HttpResponse:
        """Runs one act, and says plainly why where it cannot be done."""
        signature = self._allowed(request, subject_id)
        if isinstance(signature, HttpResponse):
            return signature
        try:
            return then(request, act())
        except WrongState:
            messages.warning(request, told_apart(signature))
        except Overtaken:
            messages.warning(request, _("Nothing was changed. Their words are not those you looked at: look again."))
        except OrganisationGone:
            messages.warning(request, _("Nothing was changed. That organisation has just gone: look again."))
        except OwnAddress:
            messages.error(request, StaffInviteForm.OWN)
        except TooLate:
            messages.warning(request, _("It is too late to undo this: we have told them. Write to them instead."))
        return SeeOther(address_of(subject_id))

    def _allowed(self, request: HttpRequest, subject_id: UUID) -> Signature | HttpResponse:
        """The signature, for a POST of somebody who may decide."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_decide(request):
            raise PermissionDenied
        signature: Signature = get_object_or_404(self.get_queryset(request), pk=subject_id)
        return signature

    def _undone(self, request: HttpRequest, signature: Signature) -> HttpResponse:
        messages.success(request, _("Undone. It is in the queue again, and nobody was told."))
        return SeeOther(address_of(signature.pk))

    def _matched(self, request: HttpRequest, signature: Signature) -> HttpResponse:
        # Django's log keeps who did it; it says which signature by its reference.
        self.log_change(request, signature, "organisation")
        messages.success(request, _("Kept. The page of the organisation shows it now."))
        return SeeOther(address_of(signature.pk))

    def _to_next(self, request: HttpRequest, signature: Signature) -> HttpResponse:
        """On to the next in the queue; what was decided stands above it, with Undo."""
        following = next_after(signature)
        if following is None:
            messages.success(request, _("That was the last one. Nothing else is waiting."))
            return SeeOther(address_of(signature.pk))
        return SeeOther(f"{address_of(following.pk)}?decided={signature.pk}")


def _noted(request: HttpRequest, written: Any) -> HttpResponse:
    messages.success(request, _("Your note is there."))
    return SeeOther(address_of(written.signature_id))


def _invited(request: HttpRequest, asked: Any) -> HttpResponse:
    messages.success(request, _("We are writing to the colleague, and to the person who signed."))
    return SeeOther(address_of(asked.signature_id))


def seen_in(request: HttpRequest) -> datetime:
    """Which details stood on the page whose button was pressed. Where it does not say: none that there ever were."""
    return written_at(request.POST.get("seen", "")) or NEVER


def written_at(text: str) -> datetime | None:
    """A moment with its time zone, as our own pages write it; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
