"""Two imports at the same moment, on the real database: one wins, the other is told in words, and nothing is mixed."""

import pytest

from charters.actions import document_of
from charters.actions.imported import read_in, save_imported
from charters.actions.importing import NewCharter
from charters.document import Document
from charters.models import Charter, ImportedDocument, Version
from tests.charters.factories import make_draft
from tests.factories import StaffMemberFactory
from tests.pledges.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(target: Charter | NewCharter, word: str) -> ImportedDocument:
    text = f"T\n\nA\n\nWe will {word} the hall.\n\nWe will {word} the yard.\n"
    staff = StaffMemberFactory.create()
    return read_in(data=text.encode(), name="a.txt", target=target, staff_id=staff.pk)


def test_two_documents_for_one_new_charter_become_one() -> None:
    rows = [waiting(NewCharter("lantern", "The Lantern Charter"), word) for word in ("paint", "sweep")]

    raised = at_once(*(lambda row=row: save_imported(pk=row.pk) for row in rows))

    assert sorted(type(one).__name__ for one in raised) == ["CannotImport", "NoneType"]
    assert Version.objects.count() == Charter.objects.count() == 1
    assert ImportedDocument.objects.count() == 1


def test_two_documents_over_one_version_are_not_mixed() -> None:
    version = make_draft()
    rows = [waiting(version.charter, word) for word in ("paint", "sweep")]

    raised = at_once(*(lambda row=row: save_imported(pk=row.pk) for row in rows))

    assert sorted(type(one).__name__ for one in raised) == ["ChangedMeanwhile", "NoneType"]
    said = [placed.clause.text for placed in Document.parse(document_of(version)).clauses]
    assert said in (
        ["We will paint the hall.", "We will paint the yard."],
        ["We will sweep the hall.", "We will sweep the yard."],
    )


def test_one_document_that_is_saved_twice_at_once_is_saved_once() -> None:
    row = waiting(NewCharter("lantern", "The Lantern Charter"), "paint")

    raised = at_once(*(lambda: save_imported(pk=row.pk) for _n in range(3)))

    assert sorted(type(one).__name__ for one in raised) == ["NoneType", "NotThere", "NotThere"]
    assert Version.objects.count() == 1
