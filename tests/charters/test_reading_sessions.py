"""What readers did not understand stands in the way of publishing, until it is changed, answered, or understood."""

from dataclasses import replace

import pytest

from charters.actions import (
    Gone,
    LineRead,
    Missing,
    NoSuchLine,
    NotReady,
    ReadOtherWords,
    answer_result,
    check_by_readers,
    consult,
    document_of,
    missing,
    publish,
)
from charters.actions.freezing import Code
from charters.actions.reading import content_of
from charters.document import Document, EasyLine
from charters.models import Agreement, ReaderCheck, ReadingResult, Version, WrongState
from charters.models.kinds import Understood
from charters.reading_lines import LINES_A_PART, lines_of, parts
from tests.charters.factories import document, easy_line, make_draft, make_published, promise, rewrite, section

pytestmark = pytest.mark.django_db

ASK = easy_line("We ask you first.")
TELL = easy_line("We tell you what we did.")
INTRO = EasyLine("book", "We wrote it with you.", "A book")
WORDS = document(
    section("Start", promise("We will ask.", "aaaaaa", easy=(ASK,)), promise("We will tell.", "bbbbbb", easy=(TELL,))),
    easy_intro=(INTRO,),
)


def said(line: EasyLine, answer: Understood = Understood.UNSURE, clause_key: str = "") -> LineRead:
    return LineRead(line.text, line.picture, answer, clause_key)


def read(version: Version, *results: LineRead, group: str = "Kite Group readers") -> ReaderCheck:
    return check_by_readers(version_id=version.pk, group=group, count=4, results=results)


def blocking(version: Version) -> list[Missing]:
    version.refresh_from_db()
    return [one for one in missing(version) if one.code == Code.NOT_UNDERSTOOD]


def agreed(version: Version) -> None:
    consulted = consult(version_id=version.pk)
    for one in consulted.partners.all():
        Agreement.objects.create(version=consulted, partner_id=one.partner_id, hash=consulted.hash, act="agree")


def test_results_are_kept_as_the_lines_were_read() -> None:
    draft = make_draft(content=WORDS)

    read(draft, said(ASK, Understood.NO, "aaaaaa"), said(INTRO, Understood.YES))
    rewrite(draft, replace(WORDS, sections=(section("Other", promise("We sing.")),), easy_intro=()))

    kept = ReadingResult.objects.values_list("text", "picture", "clause_key__key", "answer")
    assert list(kept) == [
        ("We ask you first.", "hand-up", "aaaaaa", "not_understood"),
        ("We wrote it with you.", "book", None, "understood"),
    ]


def test_session_without_results_is_kept_as_before() -> None:
    draft = make_draft(content=WORDS)

    check = read(draft)

    assert not check.results.exists()
    assert Code.NO_READER_CHECK not in {one.code for one in missing(draft)}


@pytest.mark.parametrize("answer", [Understood.UNSURE, Understood.NO])
def test_line_that_was_not_understood_blocks_and_names_its_place(answer: Understood) -> None:
    draft = make_draft(content=WORDS)
    clause = draft.clauses.get(key__key="aaaaaa")

    read(draft, said(ASK, answer, "aaaaaa"), said(TELL, Understood.YES, "bbbbbb"))
    agreed(draft)

    assert blocking(draft) == [Missing(Code.NOT_UNDERSTOOD, clause.pk, clause.lines.get().pk)]
    with pytest.raises(NotReady) as refused:
        publish(version_id=draft.pk)
    assert {one.code for one in refused.value.missing} == {Code.NOT_UNDERSTOOD}


def test_line_of_headings_or_opening_words_or_the_change_note_blocks_without_a_clause() -> None:
    before = make_published(content=WORDS)
    headed = replace(section("Start", promise("We will ask.", "aaaaaa", easy=(ASK,))), easy=(TELL,))
    draft = make_draft(before.charter, replace(WORDS, sections=(headed,), note="New.", easy_note=(INTRO,)))

    for line in (TELL, INTRO):
        read(draft, said(line))
        assert blocking(draft) == [Missing(Code.NOT_UNDERSTOOD)]
        read(draft, said(line, Understood.YES))
        assert blocking(draft) == []


def test_line_that_stands_twice_is_named_beside_both_clauses() -> None:
    draft = make_draft(content=document())

    read(draft, said(ASK))

    assert len({one.clause_id for one in blocking(draft)}) == 3


@pytest.mark.parametrize(
    "mended", [replace(ASK, text="We ask you."), replace(ASK, picture="question")], ids=["words", "picture"]
)
def test_changed_line_blocks_no_longer_and_readers_read_again(mended: EasyLine) -> None:
    draft = make_draft(content=WORDS)
    read(draft, said(ASK))

    draft.clauses.get(key__key="aaaaaa").lines.update(text=mended.text, picture=mended.picture)

    assert blocking(draft) == []
    assert Code.NO_READER_CHECK in {one.code for one in missing(draft)}


def test_line_that_is_only_written_anew_still_blocks() -> None:
    draft = make_draft(content=WORDS)
    read(draft, said(ASK))

    draft = rewrite(draft, replace(WORDS, intro="Other opening words."))

    assert len(blocking(draft)) == 1


def test_answered_line_lets_the_version_be_published() -> None:
    draft = make_draft(content=WORDS)
    read(draft, said(ASK))
    agreed(draft)

    answer_result(version_id=draft.pk, result_id=ReadingResult.objects.get().pk, words="The forum asked for it.")

    assert publish(version_id=draft.pk).state == "published"


def test_newest_session_about_a_line_decides() -> None:
    draft = make_draft(content=WORDS)

    read(draft, said(ASK))
    read(draft, said(TELL, Understood.YES), group="Others")
    still = len(blocking(draft))
    read(draft, said(ASK, Understood.YES))
    settled = len(blocking(draft))
    read(draft, said(ASK, Understood.NO))

    assert (still, settled, len(blocking(draft))) == (1, 0, 1)


def test_answer_counts_for_the_session_that_it_was_given_to() -> None:
    draft = make_draft(content=WORDS)
    read(draft, said(ASK))
    answer_result(version_id=draft.pk, result_id=ReadingResult.objects.get().pk, words="It is its name.")

    read(draft, said(ASK))

    assert len(blocking(draft)) == 1


def test_session_of_another_version_says_nothing_of_this_one() -> None:
    draft, other = make_draft(content=WORDS), make_draft(content=WORDS)

    read(other, said(ASK))

    assert blocking(draft) == []


@pytest.mark.parametrize(
    "wrong",
    [
        LineRead("We sing.", "hand-up", Understood.NO),
        LineRead(ASK.text, "book", Understood.NO),
        LineRead(ASK.text, ASK.picture, Understood.NO, "bbbbbb"),
        LineRead(INTRO.text, INTRO.picture, Understood.NO, "aaaaaa"),
    ],
    ids=["words", "picture", "clause", "no clause"],
)
def test_result_about_a_line_that_does_not_stand_there_is_refused_with_all_of_it(wrong: LineRead) -> None:
    draft = make_draft(content=WORDS)

    with pytest.raises(NoSuchLine):
        read(draft, said(TELL), wrong)

    assert not ReaderCheck.objects.exists()


def test_session_about_other_words_is_refused() -> None:
    draft = make_draft(content=WORDS)
    content = content_of(document_of(draft))
    rewrite(draft, replace(WORDS, intro="Other words."))

    with pytest.raises(ReadOtherWords):
        check_by_readers(version_id=draft.pk, group="Kite", count=1, content=content)

    assert not ReaderCheck.objects.exists()


def test_content_is_named_alike_before_and_after_it_is_frozen() -> None:
    draft = make_draft(content=WORDS)
    content = content_of(document_of(draft))

    check = check_by_readers(version_id=draft.pk, group="Kite", count=1, content=content)

    assert bytes(check.hash).hex() == content


def test_answer_to_what_is_not_there_or_in_a_published_version_is_refused() -> None:
    draft, other = make_draft(content=WORDS), make_draft(content=WORDS)
    read(draft, said(ASK))
    found = ReadingResult.objects.get()

    with pytest.raises(Gone):
        answer_result(version_id=other.pk, result_id=found.pk, words="No.")
    answer_result(version_id=draft.pk, result_id=found.pk, words="It stays.")
    agreed(draft)
    publish(version_id=draft.pk)
    with pytest.raises(WrongState):
        answer_result(version_id=draft.pk, result_id=found.pk, words="Once more.")


def test_each_line_is_read_once_in_order_with_its_place() -> None:
    repeated = replace(WORDS, easy_note=(INTRO, replace(INTRO, text="New.")))

    found = [(line.text, line.place, line.clause_key) for line in lines_of(repeated)]

    assert found == [
        ("We wrote it with you.", "Opening words", ""),
        ("We ask you first.", "Start", "aaaaaa"),
        ("We tell you what we did.", "Start", "bbbbbb"),
        ("New.", "What changed", ""),
    ]


@pytest.mark.parametrize("sizes", [(), (1,), (40, 40, 5), (150, 3), (60, 60), (59, 2, 61)])
def test_parts_keep_the_order_lose_nothing_and_are_never_too_long(sizes: tuple[int, ...]) -> None:
    sections = [
        section(f"Part {n}", promise("We ask.", easy=tuple(easy_line(f"Line {n} {m}.") for m in range(size))))
        for n, size in enumerate(sizes)
    ]
    lines = lines_of(replace(WORDS, sections=tuple(sections), easy_intro=()))

    found = parts(lines)

    assert [line for part in found for line in part] == lines
    assert all(0 < len(part) <= LINES_A_PART for part in found) or not sizes


def test_names_of_lines_follow_from_words_and_picture_alone() -> None:
    lines = lines_of(Document.parse(document_of(make_draft(content=WORDS))))

    assert [line.name for line in lines] == [line.name for line in lines_of(WORDS)]
    assert len({line.name for line in lines}) == 3
