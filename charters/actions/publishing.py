"""A version through its states."""

from collections.abc import Collection

from django.db import transaction

from charters.models import Charter, Version, WrongState
from charters.models.kinds import VersionState

from .freezing import Code, Missing, freeze, missing
from .printing import print_version

# What says that not everybody agrees.
NOT_ALL_AGREE = (Code.NOT_FROZEN, Code.NO_PARTNER, Code.NOT_AGREED, Code.DECLINED)


class NotReady(Exception):
    """Something is missing. `missing` says what."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(sorted({one.code for one in missing})))
        self.missing = missing


@transaction.atomic
def publish(*, version_id: int) -> Version:
    """Puts an agreed version in force, and supersedes the one before. Nothing in it can change from now on.

    It is printed in the same transaction. Where that fails it is published all the same, and printed later.

    Raises NotReady, and WrongState where somebody else published or withdrew it meanwhile.
    """
    version = _locked(version_id)
    if not version.is_open:
        raise WrongState
    lacking = missing(version)
    if lacking:
        raise NotReady(lacking)
    if version.state == VersionState.DRAFT:
        raise WrongState
    settle(version)
    before = Version.objects.published().filter(charter=version.charter_id).first()
    if before is not None:
        # First, because one version at most is in force at any moment.
        before.move(VersionState.SUPERSEDED)
    version.move(VersionState.PUBLISHED)
    print_version(version=version)
    return version


@transaction.atomic
def withdraw(*, version_id: int, reason: str) -> Version:
    """Takes a published version back. Its address says why to everybody. Raises WrongState."""
    version = _locked(version_id)
    if not version.is_public:
        raise WrongState
    version.move(VersionState.WITHDRAWN, withdrawn_reason=reason)
    return version


@transaction.atomic
def consult(*, version_id: int) -> Version:
    """From draft into consultation, with its content frozen so that it can be agreed. Raises WrongState."""
    version = freeze(version_id=_locked(version_id).pk)
    if version.state == VersionState.DRAFT:
        version.move(VersionState.CONSULTATION)
    settle(version)
    return version


def settle(version: Version) -> None:
    """Words that were changed and changed back are agreed again without anybody having to answer once more."""
    if version.state == VersionState.CONSULTATION and not lacking_of(version, NOT_ALL_AGREE):
        version.move(VersionState.AGREED)


def lacking_of(version: Version, codes: Collection[Code]) -> list[Missing]:
    return [one for one in missing(version) if one.code in codes]


@transaction.atomic
def back_to_draft(*, version_id: int) -> Version:
    """Out of consultation, to be rewritten. What partners answered stays on record. Raises WrongState."""
    version = _locked(version_id)
    if version.state == VersionState.AGREED:
        version.move(VersionState.CONSULTATION)
    if version.state != VersionState.CONSULTATION:
        raise WrongState
    version.move(VersionState.DRAFT)
    return version


@transaction.atomic
def discard(*, version_id: int) -> None:
    """Throws away a version that was never public. Raises WrongState, also where partners or readers answered.

    What they said is kept for ever, so its version is too.
    """
    version = _locked(version_id)
    if version.published_at is not None or version.agreements.exists() or version.reader_checks.exists():
        raise WrongState
    version.delete()


def _locked(version_id: int) -> Version:
    """The version, with its charter locked: of two acts at once the second sees what the first one did."""
    version = Version.objects.get(pk=version_id)
    Charter.objects.select_for_update().get(pk=version.charter_id)
    return Version.objects.select_for_update(no_key=True).get(pk=version_id)
