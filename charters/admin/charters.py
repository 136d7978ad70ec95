"""Charters: their names and addresses, and the versions of each."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.actions import AlreadyOpen, start_version
from charters.models import Charter, Version
from charters.models.kinds import LONGEST_TITLE, VersionState
from config.lib.responses import SeeOther
from config.lib.text_fields import LineField

from .base import RulesInWords
from .pages import address_of

LONGEST_SLUG = 80


class CharterForm(forms.ModelForm[Charter]):
    title = LineField(
        longest=LONGEST_TITLE,
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Each version has a title of its own as well."),
    )
    slug = LineField(
        longest=LONGEST_SLUG,
        required=False,
        label=gettext_lazy("Name in the address"),
        help_text=gettext_lazy(
            "Small letters, figures and hyphens. Leave it empty to make it from the title. Once a version is "
            "published it can never change, because people print it."
        ),
    )

    class Meta:
        model = Charter
        fields = ("title", "slug", "kind", "host")

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        return slug or slugify(self.cleaned_data.get("title", ""))[:LONGEST_SLUG].strip("-")


@admin.register(Charter)
class CharterAdmin(RulesInWords[Charter]):
    form = CharterForm
    change_form_template = "admin/charters/charter_form.html"
    fields = ("title", "slug", "kind", "host")
    list_display = ("title", "kind", "in_force", "in_writing")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Plain boxes: partners are written on their own page, not in a window of this one."""
        return db_field.formfield(**kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Charter]:
        """With their versions, but for what stands in them."""
        versions = Version.objects.only("n", "state", "charter_id", "published_at").order_by("-n")
        return super().get_queryset(request).prefetch_related(Prefetch("versions", versions))

    def get_readonly_fields(self, request: HttpRequest, obj: Charter | None = None) -> tuple[str, ...]:
        """A printed address leads to the same charter for ever."""
        return ("slug",) if obj is not None and Version.objects.once_public().filter(charter=obj).exists() else ()

    def has_delete_permission(self, request: HttpRequest, obj: Charter | None = None) -> bool:
        """Only one that has no version: what was said and agreed stays."""
        empty = obj is None or not Version.objects.filter(charter=obj).exists()
        return empty and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Nobody needs to read the keys that clauses of drafts once had."""
        return [str(one) for one in objs], {}, set(), []

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.start_view)
        return [path("<int:pk>/start/", view, name="charters_start"), *super().get_urls()]

    @admin.display(description=gettext_lazy("in force"))
    def in_force(self, charter: Charter) -> str:
        found = next((one for one in charter.versions.all() if one.state == VersionState.PUBLISHED), None)
        if found is None or found.published_at is None:
            return _("no version in force")
        words = {"n": found.n, "day": date_format(localtime(found.published_at), "j F Y")}
        return _("version %(n)s since %(day)s") % words

    @admin.display(description=gettext_lazy("being written"))
    def in_writing(self, charter: Charter) -> str:
        found = next((one for one in charter.versions.all() if one.is_open), None)
        if found is None:
            return _("nothing is being written")
        words = _("version %(n)s: %(state)s") % {"n": found.n, "state": found.get_state_display()}
        return format_html('<a href="{}">{}</a>', address_of(found), words)

    def response_add(self, request: HttpRequest, obj: Charter, post_url_continue: str | None = None) -> HttpResponse:
        """On to its page: a charter without a version says nothing yet."""
        messages.success(request, _("The charter is there. Now write its first version, or import a document."))
        return SeeOther(reverse("admin:charters_charter_change", args=[obj.pk]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        charter: Charter | None = kwargs.get("obj")
        if charter is not None:
            versions = list(Version.objects.filter(charter=charter).defer("document", "intro").order_by("-n"))
            context |= {
                "versions": versions,
                "being_written": next((one for one in versions if one.is_open), None),
                "may_start": request.user.has_perm("charters.add_version"),
                "import_address": reverse("admin:charters_import", args=[charter.pk]),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def start_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks once more, POST begins a version."""
        if request.method not in ("GET", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        if not request.user.has_perm("charters.add_version"):
            raise PermissionDenied
        charter = get_object_or_404(Charter, pk=pk)
        if request.method == "GET":
            return self._ask_to_start(request, charter)
        try:
            version = start_version(charter=charter)
        except AlreadyOpen:
            messages.warning(request, _("Nothing was begun: a version of this charter is being written already."))
            return SeeOther(reverse("admin:charters_charter_change", args=[pk]))
        messages.success(request, _("This is a new draft. Nobody sees it but you and your colleagues."))
        return SeeOther(address_of(version))

    def _ask_to_start(self, request: HttpRequest, charter: Charter) -> HttpResponse:
        before = Version.objects.public().filter(charter=charter).order_by("-n").values_list("n", flat=True).first()
        words = (
            _("It begins with everything that version %(n)s says. Then you change what is different.") % {"n": before}
            if before
            else _("It begins empty.")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Write a new version?"),
            "charter": charter,
            "words": [words],
            "button": _("Write a new version"),
            "back": reverse("admin:charters_charter_change", args=[charter.pk]),
        }
        return TemplateResponse(request, "admin/charters/ask.html", context)
