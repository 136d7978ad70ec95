"""Published rounds with something of everything, for the tests of what everybody sees."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from charters.models import ClauseKey
from participation.actions.publishing import ask_to_publish, publish_due
from participation.models import (
    Action,
    ActionStep,
    AgreedLevel,
    Answer,
    Evidence,
    EvidenceFile,
    PublicReply,
    Question,
    Return,
    Round,
    Service,
    Snapshot,
)
from participation.models.kinds import PanelKind
from tests.charters.factories import document, make_agreed, make_charter, make_draft, promise, section

from . import factories

SCHOOL, THERAPY, CLUB = "Thistlewick School", "Speech therapy, Quillmere", "Kite Club"
PDF = b"%PDF-1.7 of notes"
THEN, NOW = 2025, 2026
# The question "facts" is new in the second year; "missing" and "changes" are not asked any more.
KEYS_THEN = ("joining", "missing", "deciders", "changes")
KEYS_NOW = ("joining", "facts", "deciders")


def published(the_round: Round, note: str = "") -> Snapshot:
    factories.close(the_round)
    ask_to_publish(round_id=the_round.pk, note=note)
    assert publish_due() == 1
    return Snapshot.objects.filter(round=the_round).order_by("n")[the_round.snapshots.count() - 1]


def with_file(the_return: Return, key: str, *, state: str = "approved") -> EvidenceFile:
    """A file as evidence, looked at or not."""
    asked = Question.objects.get(question_set=the_return.round.question_set, key=key)
    piece = Evidence.objects.create(of_return=the_return, question=asked, kind="file", text="Notes of May.")
    file = EvidenceFile.objects.create(
        evidence=piece, name="notes.pdf", content=PDF, hash=_digest(PDF), type="application/pdf", size=len(PDF)
    )
    if state != "waiting":
        reason = "It names a child." if state == "refused" else ""
        Evidence.objects.filter(pk=piece.pk).update(state=state, decided_at=timezone.now(), reason=reason)
    return file


def _digest(content: bytes) -> bytes:
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(content).digest()


def make_services() -> dict[str, Service]:
    return {
        name: factories.make_service(name, slug=slug)
        for name, slug in ((SCHOOL, "thistlewick"), (THERAPY, "speech"), (CLUB, "kite-club"))
    }


def first_year(services: dict[str, Service]) -> Snapshot:
    """Both say "starting" throughout; the club was not asked yet."""
    the_round = factories.make_round(THEN, factories.make_set(keys=KEYS_THEN))
    for name in (SCHOOL, THERAPY):
        factories.make_submitted(factories.make_return(the_round, services[name]), level=2)
    return published(the_round)


def second_year(services: dict[str, Service], **more: Any) -> Round:
    """The school says "shared", young people say "starting", staff agree on "doing" for the first question; the club
    sends nothing."""
    the_round = factories.make_round(NOW, factories.make_set(keys=KEYS_NOW), **more)
    school = factories.answer_all(factories.make_return(the_round, services[SCHOOL]), 4)
    Answer.objects.filter(of_return=school, question__key="joining").update(changed="Families come first now.")
    with_file(school, "joining")
    with_file(school, "facts", state="waiting")
    Evidence.objects.create(
        of_return=school,
        question=Question.objects.get(question_set=the_round.question_set, key="joining"),
        kind="link",
        text="Our answers.",
        url="https://quillmere.example/answers/",
        state="approved",
        decided_at=timezone.now(),
    )
    factories.make_submitted(school, 4)
    factories.make_submitted(factories.make_return(the_round, services[THERAPY]), level=2)
    factories.make_return(the_round, services[CLUB])
    factories.make_sent(factories.make_panel(the_round, services[SCHOOL], services[THERAPY]))
    factories.make_sent(factories.make_panel(the_round, services[THERAPY], kind=PanelKind.PARENT_CARERS))
    first = Question.objects.get(question_set=the_round.question_set, key="joining")
    AgreedLevel.objects.create(of_return=school, question=first, level=3, reason="Families told the panel otherwise.")
    for asked in Question.objects.filter(question_set=the_round.question_set, for_panels=True):
        PublicReply.objects.create(of_return=school, question=asked, text="We will ask our pupils why.")
    return the_round


def two_years() -> tuple[dict[str, Service], Snapshot, Snapshot]:
    services = make_services()
    then = first_year(services)
    return services, then, published(second_year(services))


def make_promise() -> ClauseKey:
    """A promise of a charter in force."""
    from charters.actions import publish  # noqa: PLC0415

    charter = make_charter(slug="five-ways")
    publish(
        version_id=make_agreed(make_draft(charter, document(section("Start", promise("We will ask.", "aaaaaa"))))).pk
    )
    return ClauseKey.objects.get(charter=charter, key="aaaaaa")


def late_action(service: Service, **more: Any) -> Action:
    """First promised for 40 days ago, then for 10 days ago, and not done."""
    made = factories.make_action(service, first_due_on=factories.today() - timedelta(days=40), **more)
    ActionStep.objects.create(
        action=made, kind="moved", text="The printer broke.", due_on=factories.today() - timedelta(days=10)
    )
    made.refresh_from_db()
    return made
