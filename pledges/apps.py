from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from config.lib import queue_sources


class PledgesConfig(AppConfig):
    name = "pledges"
    verbose_name = _("Pledges")

    def ready(self) -> None:
        from charters.shipped import sources  # noqa: PLC0415

        from . import known_promises, notices, queue, shipped_easy  # noqa: PLC0415 - models are not there before

        notices.register()
        known_promises.register()
        # What waits for a moderator shows on the desk, which is above us.
        queue_sources.register("pledges", queue.SOURCE)
        sources.register("pledges", shipped_easy.pieces)
