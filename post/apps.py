from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from config.lib.rights import on_post_migrate


class PostConfig(AppConfig):
    name = "post"
    verbose_name = _("Letters and links")

    def ready(self) -> None:
        """Gather every app's letters, jobs and periods, and give the serving role its rights after each migration."""
        post_migrate.connect(on_post_migrate, sender=self)
        import_module("post.upkeep")
        autodiscover_modules("notices", "jobs", "retention")
