"""An attempt against every constraint and trigger about charters, and against each part of a published version."""

from typing import Any

from charters import document as doc
from charters.actions import consult, freeze, withdraw
from charters.models import Agreement, AgreementRequest, Credit, File, Version
from tests.charters import factories
from tests.guards.breaking import DENIED, Break

FROZEN = "charters_version_frozen"


def row(table: str, defaults: dict[str, str], **columns: str) -> str:
    """A row of this table, with some columns wrong."""
    given = defaults | columns
    names = ", ".join(f'"{name}"' for name in given)
    return f"INSERT INTO charters_{table} ({names}) VALUES ({', '.join(given.values())})"


def charter(**columns: str) -> str:
    return row("charter", {"slug": "'a-charter'", "title": "'A'", "kind": "'charter'"}, **columns)


def version(**columns: str) -> str:
    given = {"charter_id": "%(c_empty)s", "n": "1", "state": "'draft'", "title": "'A'", "language": "'en-gb'"}
    given |= {"intro": "''", "easy_intro": "'[]'", "note": "''", "easy_note": "'[]'", "withdrawn_reason": "''"}
    return row("version", given, **columns)


def section(**columns: str) -> str:
    given = {"version_id": "%(c_draft)s", "depth": "1", "position": "9", "label": "''", "heading": "''"}
    given |= {"intro": "''", "easy": "'[]'", "made_as": "''", "revision": "1"}
    return row("section", given, **columns)


def clause(**columns: str) -> str:
    given = {"version_id": "%(c_draft)s", "section_id": "%(c_section)s", "key_id": "%(c_key)s", "position": "9"}
    given |= {"kind": "'commitment'", "actor": "'we'", "text": "'A'", "revision": "1"}
    return row("clause", given, **columns)


def step(**columns: str) -> str:
    given = {"version_id": "%(c_draft)s", "act": "'add_clause'", "rows": "'[]'", "is_undone": "false"}
    return row("step", given, **columns)


def line(**columns: str) -> str:
    given = {"clause_id": "%(c_clause)s", "position": "9", "text": "'A'", "picture": "'book'", "alt": "'A'"}
    return row("easyreadline", given | {"meaning": "'A'", "for_md5": "''"}, **columns)


def rules(**columns: str) -> str:
    return row("meetingrules", {"version_id": "%(c_bare)s", "notice_days": "25"}, **columns)


def word(**columns: str) -> str:
    given = {"version_id": "%(c_draft)s", "position": "9", "word": "'b'", "meaning": "'b'"}
    return row("glossaryword", given, **columns)


def reference(**columns: str) -> str:
    given = {"version_id": "%(c_draft)s", "position": "9", "kind": "'read_with'", "title": "'A'", "address": "''"}
    return row("reference", given, **columns)


def attachment(**columns: str) -> str:
    given = {"version_id": "%(c_draft)s", "position": "9", "title": "'A'", "name": "'a.pdf'", "file_id": "%(c_file)s"}
    return row("attachment", given, **columns)


def credit(**columns: str) -> str:
    return row("credit", {"version_id": "%(c_draft)s", "position": "9", "text": "'A'"}, **columns)


def its_partner(**columns: str) -> str:
    given = {"id": "gen_random_uuid()", "version_id": "%(c_draft)s", "partner_id": "%(c_stranger)s", "position": "9"}
    return row("versionpartner", given | {"required": "true"}, **columns)


def request(**columns: str) -> str:
    return row("agreementrequest", {"version_partner_id": "%(c_asked)s", "hash": "'abc'", "at": "now()"}, **columns)


ASKED = request(hash="%(c_hash)s")


def answer(**columns: str) -> str:
    given = {"version_id": "%(c_consulted)s", "partner_id": "%(c_council)s", "hash": "%(c_hash)s", "act": "'agree'"}
    return row("agreement", given | {"reason": "''", "at": "now()"}, **columns)


def check(**columns: str) -> str:
    given = {"version_id": "%(c_consulted)s", "hash": "%(c_hash)s", "group": "'A'", "count": "3", "at": "now()"}
    return row("readercheck", given, **columns)


def file(**columns: str) -> str:
    given = {"hash": "sha256('b')", "content": "'b'", "type": "'image/png'", "size": "1"}
    return row("file", given, **columns)


def stored(**columns: str) -> str:
    given = {"version_id": "%(c_public)s", "kind": "'charter'", "part": "1", "content": "'b'", "pages": "1"}
    return row("storedfile", given | {"made_at": "now()"}, **columns)


def imported(**columns: str) -> str:
    given = {"id": "gen_random_uuid()", "charter_id": "%(c_empty)s", "staff_id": "%(staff)s", "start": "'{}'"}
    given |= {"understood": "'{}'", "seen": "''", "answers": "'{}'", "created_at": "now()"}
    return row("importeddocument", given, **columns)


def exception(**columns: str) -> str:
    given = {"charter_id": "%(c_charter)s", "rule": "'hard-word'", "text": "'A'", "reason": "'B'", "at": "now()"}
    return row("lintexception", given, **columns)


def partner(**columns: str) -> str:
    return row("partner", {"name": "'B'", "kind": "'nhs'", "email": "''"}, **columns)


def changed(table: str, change: str, where: str) -> str:
    return f"UPDATE charters_{table} SET {change} WHERE {where}"


def moved(state: str, which: str, more: str = "") -> str:
    return changed("version", f"state = '{state}'{more}", f"id = %({which})s")


PUBLIC = "version_id = %(c_public)s"
OF_PUBLIC = "clause_id = %(c_public_clause)s"

# Every part of a published version, and how a row of it is added, changed, moved away and taken out.
OF_A_VERSION = {
    "section": (section(version_id="%(c_public)s"), changed("section", "heading = 'B'", PUBLIC)),
    "clause": (
        clause(version_id="%(c_public)s", section_id="%(c_public_section)s", key_id="%(c_public_key)s"),
        changed("clause", "text = 'B'", PUBLIC),
    ),
    "meetingrules": (rules(version_id="%(c_superseded)s"), changed("meetingrules", "notice_days = 1", PUBLIC)),
    "glossaryword": (word(version_id="%(c_public)s"), changed("glossaryword", "meaning = 'B'", PUBLIC)),
    "reference": (reference(version_id="%(c_public)s"), changed("reference", "title = 'B'", PUBLIC)),
    "attachment": (attachment(version_id="%(c_public)s"), changed("attachment", "title = 'B'", PUBLIC)),
    "versionpartner": (its_partner(version_id="%(c_public)s"), changed("versionpartner", "required = false", PUBLIC)),
}
UNCHANGEABLE = [
    Break(f"charters_{table}_guard", attempt, FROZEN)
    for table, (added, change) in OF_A_VERSION.items()
    for attempt in (
        added,
        change,
        changed(table, "version_id = %(c_draft)s", PUBLIC),
        changed(table, "version_id = %(c_public)s", "version_id = %(c_draft)s"),
        f"DELETE FROM charters_{table} WHERE {PUBLIC}",
    )
] + [
    Break("charters_clause_guard", changed("clause", "position = position + 1", PUBLIC), FROZEN),
    Break("charters_section_guard", changed("section", "position = 7", PUBLIC), FROZEN),
    Break("charters_easyreadline_guard", line(clause_id="%(c_public_clause)s"), FROZEN),
    Break("charters_easyreadline_guard", changed("easyreadline", "text = 'B'", OF_PUBLIC), FROZEN),
    Break("charters_easyreadline_guard", changed("easyreadline", "for_md5 = ''", OF_PUBLIC), FROZEN),
    Break("charters_easyreadline_guard", changed("easyreadline", "clause_id = %(c_clause)s", OF_PUBLIC), FROZEN),
    Break("charters_easyreadline_guard", changed("easyreadline", "clause_id = %(c_public_clause)s, position = 8", "clause_id = %(c_clause)s"), FROZEN),
    Break("charters_easyreadline_guard", f"DELETE FROM charters_easyreadline WHERE {OF_PUBLIC}", FROZEN),
    # A credit can be taken out, because it may name a person; nothing else.
    Break("charters_credit_guard", credit(version_id="%(c_public)s"), FROZEN),
    Break("charters_credit_guard", changed("credit", "text = 'B'", PUBLIC), FROZEN),
    Break("charters_credit_guard", changed("credit", "version_id = %(c_draft)s, position = 8", PUBLIC), FROZEN),
    *(
        Break("charters_version_guard", changed("version", change, "id = %(c_public)s"), FROZEN)
        for change in (
            "title = 'B'", "intro = 'B'", "easy_intro = '[{\"text\": \"B\", \"picture\": \"\", \"alt\": \"\"}]'",
            "note = 'B'", "easy_note = '[]'", "review_by = NULL", "language = 'cy'", "document = '{}'",
            "document = NULL", "published_at = now()", "withdrawn_reason = 'B'",
            "superseded_at = now()", "withdrawn_at = now()", "state = 'superseded', title = 'B'",
            "state = 'superseded', withdrawn_reason = 'B'",
        )
    ),
    Break("charters_version_guard", changed("version", "title = 'B'", "id = %(c_superseded)s"), FROZEN),
    Break("charters_version_guard", changed("version", "withdrawn_reason = 'B'", "id = %(c_withdrawn)s"), FROZEN),
    Break("charters_version_guard", "DELETE FROM charters_version WHERE id = %(c_public)s", FROZEN),
    Break("charters_version_guard", "DELETE FROM charters_version WHERE id = %(c_withdrawn)s", FROZEN),
    Break("charters_versionfile_one", "INSERT INTO charters_versionfile (version_id, file_id) VALUES (%(c_public)s, %(c_file)s)", DENIED),
    Break("charters_versionfile_one", "INSERT INTO charters_versionfile (version_id, file_id) VALUES (%(c_public)s, %(c_file)s)", as_owner=True),
    Break("charters_file_fixed", "UPDATE charters_file SET type = 'image/png'", DENIED),
    Break("charters_file_fixed", "UPDATE charters_file SET type = 'image/png'", "charters_file_append_only", as_owner=True),
]  # fmt: skip

# What the state machine lets nobody do, whatever program asks.
STATES = [
    Break("charters_version_guard", version(state="'agreed'"), "charters_version_starts_as_draft"),
    Break("charters_version_guard", moved("published", "c_draft"), "charters_version_transition"),
    Break("charters_version_guard", moved("agreed", "c_draft"), "charters_version_transition"),
    Break("charters_version_guard", moved("published", "c_consulted"), "charters_version_transition"),
    Break("charters_version_guard", moved("draft", "c_public"), "charters_version_transition"),
    Break("charters_version_guard", moved("published", "c_superseded"), "charters_version_transition"),
    Break("charters_version_guard", moved("superseded", "c_withdrawn", ", withdrawn_reason = ''"), "charters_version_transition"),
    Break("charters_version_guard", moved("agreed", "c_consulted"), "charters_version_all_agree"),
    Break("charters_version_guard", moved("published", "c_agreed", ", title = 'B'"), "charters_version_all_agree"),
    Break("charters_version_guard", moved("published", "c_agreed"), "charters_version_complete"),
    Break("charters_version_guard", changed("version", "n = 7", "id = %(c_draft)s"), "charters_version_fixed"),
    Break("charters_version_guard", changed("version", "charter_id = %(c_empty)s", "id = %(c_draft)s"), "charters_version_fixed"),
    Break("charters_version_one_in_force", moved("published", "c_second")),
    Break("charters_version_times_fit", moved("withdrawn", "c_public")),
    Break("charters_version_times_fit", changed("version", "withdrawn_reason = 'B'", "id = %(c_draft)s")),
    Break("charters_agreement_guard", answer(hash="sha256('x')"), "charters_agreement_of_this_content"),
    Break("charters_agreement_guard", answer(version_id="%(c_public)s"), FROZEN),
    Break("charters_agreement_guard", answer(partner_id="%(c_stranger)s"), "charters_agreement_by_partner"),
    Break("charters_agreement_guard", answer(version_id="%(c_frozen)s", hash="%(c_frozen_hash)s"), "charters_agreement_in_consultation"),
    Break("charters_readercheck_guard", check(hash="sha256('x')"), "charters_readercheck_of_this_content"),
    Break("charters_readercheck_guard", check(version_id="%(c_public)s"), FROZEN),
]  # fmt: skip

ROWS = [
    Break("charters_charter_slug_key", charter(slug="(SELECT slug FROM charters_charter WHERE id = %(c_empty)s)")),
    Break("charters_charter_slug_is_slug", charter(slug="'A Charter'")),
    Break("charters_charter_slug_is_slug", charter(slug="repeat('a', 81)")),
    Break("charters_charter_slug_not_reserved", charter(slug="'easy-read'")),
    Break("charters_charter_slug_not_reserved", charter(slug="'words'")),
    Break("charters_charter_titled", charter(title="''")),
    Break("charters_charter_kind", charter(kind="'song'")),
    Break("charters_charter_address_fixed", changed("charter", "slug = 'another'", "id = %(c_published_charter)s")),
    Break("charters_clausekey_one", row("clausekey", {"charter_id": "%(c_charter)s", "key": "(SELECT key FROM charters_clausekey WHERE id = %(c_key)s)"})),
    Break("charters_clausekey_is_key", row("clausekey", {"charter_id": "%(c_charter)s", "key": "'ABCDEF'"})),
    Break("charters_clausekey_fixed", "UPDATE charters_clausekey SET key = 'aaaaaa'", DENIED),
    Break("charters_clausekey_fixed", "UPDATE charters_clausekey SET key = 'aaaaaa'", as_owner=True),
    Break("charters_partner_name_key", partner(name="(SELECT name FROM charters_partner WHERE id = %(c_council)s)")),
    Break("charters_partner_named", partner(name="''")),
    Break("charters_partner_kind", partner(kind="'bird'")),
    Break("charters_file_named_by_content", file(content="'c'")),
    Break("charters_file_size_fits", file(size="2")),
    Break("charters_file_not_too_large", file(hash="sha256('')", content="''", size="0")),
    Break("charters_file_type", file(type="'text/html'")),
    Break("charters_version_one", version(charter_id="%(c_done_charter)s", n="1")),
    Break("charters_version_one_open", version(charter_id="%(c_charter)s", n="9")),
    Break("charters_version_state", changed("version", "state = 'sung'", "id = %(c_draft)s"), "charters_version_transition"),
    Break("charters_version_state", version(state="'sung'"), "charters_version_starts_as_draft"),
    Break("charters_version_n_positive", version(n="0")),
    Break("charters_version_titled", version(title="''")),
    Break("charters_version_language", version(language="'English'")),
    Break("charters_version_not_too_long", version(intro="repeat('a', 20001)")),
    Break("charters_version_easy_intro", version(easy_intro="'{}'")),
    Break("charters_version_easy_note", version(easy_note="'[{\"text\": \"A\", \"picture\": \"book\"}]'")),
    Break("charters_section_place", section(position="1")),
    Break("charters_section_three_levels", section(depth="4")),
    Break("charters_section_from_one", section(position="0")),
    Break("charters_section_not_too_long", section(heading="repeat('a', 301)")),
    Break("charters_section_easy", section(easy="'[\"A\"]'")),
    Break("charters_section_depth", section(depth="2")),
    Break("charters_section_made_as", section(made_as="'ABCDEF'")),
    Break("charters_section_made_once", "; ".join(section(made_as="'abcdef'", position=n) for n in ("98", "99"))),
    Break("charters_step_act", step(act="'sing'")),
    Break("charters_step_taken_from", step(act="'undo'")),
    Break("charters_step_taken_from", step(act="'undo'", taken_from_id="1", is_undone="true")),
    Break("charters_step_taken_from", step(taken_from_id="1")),
    Break("charters_step_times", step(began="now() + interval '1 day'")),
    Break("charters_section_depth", changed("section", "parent_id = %(c_section)s", "id = %(c_other_section)s")),
    Break("charters_section_guard", section(parent_id="%(c_public_section)s", depth="2"), "charters_section_parent_of_version"),
    Break("charters_clause_one", clause(key_id="(SELECT key_id FROM charters_clause WHERE id = %(c_clause)s)")),
    Break("charters_clause_place", clause(position="1")),
    Break("charters_clause_guard", clause(section_id="%(c_public_section)s"), "charters_clause_section_of_version"),
    Break("charters_clause_key_of_charter", clause(key_id="%(c_public_key)s")),
    Break("charters_clause_from_one", clause(position="0")),
    Break("charters_clause_kind", clause(kind="'song'", actor="''")),
    Break("charters_clause_actor", clause(actor="'bird'")),
    Break("charters_clause_commitment_has_actor", clause(actor="''")),
    Break("charters_clause_commitment_has_actor", clause(kind="'fact'")),
    Break("charters_clause_names_partner", clause(actor="'partner'")),
    Break("charters_clause_names_partner", clause(partner_id="%(c_council)s")),
    Break("charters_clause_date_of_commitment", clause(kind="'fact'", actor="''", target_date="'2027-03-31'")),
    Break("charters_clause_worded", clause(text="''")),
    Break("charters_clause_worded", clause(text="repeat('a', 5001)")),
    Break("charters_easyreadline_place", line(position="1")),
    Break("charters_easyreadline_from_one", line(position="0")),
    Break("charters_easyreadline_worded", line(text="''")),
    Break("charters_easyreadline_picture_is_name", line(picture="'../book'")),
    Break("charters_easyreadline_for_md5", line(for_md5="'abc'")),
    Break("charters_meetingrules_hours", rules(earliest="'14:00'", latest="'10:00'")),
    Break("charters_meetingrules_sensible", rules(longest_minutes="0")),
    Break("charters_meetingrules_say_something", rules(notice_days="NULL")),
    Break("charters_glossaryword_place", word(position="1")),
    Break("charters_glossaryword_one", word(word="'Plan'")),
    Break("charters_glossaryword_from_one", word(position="0")),
    Break("charters_glossaryword_worded", word(meaning="''")),
    Break("charters_reference_place", reference(position="1")),
    Break("charters_reference_from_one", reference(position="0")),
    Break("charters_reference_kind", reference(kind="'sung_with'")),
    Break("charters_reference_titled", reference(title="''")),
    Break("charters_reference_one_place", reference(address="'javascript:alert(1)'")),
    Break("charters_reference_one_place", reference(address="'https://a.example'", charter_id="%(c_charter)s")),
    Break("charters_attachment_place", attachment(position="1")),
    Break("charters_attachment_from_one", attachment(position="0")),
    Break("charters_attachment_titled", attachment(title="''")),
    Break("charters_attachment_file_name", attachment(name="'../a.pdf'")),
    Break("charters_credit_place", credit(position="1")),
    Break("charters_credit_from_one", credit(position="0")),
    Break("charters_credit_worded", credit(text="''")),
    Break("charters_versionpartner_one", its_partner(partner_id="%(c_council)s")),
    Break("charters_versionpartner_place", its_partner(position="1")),
    Break("charters_versionpartner_from_one", its_partner(position="0")),
    Break("charters_agreementrequest_hash", f"{ASKED}; UPDATE charters_agreementrequest SET hash = 'abc'", DENIED),
    Break("charters_agreementrequest_hash", f"{ASKED}; UPDATE charters_agreementrequest SET hash = 'abc'", as_owner=True),
    Break("charters_agreementrequest_guard", request(), "charters_agreementrequest_of_this_content"),
    Break("charters_agreementrequest_guard",
          f"UPDATE charters_version SET state = 'draft' WHERE id = %(c_consulted)s; {ASKED}",
          "charters_agreementrequest_in_consultation"),
    Break("charters_agreement_act", answer(act="'sing'")),
    Break("charters_agreement_reason_to_decline", answer(act="'decline'")),
    Break("charters_agreement_reason_to_decline", answer(reason="'A'")),
    Break("charters_agreement_reason_not_too_long", answer(act="'decline'", reason="repeat('a', 2001)")),
    Break("charters_importeddocument_for_one_charter", imported(start="'{\"slug\": \"a\"}'")),
    Break("charters_importeddocument_for_one_charter", imported(charter_id="NULL")),
    Break("charters_lintexception_one", exception() + "; " + exception(reason="'C'")),
    Break("charters_lintexception_rule", exception(rule="'Hard Word'")),
    Break("charters_lintexception_rule", exception(rule="repeat('a', 41)")),
    Break("charters_lintexception_of_words", exception(text="''")),
    Break("charters_lintexception_of_words", exception(text="repeat('a', 501)")),
    Break("charters_lintexception_reasoned", exception(reason="''")),
    Break("charters_lintexception_reasoned", exception(reason="repeat('a', 501)")),
    Break("charters_lintexception_guard", f"{exception()}; UPDATE charters_lintexception SET reason = 'C'", "charters_lintexception_stays"),
    Break("charters_lintexception_guard", f"{exception()}; UPDATE charters_lintexception SET by_id = %(staff)s", "charters_lintexception_stays"),
    Break("charters_storedfile_one", stored()),
    Break("charters_storedfile_kind", stored(kind="'song'")),
    Break("charters_storedfile_parts", stored(part="2")),
    Break("charters_storedfile_size", stored(pages="0")),
    Break("charters_storedfile_size", stored(content="''")),
    Break("charters_storedfile_guard", stored(version_id="%(c_agreed)s"), "charters_storedfile_of_public_version"),
    Break("charters_storedfile_guard", stored(version_id="%(c_withdrawn)s"), "charters_storedfile_of_public_version"),
    Break("charters_storedfile_guard", "DELETE FROM charters_storedfile", "charters_storedfile_stays"),
    Break("charters_storedfile_append_only", "UPDATE charters_storedfile SET content = 'b'", DENIED),
    Break("charters_storedfile_append_only", "UPDATE charters_storedfile SET content = 'b'", as_owner=True),
    Break("charters_readercheck_named_group", check(group="''")),
    Break("charters_readercheck_count", check(count="0")),
    Break("charters_agreedtext_named_by_content", "INSERT INTO charters_agreedtext VALUES (sha256('a'), 'b')", DENIED),
    Break("charters_agreedtext_named_by_content", "INSERT INTO charters_agreedtext VALUES (sha256('a'), 'b')", as_owner=True),
]  # fmt: skip

APPEND_ONLY = [
    Break(f"charters_{table}_append_only", attempt.format(table), raises, as_owner=as_owner)
    for table, change in (("agreement", "reason = 'B'"), ("agreedtext", "document = 'B'"), ("readercheck", "count = 9"))
    for attempt in ("UPDATE charters_{} SET " + change, "DELETE FROM charters_{}")
    for raises, as_owner in ((DENIED, False), ("", True))
]
TRUNCATED = [
    Break(f"charters_{table}_no_truncate", f"TRUNCATE charters_{table} CASCADE", raises, as_owner=as_owner)
    for table in (
        *OF_A_VERSION,
        *("agreement", "agreedtext", "readercheck", "version", "easyreadline", "clausekey", "file", "versionfile"),
        "storedfile",
    )
    for raises, as_owner in ((DENIED, False), (f"charters_{table}_append_only", True))
]
BREAKS = UNCHANGEABLE + STATES + ROWS + APPEND_ONLY + TRUNCATED

# Triggers that act and refuse nothing (tests/charters/test_versions.py, test_triggers.py, test_asking.py).
ACTING = {"charters_version_moved", "charters_agreement_answered", "charters_partner_changed"}
ACTING |= {"charters_versionpartner_gone", "charters_partner_moved", "charters_storedfile_changed"}
ACTING |= {"charters_clause_counted", "charters_section_counted"}
ACTING |= {f"charters_easyreadline_counted{after}" for after in ("", "_in", "_out")}


def wide(logo: File, **more: Any) -> doc.Document:
    """A document in which every part of a version stands."""
    return factories.document(
        meeting_rules=doc.MeetingRules("10:00", "14:00", 120, 25, 7),
        glossary=(doc.GlossaryWord("Plan", "What we will do next."),),
        references=(doc.Reference("read_with", "The code", "", "https://quillmere.example/code"),),
        attachments=(doc.Attachment("Poster", "poster.png", str(logo.type), logo.size, logo.hex),),
        **more,
    )


def make_charters() -> dict[str, Any]:
    """Versions in each state, and what hangs on them, by the names that the attempts use."""
    poster = factories.make_file()
    spare = factories.make_file(b"spare")
    superseded = factories.make_published(content=factories.document())
    done = superseded.charter
    draft = factories.make_draft(done, wide(poster))
    Credit.objects.create(version=draft, position=1, text="The Kite Group")
    public = factories.make_published_from(draft)
    other = factories.make_draft(content=wide(poster, sections=(
        factories.section("One", factories.promise("We ask."), factories.promise("We listen.")),
        factories.section("Two"),
    )))  # fmt: skip
    Credit.objects.create(version=other, position=1, text="The Kite Group")
    return {
        **_of("c_public", public),
        **_of("c_draft", other),
        "c_superseded": superseded.pk,
        "c_published_charter": done.pk,
        **_others(other),
        "c_file": bytes(poster.hash),
        "c_spare": bytes(spare.hash),
    }


def _of(name: str, version: Version) -> dict[str, Any]:
    sections, clauses = list(version.sections.order_by("position")), list(version.clauses.order_by("position"))
    short = name.removesuffix("_draft")
    return {
        name: version.pk,
        f"{short}_section": sections[0].pk,
        f"{short}_other_section": sections[-1].pk,
        f"{short}_clause": clauses[0].pk,
        f"{short}_key": factories.spare_key(version.charter).pk,
    }


def _others(draft: Version) -> dict[str, Any]:
    """Versions on their way, and what an answer needs."""
    consulted = consult(version_id=factories.make_draft().pk)
    asked = consulted.partners.first()
    assert asked is not None
    AgreementRequest.objects.create(version_partner=asked, hash=consulted.hash)
    frozen = freeze(version_id=factories.make_draft().pk)
    # Agreed by all, and no reader has looked at its easy read.
    agreed = consult(version_id=factories.make_draft().pk)
    for one in agreed.partners.all():
        Agreement.objects.create(version=agreed, partner_id=one.partner_id, hash=agreed.hash, act="agree")
    in_force = factories.make_published()
    second = factories.make_agreed(factories.make_draft(in_force.charter))
    return {
        "c_charter": draft.charter_id,
        "c_done_charter": in_force.charter_id,
        "c_empty": factories.make_charter().pk,
        "c_bare": frozen.pk,
        "c_frozen": frozen.pk,
        "c_frozen_hash": bytes(frozen.hash),
        "c_consulted": consulted.pk,
        "c_hash": bytes(consulted.hash),
        "c_asked": str(asked.pk),
        "c_council": asked.partner_id,
        "c_stranger": factories.make_partner("Quillmere Sailing Club").pk,
        "c_agreed": agreed.pk,
        "c_second": second.pk,
        "c_withdrawn": withdraw(version_id=factories.make_published().pk, reason="It named a person.").pk,
    }
