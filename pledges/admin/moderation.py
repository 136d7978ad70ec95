"""Moderation: a queue, one screen for each signature, two big buttons, and Undo."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.lib.ages import age_of
from pledges.actions import TooLate, approve, reject, undo
from pledges.kinds import Judgement, Reason, State
from pledges.models import Decision, Signature
from pledges.models.signatures import WrongState
from pledges.queue import address_of, called, colleague, details_of, next_after, screen_of

from .filters import StageFilter, is_queue
from .read_only import ReadOnlyAdmin
from .references import with_reference


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    """Lists and screens only: what changes a signature is pledges.actions.

    "Change" is the right to decide; nobody can edit, not even a superuser.
    """

    change_form_template = "admin/pledges/signature/screen.html"
    list_display = ("who", "waiting", "kind", "promise", "state")
    list_display_links = ("who",)
    list_filter = (StageFilter,)
    sortable_by = ()
    search_fields = ("subject_id",)
    search_help_text = gettext_lazy("The reference from a letter, such as 1A2B3C4D.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signature]:
        """Who never pressed the button in their e-mail has not signed: nobody looks at them."""
        return super().get_queryset(request).exclude(state=State.UNCONFIRMED).prefetch_related("revisions")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("waiting_since", "subject_id") if is_queue(request) else ("-confirmed_at", "subject_id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Signature], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (with_reference(queryset, "subject_id", search_term) if search_term else queryset), False

    @admin.display(description=gettext_lazy("organisation or person"))
    def who(self, signature: Signature) -> str:
        return called(signature)

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, signature: Signature) -> str:
        if signature.waiting_since is None:
            return "-"
        age = age_of(signature.waiting_since)
        if not age.urgency:
            return str(age)
        return format_html('<span class="age age--{}">{} <b>{}</b></span>', age.urgency, age, age.warning)

    @admin.display(description=gettext_lazy("what they will do"))
    def promise(self, signature: Signature) -> str:
        details = details_of(signature)
        return details.promise if details and details.promise else "-"

    def get_urls(self) -> list[URLPattern]:
        acts: list[tuple[str, Callable[..., HttpResponse]]] = [
            ("approve", self.approve_view),
            ("reject", self.reject_view),
            ("undo", self.undo_view),
        ]
        own = [
            path(f"<uuid:subject_id>/{name}/", self.admin_site.admin_view(view), name=f"pledges_signature_{name}")
            for name, view in acts
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = _("Signatures awaiting moderation") if is_queue(request) else _("Signatures")
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The screen. It changes nothing: the buttons go to the acts below."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        signature = self.get_object(request, object_id)
        if signature is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        if not self.has_view_permission(request, signature):
            raise PermissionDenied
        return TemplateResponse(request, str(self.change_form_template), self._screen(request, signature))

    def _screen(self, request: HttpRequest, signature: Signature) -> dict[str, Any]:
        screen = screen_of(signature)
        return {
            **self.admin_site.each_context(request),
            "title": screen.name,
            "opts": self.opts,
            "screen": screen,
            "reasons": Reason.choices,
            "may_decide": may_decide(request),
            "is_open": signature.waiting_since is not None,
            "next": next_after(signature),
            "just_decided": self._just_decided(request),
            "undo_until": undo_until(signature),
        }

    def _just_decided(self, request: HttpRequest) -> dict[str, Any] | None:
        """The one decided a moment ago, while it can be taken back."""
        try:
            key = UUID(request.GET.get("decided", ""))
        except ValueError:
            return None
        signature = Signature.objects.prefetch_related("revisions").filter(pk=key).first()
        until = undo_until(signature) if signature else None
        if signature is None or until is None:
            return None
        return {"signature": signature, "name": called(signature), "until": until}

    def approve_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        return self._decide(request, subject_id, lambda: approve(subject_id=subject_id, by=request.user))  # type: ignore[arg-type]

    def reject_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        reason = request.POST.get("reason", "")
        if request.method == "POST" and reason not in Reason.values:
            messages.error(request, _("Choose a reason before you turn somebody down."))
            return HttpResponseRedirect(address_of(subject_id))
        return self._decide(
            request,
            subject_id,
            lambda: reject(subject_id=subject_id, by=request.user, reason=Reason(reason)),  # type: ignore[arg-type]
        )

    def undo_view(self, request: HttpRequest, subject_id: UUID) -> HttpResponse:
        return self._act(request, subject_id, lambda: undo(subject_id=subject_id, by=request.user), self._undone)  # type: ignore[arg-type]

    def _decide(self, request: HttpRequest, subject_id: UUID, act: Callable[[], Signature]) -> HttpResponse:
        return self._act(request, subject_id, act, self._to_next)

    def _act(
        self,
        request: HttpRequest,
        subject_id: UUID,
        act: Callable[[], Signature],
        then: Callable[[HttpRequest, Signature], HttpResponse],
    ) -> HttpResponse:
        """Runs one act, and says plainly why where it cannot be done."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_decide(request):
            raise PermissionDenied
        signature = get_object_or_404(self.get_queryset(request), pk=subject_id)
        try:
            return then(request, act())
        except WrongState:
            messages.warning(request, told_apart(signature))
        except TooLate:
            messages.warning(request, _("It is too late to undo this: we have told them. Write to them instead."))
        return HttpResponseRedirect(address_of(subject_id))

    def _undone(self, request: HttpRequest, signature: Signature) -> HttpResponse:
        messages.success(request, _("Undone. It is in the queue again, and nobody was told."))
        return HttpResponseRedirect(address_of(signature.pk))

    def _to_next(self, request: HttpRequest, signature: Signature) -> HttpResponse:
        """On to the next in the queue; what was decided stands above it, with Undo."""
        following = next_after(signature)
        if following is None:
            messages.success(request, _("That was the last one. Nothing else is waiting."))
            return HttpResponseRedirect(address_of(signature.pk))
        return HttpResponseRedirect(f"{address_of(following.pk)}?decided={signature.pk}")


def may_decide(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("pledges.change_signature"))


def undo_until(signature: Signature) -> str | None:
    """The time of day until which the last decision can be undone, or None."""
    decided = signature.waiting_since is None and signature.state != State.WITHDRAWN and signature.can_be_undone
    if not decided or signature.decided_at is None:
        return None
    return time_format(timezone.localtime(signature.decided_at + settings.UNDO_WINDOW), "H:i")


def told_apart(signature: Signature) -> str:
    """What somebody else did first, for the colleague who comes second."""
    now = Signature.objects.filter(pk=signature.pk).first()
    last = Decision.objects.filter(signature_id=signature.pk).select_related("by").order_by("-at", "-id").first()
    if now is not None and now.state == State.WITHDRAWN:
        return _("Nothing was changed: they have left the pledge.")
    if last is None:
        return _("Nothing was changed: there is no decision to undo.")
    words = {
        "what": Judgement(last.act).label,
        "who": colleague(last.by),
        "when": time_format(timezone.localtime(last.at), "H:i"),
    }
    return _("Nothing was changed. Decided before you: %(what)s, by %(who)s at %(when)s.") % words
