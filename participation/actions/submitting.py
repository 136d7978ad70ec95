"""Submitting a return. The database decides whether it is complete, and locks it."""

import hashlib
from uuid import UUID

from django.db import connection
from django.utils import timezone

from participation.models import Answer, Evidence, Holder, Return
from participation.models.kinds import ReturnState
from post.actions import queue_letter

from .refusals import refusals

SUBMITTED = "participation/submitted"


class Changed(Exception):
    """Somebody has changed it since it was looked at: nobody submits what they have not seen."""


def missing(return_id: UUID) -> list[tuple[str, int]]:
    """What is missing before it can be submitted: "no_answer" or "no_evidence", and for which question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, question_id FROM participation_missing(%s)", [return_id])
        return list(cursor.fetchall())


def fingerprint(return_id: UUID) -> str:
    """A mark of all that stands in a return, for the page on which it is checked."""
    answers = Answer.objects.filter(of_return=return_id).order_by("pk").values_list("pk", "revision")
    evidence = Evidence.objects.filter(of_return=return_id).order_by("pk").values_list("pk", flat=True)
    return hashlib.sha256(repr((list(answers), list(evidence))).encode()).hexdigest()[:24]


def submit(*, return_id: UUID, looked_at: str) -> Return:
    """Submits what was looked at (fingerprint), and tells everybody who holds a link.

    Where somebody else has submitted it meanwhile, that is what counts. Raises Changed, Incomplete and Closed.
    """
    with refusals():
        the_return = Return.objects.select_for_update(no_key=True).get(pk=return_id)
        if the_return.state == ReturnState.SUBMITTED:
            return the_return
        if fingerprint(return_id) != looked_at:
            raise Changed
        Return.objects.filter(pk=return_id).update(state=ReturnState.SUBMITTED, submitted_at=timezone.now())
        for holder in Holder.objects.filter(of_return=return_id).order_by("pk"):
            queue_letter(recipient=holder.email, about_app="participation", about_id=holder.pk, template=SUBMITTED)
        the_return.refresh_from_db()
        return the_return
