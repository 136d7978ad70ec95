"""Reading what is public: the versions of a charter, and what stands beside the document of one.

Nothing here reads the rows that a document is made of: only the document itself.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from charters.document import Document, Partner
from charters.models import Agreement, Charter, Credit, ReaderCheck, Version, VersionPartner
from charters.models.kinds import VersionState
from post.models import Generation

# Goes up whenever something public changes.
GENERATION = "charters"
# What a page says of a version besides its content.
ABOUT = ("n", "state", "title", "language", "hash", "published_at", "superseded_at", "withdrawn_at", "withdrawn_reason")


class NotPublic(LookupError):
    """There is no such charter, version or promise, or nobody outside may see it yet."""


class Withdrawn(Exception):
    """It was public and was taken back; `version` says why."""

    def __init__(self, version: Version) -> None:
        super().__init__()
        self.version = version


def generation() -> int:
    """Read it first, so that new content never passes for old."""
    return Generation.current(GENERATION)


@dataclass(frozen=True)
class Shelf:
    """A charter with all its versions that ever were public, oldest first."""

    charter: Charter
    versions: tuple[Version, ...]

    @cached_property
    def in_force(self) -> Version | None:
        return next((version for version in self.versions if version.state == VersionState.PUBLISHED), None)

    @cached_property
    def readable(self) -> tuple[Version, ...]:
        """Those that were not taken back, oldest first."""
        return tuple(version for version in self.versions if version.is_public)

    @property
    def now(self) -> Version:
        """The version in force. Raises Withdrawn where the newest was taken back."""
        if self.in_force is None:
            raise Withdrawn(self.versions[-1])
        return self.in_force

    def version(self, n: int) -> Version:
        """This version. Raises NotPublic or Withdrawn."""
        for version in self.versions:
            if version.n == n:
                if not version.is_public:
                    raise Withdrawn(version)
                return version
        raise NotPublic

    def before(self, version: Version) -> Version | None:
        """The version that can be read and came before this one."""
        earlier = [other for other in self.readable if other.n < version.n]
        return earlier[-1] if earlier else None


def shelf(slug: str) -> Shelf:
    """The charter with this name in its address. Raises NotPublic."""
    versions = Version.objects.once_public().filter(charter__slug=slug).select_related("charter").order_by("n")
    found = tuple(versions.only(*ABOUT, "charter"))
    if not found:
        raise NotPublic
    return Shelf(found[0].charter, found)


def documents(versions: tuple[Version, ...]) -> dict[int, Document]:
    """The content of these versions, by their numbers."""
    found = Version.objects.filter(pk__in=[version.pk for version in versions]).values_list("n", "document")
    return {n: Document.parse(content) for n, content in found if content is not None}


class Check(NamedTuple):
    """That a group of readers went through the easy read."""

    group: str
    readers: int
    at: datetime


@dataclass(frozen=True)
class Content:
    """A version's document, with what is said about it and stands outside it."""

    document: Document
    agreed: tuple[Partner, ...]
    checks: tuple[Check, ...]
    credits: tuple[str, ...]


def content(version: Version) -> Content:
    """What a version says, who agreed to it, who checked its easy read, and who helped; in one statement."""
    answer = Agreement.objects.filter(
        version=OuterRef("version"), partner=OuterRef("partner"), hash=OuterRef("version__hash")
    ).order_by("-pk")
    agreed = VersionPartner.objects.filter(version=OuterRef("pk")).order_by("position")
    checks = ReaderCheck.objects.filter(version=OuterRef("pk"), hash=OuterRef("hash")).order_by("pk")
    credits = Credit.objects.filter(version=OuterRef("pk")).order_by("position")
    stored, answers, checked, helped = Version.objects.values_list(
        "document",
        ArraySubquery(agreed.values_list(Subquery(answer.values("act")[:1]))),
        ArraySubquery(checks.values(said=JSONObject(group="group", readers="count", at="at"))),
        ArraySubquery(credits.values("text")),
    ).get(pk=version.pk)
    document = Document.parse(stored)
    # By their places, because a partner may have another name now than when the document was frozen.
    partners = zip(document.partners, answers, strict=True)
    return Content(
        document,
        tuple(partner for partner, act in partners if act == "agree"),
        tuple(Check(one["group"], one["readers"], _moment(one["at"])) for one in checked),
        tuple(helped),
    )


def _moment(written: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(written))
