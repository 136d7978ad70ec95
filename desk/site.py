"""The council's admin site. Apps below reach it through Django's `default_site`."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class DeskSite(admin.AdminSite):
    """Shows first what needs doing, then everything else."""

    site_header = _("Equal Partners: the desk")
    site_title = _("Equal Partners")
    index_title = _("What needs doing")
    enable_nav_sidebar = False

    @cached_property
    def login_form(self) -> Any:  # type: ignore[override]
        """Imported late: forms need models, and this class is made before them."""
        from .sign_in import SignInForm  # noqa: PLC0415

        return SignInForm

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from .queue import queue_for  # noqa: PLC0415

        return super().index(request, {**(extra_context or {}), "queue": queue_for(request.user)})


class DeskAdminConfig(AdminConfig):
    default_site = "desk.site.DeskSite"
