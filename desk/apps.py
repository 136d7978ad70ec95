from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .checks import demonstration_staff_on_a_real_server
from .roles import on_post_migrate


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Council staff")

    def ready(self) -> None:
        post_migrate.connect(on_post_migrate, sender=self, dispatch_uid="desk.roles")
        register(demonstration_staff_on_a_real_server, Tags.database, deploy=True)
