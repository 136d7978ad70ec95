"""Organisations: what they are called, and two that are one. New ones come about where signatures are approved."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.lib.responses import SeeOther
from config.lib.text_fields import LineField
from config.lib.texts import has_letters
from pledges.actions import OrganisationGone, merge, rename_organisation
from pledges.alike import others_like
from pledges.finding import organisations_found
from pledges.forms_moderation import MergeForm
from pledges.models import Organisation

from .by_name import COUNTED, by_name, with_standing
from .filters import OrganisationKindFilter
from .lists import NUMBER, DeskListAdmin, Found, Wanted, in_order


class OrganisationForm(forms.ModelForm[Organisation]):
    """The name and the kind; the address stays, because people print it."""

    name = LineField(longest=150, label=gettext_lazy("Name"))

    class Meta:
        model = Organisation
        fields = ("name", "kind")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not has_letters(name):
            raise forms.ValidationError(_("Write a name that can be read out."))
        return name


@admin.register(Organisation)
class OrganisationAdmin(DeskListAdmin):
    """Nobody adds one here, and nobody deletes one: it goes with the last signature."""

    form = OrganisationForm
    change_form_template = "admin/pledges/organisation/change_form.html"
    fields = ("name", "kind", "page")
    readonly_fields = ("page",)
    list_display = ("name", "kind", "how_many")
    list_filter = (OrganisationKindFilter,)
    search_fields = ("name",)
    search_help_text = gettext_lazy("Words of the name, in any order.")
    earlier_words, later_words = gettext_lazy("Earlier in the alphabet"), gettext_lazy("Later in the alphabet")
    nothing_found = gettext_lazy("Check how it is spelt, or write fewer words.")

    def place_in(self, text: str) -> Organisation | None:
        """A place is the row itself: its name stands in no address. Gone with the organisation."""
        return Organisation.objects.filter(pk=int(text)).first() if NUMBER.fullmatch(text) else None

    def place_of(self, row: Organisation, chosen: Mapping[str, str]) -> str:
        return str(row.pk)

    def rows(self, listed: QuerySet[Any], wanted: Wanted, most: int) -> Sequence[Organisation]:
        keys = by_name(wanted.chosen.get("kind", ""), wanted.place, backwards=wanted.backwards, most=most)
        return in_order(with_standing(listed), keys)

    def found(self, listed: QuerySet[Any], typed: str, chosen: Mapping[str, str], most: int) -> Found:
        hits, kind = organisations_found(typed), chosen.get("kind")
        found = listed.filter(pk__in=hits.keys, **({"kind": kind} if kind else {})).order_by("name", "pk")
        return Found(list(with_standing(found)[:most]), hits.many)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Organisations"), **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", view, name="pledges_organisation_merge"), *super().get_urls()]

    @admin.display(description=gettext_lazy("on the list"))
    def how_many(self, organisation: Any) -> str:
        """In words: on a phone each row is a card, without headings."""
        n = int(organisation.standing)
        if n >= COUNTED:
            return _("%(n)s signatures on the list, or more") % {"n": COUNTED}
        return ngettext("%(n)s signature on the list", "%(n)s signatures on the list", n) % {"n": n}

    @admin.display(description=gettext_lazy("page"))
    def page(self, organisation: Organisation) -> str:
        address = reverse("pledges:organisation", args=[organisation.slug])
        return format_html('<a href="{}">{}</a>', address, address)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        try:
            rename_organisation(organisation_id=obj.pk, name=obj.name, kind=obj.kind)
        except OrganisationGone:
            messages.warning(request, _("Nothing was changed. That organisation has just gone."))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        organisation = kwargs.get("obj")
        if organisation is not None:
            context |= {"alike": others_like(organisation), "may_merge": self.has_change_permission(request)}
        return super().render_change_form(request, context, *args, **kwargs)

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All signatures of this one go to another, and its address leads there."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        organisation = get_object_or_404(Organisation, pk=pk)
        form = MergeForm(request.POST)
        other = form.other_than(organisation) if form.is_valid() else None
        if other is None:
            messages.error(request, _("Choose another organisation, or write the end of its address. Nothing changed."))
            return SeeOther(reverse("admin:pledges_organisation_change", args=[pk]))
        try:
            staying = merge(organisation_id=pk, into_id=other.pk)
        except OrganisationGone:
            messages.warning(request, _("Nothing was changed. One of the two has just gone."))
            return SeeOther(reverse("admin:pledges_organisation_changelist"))
        self.log_change(request, staying, f"merged {pk}")
        messages.success(request, _("The two are one now. The old address leads to the one that stays."))
        return SeeOther(reverse("admin:pledges_organisation_change", args=[staying.pk]))
