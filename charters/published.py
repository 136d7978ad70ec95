"""Reading what is public: the versions of a charter, and what stands beside the document of one.

Nothing here reads the rows that a document is made of: only the document itself. What every page asks for is asked in
plain SQL: put together by the ORM it took several times as long, most of it in Python.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from charters.document import Document
from charters.models.kinds import PUBLIC, VersionState
from charters.papers import Paper, ordered
from post.models import Generation

# Goes up whenever something public changes.
GENERATION = "charters"
VERSIONS = """
SELECT c.id, c.slug, c.kind, v.id, v.n, v.state, v.title, encode(v.hash, 'hex'),
    v.published_at, v.superseded_at, v.withdrawn_at, v.withdrawn_reason
FROM charters_version v JOIN charters_charter c ON c.id = v.charter_id
WHERE c.slug = %s AND v.published_at IS NOT NULL ORDER BY v.n
"""


class NotPublic(LookupError):
    """There is no such charter, version or promise, or nobody outside may see it yet."""


class PublicCharter(NamedTuple):
    pk: int
    slug: str
    kind: str


@dataclass(frozen=True)
class PublicVersion:
    """A version that is or was public, without its content. `hex` is the SHA-256 of its document."""

    charter: PublicCharter
    pk: int
    n: int
    state: str
    title: str
    hex: str
    published_at: datetime
    superseded_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str

    @property
    def is_public(self) -> bool:
        """Whether it can still be read."""
        return self.state in PUBLIC


class Withdrawn(Exception):
    """It was public and was taken back; `version` says why."""

    def __init__(self, version: PublicVersion) -> None:
        super().__init__()
        self.version = version


def generation() -> int:
    """Read it first, so that new content never passes for old."""
    return Generation.current(GENERATION)


@dataclass(frozen=True)
class Shelf:
    """A charter with all its versions that ever were public, oldest first."""

    charter: PublicCharter
    versions: tuple[PublicVersion, ...]

    @cached_property
    def in_force(self) -> PublicVersion | None:
        return next((version for version in self.versions if version.state == VersionState.PUBLISHED), None)

    @cached_property
    def readable(self) -> tuple[PublicVersion, ...]:
        """Those that were not taken back, oldest first."""
        return tuple(version for version in self.versions if version.is_public)

    @property
    def now(self) -> PublicVersion:
        """The version in force. Raises Withdrawn where the newest was taken back."""
        if self.in_force is None:
            raise Withdrawn(self.versions[-1])
        return self.in_force

    def version(self, n: int) -> PublicVersion:
        """This version. Raises NotPublic or Withdrawn."""
        for version in self.versions:
            if version.n == n:
                if not version.is_public:
                    raise Withdrawn(version)
                return version
        raise NotPublic

    def before(self, version: PublicVersion) -> PublicVersion | None:
        """The version that can be read and came before this one."""
        earlier = [other for other in self.readable if other.n < version.n]
        return earlier[-1] if earlier else None


def shelf(slug: str) -> Shelf:
    """The charter with this name in its address. Raises NotPublic."""
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS, [slug])
        rows = cursor.fetchall()
    if not rows:
        raise NotPublic
    charter = PublicCharter(*rows[0][:3])
    return Shelf(charter, tuple(PublicVersion(charter, *row[3:]) for row in rows))


# Everything that was ever published has a document (charters_version_times_fit).
DOCUMENTS = "SELECT n, document FROM charters_version WHERE id = ANY (%s) AND published_at IS NOT NULL"


def documents(versions: tuple[PublicVersion, ...]) -> dict[int, Document]:
    """The content of these versions, by their numbers."""
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS, [[version.pk for version in versions]])
        return {n: Document.parse(content) for n, content in cursor.fetchall()}


class Check(NamedTuple):
    """That a group of readers went through the easy read."""

    group: str
    readers: int
    at: datetime


@dataclass(frozen=True)
class Beside:
    """What is said about a version and stands outside its document. `answers`: who agreed, by the partners' places.

    `papers`: what it is printed as.
    """

    answers: tuple[bool, ...]
    checks: tuple[Check, ...]
    credits: tuple[str, ...]
    papers: tuple[Paper, ...] = ()


# A partner's last answer to exactly this content decides.
BESIDE = """
SELECT
    ARRAY(SELECT coalesce((SELECT a.act = 'agree' FROM charters_agreement a
            WHERE a.version_id = v.id AND a.partner_id = p.partner_id AND a.hash = v.hash
            ORDER BY a.id DESC LIMIT 1), false)
        FROM charters_versionpartner p WHERE p.version_id = v.id ORDER BY p.position),
    (SELECT coalesce(json_agg(json_build_array(r."group", r.count, r.at) ORDER BY r.id), '[]')
        FROM charters_readercheck r WHERE r.version_id = v.id AND r.hash = v.hash),
    ARRAY(SELECT c.text FROM charters_credit c WHERE c.version_id = v.id ORDER BY c.position),
    (SELECT coalesce(json_agg(json_build_array(f.kind, f.part, f.pages, f.size, encode(f.hash, 'hex')) ORDER BY f.id),
        '[]') FROM charters_storedfile f WHERE f.version_id = v.id)
FROM charters_version v WHERE v.id = %s
"""


def beside(version: PublicVersion) -> Beside:
    """Who agreed to a version, who checked its easy read, who helped, and what it is printed as."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, [version.pk])
        answers, checked, helped, printed = cursor.fetchone()
    checks = tuple(Check(group, readers, _moment(at)) for group, readers, at in checked)
    return Beside(tuple(answers), checks, tuple(helped), ordered(printed))


def _moment(written: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(written))
