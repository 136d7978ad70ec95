"""The document of a version, and what it still needs before it is published. Both are the database's own to say."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction

from charters.models import Version, WrongState


class Code(StrEnum):
    """Reasons of charters_missing()."""

    NO_CLAUSES = "no_clauses"
    NO_EASY_READ = "no_easy_read"
    STALE_EASY_READ = "stale_easy_read"
    NO_PICTURE = "no_picture"
    PICTURE_GONE = "picture_gone"
    NO_ALT = "no_alt"
    NO_MEANING = "no_meaning"
    NO_NOTE = "no_note"
    NO_EASY_NOTE = "no_easy_note"
    NOT_FROZEN = "not_frozen"
    NO_READER_CHECK = "no_reader_check"
    NOT_UNDERSTOOD = "not_understood"
    NO_PARTNER = "no_partner"
    NOT_AGREED = "not_agreed"
    DECLINED = "declined"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, and the id of the clause, line or partner that it is about."""

    code: Code
    clause_id: int | None = None
    line_id: int | None = None
    partner_id: int | None = None


def missing(version: Version) -> list[Missing]:
    """What must be there before this version is published, and is not. Empty means that it can be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, clause_id, line_id, partner_id FROM charters_missing(%s)", [version.pk])
        return [Missing(Code(code), *about) for code, *about in cursor.fetchall()]


def document_of(version: Version) -> bytes:
    """The document as the rows say now, also of a version that is not frozen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(document, charters_document(v)) FROM charters_version v WHERE id = %s", [version.pk]
        )
        return bytes(cursor.fetchone()[0])


@transaction.atomic
def freeze(*, version_id: int) -> Version:
    """Makes the document of an open version, so that its hash names the content. Raises WrongState when published.

    Whatever changes afterwards takes it away again.
    """
    version = Version.objects.select_for_update(no_key=True).get(pk=version_id)
    if not version.is_open:
        raise WrongState
    if version.document is None:
        # Any bytes will do: the database puts the true ones in their place (charters_guard_version).
        Version.objects.filter(pk=version_id).update(document=b"{}")
        version.refresh_from_db()
    return version
