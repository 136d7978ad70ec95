from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from config.lib import queue_sources


class ChartersConfig(AppConfig):
    name = "charters"
    verbose_name = _("Charters")

    def ready(self) -> None:
        from . import notices, queue  # noqa: PLC0415 - models are not there before
        from .shipped import ours, sources  # noqa: PLC0415

        notices.register()
        # What waits for who writes charters shows on the desk, which is above us.
        queue_sources.register("charters", queue.SOURCE)
        sources.register("charters", ours.pieces)
