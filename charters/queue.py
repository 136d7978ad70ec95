"""Versions that wait for council staff: a partner has said no, or everybody agrees and somebody has to publish."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from charters.models import Agreement, Version
from charters.models.kinds import ASKED, Answer, VersionState
from config.lib.queue_sources import QueueSource, Waiting


def awaiting(limit: int) -> list[Waiting]:
    """For the desk's one queue. Few charters are in consultation at once, so all their answers are looked at."""
    return sorted(_waiting(), key=lambda one: one.since)[:limit]


def _waiting() -> Iterator[Waiting]:
    last: dict[Version, dict[int, Agreement]] = {}
    asked = Agreement.objects.standing().filter(version__state__in=ASKED).select_related("version__charter")
    for answer in asked.defer("version__document").order_by("pk"):
        last.setdefault(answer.version, {})[answer.partner_id] = answer
    for version, answers in last.items():
        noes = [answer for answer in answers.values() if answer.act == Answer.DECLINE]
        if version.state == VersionState.AGREED:
            since = max(answer.at for answer in answers.values())
            yield Waiting(str(version.pk), str(version), gettext("every partner agrees"), since)
        elif noes:
            since = min(answer.at for answer in noes)
            yield Waiting(str(version.pk), str(version), gettext("a partner does not agree"), since)


def decide(waiting: Waiting) -> str:
    return reverse("admin:charters_version_change", args=[waiting.key])


SOURCE = QueueSource(
    title=_("Charters to decide about"), permission="charters.change_version", awaiting=awaiting, decide=decide
)
