"""An attempt against every constraint and trigger of pledges. %(name)s are rows made by the `world` fixture."""

from tests.guards.breaking import DENIED, Break

NEW_SIGNATURE = """
    INSERT INTO pledges_subject (id, ledger_n, ledger_head) VALUES (gen_random_uuid(), 0, '');
    INSERT INTO pledges_signature (subject_id, pledge_id, kind, state, draft_id, wording_id, notice_id, created_at{extra})
    SELECT id, %(pledge)s, '{kind}', '{state}', gen_random_uuid(), %(pledge_wording)s, %(notice)s, now(){values}
    FROM pledges_subject WHERE NOT EXISTS (SELECT 1 FROM pledges_signature s WHERE s.subject_id = pledges_subject.id);
"""
ENTRY = """INSERT INTO pledges_consententry
    (subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in, given_at, prev, hash)
    VALUES (%(approved)s, 0, '{purpose}', '{act}', %(publish)s, %(notice)s, '{channel}', '{given_by}', '{shown_in}',
    {given_at}, '', '')"""


def entry(**parts: str) -> str:
    given = {"purpose": "publish", "act": "give", "channel": "web", "given_by": "self", "given_at": "now()"}
    given |= {"shown_in": "standard"}
    return ENTRY.format(**(given | parts))


def signature(kind: str = "school", state: str = "unconfirmed", extra: str = "", values: str = "") -> str:
    return NEW_SIGNATURE.format(kind=kind, state=state, extra=extra, values=values)


def person(**columns: str) -> str:
    """A second person beside the one who awaits, with some columns the same or wrong."""
    given = {
        "subject_id": "%(empty)s", "pledge_id": "%(pledge)s", "name": "'A'", "email": "'a@example.org'",
        "canonical": "'a@example.org'", "name_norm": "'a'", "age_band": "'adult'", "slot": "NULL",
    } | columns  # fmt: skip
    return f"INSERT INTO pledges_person ({', '.join(given)}) VALUES ({', '.join(given.values())})"


def purpose_wording(**columns: str) -> str:
    given = {
        "purpose": "'ask'", "basis": "'consent'", "n": "77", "language": "'en-gb'", "standard": "'x'", "easy": "'[]'",
    } | columns  # fmt: skip
    return f"INSERT INTO pledges_purposewording ({', '.join(given)}) VALUES ({', '.join(given.values())})"


def revision(stage: str) -> str:
    return f"INSERT INTO pledges_revision (signature_id, name_shown, role, organisation_typed, promise, state, created_at) VALUES (%(approved)s, 'x', '', 'x', '', '{stage}', now());"


def affirmation(who: str, wording: str, shown_in: str = "standard") -> str:
    return f"INSERT INTO pledges_affirmation (signature_id, wording_id, shown_in, at) VALUES (%({who})s, %({wording})s, '{shown_in}', now());"


def decision(act: str, reason: str) -> str:
    return f"INSERT INTO pledges_decision (signature_id, by_id, act, reason, at) VALUES (%(approved)s, %(staff)s, '{act}', '{reason}', now())"


def publish(columns: str) -> str:
    """Puts the signature that awaits on the list, as somebody would who went round the actions."""
    return f"""INSERT INTO pledges_publicentry (signature_id, public_id, since, kind, organisation, name, role, promise)
        SELECT subject_id, gen_random_uuid(), confirmed_at, kind, {columns} FROM pledges_signature WHERE subject_id = """


WORDINGS = [
    Break("pledges_pledge_slug_key", "INSERT INTO pledges_pledge (slug, title, is_open) SELECT slug, 'x', false FROM pledges_pledge"),
    Break("pledges_pledge_one_open", "INSERT INTO pledges_pledge (slug, title, is_open) VALUES ('second', 'x', true)"),
    Break("pledges_pledge_closed_fits", "ALTER TABLE pledges_pledge DISABLE TRIGGER USER; UPDATE pledges_pledge SET closed_at = now() WHERE is_open", as_owner=True),
    Break("pledges_pledge_closed_fits", "ALTER TABLE pledges_pledge DISABLE TRIGGER USER; UPDATE pledges_pledge SET is_open = false", as_owner=True),
    Break("pledges_pledge_named", "UPDATE pledges_pledge SET title = 'Another pledge'"),
    Break("pledges_pledgewording_uq", "INSERT INTO pledges_pledgewording (pledge_id, n, language, standard, easy) VALUES (%(pledge)s, 1, 'en-gb', 'x', '[]')"),
    Break("pledges_pledgewording_n_positive", "INSERT INTO pledges_pledgewording (pledge_id, n, language, standard, easy) VALUES (%(pledge)s, 0, 'en-gb', 'x', '[]')"),
    Break("pledges_pledgewording_has_words", "INSERT INTO pledges_pledgewording (pledge_id, n, language, standard, easy) VALUES (%(pledge)s, 9, 'en-gb', '', '[]')"),
    Break("pledges_pledgewording_frozen", "UPDATE pledges_pledgewording SET standard = 'other' WHERE id = %(pledge_wording)s"),
    Break("pledges_pledgewording_frozen", "DELETE FROM pledges_pledgewording WHERE id = %(pledge_wording)s"),
    Break("pledges_pledgewording_no_truncate", "TRUNCATE pledges_pledgewording CASCADE", DENIED),
    Break("pledges_pledgewording_no_truncate", "TRUNCATE pledges_pledgewording CASCADE", "pledges_pledgewording_append_only", as_owner=True),
    Break("pledges_purposewording_uq", purpose_wording(n="1")),
    Break("pledges_purposewording_n_positive", purpose_wording(n="0")),
    Break("pledges_purposewording_has_words", purpose_wording(standard="''")),
    Break("pledges_purposewording_purpose", purpose_wording(purpose="'sell'")),
    Break("pledges_purposewording_basis", purpose_wording(basis="'habit'")),
    Break("pledges_purposewording_consent_only", purpose_wording(purpose="'news'", basis="'public_task'")),
    Break("pledges_purposewording_frozen", "UPDATE pledges_purposewording SET standard = 'other' WHERE id = %(publish)s"),
    Break("pledges_purposewording_frozen", "UPDATE pledges_purposewording SET published_at = NULL WHERE id = %(publish)s"),
    Break("pledges_purposewording_no_truncate", "TRUNCATE pledges_purposewording CASCADE", DENIED),
    Break("pledges_purposewording_no_truncate", "TRUNCATE pledges_purposewording CASCADE", "pledges_purposewording_append_only", as_owner=True),
    Break("pledges_noticeversion_uq", "INSERT INTO pledges_noticeversion (n, language, standard, easy) VALUES (1, 'en-gb', 'x', '[]')"),
    Break("pledges_noticeversion_n_positive", "INSERT INTO pledges_noticeversion (n, language, standard, easy) VALUES (0, 'en-gb', 'x', '[]')"),
    Break("pledges_noticeversion_has_words", "INSERT INTO pledges_noticeversion (n, language, standard, easy) VALUES (9, 'en-gb', '', '[]')"),
    Break("pledges_noticeversion_frozen", "UPDATE pledges_noticeversion SET easy = '[1]' WHERE id = %(notice)s"),
    Break("pledges_noticeversion_no_truncate", "TRUNCATE pledges_noticeversion CASCADE", DENIED),
    Break("pledges_noticeversion_no_truncate", "TRUNCATE pledges_noticeversion CASCADE", "pledges_noticeversion_append_only", as_owner=True),
]  # fmt: skip

LEDGER = [
    Break("pledges_subject_head_fits_n", "UPDATE pledges_subject SET ledger_n = 1 WHERE id = %(empty)s", DENIED),
    Break("pledges_subject_head_fits_n", "UPDATE pledges_subject SET ledger_n = 1 WHERE id = %(empty)s", as_owner=True),
    Break("pledges_subject_guard", "INSERT INTO pledges_subject VALUES (gen_random_uuid(), 1, 'x')", "pledges_subject_starts_empty"),
    Break("pledges_subject_guard", "DELETE FROM pledges_subject WHERE id = %(approved)s", "pledges_subject_undeletable"),
    Break("pledges_subject_guard", "UPDATE pledges_subject SET ledger_n = 9 WHERE id = %(approved)s", "pledges_subject_moves_by_one", as_owner=True),
    Break("pledges_subject_no_truncate", "TRUNCATE pledges_subject CASCADE", DENIED),
    Break("pledges_subject_no_truncate", "TRUNCATE pledges_subject CASCADE", "pledges_subject_append_only", as_owner=True),
    Break("pledges_consententry_purpose", entry(purpose="sell"), "pledges_consententry_wording_fits"),
    Break("pledges_consententry_purpose", "ALTER TABLE pledges_consententry DISABLE TRIGGER USER;" + entry(purpose="sell", given_at="'2020-01-01', '2021-01-01'").replace("given_at, prev", "given_at, at, prev"), as_owner=True),
    Break("pledges_consententry_act", entry(act="perhaps")),
    Break("pledges_consententry_channel", entry(channel="pigeon")),
    Break("pledges_consententry_ended", entry(channel="ended")),
    Break("pledges_consententry_given_by", entry(given_by="stranger")),
    Break("pledges_consententry_times", entry(given_at="now() + interval '1 hour'")),
    Break("pledges_consententry_seq_uq", "ALTER TABLE pledges_consententry DISABLE TRIGGER USER; INSERT INTO pledges_consententry (subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in, given_at, at, prev, hash) SELECT subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in, given_at, at, prev, hash FROM pledges_consententry", as_owner=True),
    Break("pledges_consententry_chain", entry(purpose="news"), "pledges_consententry_wording_fits"),
    Break("pledges_consententry_chain", entry(act="withdraw").replace("%(approved)s", "%(empty)s"), "pledges_consententry_in_force"),
    Break("pledges_consententry_append_only", "UPDATE pledges_consententry SET act = 'withdraw'", DENIED),
    Break("pledges_consententry_append_only", "DELETE FROM pledges_consententry", DENIED),
    Break("pledges_consententry_append_only", "UPDATE pledges_consententry SET act = 'withdraw'", as_owner=True),
    Break("pledges_consententry_append_only", "DELETE FROM pledges_consententry", as_owner=True),
    Break("pledges_consententry_no_truncate", "TRUNCATE pledges_consententry", DENIED),
    Break("pledges_consententry_no_truncate", "TRUNCATE pledges_consententry CASCADE", "pledges_consententry_append_only", as_owner=True),
    Break("pledges_consententry_whole", entry(act="withdraw"), "pledges_signature_whole"),
]  # fmt: skip

SIGNATURES = [
    Break("pledges_person_signs_once", person(canonical="(SELECT canonical FROM pledges_person WHERE subject_id = %(awaiting)s)", name_norm="(SELECT name_norm FROM pledges_person WHERE subject_id = %(awaiting)s)")),
    Break("pledges_person_slot_uq", person(canonical="(SELECT canonical FROM pledges_person WHERE subject_id = %(awaiting)s)", slot="1")),
    Break("pledges_person_slot_range", person(slot="4")),
    Break("pledges_person_age_band", person(age_band="'toddler'")),
    Break("pledges_person_first_name_only", person(age_band="'age_16_17'", name="'Sam Lark'")),
    Break("pledges_person_first_name_only", person(age_band="'age_13_15'", name="repeat('a', 41)")),
    Break("pledges_person_complete", person(name="''")),
    Break("pledges_person_complete", person(email="''")),
    Break("pledges_person_guard", person(subject_id="%(left)s"), "pledges_person_not_after_leaving"),
    Break("pledges_person_gone", "DELETE FROM pledges_person WHERE subject_id = %(approved)s", "pledges_signature_whole"),
    Break("pledges_person_whole", "DELETE FROM pledges_person WHERE subject_id = %(awaiting)s", "pledges_signature_whole"),
    Break("pledges_signature_kind", signature(kind="robot")),
    Break("pledges_signature_state", "ALTER TABLE pledges_signature DISABLE TRIGGER USER; ALTER TABLE pledges_signature DROP CONSTRAINT pledges_signature_decided_fits; UPDATE pledges_signature SET state = 'lost', decided_at = now() WHERE subject_id = %(awaiting)s", as_owner=True),
    Break("pledges_signature_confirmed_fits", signature(extra=", confirmed_at", values=", now()")),
    Break("pledges_signature_decided_fits", "UPDATE pledges_signature SET state = 'approved' WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_left_fits", "UPDATE pledges_signature SET left_at = now() WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_draft_id_key", "UPDATE pledges_signature SET draft_id = (SELECT draft_id FROM pledges_signature WHERE subject_id = %(approved)s) WHERE subject_id = %(awaiting)s", "pledges_signature_fixed"),
    Break("pledges_signature_draft_id_key", signature().replace("gen_random_uuid(), %(pledge_wording)s", "(SELECT draft_id FROM pledges_signature WHERE subject_id = %(approved)s), %(pledge_wording)s")),
    Break("pledges_signature_guard", signature(state="approved", extra=", confirmed_at, decided_at", values=", now(), now()"), "pledges_signature_starts_unconfirmed"),
    Break("pledges_signature_guard", "UPDATE pledges_signature SET state = 'approved', confirmed_at = now(), decided_at = now() WHERE subject_id = %(unconfirmed)s", "pledges_signature_transition"),
    Break("pledges_signature_guard", "UPDATE pledges_signature SET state = 'awaiting', left_at = NULL, decided_at = NULL WHERE subject_id = %(left)s", "pledges_signature_transition"),
    Break("pledges_signature_guard", "UPDATE pledges_signature SET confirmed_at = now() - interval '1 year' WHERE subject_id = %(approved)s", "pledges_signature_fixed"),
    Break("pledges_signature_whole", signature()),
    Break("pledges_signature_whole", "UPDATE pledges_signature SET state = 'awaiting', confirmed_at = now(), waiting_since = now() WHERE subject_id = %(unconfirmed)s"),
    Break("pledges_signature_whole", "UPDATE pledges_signature SET state = 'withdrawn', left_at = now(), waiting_since = NULL WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_whole", "UPDATE pledges_signature SET waiting_since = now() WHERE subject_id = %(approved)s"),
    Break("pledges_signature_waiting_fits", "UPDATE pledges_signature SET waiting_since = NULL WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_waiting_fits", "UPDATE pledges_signature SET waiting_since = now() WHERE subject_id = %(rejected)s"),
    Break("pledges_signature_people_fits", signature(kind="group")),
    Break("pledges_signature_people_fits", signature(kind="group", extra=", people", values=", 1")),
    Break("pledges_signature_people_fits", signature(kind="school", extra=", people", values=", 24")),
    Break("pledges_signature_guard", "UPDATE pledges_signature SET people = 25 WHERE subject_id = %(group)s", "pledges_signature_fixed"),
    Break("pledges_signature_whole", entry().replace("%(approved)s", "%(unconfirmed)s")),
    Break("pledges_pendingconsent_uq", "INSERT INTO pledges_pendingconsent (signature_id, wording_id, given_at, given_by, shown_in) SELECT signature_id, wording_id, now(), 'self', 'standard' FROM pledges_pendingconsent"),
    Break("pledges_pendingconsent_given_by", "UPDATE pledges_pendingconsent SET given_by = 'stranger'"),
    Break("pledges_pendingconsent_shown_in", "UPDATE pledges_pendingconsent SET shown_in = 'a dream'"),
    Break("pledges_revision_state", "UPDATE pledges_revision SET state = 'old' WHERE signature_id = %(awaiting)s"),
    Break("pledges_revision_has_name", "UPDATE pledges_revision SET name_shown = '' WHERE signature_id = %(awaiting)s"),
    Break("pledges_revision_one_pending", "INSERT INTO pledges_revision (signature_id, name_shown, role, organisation_typed, promise, state, created_at) VALUES (%(awaiting)s, 'x', '', '', '', 'pending', now())"),
    Break("pledges_revision_one_live", "INSERT INTO pledges_revision (signature_id, name_shown, role, organisation_typed, promise, state, created_at) VALUES (%(approved)s, 'x', '', '', '', 'live', now())"),
    Break("pledges_revision_one_replaced", revision("replaced") * 2),
    Break("pledges_revision_one_refused", revision("refused") * 2),
    Break("pledges_revision_whole", "UPDATE pledges_revision SET name_shown = 'Somebody Else' WHERE signature_id = %(approved)s", "pledges_signature_whole"),
    Break("pledges_revision_whole", "DELETE FROM pledges_revision WHERE signature_id = %(approved)s", "pledges_signature_whole"),
    Break("pledges_decision_act", decision("shrug", "")),
    Break("pledges_decision_reason_fits", decision("reject", "")),
    Break("pledges_decision_reason_fits", decision("reject", "did not like it")),
    Break("pledges_decision_reason_fits", decision("approve", "duplicate")),
    Break("pledges_decision_reason_fits", decision("ask", "")),
    Break("pledges_decision_append_only", "UPDATE pledges_decision SET act = 'undo'", DENIED),
    Break("pledges_decision_append_only", "DELETE FROM pledges_decision", DENIED),
    Break("pledges_decision_append_only", "UPDATE pledges_decision SET act = 'undo'", as_owner=True),
    Break("pledges_decision_append_only", "DELETE FROM pledges_decision", as_owner=True),
    Break("pledges_decision_no_truncate", "TRUNCATE pledges_decision", DENIED),
    Break("pledges_decision_no_truncate", "TRUNCATE pledges_decision", "pledges_decision_append_only", as_owner=True),
    Break("pledges_affirmation_uq", affirmation("affirmed", "newer"), "pledges_affirmation_newer"),
    Break("pledges_affirmation_uq", "ALTER TABLE pledges_affirmation DISABLE TRIGGER USER;" + affirmation("affirmed", "newer"), as_owner=True),
    Break("pledges_affirmation_shown_in", affirmation("approved", "newer", "a dream")),
    Break("pledges_affirmation_newer", affirmation("approved", "pledge_wording")),
    Break("pledges_affirmation_newer", affirmation("approved", "draft_wording")),
    Break("pledges_affirmation_newer", affirmation("approved", "other_pledge")),
    Break("pledges_affirmation_newer", affirmation("unconfirmed", "newer")),
    Break("pledges_affirmation_newer", affirmation("left", "newer")),
    Break("pledges_affirmation_newer", affirmation("approved", "newer", "easy")),
    Break("pledges_affirmation_whole", affirmation("approved", "newer"), "pledges_signature_whole"),
    Break("pledges_affirmation_append_only", "UPDATE pledges_affirmation SET at = now()", DENIED),
    Break("pledges_affirmation_append_only", "DELETE FROM pledges_affirmation", DENIED),
    Break("pledges_affirmation_append_only", "UPDATE pledges_affirmation SET at = now()", as_owner=True),
    Break("pledges_affirmation_no_truncate", "TRUNCATE pledges_affirmation", DENIED),
    Break("pledges_affirmation_no_truncate", "TRUNCATE pledges_affirmation", "pledges_affirmation_append_only", as_owner=True),
    Break("pledges_note_has_text", "INSERT INTO pledges_note (signature_id, by_id, text, at) VALUES (%(approved)s, %(staff)s, '', now())"),
    Break("pledges_note_not_after_leaving", "INSERT INTO pledges_note (signature_id, by_id, text, at) VALUES (%(left)s, %(staff)s, 'x', now())"),
    Break("pledges_draft_has_key", "INSERT INTO pledges_draft (id, key, answers, expires_at) VALUES (gen_random_uuid(), '', '{}', now())"),
    Break("pledges_draft_key_key", "INSERT INTO pledges_draft (id, key, answers, expires_at) VALUES (gen_random_uuid(), 'k', '{}', now()), (gen_random_uuid(), 'k', '{}', now())"),
]  # fmt: skip

# FACTS part 2, each rule by itself: who may be named, and with what beside it.
YOUNG = [
    Break("pledges_publicentry_allowed", publish("'', 'Sam', '', ''") + "%(fifteen)s"),
    Break("pledges_consententry_whole", entry().replace("%(approved)s", "%(fifteen)s"), "pledges_signature_whole"),
    Break("pledges_revision_whole", "UPDATE pledges_revision SET role = 'Pupil' WHERE signature_id = %(seventeen)s", "pledges_signature_whole"),
    Break("pledges_revision_whole", "UPDATE pledges_revision SET organisation_typed = 'A school' WHERE signature_id = %(seventeen)s", "pledges_signature_whole"),
    Break("pledges_revision_whole", "UPDATE pledges_revision SET name_shown = 'Sam Lark' WHERE signature_id = %(seventeen)s", "pledges_signature_whole"),
    Break("pledges_revision_whole", "UPDATE pledges_revision SET promise = 'I go to a school' WHERE signature_id = %(seventeen)s", "pledges_signature_whole"),
    Break("pledges_publicentry_shows_signatory", "UPDATE pledges_publicentry SET organisation = 'A school' WHERE signature_id = %(seventeen)s", "pledges_publicentry_allowed"),
    Break("pledges_publicentry_allowed", "UPDATE pledges_revision SET role = 'Pupil' WHERE signature_id = %(seventeen)s; UPDATE pledges_publicentry SET role = 'Pupil' WHERE signature_id = %(seventeen)s"),
    Break("pledges_person_whole", "UPDATE pledges_person SET age_band = 'age_13_15' WHERE subject_id = %(seventeen)s", "pledges_signature_whole"),
    Break("pledges_person_whole", "UPDATE pledges_person SET age_band = 'age_16_17', name = 'Sam' WHERE subject_id = %(private)s", "pledges_signature_whole"),
    Break("pledges_publicentry_allowed", "UPDATE pledges_publicentry SET people = 90 WHERE signature_id = %(group)s"),
    Break("pledges_publicentry_shows_signatory", "UPDATE pledges_publicentry SET name = (SELECT name_shown FROM pledges_revision WHERE signature_id = %(group)s) WHERE signature_id = %(group)s"),
    Break("pledges_publicentry_small_group_hidden", "UPDATE pledges_publicentry SET organisation = (SELECT organisation_typed FROM pledges_revision WHERE signature_id = %(small)s) WHERE signature_id = %(small)s"),
    Break("pledges_consententry_whole", entry(act="withdraw").replace("%(approved)s", "%(group)s"), "pledges_signature_whole"),
    Break("pledges_publicentry_allowed", "UPDATE pledges_publicentry SET version = 2 WHERE signature_id = %(approved)s"),
    Break("pledges_consententry_shown_in", entry(shown_in="a dream")),
    Break("pledges_consententry_chain", entry(shown_in="easy").replace("%(publish)s", "%(not_easy)s"), "pledges_consententry_easy_exists"),
]  # fmt: skip

PUBLICATION = [
    Break("pledges_publicentry_kind", "UPDATE pledges_publicentry SET kind = 'robot'", "pledges_publicentry_allowed"),
    Break("pledges_publicentry_kind", "ALTER TABLE pledges_publicentry DISABLE TRIGGER USER; UPDATE pledges_publicentry SET kind = 'robot', name = 'A', organisation = ''", as_owner=True),
    Break("pledges_publicentry_shows_signatory", "UPDATE pledges_publicentry SET organisation = '' WHERE signature_id = %(approved)s"),
    Break("pledges_publicentry_role_needs_name", "UPDATE pledges_publicentry SET name = '' WHERE signature_id = %(approved)s"),
    Break("pledges_publicentry_allowed", publish("'A School', '', '', ''") + "%(awaiting)s"),
    Break("pledges_publicentry_allowed", publish("'A School', '', '', ''") + "%(rejected)s"),
    Break("pledges_publicentry_allowed", "UPDATE pledges_publicentry SET organisation = 'Another school' WHERE signature_id = %(approved)s"),
    Break("pledges_publicentry_allowed", "UPDATE pledges_publicentry SET since = now() - interval '1 year' WHERE signature_id = %(approved)s"),
    # Approved and live, but without consent: neither the name of an organisation's person nor a private person.
    Break("pledges_publicentry_allowed", "UPDATE pledges_publicentry SET name = (SELECT name_shown FROM pledges_revision WHERE signature_id = %(unnamed)s) WHERE signature_id = %(unnamed)s"),
    Break("pledges_publicentry_allowed", publish("'', (SELECT name_shown FROM pledges_revision WHERE signature_id = %(private)s), '', ''") + "%(private)s"),
    Break("pledges_publicentry_public_id_key", "INSERT INTO pledges_publicentry SELECT %(awaiting)s, public_id, since, kind, organisation, name, role, promise FROM pledges_publicentry LIMIT 1", "pledges_publicentry_allowed"),
    Break("pledges_publicentry_public_id_key", "UPDATE pledges_publicentry SET public_id = (SELECT public_id FROM pledges_publicentry WHERE signature_id = %(approved)s) WHERE signature_id = %(unnamed)s"),
]  # fmt: skip

# What the trigger that chains entries may do, it may do for the ledger only: not for a table of somebody's own.
AS_A_TRIGGER = """CREATE TEMP TABLE mine (LIKE pledges_consententry);
    CREATE TRIGGER mine BEFORE INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pledges_chain_entry();
    INSERT INTO mine SELECT * FROM pledges_consententry WHERE subject_id = %(approved)s LIMIT 1;"""
DETAILS = """INSERT INTO pledges_revision (signature_id, name_shown, role, organisation_typed, promise, state, created_at)
    VALUES (%(left)s, 'Ada', '', '', '', 'pending', now())"""

ROUNDABOUT = [
    Break("pledges_signature_decided", "UPDATE pledges_signature SET state = 'approved', decided_at = now() WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_decided", "UPDATE pledges_signature SET state = 'rejected', decided_at = now(), waiting_since = NULL WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_decided", "UPDATE pledges_signature SET state = 'changes_asked', decided_at = now(), waiting_since = NULL WHERE subject_id = %(awaiting)s"),
    Break("pledges_consententry_chain", AS_A_TRIGGER, DENIED),
    Break("pledges_revision_whole", DETAILS, "pledges_signature_whole"),
    Break("pledges_revision_fixed", "UPDATE pledges_revision SET signature_id = %(left)s WHERE signature_id = %(awaiting)s"),
    Break("pledges_person_fixed", "UPDATE pledges_person SET subject_id = %(empty)s WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_shown", "UPDATE pledges_signature SET kind = 'parent_carer' WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_shown", "UPDATE pledges_signature SET notice_id = notice_id + 1 WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_stays", "DELETE FROM pledges_pendingconsent; DELETE FROM pledges_person WHERE subject_id = %(awaiting)s; DELETE FROM pledges_signature WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_stays", "DELETE FROM pledges_signature WHERE subject_id = %(left)s"),
]  # fmt: skip

# Each step by itself is allowed, or was allowed a moment before: what counts is what stands at the end.
ENTRY_AFTER_LEAVING = """CREATE TEMP TABLE shown ON COMMIT DROP AS SELECT * FROM pledges_publicentry WHERE signature_id = %(approved)s;
    DELETE FROM pledges_person WHERE subject_id = %(approved)s;
    INSERT INTO pledges_revision (signature_id, name_shown, role, organisation_typed, promise, state, created_at)
        SELECT signature_id, name, role, organisation, promise, 'live', now() FROM shown;
    INSERT INTO pledges_publicentry (signature_id, public_id, since, kind, organisation, name, role, promise, people, version)
        SELECT signature_id, public_id, since, kind, organisation, name, role, promise, people, version FROM shown;
    DELETE FROM pledges_revision WHERE signature_id = %(approved)s;
    INSERT INTO pledges_consententry (subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in,
            given_at, prev, hash)
        SELECT subject_id, 0, purpose, 'withdraw', wording_id, notice_id, 'web', 'self', 'standard', now(), '', ''
        FROM pledges_consententry WHERE subject_id = %(approved)s;
    UPDATE pledges_signature SET state = 'withdrawn', left_at = now(), waiting_since = NULL
        WHERE subject_id = %(approved)s;"""
OLDER = "UPDATE pledges_person SET age_band = 'adult' WHERE subject_id = %(fifteen)s"
OLDER_IN_TWO_STEPS = """CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM pledges_person WHERE subject_id = %(fifteen)s;
    DELETE FROM pledges_person WHERE subject_id = %(fifteen)s;
    UPDATE kept SET age_band = 'adult';
    INSERT INTO pledges_person SELECT * FROM kept"""
ASKED_TOO_YOUNG = """INSERT INTO pledges_pendingconsent (signature_id, wording_id, given_at, given_by, shown_in)
    VALUES (%(fifteen)s, %(publish)s, now(), 'self', 'standard')"""


def called(table: str, column: str, name: str) -> str:
    """A 17-year-old by another name, and off the list, so that nothing but the name is wrong."""
    key = "subject_id" if table == "pledges_person" else "signature_id"
    return f"""DELETE FROM pledges_publicentry WHERE signature_id = %(seventeen)s;
        UPDATE {table} SET {column} = {name} WHERE {key} = %(seventeen)s"""


IN_STEPS = [
    Break("pledges_signature_whole", ENTRY_AFTER_LEAVING),
    Break("pledges_person_not_older", OLDER),
    Break("pledges_person_not_older", "UPDATE pledges_person SET age_band = 'adult' WHERE subject_id = %(seventeen)s"),
    Break("pledges_person_guard", OLDER_IN_TWO_STEPS, "pledges_person_before_signing"),
    Break("pledges_pendingconsent_whole", ASKED_TOO_YOUNG, "pledges_signature_whole"),
    # Gaps that PostgreSQL's own "white space" does not know.
    Break("pledges_person_first_name_only", called("pledges_person", "name", r"U&'Sam\00a0Lark'")),
    Break("pledges_person_first_name_only", called("pledges_person", "name", r"U&'Sam\3000Lark'")),
    Break("pledges_revision_whole", called("pledges_revision", "name_shown", r"U&'Sam\2003Lark'"), "pledges_signature_whole"),
    Break("pledges_revision_whole", called("pledges_revision", "name_shown", "repeat('x', 41)"), "pledges_signature_whole"),
]  # fmt: skip

OFF = "ALTER TABLE pledges_seal DISABLE TRIGGER USER;"
UNCHAINED = "ALTER TABLE pledges_consententry DISABLE TRIGGER pledges_consententry_chain;"


def seal(**columns: str) -> str:
    """The seal that would follow the last one, with something wrong."""
    given = {
        "n": "n + 1", "upto_id": "(SELECT max(id) FROM pledges_consententry)", "count": "count + 1",
        "root": "sha256('x')", "prev": "root", "at": "now()",
    } | columns  # fmt: skip
    last = "SELECT * FROM pledges_seal ORDER BY n DESC LIMIT 1"
    return f"INSERT INTO pledges_seal ({', '.join(given)}) SELECT {', '.join(given.values())} FROM ({last}) last"


SEALS = [
    Break("pledges_seal_continues", seal(), DENIED),
    Break("pledges_seal_continues", seal(n="n"), as_owner=True),
    Break("pledges_seal_continues", seal(n="n + 2"), as_owner=True),
    Break("pledges_seal_continues", seal(prev="sha256('y')"), as_owner=True),
    Break("pledges_seal_continues", seal(at="at - interval '1 second'"), as_owner=True),
    Break("pledges_seal_continues", seal(count="count"), as_owner=True),
    Break("pledges_seal_continues", seal(upto_id="upto_id"), as_owner=True),
    Break("pledges_seal_continues", seal(upto_id="upto_id + 1000000"), as_owner=True),
    Break("pledges_seal_upto_once", OFF + seal(upto_id="upto_id"), as_owner=True),
    Break("pledges_seal_counts", OFF + seal(n="0"), as_owner=True),
    Break("pledges_seal_counts", OFF + seal(count="n"), as_owner=True),
    Break("pledges_seal_counts", OFF + seal(count="upto_id + 1000000"), as_owner=True),
    Break("pledges_seal_roots", OFF + seal(root="'short'"), as_owner=True),
    Break("pledges_seal_roots", OFF + seal(prev="''"), as_owner=True),
    Break("pledges_seal_append_only", "UPDATE pledges_seal SET at = now()", DENIED),
    Break("pledges_seal_append_only", "DELETE FROM pledges_seal", DENIED),
    Break("pledges_seal_append_only", "UPDATE pledges_seal SET at = now()", as_owner=True),
    Break("pledges_seal_append_only", "DELETE FROM pledges_seal", as_owner=True),
    Break("pledges_seal_no_truncate", "TRUNCATE pledges_seal", DENIED),
    Break("pledges_seal_no_truncate", "TRUNCATE pledges_seal", "pledges_seal_append_only", as_owner=True),
    Break("pledges_consententry_under_no_seal", UNCHAINED + entry().replace("(subject_id", "(id, at, subject_id").replace("VALUES (", "VALUES (0, now(), "), as_owner=True),
    Break("pledges_consententry_erasure", "INSERT INTO pledges_erasurenote SELECT id FROM pledges_consententry", DENIED),
    Break("pledges_consententry_erasure", "CREATE TEMP TABLE mine (id bigint); CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pledges_note_erasure()", DENIED),
]  # fmt: skip

BREAKS = WORDINGS + LEDGER + SIGNATURES + YOUNG + PUBLICATION + ROUNDABOUT + IN_STEPS + SEALS
# Triggers that act and refuse nothing: each has a test of what it does (tests/pledges/test_triggers.py).
ACTING = {
    "pledges_publicentry_generation",
    "pledges_person_gone",
    "pledges_pledge_closing",
    "pledges_seal_generation",
}
