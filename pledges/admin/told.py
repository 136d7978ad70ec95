"""What moderators are told about decisions: their own, and those that colleagues made first."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from pledges.kinds import Judgement, State
from pledges.models import Decision, Signature
from pledges.queue import colleague


def may_decide(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("pledges.change_signature"))


def clock(moment: datetime) -> str:
    return time_format(timezone.localtime(moment), "H:i")


def undo_until(signature: Signature) -> str | None:
    """The time of day until which the last decision can be undone, or None."""
    decided = signature.waiting_since is None and not signature.has_ended and signature.can_be_undone
    if not decided or signature.decided_at is None:
        return None
    return clock(signature.decided_at + settings.UNDO_WINDOW)


def last_decision(signature: Signature) -> Decision | None:
    return last_decisions([signature]).get(signature.pk)


def last_decisions(signatures: Collection[Signature]) -> dict[UUID, Decision]:
    """The last decision about each, in one question."""
    found = Decision.objects.filter(signature__in=signatures).select_related("by")
    return {last.signature_id: last for last in found.order_by("signature_id", "-id").distinct("signature_id")}


def told_apart(signature: Signature) -> str:
    """What somebody else did first, for the colleague who comes second."""
    now = Signature.objects.get(pk=signature.pk)
    return told_of(now, last_decision(now))


def told_of(now: Signature, last: Decision | None) -> str:
    """The same, where it is known already how things stand."""
    if now.state == State.HANDED_OVER:
        return _("Nothing was changed: a colleague of theirs has taken over.")
    if now.state == State.WITHDRAWN:
        return _("Nothing was changed: they have left the pledge.")
    if now.waiting_since is not None:
        return _("Nothing was changed: it waits in the queue, perhaps with other words. Look again.")
    if last is None:
        return _("Nothing was changed: there is no decision to undo.")
    words = {"what": Judgement(last.act).label, "who": colleague(last.by), "when": clock(last.at)}
    return _("Nothing was changed. Decided before you: %(what)s, by %(who)s at %(when)s.") % words
