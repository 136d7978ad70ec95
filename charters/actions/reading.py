"""Reading sessions: what a group of readers understood of the easy read, and what staff answer to a doubt."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from charters.document import Document
from charters.models import ClauseKey, ReaderCheck, ReadingReply, ReadingResult, Version, WrongState
from charters.models.kinds import Understood

from .freezing import Code, freeze
from .publishing import NotReady, lacking_of, settle
from .words import Gone

# What has to be there before anybody can check the easy read.
EASY_READ = (
    Code.NO_CLAUSES,
    Code.NO_EASY_READ,
    Code.STALE_EASY_READ,
    Code.NO_PICTURE,
    Code.PICTURE_GONE,
    Code.NO_ALT,
    Code.NO_MEANING,
)


class NoSuchLine(Exception):
    """A result is about a line that does not stand in what was read."""


class ReadOtherWords(Exception):
    """The version says something else than the content that was read."""


@dataclass(frozen=True)
class LineRead:
    """What the readers said of a line. `clause_key` says beside which clause it stands; "" where beside none."""

    text: str
    picture: str
    answer: Understood
    clause_key: str = ""


def content_of(document: bytes) -> str:
    """What names the content of a version, frozen or not: the SHA-256 of its document."""
    return hashlib.sha256(document).hexdigest()


@transaction.atomic
def check_by_readers(
    *, version_id: int, group: str, count: int, results: Iterable[LineRead] = (), content: str = ""
) -> ReaderCheck:
    """A group of readers went through the easy read of the content as it stands now. What they said of lines is kept.

    `content` names what they read (content_of). Without easy read there is nothing to check; a line that they did not
    understand is no reason to refuse it. Raises WrongState, NotReady, ReadOtherWords, NoSuchLine.
    """
    version = freeze(version_id=version_id)
    if content not in ("", version.hex):
        raise ReadOtherWords
    lacking = lacking_of(version, EASY_READ)
    if lacking:
        raise NotReady(lacking)
    check = ReaderCheck.objects.create(version=version, hash=version.hash, group=group, count=count)
    _keep(check, version, list(results))
    settle(version)
    return check


def _keep(check: ReaderCheck, version: Version, results: list[LineRead]) -> None:
    """Raises NoSuchLine."""
    if not results:
        return
    assert version.document is not None  # noqa: S101  it is frozen
    document = Document.parse(version.document)
    lines = {(line.text, line.picture) for line in document.easy_lines}
    beside = {(one.text, one.picture, placed.clause.key) for placed in document.clauses for one in placed.clause.easy}
    for one in results:
        if (one.text, one.picture) not in lines:
            raise NoSuchLine
        if one.clause_key and (one.text, one.picture, one.clause_key) not in beside:
            raise NoSuchLine
    wanted = {one.clause_key for one in results}
    keys = dict(ClauseKey.objects.filter(charter=version.charter_id, key__in=wanted).values_list("key", "pk"))
    ReadingResult.objects.bulk_create(
        ReadingResult(
            reader_check=check,
            text=one.text,
            picture=one.picture,
            clause_key_id=keys.get(one.clause_key),
            answer=one.answer,
        )
        for one in results
    )


@transaction.atomic
def answer_result(*, version_id: int, result_id: int, words: str) -> ReadingReply:
    """Says why a line stays as it is although readers did not understand it. Raises WrongState, Gone.

    Once, and for good: a second answer to the same result breaks a rule of the database (IntegrityError).
    """
    version = Version.objects.select_for_update(no_key=True).get(pk=version_id)
    if not version.is_open:
        raise WrongState
    result = ReadingResult.objects.filter(reader_check__version=version_id, pk=result_id).first()
    if result is None:
        raise Gone
    return ReadingReply.objects.create(result=result, words=words)
