"""The council's admin site. Apps below reach it through Django's `default_site`."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class DeskSite(admin.AdminSite):
    site_header = _("Equal Partners: the desk")
    site_title = _("Equal Partners")
    index_title = _("What needs doing")


class DeskAdminConfig(AdminConfig):
    default_site = "desk.site.DeskSite"
