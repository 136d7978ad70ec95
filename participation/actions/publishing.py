"""Publishing the results of a round: asked for at the desk, done by the worker, frozen by the database."""

import logging

from django.db import transaction
from django.utils import timezone

from config.lib.texts import clean_text
from participation.models import Round, ServiceResult, Snapshot
from participation.result_document import Results, lacking

logger = logging.getLogger("participation")
# Rows written at one go.
BATCH = 500


class NotReady(Exception):
    """Something has to be done first: `lacks` are codes, each with the return and question that it is about."""

    def __init__(self, lacks: list[tuple[str, object, int | None]]) -> None:
        super().__init__()
        self.lacks = lacks


class NoteMissing(Exception):
    """A correction says what was corrected."""


@transaction.atomic
def ask_to_publish(*, round_id: int, note: str = "") -> None:
    """The worker publishes the results as they stand then; asked twice, once. Raises NotReady, NoteMissing."""
    one = Round.objects.select_for_update().get(pk=round_id)
    if lacks := lacking(one.pk):
        raise NotReady(lacks)
    cleaned = clean_text(note)
    if one.snapshots.exists() and not cleaned:
        raise NoteMissing
    if one.publish_asked_at is None:
        Round.objects.filter(pk=one.pk).update(publish_asked_at=timezone.now(), publish_note=cleaned)


def publish_due() -> int:
    """Publishes what was asked for; how many rounds. One that is not ready any more is left for staff to look at."""
    published = 0
    for pk in Round.objects.exclude(publish_asked_at=None).values_list("pk", flat=True):
        try:
            published += publish(round_id=pk) is not None
        except NotReady:
            Round.objects.filter(pk=pk).update(publish_asked_at=None)
            logger.warning("the results of round %s are not ready to be published", pk)
    return published


@transaction.atomic
def publish(*, round_id: int) -> Snapshot | None:
    """Freezes the results of a round as they stand. None where nobody asked for it any more. Raises NotReady."""
    one = Round.objects.select_for_update(of=("self",)).select_related("question_set").get(pk=round_id)
    if one.publish_asked_at is None:
        return None
    if lacks := lacking(one.pk):
        raise NotReady(lacks)
    results = Results(one)
    services = [(found.service, document) for found, document in results.services()]
    n = one.snapshots.count() + 1
    made = Snapshot.objects.create(round=one, n=n, note=one.publish_note if n > 1 else "", document=results.whole())
    ServiceResult.objects.bulk_create(
        [ServiceResult(snapshot=made, service=to, name=to.name, document=document) for to, document in services],
        batch_size=BATCH,
    )
    Round.objects.filter(pk=one.pk).update(publish_asked_at=None, publish_note="")
    return made
