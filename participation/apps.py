from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from config.lib import queue_sources


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from charters.shipped import sources  # noqa: PLC0415

        from . import known_promises, notices, queue, shipped_easy  # noqa: PLC0415 - models are not there before

        notices.register()
        known_promises.register()
        queue_sources.register("participation", queue.SOURCE)
        sources.register("participation", shipped_easy.pieces)
