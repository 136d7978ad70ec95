"""Returns whose evidence nobody has looked at, for the desk's one queue."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.lib.queue_sources import QueueSource, Waiting

from .models import Evidence, Return


def awaiting(limit: int) -> list[Waiting]:
    """Those that waited longest first. While a return is being answered, its evidence may still be taken out."""
    unseen = Evidence.objects.waiting().filter(of_return=OuterRef("pk"))
    found = Return.objects.submitted().filter(Exists(unseen)).select_related("round", "service")
    return [
        Waiting(str(one.pk), str(one), gettext("evidence to look at"), one.submitted_at)
        for one in found.order_by("submitted_at")[:limit]
        if one.submitted_at is not None
    ]


def decide(waiting: Waiting) -> str:
    return reverse("admin:participation_return_change", args=[waiting.key])


SOURCE = QueueSource(
    title=_("Audit returns to look at"), permission="participation.change_return", awaiting=awaiting, decide=decide
)
