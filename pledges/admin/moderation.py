"""Moderation: a queue, and one screen for each signature. What can be done there is in deciding.py and together.py."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.lib.ages import age_of
from pledges.finding import signatures_found
from pledges.forms_hand_over import StaffInviteForm
from pledges.forms_moderation import NoteForm
from pledges.kinds import Reason, State
from pledges.models import Signature
from pledges.queue import called, details_of, findings_of, key_of, next_after
from pledges.screens import screen_of

from .filters import KindFilter, PledgeFilter, StageFilter, is_queue
from .lists import Found, Wanted, in_order
from .shelves import Place, narrowing, page, shelf_for
from .together import TogetherAdmin
from .told import last_decision, may_decide, undo_until


@admin.register(Signature)
class SignatureAdmin(TogetherAdmin):
    """Lists and screens only: what changes a signature is pledges.actions.

    "Change" is the right to decide; nobody can edit, not even a superuser.
    """

    change_list_template = "admin/pledges/signature/change_list.html"
    change_form_template = "admin/pledges/signature/screen.html"
    list_display = ("who", "waiting", "kind", "look_out", "promise", "state")
    list_display_links = ("who",)
    list_filter = (StageFilter, KindFilter, PledgeFilter)
    # Nobody can tick more than a decision may be about.
    list_per_page = 50
    list_select_related = ("subject__person",)
    search_fields = ("subject_id",)
    search_help_text = gettext_lazy(
        "A name, an organisation, a whole e-mail address, or the reference from a letter, such as 1A2B3C4D."
    )

    nothing_found = gettext_lazy(
        "Check how it is spelt, or write fewer words. Of who has left we keep no name: look for their reference."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signature]:
        """Who never pressed the button in their e-mail has not signed: nobody looks at them."""
        return super().get_queryset(request).exclude(state=State.UNCONFIRMED).prefetch_related("revisions")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """In the queue all wait, so no state; for those who may decide, each line has a box to tick."""
        columns = self.list_display[:-1] if is_queue(request) else self.list_display
        return ("tick", *columns) if self.may_tick(request) else columns

    def may_tick(self, request: HttpRequest) -> bool:
        return is_queue(request) and may_decide(request)

    def place_in(self, text: str) -> Place | None:
        return Place.of(text)

    def place_of(self, row: Signature, chosen: Mapping[str, str]) -> str:
        return str(Place(getattr(row, shelf_for(chosen).moment), row.pk))

    def rows(self, listed: QuerySet[Any], wanted: Wanted, most: int) -> Sequence[Signature]:
        return in_order(listed, page(wanted.chosen, place=wanted.place, backwards=wanted.backwards, most=most))

    def found(self, listed: QuerySet[Any], typed: str, chosen: Mapping[str, str], most: int) -> Found:
        hits = signatures_found(typed, narrowing(chosen), most)
        return Found(in_order(listed, hits.keys), hits.many)

    @admin.display(description=gettext_lazy("tick"))
    def tick(self, signature: Signature) -> str:
        box = '<label class="tick"><input type="checkbox" name="tick" value="{}"><span class="{}">{}</span></label>'
        return format_html(box, key_of(signature), "visually-hidden", called(signature))

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

    @admin.display(description=gettext_lazy("look out"))
    def look_out(self, signature: Signature) -> str:
        words = [str(flag.short) for flag in dict.fromkeys(finding.flag for finding in findings_of(signature))]
        if signature.state == State.HELD:
            words.insert(0, _("e-mail of three others"))
        if signature.is_edit:
            words.insert(0, _("a change"))
        return format_html_join(" ", '<span class="flag">{}</span>', ((word,) for word in words)) or "-"

    @admin.display(description=gettext_lazy("what they will do"))
    def promise(self, signature: Signature) -> str:
        details = details_of(signature)
        return details.promise if details and details.promise else "-"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "title": _("Signatures awaiting moderation") if is_queue(request) else _("Signatures"),
            "earlier_words": _("Earlier") if is_queue(request) else _("Newer"),
            "later_words": _("Later") if is_queue(request) else _("Older"),
            "nothing": _("Nothing here. All is done.") if is_queue(request) and not request.GET else "",
            "may_tick": self.may_tick(request),
            "outcome": self.outcome(request),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

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
        return self.screen(request, signature, NoteForm())

    def screen(self, request: HttpRequest, signature: Signature, note: NoteForm) -> HttpResponse:
        screen = screen_of(signature)
        until = undo_until(signature)
        context = {
            **self.admin_site.each_context(request),
            "title": screen.name,
            "opts": self.opts,
            "screen": screen,
            "note": note,
            "reasons": Reason.choices,
            "may_decide": may_decide(request),
            "is_open": signature.waiting_since is not None,
            "next": next_after(signature),
            "just_decided": self._just_decided(request),
            "undo_until": until,
            "invite": self._invite_form(request, signature),
            "last": last_decision(signature) if until else None,
        }
        return TemplateResponse(request, str(self.change_form_template), context)

    def _invite_form(self, request: HttpRequest, signature: Signature) -> StaffInviteForm | None:
        """Where a colleague could take this one over, and who looks may say so."""
        can = may_decide(request) and signature.can_be_handed_over
        return StaffInviteForm(auto_id="id_invite_%s") if can else None

    def _just_decided(self, request: HttpRequest) -> dict[str, Any] | None:
        """The one decided a moment ago, while it can be taken back."""
        try:
            key = UUID(request.GET.get("decided", ""))
        except ValueError:
            return None
        signature = self.get_queryset(request).filter(pk=key).first()
        until = undo_until(signature) if signature else None
        if signature is None or until is None:
            return None
        last = last_decision(signature)
        return {"signature": signature, "name": called(signature), "until": until, "last": last}
