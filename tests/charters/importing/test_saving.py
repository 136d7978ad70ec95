"""A document that was read becomes a version, or revises one; what it cannot say stays."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from charters import document as doc
from charters.actions import document_of, freeze, start_version, write
from charters.actions.exporting import export
from charters.actions.importing import CannotImport, NewCharter, before, import_document, import_export, matches_of
from charters.importing import exported
from charters.importing.answers import Answers, as_proposed, unanswered
from charters.importing.understood import Understood
from charters.models import Attachment, Charter, ClauseKey, Credit, EasyReadLine, File, Partner, Version
from tests.charters import factories

from .shown import read

pytestmark = pytest.mark.django_db

FIRST = """The Lantern Charter

Asking

We will ask every family before we plan a new service in the valley.

We will name one contact for each family, and say when that changes.

We will admit mistakes when we find them and put them right within a month.
"""
REVISED = """The Lantern Charter

Asking

We will name one contact for each family, and say when it changes.

We will ask every family before we plan a new service in the valley.

We will pay for the bus to every meeting.
"""


def proposed(understood: Understood, charter: Charter | None = None) -> Answers:
    earlier = before(charter) if charter else None
    return as_proposed(understood, earlier.known if earlier else (), matches_of(earlier, understood))


def imported(text: str = FIRST, target: Charter | NewCharter | None = None) -> Version:
    understood = read(text)
    target = target or NewCharter("lantern", "The Lantern Charter")
    answers = proposed(understood, target if isinstance(target, Charter) else None)
    return import_document(understood=understood, answers=answers, target=target)


def content(version: Version) -> doc.Document:
    return doc.Document.parse(document_of(version))


def texts(version: Version) -> list[str]:
    return [placed.clause.text for placed in content(version).clauses]


def with_easy_read(version: Version) -> None:
    """Every clause gets a line of easy read, written for its words as they are now."""
    document = content(version)

    def easy(section: doc.Section) -> doc.Section:
        clauses = tuple(replace(clause, easy=(factories.easy_line(),)) for clause in section.clauses)
        return replace(section, clauses=clauses, easy=(doc.EasyLine("hand-up", "We ask.", "A hand"),))

    write(version=version, document=replace(document, sections=tuple(map(easy, document.sections))))


def test_new_charter_begins_with_a_draft_of_the_document() -> None:
    version = imported()

    assert (version.n, version.state, version.charter.slug) == (1, "draft", "lantern")
    assert [section.heading for section in content(version).sections] == ["Asking"]
    assert len(texts(version)) == 3
    assert all(placed.clause.actor == "we" for placed in content(version).clauses)


def test_revised_document_keeps_keys_and_easy_read_of_what_was_only_reworded() -> None:
    version = imported()
    with_easy_read(version)
    ask, contact, _mistakes = [placed.clause.key for placed in content(version).clauses]

    imported(REVISED, version.charter)

    found = [placed.clause for placed in content(version).clauses]
    assert [clause.key for clause in found][:2] == [contact, ask]
    assert found[2].key not in (contact, ask)
    stale = EasyReadLine.objects.stale().values_list("clause__key__key", flat=True)
    assert list(stale) == [contact]
    assert found[2].easy == ()
    assert content(version).sections[0].easy[0].text == "We ask."
    assert Version.objects.count() == 1


def test_document_over_a_published_version_begins_the_next_one() -> None:
    published = factories.make_published(content=factories.document(note="Old"))
    before_that = bytes(published.document or b"")

    version = imported(
        "Five Ways We Work\n\nFrom the start\n\nWe will ask before planning.\n\nWe will say sorry.", published.charter
    )

    assert (version.n, version.state, version.note) == (2, "draft", "")
    old = {placed.clause.text: placed.clause.key for placed in content(published).clauses}
    new = {placed.clause.text: placed.clause.key for placed in content(version).clauses}
    assert new["We will ask before planning."] == old["We will ask before planning."]
    assert [one.name for one in content(version).partners] == [name for name, _kind in factories.PARTNERS]
    published.refresh_from_db()
    assert bytes(published.document or b"") == before_that


def test_kind_that_somebody_chose_before_holds_for_the_same_clause() -> None:
    version = imported()
    document = content(version)
    fact = replace(document.sections[0].clauses[0], kind="fact", actor="")
    section = replace(document.sections[0], clauses=(fact, *document.sections[0].clauses[1:]))
    write(version=version, document=replace(document, sections=(section,)))

    imported(FIRST, version.charter)

    assert content(version).clauses[0].clause.kind == "fact"


def test_what_is_unsure_is_asked_and_the_answer_is_kept() -> None:
    version = imported(
        "T\n\nA\n\nWe will give every school in the valley a named nurse by the end of the school year.\n\n"
        "We will give every nursery in the valley a named teacher by the end of the school year."
    )
    schools = content(version).clauses[0].clause.key
    understood = read("T\n\nA\n\nWe will give every place in the valley a named helper by the end of the school year.")

    answers = proposed(understood, version.charter)
    assert unanswered(answers) == [1]
    answers.clauses[1].same_as = schools
    import_document(understood=understood, answers=answers, target=version.charter)

    assert [placed.clause.key for placed in content(version).clauses] == [schools]


def test_paragraph_is_parted_and_a_clause_left_out_as_decided() -> None:
    understood = read(
        "T\n\nA\n\nWe will ask first. We will answer within ten days of hearing from you. Please ring us.\n\n"
        "B\n\nTea is nice."
    )
    answers = proposed(understood)
    answers.clauses[1].parted = True
    answers.clauses[2].left_out = True

    version = import_document(understood=understood, answers=answers, target=NewCharter("t", "T"))

    assert texts(version) == [
        "We will ask first.",
        "We will answer within ten days of hearing from you.",
        "Please ring us.",
    ]
    assert [placed.clause.kind for placed in content(version).clauses] == ["commitment", "commitment", "guidance"]
    assert [section.heading for section in content(version).sections] == ["A", "B"]


@pytest.mark.parametrize(
    ("slug", "title", "says"),
    [
        ("agree", "T", "meaning of its own"),
        ("taken", "T", "already"),
        ("No Spaces", "T", "letters"),
        ("", "T", "blank"),
        ("fine", "", "blank"),
        ("fine", "x" * 201, "200 letters"),
    ],
)
def test_charter_that_cannot_begin_is_refused_in_words(slug: str, title: str, says: str) -> None:
    factories.make_charter(slug="taken")

    with pytest.raises(CannotImport, match=says):
        imported(target=NewCharter(slug, title))
    assert not Version.objects.exists()


def test_promise_of_a_partner_without_a_name_is_refused_in_words_and_nothing_changes() -> None:
    understood = read(FIRST)
    answers = proposed(understood)
    answers.clauses[1].actor = "partner"

    with pytest.raises(CannotImport, match="say which"):
        import_document(understood=understood, answers=answers, target=NewCharter("t", "T"))
    assert not Charter.objects.exists()


def full_version() -> Version:
    """A version with something in every place, a line of easy read that is stale, and a draft state."""
    poster, logo = factories.make_file(b"%PDF poster", "application/pdf"), factories.make_file(b"logo")
    other = factories.make_charter(slug="other")
    content_ = factories.document(
        factories.section(
            "Asking",
            factories.promise("We will ask."),
            factories.promise("Kite Group will answer.", actor="partner", partner="Kite Group"),
            label="1.",
            sections=(factories.section("", factories.promise("Families feel heard.", kind="outcome", actor="")),),
        ),
        note="New.\n\nAnd more.",
        easy_intro=(doc.EasyLine("book", "Read this.", "A book"),),
        meeting_rules=doc.MeetingRules("10:00", "14:00", 120, 25, 7),
        glossary=(doc.GlossaryWord("SEND", "Needing more help to learn."),),
        partners=(doc.Partner("Kite Group", "young_people", True, doc.Logo(logo.hex, "image/png")),),
        references=(
            doc.Reference("read_with", "Another", other.slug, ""),
            doc.Reference("overridden_by", "The law", "", "https://law.example/"),
        ),
        attachments=(doc.Attachment("Poster", "poster.pdf", "application/pdf", 11, poster.hex),),
    )
    version = start_version(charter=factories.make_charter(slug="full"), document=content_)
    EasyReadLine.objects.filter(clause__text="We will ask.").update(for_md5="0" * 32)
    Credit.objects.create(version=version, position=1, text="The Tuesday readers")
    return version


def test_export_imports_again_to_the_same_hash_and_all_that_stands_outside() -> None:
    version = full_version()
    sent = json.dumps(export(version)).encode()
    target = factories.make_charter(slug="copy")

    copy, same = import_export(exported=exported.read(sent), target=target)

    assert same
    assert copy.hex == freeze(version_id=version.pk).hex == json.loads(sent)["hash"]
    assert copy.charter == target
    assert [line.clause.text for line in EasyReadLine.objects.stale().filter(clause__version=copy)] == ["We will ask."]
    assert [credit.text for credit in copy.credits.all()] == ["The Tuesday readers"]
    again = export(copy)
    assert {**again, "charter": None} == {**json.loads(sent), "charter": None}


def test_export_brings_its_files_to_where_they_are_not(transactional_db: None) -> None:
    version = full_version()
    sent = json.dumps(export(version)).encode()
    Version.objects.all().delete()
    Partner.objects.all().delete()
    for file in File.objects.all():
        file.delete()

    copy, same = import_export(exported=exported.read(sent), target=factories.make_charter(slug="copy"))

    assert same
    assert bytes(Attachment.objects.get(version=copy).file.content) == b"%PDF poster"


def test_document_alone_whose_files_are_elsewhere_is_refused_in_words() -> None:
    version = full_version()
    sent = (
        document_of(version)
        .replace(factories.make_file(b"another", "application/pdf").hex.encode(), b"")
        .replace(Attachment.objects.get().file.hex.encode(), b"0" * 64)
    )

    with pytest.raises(CannotImport, match="not here"):
        import_export(exported=exported.read(sent), target=NewCharter("copy", "Copy"))
    assert not Charter.objects.filter(slug="copy").exists()


def test_export_that_breaks_a_rule_is_refused_in_the_words_of_the_rule() -> None:
    sent = export(full_version())
    sent["document"]["sections"][0]["clauses"][0]["actor"] = ""

    with pytest.raises(CannotImport, match="says who acts"):
        import_export(exported=exported.read(json.dumps(sent).encode()), target=NewCharter("copy", "Copy"))


def test_import_over_a_version_says_where_another_logo_makes_another_hash() -> None:
    version = full_version()
    sent = export(version)
    Partner.objects.update(logo=None)

    _copy, same = import_export(exported=exported.read(json.dumps(sent).encode()), target=NewCharter("copy", "Copy"))

    assert not same


# Commands


def run(command: str, *args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_command_prints_counts_that_sum_and_saves(tmp_path: Path) -> None:
    file = tmp_path / "charter.txt"
    file.write_text(
        FIRST + "\nSkip to main content\n\nWe will ask every family before we plan a new service in the valley!"
    )

    said = run("import_charter", str(file), "--slug", "lantern", "--title", "The Lantern Charter")

    assert "7 lines: 2 heading, 0 intro, 4 clause, 1 unplaced." in said
    assert "4 clauses: 4 commitment, 0 outcome, 0 fact, 0 guidance." in said
    assert "Repeated: 4 says what 1 says" in said
    assert "Saved as version 1 of lantern, a draft." in said
    assert len(texts(Version.objects.get())) == 4


def test_dry_run_saves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "charter.md"
    file.write_text("# T\n\n## A\n\n- We will.\n")

    assert "Nothing was saved." in run("import_charter", str(file), "--slug", "t", "--title", "T", "--dry-run")
    assert not Charter.objects.exists()


def test_command_says_what_it_cannot_read_and_ends_with_one(tmp_path: Path) -> None:
    file = tmp_path / "charter.docx"
    file.write_bytes(b"%PDF-1.7")

    with pytest.raises(CommandError, match="PDF") as refused:
        run("import_charter", str(file), "--slug", "t", "--title", "T")
    assert refused.value.returncode == 1


def test_command_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("import_charter", str(tmp_path / "nothing.txt"), "--slug", "t", "--title", "T")


def test_commands_take_a_version_from_one_charter_to_another(tmp_path: Path) -> None:
    version = full_version()
    file = tmp_path / "full.json"
    file.write_text(run("export_charter", "full", "--version", "1"))

    said = run("import_charter", str(file), "--slug", "copy", "--title", "Copy")

    assert f"SHA-256: {freeze(version_id=version.pk).hex}" in said
    assert ClauseKey.objects.filter(charter__slug="copy").count() == 3


def test_export_of_what_is_not_there_says_so() -> None:
    with pytest.raises(CommandError, match="no charter 'nothing'"):
        run("export_charter", "nothing")
