"""What happens to a service: it leaves the register, comes back, becomes part of another, or was a mistake."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.actions.services import (
    HasYears,
    NameTaken,
    NotOnRegister,
    ServiceGone,
    come_back,
    leave_register,
    merge_services,
    remove_service,
)
from participation.models import Service

from .service_forms import OtherServiceForm
from .showing import Crumb, address, log, page, refused, told

GONE = gettext_lazy("It is not there any more: somebody else has deleted it.")
View = Callable[[HttpRequest, Service], HttpResponse]


def about_service(view: View) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """For acts on a service: GET asks once more, POST does it."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if not request.user.has_perm("participation.change_service"):
            raise PermissionDenied
        return view(request, get_object_or_404(Service.objects.select_related("lead", "organisation"), pk=pk))

    return guarded


@about_service
def leave_view(request: HttpRequest, service: Service) -> HttpResponse:
    if request.method != "POST":
        words = [
            _("It is asked no more. What it answered stays, and is still told on its page."),
            _("The name and e-mail of its lead are deleted at once, and all links to its answers stop working."),
            _("It can come back later."),
        ]
        return _ask(request, service, _("Take it off the register?"), words, _("Take it off the register"))
    try:
        leave_register(service_id=service.pk)
    except ServiceGone:
        return refused(request, GONE, address("service_changelist"))
    log(request, service, "left the register")
    return told(request, _("It has left the register."), address("service_change", service.pk))


@about_service
def return_view(request: HttpRequest, service: Service) -> HttpResponse:
    if request.method != "POST":
        words = [_("It is asked again from the next round on. Then write who leads it.")]
        if service.merged_into_id:
            words.append(_("Its years are told on its own page again, and no more with the other service's."))
        return _ask(request, service, _("Put it back on the register?"), words, _("Put it back"))
    try:
        come_back(service_id=service.pk)
    except ServiceGone:
        return refused(request, GONE, address("service_changelist"))
    except NameTaken:
        words_too = _("Nothing was changed: another service of this name and kind is on the register.")
        return refused(request, words_too, address("service_change", service.pk))
    log(request, service, "came back")
    return told(request, _("It is on the register again. Write who leads it."), address("service_change", service.pk))


def delete_view(request: HttpRequest, service: Service | None) -> HttpResponse:
    """For one that was entered by mistake. One with years is shown the way off the register."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if not request.user.has_perm("participation.delete_service"):
        raise PermissionDenied
    if service is None:
        raise Http404
    if request.method != "POST":
        words = [_("Do this only if it was entered by mistake. This cannot be undone.")]
        return _ask(request, service, _("Delete this service?"), words, _("Delete it"))
    try:
        remove_service(service_id=service.pk)
    except HasYears:
        words_too = _(
            "Nothing was deleted: this service was asked in an audit, a panel spoke of it, or another became part of "
            "it, and that stays. You can take it off the register instead."
        )
        return refused(request, words_too, address("service_change", service.pk))
    return told(request, _("The service is deleted."), address("service_changelist"))


@about_service
def merge_view(request: HttpRequest, service: Service) -> HttpResponse:
    """First which one stays, by name; then both side by side; then it is done."""
    into = _into(request)
    if request.method == "POST" and "other" in request.POST:
        form = OtherServiceForm(request.POST, service=service)
        if not form.is_valid():
            return _which(request, service, form)
        into = form.cleaned_data["other"]
    elif into is None or into.pk == service.pk:
        return _which(request, service, OtherServiceForm(service=service))
    elif request.method == "POST":
        return _merged(request, service, into)
    rows = list(zip(LOOKED_AT, _facts(service), _facts(into), strict=True))
    return _page(request, service, "merge", _("Is it the same service?"), into=into, rows=rows)


LOOKED_AT = (
    gettext_lazy("Name"),
    gettext_lazy("Kind"),
    gettext_lazy("Size"),
    gettext_lazy("Lead"),
    gettext_lazy("Organisation that signed"),
    gettext_lazy("Asked to sign on"),
    gettext_lazy("Audits"),
)


def _facts(service: Service) -> list[Any]:
    lead = getattr(service, "lead", None)
    years = service.returns.order_by("round__year").values_list("round__year", flat=True)
    return [
        service.name,
        service.get_kind_display(),
        service.get_size_display(),
        " ".join(filter(None, (lead.name, lead.email))) if lead else _("nobody"),
        service.organisation or _("none"),
        date_format(service.asked_on, "j F Y") if service.asked_on else _("not asked"),
        ", ".join(str(year) for year in years) or _("none"),
    ]


def _into(request: HttpRequest) -> Service | None:
    """The service that stays, as an address or a form names it."""
    given = request.POST.get("into", "") or request.GET.get("into", "")
    try:
        return Service.objects.select_related("lead", "organisation").filter(pk=UUID(given)).first()
    except ValueError:
        return None


def _which(request: HttpRequest, service: Service, form: OtherServiceForm) -> HttpResponse:
    return _page(request, service, "merge_which", _("Is it the same as another?"), form=form)


def _merged(request: HttpRequest, service: Service, into: Service) -> HttpResponse:
    back = address("service_change", service.pk)
    try:
        staying = merge_services(service_id=service.pk, into_id=into.pk)
    except ServiceGone:
        return refused(request, GONE, address("service_changelist"))
    except NotOnRegister:
        return refused(request, _("Nothing was changed: the other service has left the register."), back)
    log(request, staying, f"merged {service.pk}")
    return told(
        request, _("The two are one now. Their years are told together."), address("service_change", staying.pk)
    )


def _ask(request: HttpRequest, service: Service, title: str, words: list[str], button: str) -> HttpResponse:
    back = address("service_change", service.pk)
    words = [service.name, *words]
    return _page(request, service, "ask", title, words=words, button=button, back=back, danger=True)


def _page(request: HttpRequest, service: Service, template: str, title: str, **more: Any) -> HttpResponse:
    crumbs: list[Crumb] = [
        (address("service_changelist"), _("Services")),
        (address("service_change", service.pk), service.name),
    ]
    return page(request, template, title, crumbs=crumbs, service=service, **more)
