"""Pictures that staff upload: all of them, one more, each by itself, and taking one back."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charters.actions import (
    AlreadyHere,
    NameTaken,
    TakenBack,
    add_picture,
    clear_picture,
    correct_picture,
    withdraw_picture,
)
from charters.models import Picture
from charters.picture_uses import uses_of
from config.lib.broken_rules import rule_broken
from config.lib.reading import SCHEMES
from config.lib.responses import SeeOther

from .forms_pictures import AboutForm, TakeBackForm, UploadForm
from .writing import problems_of


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin[Picture]):
    """Pages of our own; who may write charters may do all of this."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("", self._wrapped(all_view), name="charters_picture_changelist"),
            path("add/", self._wrapped(add_view), name="charters_picture_add"),
            path("<str:sha256>/", self._wrapped(picture_view), name="charters_picture_change"),
            path("<str:sha256>/clear/", self._wrapped(clear_view), name="charters_picture_clear"),
            path("<str:sha256>/take-back/", self._wrapped(take_back_view), name="charters_picture_take_back"),
        ]

    def _wrapped(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(view))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("charters.view_version")

    def has_view_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        return request.user.has_perm("charters.view_version")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("charters.change_version")

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        return request.user.has_perm("charters.change_version")

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        return False


def all_view(request: HttpRequest) -> HttpResponse:
    """Those in use and those that wait first; then those that were taken back."""
    _only_with(request, "charters.view_version")
    found = list(Picture.objects.order_by("name"))
    uses = uses_of(one.hex for one in found)
    rows = [{"picture": one, "uses": uses.get(one.hex, [])} for one in found]
    context = {
        "waiting": [row for row in rows if row["picture"].cleared_at is None],  # type: ignore[attr-defined]
        "in_use": [row for row in rows if row["picture"].is_in_use],  # type: ignore[attr-defined]
        "taken_back": [row for row in rows if row["picture"].withdrawn_at is not None],  # type: ignore[attr-defined]
        "may_write": request.user.has_perm("charters.change_version"),
    }
    return _page(request, "uploaded", _("Pictures of our own"), context)


def add_view(request: HttpRequest) -> HttpResponse:
    _only_with(request, "charters.change_version")
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 200
    if form.is_bound and form.is_valid():
        try:
            picture = add_picture(
                content=form.kept.content, type=form.kept.type, about=form.about(), cleared=form.cleaned_data["cleared"]
            )
        except AlreadyHere as here:
            form.add_error("upload", _here_already(here.picture))
        except (NameTaken, IntegrityError) as error:
            status = _refused(form, error)
        else:
            return _done(request, picture, ADDITION, "added", _("The picture is there."))
    context = {"form": form, "problems": problems_of(form, None), "back": _list(), "is_new": True}
    return _page(request, "uploading", _("Add a picture"), context, status=status)


def picture_view(request: HttpRequest, sha256: str) -> HttpResponse:
    """How it looks beside a line, where it is used, and what is said of it; POST puts that right."""
    _only_with(request, "charters.view_version")
    picture = _picture_or_404(sha256)
    may_write = request.user.has_perm("charters.change_version") and picture.withdrawn_at is None
    status = 200
    if request.method == "POST":
        _only_with(request, "charters.change_version")
        form = AboutForm(request.POST, instance=_picture_or_404(sha256))
        if form.is_valid():
            try:
                return _corrected(request, picture, form)
            except (NameTaken, IntegrityError) as error:
                status = _refused(form, error)
    else:
        form = AboutForm(instance=picture)
    context = {
        "picture": picture,
        "uses": uses_of([picture.hex]).get(picture.hex, []),
        "form": form if may_write else None,
        "problems": problems_of(form, None),
        "schemes": list(SCHEMES),
        "back": _list(),
    }
    return _page(request, "uploaded_one", picture.name, context, status=status)


def _corrected(request: HttpRequest, picture: Picture, form: AboutForm) -> HttpResponse:
    try:
        correct_picture(picture=picture, about=form.about())
    except TakenBack:
        return _gone(request)
    return _done(request, picture, CHANGE, "put right", _("Saved."))


def _refused(form: AboutForm, error: NameTaken | IntegrityError) -> int:
    """What somebody else did meanwhile, said on the page that holds everything typed; its status."""
    if isinstance(error, NameTaken):
        form.add_error("name", form.NAME_TAKEN)
    else:
        form.add_error(None, rule_broken(Picture, error))
    return 409


def clear_view(request: HttpRequest, sha256: str) -> HttpResponse:
    """GET asks once more; POST clears it."""
    _only_with(request, "charters.change_version")
    picture = _picture_or_404(sha256)
    if request.method == "POST":
        try:
            clear_picture(picture=picture)
        except TakenBack:
            return _gone(request)
        return _done(request, picture, CHANGE, "cleared", _("Everybody may see it now."))
    words = [
        _("The licence lets us show it."),
        _("Nobody in it can be recognised, or they agreed. For a child, a parent agreed too."),
    ]
    context = {"words": words, "button": _("Yes, it may be shown"), "back": _address(picture)}
    return _page(request, "ask", _("May everybody see “%(name)s”?") % {"name": picture.name}, context)


def take_back_view(request: HttpRequest, sha256: str) -> HttpResponse:
    """GET says what will happen; POST takes it back for good."""
    _only_with(request, "charters.change_version")
    picture = _picture_or_404(sha256)
    form = TakeBackForm(request.POST) if request.method == "POST" else TakeBackForm()
    if form.is_bound and form.is_valid():
        try:
            withdraw_picture(picture=picture, reason=form.cleaned_data["reason"])
        except TakenBack:
            return _gone(request)
        _log(request, picture, CHANGE, "taken back")
        messages.success(request, _("It is taken back. Pages show the words alone."))
        return SeeOther(_list())
    words = [
        _("It goes from all pages at once, and its file is deleted. This cannot be undone."),
        _("Where it stood, the words stay. Versions that are being written need another picture."),
    ]
    context = {
        "words": words,
        "form": form,
        "problems": problems_of(form, None),
        "button": _("Take it back"),
        "danger": True,
        "back": _address(picture),
    }
    return _page(request, "ask", _("Take “%(name)s” back?") % {"name": picture.name}, context)


def _here_already(picture: Picture) -> str:
    if picture.withdrawn_at is not None:
        return _("This picture was here before, as “%(name)s”, and was taken back.") % {"name": picture.name}
    return _("This picture is here already: “%(name)s”.") % {"name": picture.name}


def _only_with(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def _picture_or_404(sha256: str) -> Picture:
    try:
        found = Picture.objects.filter(pk=bytes.fromhex(sha256)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _list() -> str:
    return reverse("admin:charters_picture_changelist")


def _address(picture: Picture) -> str:
    return reverse("admin:charters_picture_change", args=[picture.hex])


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Nothing was saved: somebody has taken this picture back."))
    return SeeOther(_list())


def _done(request: HttpRequest, picture: Picture, flag: int, what: str, words: str) -> HttpResponse:
    _log(request, picture, flag, what)
    messages.success(request, words)
    return SeeOther(_address(picture))


def _log(request: HttpRequest, picture: Picture, flag: int, what: str) -> None:
    """Which member of staff did what, in Django's own log; `what` is never what was written."""
    LogEntry.objects.create(
        user_id=request.user.pk or 0,
        content_type=ContentType.objects.get_for_model(Picture),
        object_id=picture.hex,
        object_repr=picture.name,
        action_flag=flag,
        change_message=what,
    )


def _page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    whole = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/charters/{template}.html", whole, status=status)
