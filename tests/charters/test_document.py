"""A frozen version read back from its bytes."""

from datetime import date

import pytest

from charters.document import Document, NotADocument

from .documents import clause, content, document, easy_line, section


def test_document_gives_sections_and_clauses_in_the_order_they_are_read() -> None:
    found = document(section("One", "aaaaaa", section("One a", "bbbbbb")), section("", "cccccc"))

    assert [(one.n, one.depth, one.heading) for one in found.walk()] == [(1, 1, "One"), (2, 2, "One a"), (3, 1, "")]
    assert [(placed.clause.key, placed.section.n) for placed in found.clauses] == [
        ("aaaaaa", 1),
        ("bbbbbb", 2),
        ("cccccc", 3),
    ]


def test_document_counts_commitments_alone_as_promises() -> None:
    found = document(section("One", "aaaaaa", clause("bbbbbb", kind="fact", actor="")))

    assert [placed.clause.key for placed in found.promises] == ["aaaaaa"]


def test_document_finds_a_clause_by_its_key_or_none() -> None:
    found = document(section("One", clause("aaaaaa", target_date="2027-03-31")))

    placed = found.find("aaaaaa")

    assert placed
    assert placed.clause.target_date == date(2027, 3, 31)
    assert found.find("zzzzzz") is None


def test_document_keeps_every_part() -> None:
    logo = {"sha256": "ab", "type": "image/png"}
    found = document(
        section("A", clause("aaaaaa", easy=[easy_line("Hi.", meaning="greeting")]), label="1."),
        review_by="2027-09-30",
        easy_note=[easy_line("New.")],
        meeting_rules={
            "earliest": "10:00",
            "latest": None,
            "longest_minutes": 120,
            "notice_days": 25,
            "papers_days": None,
        },
        glossary=[{"word": "SEND", "meaning": "Special educational needs and disabilities."}],
        partners=[{"name": "NHS Quillmere", "kind": "nhs", "required": True, "logo": logo}],
        references=[{"kind": "read_with", "title": "The law", "charter": "", "address": "https://example.org/"}],
        attachments=[{"title": "Poster", "name": "p.pdf", "type": "application/pdf", "size": 9, "sha256": "cd"}],
    )

    assert found.walk().__next__().title == "1. A"
    assert found.clauses[0].clause.easy[0].meaning == "greeting"
    assert found.review_by == date(2027, 9, 30)
    assert found.meeting_rules
    assert found.meeting_rules.notice_days == 25
    assert found.partners[0].logo
    assert found.partners[0].logo.sha256 == "ab"
    assert found.attachments[0].size == 9


@pytest.mark.parametrize("broken", [b"", b"\xff", b"[]", b"{}", b'{"format": "charter-2"}', content()[:-1]])
def test_document_refuses_what_is_none(broken: bytes) -> None:
    with pytest.raises(NotADocument):
        Document.parse(broken)
