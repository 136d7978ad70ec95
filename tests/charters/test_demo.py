"""The demonstration's charters: in force and loaded once, in both forms, by the rules of easy read."""

from collections.abc import Iterator

import pytest
from django.test import Client

from charters import demo, demo_words, pictures
from charters.actions import missing
from charters.actions.freezing import Code
from charters.comparing import compare_documents
from charters.demo_meetings import AGREEMENT, LISTENING_DRAFT
from charters.demo_pictures import load_picture
from charters.document import Clause, Document, EasyLine
from charters.models import Charter, Picture, ReadingResult, Version
from charters.models.kinds import ClauseKind, Understood, VersionState

from .plain import broken

CHANGES = ("added", "removed", "reworded", "moved")
DOCUMENTS = (demo_words.WORKING_1, demo_words.WORKING_2, AGREEMENT, LISTENING_DRAFT)


def easy_lines() -> Iterator[EasyLine]:
    for document in DOCUMENTS:
        yield from document.easy_intro
        yield from document.easy_note
        for section in document.walk():
            yield from section.easy
            for clause in section.clauses:
                yield from clause.easy


def promises(document: Document) -> list[Clause]:
    return [placed.clause for placed in document.promises]


def parsed(slug: str, n: int) -> Document:
    content = Version.objects.get(charter__slug=slug, n=n).document
    assert content is not None
    return Document.parse(content)


@pytest.mark.django_db
def test_demonstration_loads_twice_without_doubling() -> None:
    for _time in range(2):
        demo.load_charters()

    states = Version.objects.order_by("charter__slug", "n").values_list("charter__slug", "n", "state")
    assert list(states) == [
        ("five-ways-we-work", 1, VersionState.SUPERSEDED),
        ("five-ways-we-work", 2, VersionState.PUBLISHED),
        ("how-we-listen", 1, VersionState.DRAFT),
        ("our-meeting-agreement", 1, VersionState.PUBLISHED),
    ]


@pytest.mark.django_db
def test_demonstration_leaves_what_staff_did_since_alone() -> None:
    demo.load_charters()
    Charter.objects.filter(slug="how-we-listen").update(title="How We Hear")
    Version.objects.filter(charter__slug="how-we-listen").update(title="How We Hear")

    demo.load_charters()

    assert Version.objects.get(charter__slug="how-we-listen").title == "How We Hear"
    assert Charter.objects.count() == 3


@pytest.mark.django_db
def test_published_documents_say_what_the_words_say() -> None:
    demo.load_charters()

    assert promises(parsed("five-ways-we-work", 1)) == promises(demo_words.WORKING_1)
    assert promises(parsed("five-ways-we-work", 2)) == promises(demo_words.WORKING_2)
    assert parsed("our-meeting-agreement", 1).meeting_rules == AGREEMENT.meeting_rules


@pytest.mark.django_db
def test_draft_shows_what_stands_in_the_way_of_publishing() -> None:
    demo.load_charters()

    codes = [one.code for one in missing(Version.objects.get(charter__slug="how-we-listen"))]

    assert codes.count(Code.NO_EASY_READ) == 2
    assert {Code.NOT_AGREED, Code.NO_READER_CHECK, Code.NOT_FROZEN} < set(codes)


@pytest.mark.django_db
def test_second_version_shows_each_kind_of_change_once() -> None:
    demo.load_charters()

    found = compare_documents(parsed("five-ways-we-work", 1), parsed("five-ways-we-work", 2))

    changed = {name: [one.clause.key for one in found.clauses if getattr(one, name)] for name in CHANGES}
    assert changed == {"added": ["uvjte4"], "removed": ["kzusp2"], "reworded": ["5ghq6g"], "moved": ["n2xftg"]}


@pytest.mark.parametrize("kind", ClauseKind.values)
def test_each_kind_of_clause_is_to_be_seen(kind: str) -> None:
    assert kind in [placed.clause.kind for placed in demo_words.WORKING_2.clauses]


@pytest.mark.parametrize(
    ("text", "picture", "line"),
    [
        ("We will ask before planning.", "hand-up", "We ask you first."),
        ("We will name one contact.", "badge", "You know who to ask."),
        ("We will admit mistakes.", "sorry", "We say sorry."),
        ("The council: papers seven days before.", "envelope", "You get papers early."),
        ("The forum: bring the views of families who are absent.", "bubbles", "The forum speaks for more families."),
        ("Both: ten trained young interviewers by 31 March.", "meeting", "Young people help pick staff."),
    ],
)
def test_known_promise_stands_there_with_its_easy_line(text: str, picture: str, line: str) -> None:
    [clause] = [one for one in (*promises(demo_words.WORKING_2), *promises(AGREEMENT)) if one.text == text]

    assert (clause.easy[0].picture, clause.easy[0].text) == (picture, line)


@pytest.mark.parametrize("line", dict.fromkeys(easy_lines()), ids=lambda line: line.text)
def test_easy_line_keeps_the_rules_and_has_its_picture(line: EasyLine) -> None:
    assert broken(line.text) == []
    assert pictures.known(line.picture)
    assert line.alt


def test_every_promise_has_one_to_three_lines_with_a_meaning() -> None:
    for document in DOCUMENTS[:3]:
        for clause in promises(document):
            assert 1 <= len(clause.easy) <= 3, clause.text
            assert all(line.meaning for line in clause.easy), clause.text
            assert sum(len(line.text.split()) for line in clause.easy) <= 16, "all on one screen"


@pytest.mark.django_db
def test_line_that_readers_were_not_sure_of_was_mended_before_the_version_was_published() -> None:
    demo.load_charters()

    [doubt] = ReadingResult.objects.exclude(answer=Understood.YES)
    version = doubt.reader_check.version
    assert (version.n, doubt.text) == (2, demo_words.NOT_CLEAR)
    assert doubt.text not in {line.text for line in demo_words.WORKING_2.easy_lines}
    assert bytes(doubt.reader_check.hash) != bytes(version.hash)


@pytest.mark.django_db
def test_picture_of_the_young_peoples_forum_is_there_once_and_credited(client: Client) -> None:
    for _time in range(2):
        load_picture()

    assert Picture.objects.in_use().count() == 1
    assert "The Kite Group" in client.get("/charters/pictures/").content.decode()
