"""A version's files for paper, made when it is published and kept as bytes."""

import logging

from django.db import connection, transaction
from django.db.models import Count

from charters.document import Document
from charters.models import StoredFile, Version
from charters.models.kinds import PaperKind
from charters.paper import Edition
from charters.printing import printed

logger = logging.getLogger("charters")

VOID = "DELETE FROM charters_storedfile f WHERE charters_storedfile_is_void(f)"


@transaction.atomic
def print_version(*, version: Version) -> None:
    """Makes the files of a public version that are not there yet. What cannot be made is left out and logged.

    A fault in a template or a typeface must hold up no publication; the job tries again (charters/jobs.py).
    """
    there = set(StoredFile.objects.filter(version=version).values_list("kind", flat=True))
    for kind in (kind for kind in PaperKind if kind not in there):
        try:
            # Of its own, so that what fails in it takes nothing else along.
            with transaction.atomic():
                _keep(version, kind)
        except Exception as error:  # whatever a template, a typeface or a picture comes up with
            logger.error("version %s could not be printed as %s: %s", version.pk, kind, type(error).__name__)


def _keep(version: Version, kind: PaperKind) -> None:
    assert version.document is not None  # noqa: S101  it is public
    made = printed(kind, Document.parse(version.document), edition_of(version))
    files = [
        StoredFile(version=version, kind=kind, part=one.part, content=one.content, pages=one.pages) for one in made
    ]
    # Another process that prints the same at the same moment makes the same bytes.
    StoredFile.objects.bulk_create(files, ignore_conflicts=True)


def edition_of(version: Version) -> Edition:
    """Of a version that is or was public."""
    assert version.published_at is not None  # noqa: S101  the database knows when
    return Edition(version.charter.slug, version.charter.kind, version.n, version.published_at, version.hex)


def forget_void() -> None:
    """Takes away what must not stay as it was printed: what shows a picture that was taken back."""
    with connection.cursor() as cursor:
        cursor.execute(VOID)


def print_missing() -> None:
    """Prints what should be there and is not, and anew what must not stay as it was printed."""
    forget_void()
    kinds = Count("printed__kind", distinct=True)
    lacking = Version.objects.public().annotate(kinds=kinds).filter(kinds__lt=len(PaperKind))
    for pk in lacking.values_list("pk", flat=True):
        print_version(version=Version.objects.select_related("charter").get(pk=pk))
