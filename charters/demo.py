"""The demonstration's charters, brought into force by the acts that do it in life. Safe to load twice."""

from dataclasses import dataclass

from django.db import transaction

from .actions import LineRead, answer, check_by_readers, consult, publish, start_version, write
from .demo_meetings import AGREEMENT, LISTENING_DRAFT
from .demo_words import LISTENING, MAILBOXES, MEETING, NOT_CLEAR, WORKING, WORKING_1, WORKING_2, WORKING_2_READ
from .document import Document
from .models import Charter, Credit, Partner, Version
from .models.kinds import Answer, CharterKind, Understood
from .reading_lines import lines_of

KINDS = {WORKING: CharterKind.CHARTER, MEETING: CharterKind.PROTOCOL, LISTENING: CharterKind.STANDARDS}
TITLES = {WORKING: WORKING_1.title, MEETING: AGREEMENT.title, LISTENING: LISTENING_DRAFT.title}


@dataclass(frozen=True)
class Published:
    """A version in force, who is thanked beside it, and which groups read its easy read (with how many readers).

    `read_first` is what the first group was given, where a line was mended after it.
    """

    slug: str
    n: int
    document: Document
    credits: tuple[str, ...]
    readers: tuple[tuple[str, int], ...]
    read_first: Document | None = None


PUBLISHED = (
    Published(
        WORKING,
        1,
        WORKING_1,
        ("Written from four workshops that Quillmere Parent Carers held in the town hall.",),
        (("Kite Group readers", 4),),
    ),
    Published(
        MEETING,
        1,
        AGREEMENT,
        ("Drafted in two evenings by the chair of the forum and the council's participation team.",),
        (("Kite Group readers", 5),),
    ),
    Published(
        WORKING,
        2,
        WORKING_2,
        (
            "Written from four workshops that Quillmere Parent Carers held in the town hall.",
            "Changes proposed by 61 families and by pupils of Thistlewick School.",
        ),
        (("Kite Group readers", 4), ("The Thursday readers of Thistlewick School", 6)),
        WORKING_2_READ,
    ),
)


@transaction.atomic
def load_charters() -> None:
    """Two charters in force, one of them in its second version, and one that is still being written."""
    charters = {
        slug: Charter.objects.get_or_create(slug=slug, defaults={"title": TITLES[slug], "kind": kind})[0]
        for slug, kind in KINDS.items()
    }
    for one in PUBLISHED:
        charter = charters[one.slug]
        if not charter.versions.filter(n__gte=one.n).exists():
            _publish(charter, one)
    if not charters[LISTENING].versions.exists():
        start_version(charter=charters[LISTENING], document=LISTENING_DRAFT)
    for name, mailbox in MAILBOXES.items():
        Partner.objects.filter(name=name, email="").update(email=mailbox)
    Charter.objects.filter(pk__in=[charter.pk for charter in charters.values()], host=None).update(
        host=Partner.objects.get(name=WORKING_1.partners[0].name)
    )


def _publish(charter: Charter, one: Published) -> None:
    version = start_version(charter=charter, document=one.read_first or one.document)
    Credit.objects.bulk_create(Credit(version=version, position=n, text=text) for n, text in enumerate(one.credits, 1))
    if one.read_first is not None:
        _read(version, one.read_first, *one.readers[0])
        write(version=version, document=one.document)
    for group, count in one.readers:
        _read(version, one.document, group, count)
    _agree(consult(version_id=version.pk))
    publish(version_id=version.pk)


def _read(version: Version, document: Document, group: str, count: int) -> None:
    results = [
        LineRead(
            line.text, line.picture, Understood.UNSURE if line.text == NOT_CLEAR else Understood.YES, line.clause_key
        )
        for line in lines_of(document)
    ]
    check_by_readers(version_id=version.pk, group=group, count=count, results=results)


def _agree(version: Version) -> None:
    """Nobody is written to about it: partners get their addresses afterwards."""
    for one in version.partners.all():
        answer(version_partner_id=one.pk, hash=bytes(version.hash), act=Answer.AGREE)
