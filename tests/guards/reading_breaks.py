"""An attempt against every rule about reading sessions: what readers said of each line, and what staff answered."""

from typing import Any

from charters.actions import LineRead, answer_result, check_by_readers
from charters.models import ReadingResult
from charters.models.kinds import Understood
from tests.charters import factories
from tests.guards.breaking import DENIED, Break
from tests.guards.charters_breaks import FROZEN, row


def result(**columns: str) -> str:
    given = {"reader_check_id": "%(r_check)s", "text": "'We ask you first.'", "picture": "'hand-up'"}
    return row("readingresult", given | {"answer": "'unsure'"}, **columns)


def reply(**columns: str) -> str:
    return row("readingreply", {"result_id": "%(r_doubt)s", "words": "'A'", "at": "now()"}, **columns)


BREAKS = [
    Break("charters_readingresult_one", result(reader_check_id="%(r_read)s")),
    Break("charters_readingresult_answer", result(answer="'sung'")),
    Break("charters_readingresult_guard", result(text="'We sing.'"), "charters_readingresult_of_a_line"),
    Break("charters_readingresult_guard", result(picture="'book'"), "charters_readingresult_of_a_line"),
    # A key of the charter, of a clause that has no such line.
    Break("charters_readingresult_guard", result(clause_key_id="%(r_key)s"), "charters_readingresult_of_a_line"),
    Break("charters_readingresult_guard", result(reader_check_id="%(r_old)s"), "charters_readingresult_of_this_content"),
    Break("charters_readingresult_guard", result(reader_check_id="%(r_public)s", text="'B'"), FROZEN),
    Break("charters_readingreply_worded", reply(words="''")),
    Break("charters_readingreply_worded", reply(words="repeat('a', 2001)")),
    Break("charters_readingreply_guard", reply(result_id="%(r_clear)s"), "charters_readingreply_to_a_doubt"),
    Break("charters_readingreply_guard", reply(result_id="%(r_public_doubt)s"), FROZEN),
]  # fmt: skip

BREAKS += [
    Break(f"charters_{table}_{rule}", attempt, raises, as_owner=as_owner)
    for table, change in (("readingresult", "answer = 'understood'"), ("readingreply", "words = 'B'"))
    for rule, attempt in (
        ("append_only", f"UPDATE charters_{table} SET {change}"),
        ("append_only", f"DELETE FROM charters_{table}"),
        ("no_truncate", f"TRUNCATE charters_{table} CASCADE"),
    )
    for raises, as_owner in ((DENIED, False), (f"charters_{table}_append_only", True))
]


def make_sessions() -> dict[str, Any]:
    """A session with a doubt and one without; one about words that were changed since, and one that was published."""
    draft, changed, public = factories.make_draft(), factories.make_draft(), factories.make_draft()
    told = [LineRead("We ask you first.", "hand-up", Understood.UNSURE)]
    read = check_by_readers(version_id=draft.pk, group="Readers", count=3, results=told)
    old = check_by_readers(version_id=changed.pk, group="Readers", count=3)
    changed.clauses.filter(position=1).update(text="Other words.")
    published = check_by_readers(version_id=public.pk, group="Readers", count=3, results=told)
    doubt = ReadingResult.objects.get(reader_check=published)
    answer_result(version_id=public.pk, result_id=doubt.pk, words="It has no easier word.")
    clear = [LineRead("We ask you first.", "hand-up", Understood.YES)]
    understood = check_by_readers(version_id=public.pk, group="Readers", count=3, results=clear)
    factories.make_published_from(public)
    settled = check_by_readers(version_id=draft.pk, group="Readers", count=3, results=clear)
    return {
        "r_read": read.pk,
        "r_check": check_by_readers(version_id=draft.pk, group="Readers", count=3).pk,
        "r_doubt": ReadingResult.objects.get(reader_check=read).pk,
        "r_clear": ReadingResult.objects.get(reader_check=settled).pk,
        "r_old": old.pk,
        "r_key": factories.spare_key(draft.charter).pk,
        "r_public": understood.pk,
        "r_public_doubt": doubt.pk,
    }
