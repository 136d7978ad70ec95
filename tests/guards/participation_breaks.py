"""An attempt against every rule about audits: frozen sets, locked returns, sent panels, and the register."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from charters.models import ClauseKey
from participation.models import (
    Action,
    ActionStep,
    AgreedLevel,
    Answer,
    Erasure,
    Evidence,
    EvidenceFile,
    PanelService,
    PublicReply,
    Service,
    ServiceResult,
    Snapshot,
)
from participation.models.kinds import EvidenceKind
from tests.guards.breaking import DENIED, Break
from tests.participation import factories

FROZEN = "participation_questionset_frozen"
LOCKED = "participation_return_locked"
LATE = "participation_return_in_time"
SENT = "participation_panel_locked"
EASY = '\'[{"text": "A", "picture": "book", "alt": "A"}]\''
FOUR = "'[{0}, {0}, {0}, {0}]'".format('{"text": "A", "picture": "book", "alt": "A"}')


def row(table: str, defaults: dict[str, str], **columns: str) -> str:
    """A row of this table, with some columns wrong."""
    given = defaults | columns
    names = ", ".join(f'"{name}"' for name in given)
    return f"INSERT INTO participation_{table} ({names}) VALUES ({', '.join(given.values())})"


def changed(table: str, change: str, where: str) -> str:
    return f"UPDATE participation_{table} SET {change} WHERE {where}"


def question_set(**columns: str) -> str:
    return row("questionset", {"n": "900", "title": "'A'", "note": "''", "made_at": "now()"}, **columns)


def question(**columns: str) -> str:
    given = {"question_set_id": "%(a_free_set)s", "key": "'a-key'", "position": "9", "dimension": "'space'"}
    given |= {"text": "'A'", "guidance": "''", "not_yet": "'A'", "starting": "'B'", "doing": "'C'", "shared": "'D'"}
    given |= {"easy": EASY, "easy_levels": FOUR, "needs_evidence": "false", "may_not_apply": "false"}
    return row("question", given | {"in_short_form": "false", "for_panels": "false"}, **columns)


def link(**columns: str) -> str:
    return row("questioncommitment", {"question_id": "%(a_free_question)s", "clause_key_id": "%(c_key)s"}, **columns)


def service(**columns: str) -> str:
    given = {"id": "gen_random_uuid()", "slug": "'a-slug'", "name": "'A'", "kind": "'school'", "size": "'small'"}
    return row("service", given, **columns)


def lead(**columns: str) -> str:
    return row("lead", {"service_id": "%(a_leaderless)s", "name": "''", "email": "'a@b.example'"}, **columns)


def a_round(**columns: str) -> str:
    given = {"year": "2099", "question_set_id": "%(a_free_set)s", "opens_on": "'2026-01-01'"}
    given |= {"due_on": "'2026-02-01'", "closes_on": "'2026-03-01'", "publish_note": "''"}
    return row("round", given, **columns)


def a_return(**columns: str) -> str:
    given = {"id": "gen_random_uuid()", "round_id": "%(a_round)s", "service_id": "%(a_leaderless)s"}
    given |= {"is_short": "false", "state": "'open'", "submission": "0", "is_reminded": "true"}
    return row("return", given, **columns)


def holder(**columns: str) -> str:
    given = {"id": "gen_random_uuid()", "of_return_id": "%(a_open)s", "name": "''", "email": "'b@b.example'"}
    return row("holder", given | {"since": "now()", "is_reminded": "true"}, **columns)


def reminder(**columns: str) -> str:
    return row("reminder", {"of_return_id": "%(a_open)s", "days": "28", "at": "now()"}, **columns)


def answer(**columns: str) -> str:
    given = {"of_return_id": "%(a_open)s", "question_id": "%(a_new_question)s", "level": "NULL", "note": "''"}
    given |= {"not_applicable": "''", "changed": "''", "revision": "1", "at": "now()"}
    return row("answer", given, **columns)


def evidence(**columns: str) -> str:
    given = {"id": "gen_random_uuid()", "of_return_id": "%(a_open)s", "question_id": "%(a_question)s", "kind": "'note'"}
    given |= {"text": "'A'", "url": "''", "at": "now()", "state": "'waiting'", "reason": "''"}
    return row("evidence", given, **columns)


def file(**columns: str) -> str:
    given = {"evidence_id": "%(a_fileless)s", "name": "'a.pdf'", "content": "'b'", "hash": "sha256('b')"}
    return row("evidencefile", given | {"type": "'application/pdf'", "size": "1"}, **columns)


def hand_back(**columns: str) -> str:
    given = {"of_return_id": "%(a_submitted)s", "submission": "1", "reason": "'A'", "at": "now()"}
    return row("handback", given, **columns)


def panel(**columns: str) -> str:
    given = {"id": "gen_random_uuid()", "round_id": "%(a_round)s", "name": "'A'", "kind": "'young_people'"}
    return row("panel", given | {"count": "5", "made_at": "now()"}, **columns)


def panel_service(**columns: str) -> str:
    given = {"panel_id": "%(a_panel)s", "service_id": "%(a_leaderless)s", "position": "9"}
    return row("panelservice", given, **columns)


def rating(**columns: str) -> str:
    given = {"panel_service_id": "%(a_used)s", "question_id": "%(a_panel_question)s", "level": "3"}
    return row("panelrating", given, **columns)


def erasure(**columns: str) -> str:
    given = {"evidence": "%(a_note)s", "of_return_id": "%(a_open)s", "question_id": "%(a_question)s", "reason": "'A'"}
    return row("erasure", given | {"at": "now()"}, **columns)


def agreed(**columns: str) -> str:
    given = {"of_return_id": "%(a_submitted)s", "question_id": "%(a_question)s", "submission": "0", "level": "2"}
    return row("agreedlevel", given | {"reason": "'A'", "at": "now()"}, **columns)


def reply(**columns: str) -> str:
    given = {"of_return_id": "%(a_submitted)s", "question_id": "%(a_question)s", "submission": "0", "text": "'A'"}
    return row("publicreply", given | {"at": "now()"}, **columns)


def action(**columns: str) -> str:
    given = {"id": "gen_random_uuid()", "service_id": "%(a_service)s", "question_id": "%(a_question)s"}
    given |= {"clause_key_id": "%(c_key)s", "what": "'A'", "who": "'B'", "first_due_on": "'2030-01-01'"}
    return row("action", given | {"due_on": "'2030-01-01'", "made_at": "now()"}, **columns)


def step(**columns: str) -> str:
    given = {"action_id": "%(a_action)s", "kind": "'note'", "text": "'A'", "url": "''", "at": "now()"}
    return row("actionstep", given, **columns)


def action_reminder(**columns: str) -> str:
    given = {"action_id": "%(a_action)s", "due_on": "'2030-01-01'", "days": "14", "at": "now()"}
    return row("actionreminder", given, **columns)


def asked_to_answer(**columns: str) -> str:
    return row("askedtoanswer", {"of_return_id": "%(a_submitted)s", "submission": "1", "at": "now()"}, **columns)


def snapshot(**columns: str) -> str:
    given = {"round_id": "%(a_late_round)s", "n": "2", "note": "'A'", "document": "'{}'", "published_at": "now()"}
    return row("snapshot", given, **columns)


def service_result(**columns: str) -> str:
    given = {"snapshot_id": "%(a_snapshot)s", "service_id": "%(a_leaderless)s", "name": "'A'", "document": "'{}'"}
    return row("serviceresult", given, **columns)


USED = "question_set_id = %(a_set)s"
OF_USED = "id = %(a_question)s"

SETS = [
    Break("participation_questionset_guard", changed("questionset", "title = 'B'", "id = %(a_set)s"), FROZEN),
    Break("participation_questionset_guard", "DELETE FROM participation_questionset WHERE id = %(a_set)s", FROZEN),
    Break("participation_question_guard", question(question_set_id="%(a_set)s"), FROZEN),
    Break("participation_question_guard", changed("question", "text = 'B'", OF_USED), FROZEN),
    Break("participation_question_guard", changed("question", "question_set_id = %(a_free_set)s, position = 9", OF_USED), FROZEN),
    Break("participation_question_guard", changed("question", "question_set_id = %(a_set)s, key = 'other', position = 9", "id = %(a_free_question)s"), FROZEN),
    Break("participation_question_guard", f"DELETE FROM participation_question WHERE {OF_USED}", FROZEN),
    Break("participation_question_guard", changed("question", "dimension = 'influence'", "id = %(a_free_question)s"), "participation_question_means_the_same"),
    Break("participation_question_guard", changed("question", "text = 'Are there enough buses on Sundays, with ramps?', not_yet = 'No bus', starting = 'One bus', doing = 'Many', shared = 'All'", "id = %(a_free_question)s"), "participation_question_means_the_same"),
    Break("participation_questioncommitment_guard", link(question_id="%(a_question)s"), FROZEN),
    Break("participation_questioncommitment_guard", f"{link()}; " + changed("questioncommitment", "question_id = %(a_question)s", "question_id = %(a_free_question)s"), FROZEN),
    Break("participation_questioncommitment_guard", "DELETE FROM participation_questioncommitment WHERE question_id = %(a_question)s", FROZEN),
    Break("participation_questioncommitment_once", f"{link()}; {link()}"),
    Break("participation_questionset_n_key", question_set(n="(SELECT n FROM participation_questionset WHERE id = %(a_set)s)")),
    Break("participation_questionset_from_one", question_set(n="0")),
    Break("participation_questionset_title", question_set(title="''")),
    Break("participation_questionset_note", question_set(note="repeat('a', 2001)")),
    Break("participation_question_key_once", f"{question()}; {question(position='10')}"),
    Break("participation_question_place", question(position="1")),
    Break("participation_question_from_one", question(position="0")),
    Break("participation_question_key", question(key="'A key'")),
    Break("participation_question_key", question(key="repeat('a', 41)")),
    Break("participation_question_dimension", question(dimension="'time'")),
    Break("participation_question_text", question(text="''")),
    Break("participation_question_text", question(text="repeat('a', 201)")),
    Break("participation_question_guidance", question(guidance="repeat('a', 2001)")),
    *(Break(f"participation_question_{level}", question(**{level: given})) for level in ("not_yet", "starting", "doing", "shared") for given in ("''", "repeat('a', 301)")),
    Break("participation_question_easy_lines", question(easy="'[\"A\"]'")),
    Break("participation_question_levels_lines", question(easy_levels="'[1, 2, 3, 4]'")),
    Break("participation_question_easy", question(easy="'[]'")),
    Break("participation_question_easy", question(easy=FOUR)),
    Break("participation_question_easy_levels", question(easy_levels=EASY)),
]  # fmt: skip

ROUNDS = [
    Break("participation_round_year_key", a_round(year="(SELECT year FROM participation_round WHERE id = %(a_round)s)")),
    Break("participation_round_year", a_round(year="1999")),
    Break("participation_round_in_order", a_round(due_on="'2025-12-31'")),
    Break("participation_round_in_order", a_round(closes_on="'2026-01-15'")),
    Break("participation_round_guard", changed("round", "year = 2098", "id = %(a_round)s"), "participation_round_fixed"),
    Break("participation_round_guard", changed("round", "question_set_id = %(a_free_set)s", "id = %(a_round)s"), "participation_round_fixed"),
    Break("participation_round_guard", a_round(question_set_id="%(a_empty_set)s"), "participation_round_set_ready"),
    Break("participation_round_guard", "UPDATE participation_question SET in_short_form = false WHERE question_set_id = %(a_free_set)s; " + a_round(), "participation_round_set_ready"),
    Break("participation_round_guard", "UPDATE participation_question SET for_panels = true WHERE question_set_id = %(a_free_set)s; " + a_round(), "participation_round_set_ready"),
]  # fmt: skip

RETURNS = [
    Break("participation_return_once", a_return(service_id="%(a_service)s")),
    Break("participation_return_state", a_return(state="'sung'"), "participation_return_starts_open"),
    Break("participation_return_state", changed("return", "state = 'sung'", "id = %(a_open)s")),
    Break("participation_return_submitted_at", a_return(state="'submitted'"), "participation_return_starts_open"),
    Break("participation_return_submitted_at", "ALTER TABLE participation_return DISABLE TRIGGER participation_return_guard; " + changed("return", "state = 'submitted'", "id = %(a_open)s"), as_owner=True),
    Break("participation_return_guard", a_return(state="'submitted'", submitted_at="now()"), "participation_return_starts_open"),
    Break("participation_return_guard", changed("return", "is_short = true", "id = %(a_open)s"), "participation_return_fixed"),
    Break("participation_return_guard", changed("return", "service_id = %(a_leaderless)s", "id = %(a_submitted)s"), "participation_return_fixed"),
    Break("participation_return_guard", changed("return", "opened_at = now()", "id = %(a_submitted)s"), LOCKED),
    Break("participation_return_guard", changed("return", "submitted_at = now()", "id = %(a_submitted)s"), LOCKED),
    Break("participation_return_guard", changed("return", "state = 'submitted'", "id = %(a_open)s"), "participation_return_complete"),
    Break("participation_return_guard", changed("return", "state = 'submitted'", "id = %(a_late)s"), LATE),
    Break("participation_return_guard", changed("return", "state = 'open'", "id = %(a_submitted)s"), "participation_return_back_for_a_reason"),
    Break("participation_return_guard", "DELETE FROM participation_return WHERE id = %(a_submitted)s", "participation_return_kept"),
    Break("participation_return_guard", "DELETE FROM participation_return WHERE id = %(a_open)s", "participation_return_kept"),
    Break("participation_holder_of_one", holder(of_return_id="NULL")),
    Break("participation_holder_of_one", holder(of_panel_id="%(a_panel)s")),
    Break("participation_holder_of_return_once", holder(email="'LEAD@quillmere.example'")),
    Break("participation_holder_of_panel_once", holder(of_return_id="NULL", of_panel_id="%(a_panel)s", email="'GROUP@quillmere.example'")),
    Break("participation_holder_email", holder(email="'nobody'")),
    Break("participation_holder_email", holder(email="repeat('a', 320) || '@b'")),
    Break("participation_holder_name", holder(name="repeat('a', 201)")),
    Break("participation_reminder_once", f"{reminder()}; {reminder()}"),
    Break("participation_handback_once", f"{hand_back()}; {hand_back()}"),
    Break("participation_handback_reason", hand_back(reason="''")),
    Break("participation_handback_reason", hand_back(reason="repeat('a', 2001)")),
    Break("participation_handback_guard", hand_back(submission="2"), "participation_handback_of_a_submission"),
    Break("participation_handback_guard", hand_back(of_return_id="%(a_open)s", submission="0"), "participation_handback_of_a_submission"),
]  # fmt: skip

OF_SUBMITTED = "of_return_id = %(a_submitted)s"
OF_LATE = "of_return_id = %(a_late)s"
OF_OPEN = "of_return_id = %(a_open)s AND question_id = %(a_question)s"
ANSWERS = [
    Break("participation_answer_once", answer(question_id="%(a_question)s")),
    Break("participation_answer_level", answer(level="5")),
    Break("participation_answer_one_of_two", answer(question_id="%(a_optional_question)s", level="3", not_applicable="'A'")),
    Break("participation_answer_not_applicable", answer(question_id="%(a_optional_question)s", not_applicable="repeat('a', 2001)")),
    Break("participation_answer_note", answer(note="repeat('a', 4001)")),
    Break("participation_answer_changed", answer(changed="repeat('a', 2001)")),
    Break("participation_answer_guard", changed("answer", "level = 1", OF_SUBMITTED), LOCKED),
    Break("participation_answer_guard", f"DELETE FROM participation_answer WHERE {OF_SUBMITTED}", LOCKED),
    Break("participation_answer_guard", answer(of_return_id="%(a_submitted)s"), LOCKED),
    Break("participation_answer_guard", changed("answer", "level = 1", OF_LATE), LATE),
    Break("participation_answer_guard", changed("answer", "of_return_id = %(a_submitted)s", OF_OPEN), "participation_answer_fixed"),
    Break("participation_answer_guard", answer(question_id="%(a_free_question)s"), "participation_answer_to_what_is_asked"),
    Break("participation_answer_guard", answer(of_return_id="%(a_short)s"), "participation_answer_to_what_is_asked"),
    Break("participation_answer_guard", answer(not_applicable="'A'"), "participation_answer_applies"),
    Break("participation_evidence_kind", evidence(kind="'song'")),
    Break("participation_evidence_state", evidence(state="'sung'", decided_at="now()")),
    Break("participation_evidence_says", evidence(text="''")),
    Break("participation_evidence_says", evidence(text="repeat('a', 4001)")),
    Break("participation_evidence_address", evidence(kind="'link'", url="'javascript:alert(1)'")),
    Break("participation_evidence_address", evidence(kind="'link'")),
    Break("participation_evidence_address", evidence(url="'https://a.example/'")),
    Break("participation_evidence_reason_to_refuse", evidence(reason="'A'")),
    Break("participation_evidence_refused_for_a_reason", evidence(state="'refused'", decided_at="now()")),
    Break("participation_evidence_decided_at", evidence(state="'approved'")),
    Break("participation_evidence_decided_at", evidence(decided_at="now()")),
    Break("participation_evidence_guard", evidence(of_return_id="%(a_submitted)s"), LOCKED),
    Break("participation_evidence_guard", f"DELETE FROM participation_evidence WHERE {OF_SUBMITTED}", LOCKED),
    Break("participation_evidence_guard", evidence(of_return_id="%(a_late)s"), LATE),
    Break("participation_evidence_guard", changed("evidence", "text = 'B'", OF_SUBMITTED), "participation_evidence_fixed"),
    Break("participation_evidence_guard", evidence(question_id="%(a_free_question)s"), "participation_evidence_to_what_is_asked"),
    Break("participation_erasure_reason", erasure(reason="''")),
    Break("participation_erasure_reason", erasure(reason="repeat('a', 2001)")),
    Break("participation_erasure_guard", erasure(evidence="gen_random_uuid()"), "participation_erasure_of_evidence"),
    Break("participation_erasure_guard", erasure(of_return_id="%(a_submitted)s"), "participation_erasure_of_evidence"),
    Break("participation_evidencefile_hash", file(hash="sha256('c')")),
    Break("participation_evidencefile_size", file(size="2")),
    Break("participation_evidencefile_size", file(content="''", hash="sha256('')", size="0")),
    Break("participation_evidencefile_type", file(type="'text/html'")),
    Break("participation_evidencefile_name", file(name="'../a.pdf'")),
    Break("participation_evidencefile_guard", file(evidence_id="%(a_note)s"), "participation_evidencefile_of_a_file"),
    Break("participation_evidencefile_guard", "DELETE FROM participation_evidencefile", LOCKED),
    Break("participation_evidencefile_guard", "UPDATE participation_evidencefile SET name = 'b.pdf'", DENIED),
    Break("participation_evidencefile_guard", "UPDATE participation_evidencefile SET name = 'b.pdf'", "participation_evidencefile_fixed", as_owner=True),
]  # fmt: skip

PANELS = [
    Break("participation_panel_once", panel(name="(SELECT name FROM participation_panel WHERE id = %(a_panel)s)")),
    Break("participation_panel_name", panel(name="''")),
    Break("participation_panel_kind", panel(kind="'birds'")),
    Break("participation_panel_five", panel(count="4")),
    Break("participation_panel_guard", changed("panel", "round_id = %(a_late_round)s", "id = %(a_panel)s"), "participation_panel_fixed"),
    Break("participation_panel_guard", changed("panel", "count = 9", "id = %(a_sent)s"), SENT),
    Break("participation_panel_guard", changed("panel", "sent_at = now()", "id = %(a_sent)s"), SENT),
    Break("participation_panel_guard", "DELETE FROM participation_panel WHERE id = %(a_sent)s", SENT),
    Break("participation_panel_guard", changed("panel", "sent_at = now()", "id = %(a_panel)s"), "participation_panel_complete"),
    Break("participation_panel_guard", changed("panel", "sent_at = now()", "id = %(a_late_panel)s"), "participation_panel_in_time"),
    Break("participation_panelservice_once", panel_service(service_id="%(a_service)s")),
    Break("participation_panelservice_place", panel_service(position="1")),
    Break("participation_panelservice_from_one", panel_service(position="0")),
    Break("participation_panelservice_guard", panel_service(panel_id="%(a_sent)s"), SENT),
    Break("participation_panelservice_guard", changed("panelservice", "was_used = false", "panel_id = %(a_sent)s"), SENT),
    Break("participation_panelservice_guard", "DELETE FROM participation_panelservice WHERE panel_id = %(a_sent)s", SENT),
    Break("participation_panelservice_guard", changed("panelservice", "service_id = %(a_leaderless)s", "id = %(a_used)s"), "participation_panelservice_fixed"),
    Break("participation_panelservice_guard", changed("panelservice", "was_used = true", "panel_id = %(a_late_panel)s"), "participation_panel_in_time"),
    Break("participation_panelrating_once", f"{rating()}; {rating()}"),
    Break("participation_panelrating_level", rating(level="0")),
    Break("participation_panelrating_guard", rating(panel_service_id="%(a_unused)s"), "participation_panelrating_of_what_was_used"),
    Break("participation_panelrating_guard", rating(question_id="%(a_new_question)s"), "participation_panelrating_to_what_is_asked"),
    Break("participation_panelrating_guard", changed("panelrating", "level = 4", "panel_service_id = %(a_sent_service)s"), SENT),
    Break("participation_panelrating_guard", "DELETE FROM participation_panelrating WHERE panel_service_id = %(a_sent_service)s", SENT),
    Break("participation_panelrating_guard", f"{rating()}; " + changed("panelrating", "question_id = %(a_new_question)s", "panel_service_id = %(a_used)s"), "participation_panelrating_fixed"),
]  # fmt: skip

REGISTER = [
    Break("participation_service_slug_key", service(slug="(SELECT slug FROM participation_service WHERE id = %(a_service)s)")),
    Break("participation_service_once", f"{service()}; {service(slug=chr(39) + 'b' + chr(39), name=chr(39) + 'a' + chr(39))}"),
    Break("participation_service_name", service(name="''")),
    Break("participation_service_slug", service(slug="'A Slug'")),
    Break("participation_service_kind", service(kind="'bird'")),
    Break("participation_service_size", service(size="'huge'")),
    Break("participation_service_merged_has_left", service(merged_into_id="%(a_service)s")),
    Break("participation_service_guard", service(left_on="'2026-01-01'", merged_into_id="%(a_left)s"), "participation_service_merged_into_one_that_stands"),
    Break("participation_lead_email", lead(email="'nobody'")),
    Break("participation_lead_name", lead(name="repeat('a', 201)")),
    Break("participation_lead_guard", lead(service_id="%(a_left)s"), "participation_lead_of_one_that_stands"),
]  # fmt: skip

RESULTS = [
    Break("participation_agreedlevel_level", agreed(level="5")),
    Break("participation_agreedlevel_reason", agreed(reason="''")),
    Break("participation_agreedlevel_reason", agreed(reason="repeat('a', 2001)")),
    Break("participation_agreedlevel_guard", agreed(of_return_id="%(a_open)s"), "participation_agreedlevel_of_a_submission"),
    Break("participation_agreedlevel_guard", agreed(question_id="%(a_free_question)s"), "participation_agreedlevel_of_a_submission"),
    Break("participation_publicreply_text", reply(text="''")),
    Break("participation_publicreply_text", reply(text="repeat('a', 2001)")),
    Break("participation_publicreply_guard", reply(of_return_id="%(a_open)s"), "participation_publicreply_of_a_submission"),
    Break("participation_action_what", action(what="''")),
    Break("participation_action_what", action(what="repeat('a', 301)")),
    Break("participation_action_who", action(who="''")),
    Break("participation_action_who", action(who="repeat('a', 201)")),
    Break("participation_action_guard", changed("action", "due_on = '2031-01-01'", "id = %(a_action)s"), "participation_action_moves_for_a_reason"),
    Break("participation_action_guard", changed("action", "first_due_on = '2031-01-01'", "id = %(a_action)s"), "participation_action_fixed"),
    Break("participation_action_guard", changed("action", "done_at = now()", "id = %(a_action)s"), "participation_action_done_with_evidence"),
    Break("participation_action_guard", changed("action", "what = 'B'", "id = %(a_done)s"), "participation_action_fixed"),
    Break("participation_action_guard", "DELETE FROM participation_action WHERE id = %(a_done)s", "participation_action_kept"),
    Break("participation_actionstep_kind", step(kind="'song'")),
    Break("participation_actionstep_text", step(text="''")),
    Break("participation_actionstep_text", step(text="repeat('a', 2001)")),
    Break("participation_actionstep_new_day", step(kind="'moved'")),
    Break("participation_actionstep_new_day", step(due_on="'2031-01-01'")),
    Break("participation_actionstep_link", step(url="'https://a.example/'")),
    Break("participation_actionstep_link", step(kind="'evidence'", url="'javascript:alert(1)'")),
    Break("participation_actionstep_guard", step(action_id="%(a_done)s"), "participation_actionstep_of_an_open_one"),
    Break("participation_actionreminder_once", f"{action_reminder()}; {action_reminder()}"),
    Break("participation_askedtoanswer_once", f"{asked_to_answer()}; {asked_to_answer()}"),
    Break("participation_holder_of_action_once", holder(of_return_id="NULL", of_action_id="%(a_action)s", email="'OWNER@quillmere.example'")),
    Break("participation_round_publish_note", changed("round", "publish_note = repeat('a', 2001)", "id = %(a_round)s")),
    Break("participation_snapshot_once", f"{snapshot()}; {snapshot(n='3')}; {snapshot(n='3')}", "participation_snapshot_in_turn"),
    Break("participation_snapshot_once", "ALTER TABLE participation_snapshot DISABLE TRIGGER participation_snapshot_guard; " + snapshot(n="1", note="''"), as_owner=True),
    Break("participation_snapshot_note", snapshot(note="''")),
    Break("participation_snapshot_document", snapshot(document="'[]'")),
    Break("participation_snapshot_guard", snapshot(n="3"), "participation_snapshot_in_turn"),
    Break("participation_snapshot_guard", snapshot(round_id="%(a_round)s", n="1", note="''"), "participation_snapshot_ready"),
    Break("participation_serviceresult_once", f"{snapshot()}; " + service_result(snapshot_id="(SELECT max(id) FROM participation_snapshot)") + "; " + service_result(snapshot_id="(SELECT max(id) FROM participation_snapshot)")),
    Break("participation_serviceresult_document", service_result(document="'[]'")),
    Break("participation_serviceresult_guard", service_result(), "participation_serviceresult_with_its_snapshot"),
]  # fmt: skip

APPEND_ONLY = [
    Break(f"participation_{table}_{rule}", attempt.format(table), raises, as_owner=as_owner)
    for table, column in (
        *(("handback", "reason"), ("erasure", "reason"), ("agreedlevel", "reason"), ("publicreply", "text")),
        *(("actionstep", "text"), ("snapshot", "note"), ("serviceresult", "name")),
    )
    for rule, attempt in (
        ("append_only", "UPDATE participation_{} SET " + column + " = 'B'"),
        ("append_only", "DELETE FROM participation_{}"),
        ("no_truncate", "TRUNCATE participation_{} CASCADE"),
    )
    for raises, as_owner in ((DENIED, False), (f"participation_{table}_append_only", True))
]
BREAKS = SETS + ROUNDS + RETURNS + ANSWERS + PANELS + REGISTER + RESULTS + APPEND_ONLY

# Triggers that act and refuse nothing (tests/participation/test_triggers.py).
ACTING = {"participation_service_left", "participation_holder_gone", "participation_holder_moved"}
ACTING |= {"participation_organisation_gone", "participation_actionstep_said", "participation_action_changed"}
ACTING |= {"participation_evidence_changed", "participation_snapshot_published", "participation_service_renamed"}


def make_audits(charters: dict[str, Any]) -> dict[str, Any]:
    """A round with a return in each state, a late one, and two panels."""
    used = factories.make_set()
    free = factories.make_set()
    first, _second, third, fourth, *_rest = list(used.questions.order_by("position"))
    the_round = factories.make_round(the_set=_linked(used, charters))
    service = factories.make_service()
    opened = factories.make_return(the_round, service)
    Answer.objects.create(of_return=opened, question=first, level=2)
    note = Evidence.objects.create(of_return=opened, question=first, kind=EvidenceKind.NOTE, text="Minutes.")
    fileless = Evidence.objects.create(of_return=opened, question=first, kind=EvidenceKind.FILE, text="A paper.")
    late_round = factories.make_round(the_set=used)
    late = factories.make_return(late_round, factories.make_service())
    factories.answer_all(late)
    late_panel = factories.make_panel(late_round, service)
    over = {"opens_on": factories.today() - timedelta(days=90), "due_on": factories.today() - timedelta(days=60)}
    type(late_round).objects.filter(pk=late_round.pk).update(**over, closes_on=factories.today() - timedelta(days=30))
    with transaction.atomic():
        snapshot = Snapshot.objects.create(round=late_round, n=1, document={})
        ServiceResult.objects.create(snapshot=snapshot, service=service, name="A", document={})
    submitted = _with_file(factories.make_return(the_round, factories.make_service()))
    AgreedLevel.objects.create(of_return=submitted, question=first, level=2, reason="A")
    PublicReply.objects.create(of_return=submitted, question=first, text="A")
    key = ClauseKey.objects.get(pk=charters["c_key"])
    open_action, done = (factories.make_action(service, clause_key=key, question=first) for _n in range(2))
    ActionStep.objects.create(action=done, kind="evidence", text="It is so.")
    Action.objects.filter(pk=done.pk).update(done_at=timezone.now())
    panel = factories.make_panel(the_round, service, factories.make_service())
    used_one, unused = panel.services.order_by("position")
    PanelService.objects.filter(pk=used_one.pk).update(was_used=True)
    sent = factories.make_sent(factories.make_panel(the_round))
    factories.make_handed_back(factories.make_submitted(factories.make_return(the_round, factories.make_service())))
    gone = Evidence.objects.create(of_return=opened, question=first, kind=EvidenceKind.NOTE, text="It named Sam.")
    Erasure.objects.create(evidence=gone.pk, of_return=opened, question=first, reason="It named a child.")
    left = factories.make_service(email=None)
    Service.objects.filter(pk=left.pk).update(left_on=factories.today())
    return {
        "a_set": used.pk,
        "a_free_set": free.pk,
        "a_empty_set": factories.make_set(keys=()).pk,
        "a_question": first.pk,
        "a_new_question": third.pk,
        "a_optional_question": fourth.pk,
        "a_panel_question": first.pk,
        "a_free_question": free.questions.order_by("position")[0].pk,
        "a_round": the_round.pk,
        "a_late_round": late_round.pk,
        "a_service": str(service.pk),
        "a_leaderless": str(factories.make_service(email=None).pk),
        "a_left": str(left.pk),
        "a_open": str(opened.pk),
        "a_short": str(factories.make_return(the_round, factories.make_service(), is_short=True).pk),
        "a_submitted": str(submitted.pk),
        "a_snapshot": snapshot.pk,
        "a_action": str(open_action.pk),
        "a_done": str(done.pk),
        "a_late": str(late.pk),
        "a_note": str(note.pk),
        "a_fileless": str(fileless.pk),
        "a_panel": str(panel.pk),
        "a_late_panel": str(late_panel.pk),
        "a_used": used_one.pk,
        "a_unused": unused.pk,
        "a_sent": str(sent.pk),
        "a_sent_service": sent.services.get().pk,
    }


def _linked(used: Any, charters: dict[str, Any]) -> Any:
    question = used.questions.order_by("position")[0]
    question.commitments.add(charters["c_key"])
    return used


def _with_file(the_return: Any) -> Any:
    """Submitted, with a file, and handed back once."""
    one = factories.asked(the_return)[0]
    given = Evidence.objects.create(of_return=the_return, question=one, kind=EvidenceKind.FILE, text="A paper.")
    EvidenceFile.objects.create(
        evidence=given,
        name="a.pdf",
        content=b"b",
        hash=bytes.fromhex("3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"),
        type="application/pdf",
        size=1,
    )
    return factories.make_submitted(the_return)
