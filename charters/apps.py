from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChartersConfig(AppConfig):
    name = "charters"
    verbose_name = _("Charters")

    def ready(self) -> None:
        from . import notices  # noqa: PLC0415 - models are not there before

        notices.register()
