"""Writing what people are shown: a new version is a copy, and publishing it is for ever."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max

from charters.models.kinds import PUBLIC
from pledges.models import NoticeVersion, PledgeWording, PurposeWording
from pledges.models.wordings import publish

AnyWording = TypeVar("AnyWording", PledgeWording, PurposeWording, NoticeVersion)


class AlreadyPublished(Exception):
    """Published words never change, and are published once."""


class OutOfOrder(Exception):
    """A newer version is published already, so nobody would ever see this one."""


class NotForEverybody(Exception):
    """It stands on a version of a charter that not everybody can read: a draft, or one that was taken back."""


@transaction.atomic
def publish_wording(wording: AnyWording) -> AnyWording:
    """Shows a draft to everybody from now on. Raises AlreadyPublished, OutOfOrder and NotForEverybody."""
    rows: Any = type(wording)._default_manager
    fresh: AnyWording = rows.select_for_update().get(pk=wording.pk)
    if fresh.is_published:
        raise AlreadyPublished
    if rows.filter(**_series(fresh), n__gt=fresh.n, published_at__isnull=False).exists():
        raise OutOfOrder
    if isinstance(fresh, PledgeWording) and fresh.charter_versions.exclude(state__in=PUBLIC).exists():
        raise NotForEverybody
    publish(fresh)
    return fresh


@transaction.atomic
def new_version(wording: AnyWording) -> AnyWording:
    """A draft with the same words and the next number. The database refuses a number taken meanwhile.

    It stands on the same versions of charters too: which newer ones it should stand on, staff say.
    """
    rows: Any = type(wording)._default_manager
    latest = rows.filter(**_series(wording)).aggregate(n=Max("n"))["n"]
    copied: dict[str, Any] = {"standard": wording.standard, "easy": wording.easy}
    if isinstance(wording, PurposeWording):
        copied["basis"] = wording.basis
    draft: AnyWording = rows.create(**_series(wording), **copied, n=latest + 1)
    if isinstance(wording, PledgeWording) and isinstance(draft, PledgeWording):
        draft.charter_versions.set(wording.charter_versions.public())
    return draft


def _series(wording: PledgeWording | PurposeWording | NoticeVersion) -> dict[str, object]:
    """What the versions of one wording have in common."""
    series: dict[str, object] = {"language": wording.language}
    if isinstance(wording, PledgeWording):
        series["pledge_id"] = wording.pledge_id
    if isinstance(wording, PurposeWording):
        series["purpose"] = wording.purpose
    return series
