"""A version from draft to the day it is withdrawn, through the acts that staff have."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from charters import document as doc
from charters.actions import (
    AlreadyOpen,
    Code,
    NotReady,
    back_to_draft,
    check_by_readers,
    consult,
    document_of,
    freeze,
    missing,
    publish,
    start_version,
    withdraw,
    write,
)
from charters.models import Agreement, EasyReadLine, ReaderCheck, Version, WrongState
from tests.charters.factories import (
    document,
    easy_line,
    make_agreed,
    make_charter,
    make_draft,
    make_published,
    promise,
    section,
)

pytestmark = pytest.mark.django_db


def codes(version: Version) -> set[Code]:
    return {one.code for one in missing(version)}


def answer(version: Version, act: str = "agree", which: int = 0) -> None:
    partner = version.partners.all()[which].partner
    Agreement.objects.create(
        version=version, partner=partner, hash=version.hash, act=act, reason="Too vague" if act == "decline" else ""
    )
    version.refresh_from_db()


def test_written_document_freezes_to_the_same_words_and_again_to_the_same_bytes() -> None:
    wide = document(
        section("", promise("Ours", actor="both"), promise("A fact", kind="fact", actor="", easy=())),
        section("Two", label="2.", sections=[section("Deep", sections=[section("Deeper", promise("Down"))])]),
        meeting_rules=doc.MeetingRules("10:00", "14:00", 120, 25, 7),
        glossary=(doc.GlossaryWord("Plan", "What we will do next."),),
        references=(doc.Reference("read_with", "The code", "", "https://quillmere.example/code"),),
    )

    version = freeze(version_id=make_draft(content=wide).pk)
    read = doc.Document.parse(version.document or b"")
    again = freeze(version_id=make_draft(content=read).pk)

    assert [placed.clause.text for placed in read.clauses] == ["Ours", "A fact", "Down"]
    assert [one.depth for one in read.walk()] == [1, 1, 2, 3]
    assert (read.meeting_rules, read.glossary, read.references) == (wide.meeting_rules, wide.glossary, wide.references)
    assert all(len(placed.clause.key) == 6 for placed in read.clauses)
    assert (again.hex, len(again.hex)) == (version.hex, 64)


def test_next_version_says_what_stands_in_force_with_the_same_keys() -> None:
    first = make_published()

    second = start_version(charter=first.charter)

    assert (second.n, second.state) == (2, "draft")
    assert document_of(second) == bytes(first.document or b"")


def test_only_one_version_is_written_at_a_time() -> None:
    draft = make_draft()

    with pytest.raises(AlreadyOpen):
        start_version(charter=draft.charter)


def test_any_change_takes_the_document_away_and_the_old_words_bring_the_same_hash_back() -> None:
    version = freeze(version_id=make_draft().pk)
    before = version.hex
    clause = version.clauses.first()
    assert clause is not None

    type(clause).objects.filter(pk=clause.pk).update(text="Other words")
    version.refresh_from_db()
    taken_away = version.document
    type(clause).objects.filter(pk=clause.pk).update(text=clause.text)

    assert taken_away is None
    assert freeze(version_id=version.pk).hex == before


BARE = easy_line()
# A version in which nothing is missing but this.
ONLY_MISSING = [
    (Code.NO_CLAUSES, document(section("Empty"))),
    (Code.NO_EASY_READ, document(section("One", promise("Bare", easy=())))),
    (Code.NO_PICTURE, document(section("One", promise("A", easy=(replace(BARE, picture=""),))))),
    (Code.NO_ALT, document(section("One", promise("A", easy=(replace(BARE, alt=""),))))),
    (Code.NO_MEANING, document(section("One", promise("A", easy=(replace(BARE, meaning=""),))))),
]


def agreed_whatever(version: Version) -> Version:
    """Agreed by every partner and checked by readers, whatever is missing: as only a program with a fault would."""
    version = consult(version_id=version.pk)
    ReaderCheck.objects.create(version=version, hash=version.hash, group="Kite Group readers", count=4)
    for which in range(version.partners.count()):
        answer(version, which=which)
    return version


@pytest.mark.parametrize(("code", "content"), ONLY_MISSING, ids=[str(code) for code, _content in ONLY_MISSING])
def test_publishing_without_it_is_refused(code: Code, content: doc.Document) -> None:
    version = agreed_whatever(make_draft(content=content))

    with pytest.raises(NotReady) as caught:
        publish(version_id=version.pk)

    assert {one.code for one in caught.value.missing} == {code}
    assert_database_refuses(version, f"not ready to be published: {code}")


@pytest.mark.parametrize(
    "partners", [(), (doc.Partner("Kite Group", "young_people", False, None),)], ids=["none", "not asked"]
)
def test_publishing_without_a_partner_who_has_to_agree_is_refused(partners: tuple[doc.Partner, ...]) -> None:
    version = agreed_whatever(make_draft(content=document(partners=partners)))

    assert (version.state, codes(version)) == ("consultation", {Code.NO_PARTNER})
    with pytest.raises(NotReady):
        publish(version_id=version.pk)
    assert_database_refuses(version)


def assert_database_refuses(version: Version, why: str = "cannot go from consultation to published") -> None:
    """Whatever Python thinks: straight to "published", as nobody but a program with a fault would."""
    with pytest.raises(IntegrityError, match=why), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE charters_version SET state = 'published' WHERE id = %s", [version.pk])


def test_publishing_with_stale_easy_read_is_refused() -> None:
    version = make_agreed()
    EasyReadLine.objects.filter(clause__version=version).update(for_md5="0" * 32)

    assert Code.STALE_EASY_READ in codes(version)
    with pytest.raises(NotReady):
        publish(version_id=version.pk)
    assert_database_refuses(version)


def test_publishing_with_stale_easy_read_that_all_agreed_to_is_refused() -> None:
    draft = make_draft()
    EasyReadLine.objects.filter(clause__version=draft).update(for_md5="0" * 32)
    version = agreed_whatever(draft)

    assert codes(version) == {Code.STALE_EASY_READ}
    assert_database_refuses(version, f"not ready to be published: {Code.STALE_EASY_READ}")


def test_publishing_without_readers_is_refused() -> None:
    version = consult(version_id=make_draft().pk)
    answer(version, which=0)
    answer(version, which=1)

    assert (version.state, codes(version)) == ("agreed", {Code.NO_READER_CHECK})
    with pytest.raises(NotReady):
        publish(version_id=version.pk)
    assert_database_refuses(version, f"not ready to be published: {Code.NO_READER_CHECK}")


@pytest.mark.parametrize(("field", "empty"), [("note", ""), ("easy_note", [])])
def test_publishing_the_second_version_without_a_change_note_is_refused(field: str, empty: object) -> None:
    draft = make_draft(charter=make_published().charter)
    Version.objects.filter(pk=draft.pk).update(**{field: empty})
    version = make_agreed(draft)

    assert codes(version) == {Code(f"no_{field}")}
    with pytest.raises(NotReady):
        publish(version_id=version.pk)
    assert_database_refuses(version, f"not ready to be published: no_{field}")


def test_publishing_while_a_partner_has_not_agreed_or_declines_is_refused() -> None:
    version = consult(version_id=make_draft().pk)
    check_by_readers(version_id=version.pk, group="Kite Group readers", count=4)
    answer(version, which=0)
    one_left = codes(version)
    answer(version, "decline", which=1)

    assert (one_left, codes(version)) == ({Code.NOT_AGREED}, {Code.DECLINED})
    assert version.state == "consultation"
    assert_database_refuses(version)


def test_agreement_to_other_content_does_not_count() -> None:
    version = make_agreed()
    Version.objects.filter(pk=version.pk).update(intro="Something else.")
    version.refresh_from_db()

    assert (version.state, version.document) == ("consultation", None)
    assert {Code.NOT_FROZEN, Code.NOT_AGREED, Code.NO_READER_CHECK} == codes(version)
    with pytest.raises(NotReady):
        publish(version_id=version.pk)
    assert_database_refuses(version)


def test_agreement_counts_again_when_the_old_words_are_back() -> None:
    version = make_agreed()
    words = version.intro
    Version.objects.filter(pk=version.pk).update(intro="Something else.")
    Version.objects.filter(pk=version.pk).update(intro=words)

    version = freeze(version_id=version.pk)

    assert codes(version) == set()


def test_last_answer_of_a_partner_decides() -> None:
    version = make_agreed()
    answer(version, "decline")
    declined = (version.state, codes(version))
    answer(version, "agree")

    assert declined == ("consultation", {Code.DECLINED})
    assert (version.state, codes(version)) == ("agreed", set())


def test_publishing_supersedes_the_version_before() -> None:
    first = make_published()
    second = make_published(charter=first.charter)

    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "published")
    assert first.superseded_at is not None
    assert second.published_at is not None
    assert first.superseded_at <= second.published_at


def test_publishing_twice_says_so() -> None:
    version = make_published()

    with pytest.raises(WrongState):
        publish(version_id=version.pk)


@pytest.mark.django_db(transaction=True)
def test_two_people_publishing_at_once_publish_once() -> None:
    version = make_agreed()
    together, outcomes = Barrier(2), []

    def press() -> None:
        together.wait()
        try:
            publish(version_id=version.pk)
            outcomes.append("published")
        except WrongState:
            outcomes.append("too late")
        finally:
            connection.close()

    both = [Thread(target=press) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert sorted(outcomes) == ["published", "too late"]


def test_withdrawn_version_says_why_and_stays() -> None:
    version = withdraw(version_id=make_published().pk, reason="It named a person.")

    assert (version.state, version.withdrawn_reason) == ("withdrawn", "It named a person.")
    with pytest.raises(WrongState):
        withdraw(version_id=version.pk, reason="Again")


def test_draft_goes_back_from_agreed_and_keeps_what_was_answered() -> None:
    version = back_to_draft(version_id=make_agreed().pk)

    assert (version.state, version.agreements.count()) == ("draft", 2)
    with pytest.raises(WrongState):
        back_to_draft(version_id=version.pk)


def test_published_version_is_not_written_over() -> None:
    with pytest.raises(WrongState):
        write(version=make_published(), document=document())


def test_reader_check_needs_easy_read_to_check() -> None:
    with pytest.raises(NotReady):
        check_by_readers(
            version_id=make_draft(content=document(section("One", promise("Bare", easy=())))).pk, group="A", count=3
        )


def test_draft_can_be_thrown_away_with_all_that_is_in_it() -> None:
    charter = make_charter()
    version = make_draft(charter)

    version.delete()

    assert make_draft(charter).n == 1
