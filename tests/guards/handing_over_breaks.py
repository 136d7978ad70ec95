"""An attempt against every constraint and trigger of handing over. %(name)s are rows made by the `world` fixture."""

from tests.guards.breaking import Break


def hand_over(who: str = "approved", **columns: str) -> str:
    given = {
        "id": "gen_random_uuid()", "signature_id": f"%({who})s", "email": "'b@example.org'", "channel": "'web'",
        "created_at": "now()", "expires_at": "now() + interval '1 day'",
    } | columns  # fmt: skip
    return f"INSERT INTO pledges_handover ({', '.join(given)}) VALUES ({', '.join(given.values())});"


def successor(of: str = "approved", **columns: str) -> str:
    """A signature that goes on from another, beside a subject who has none."""
    given = {
        "subject_id": "%(empty)s", "pledge_id": "%(pledge)s", "kind": "'school'", "state": "'unconfirmed'",
        "draft_id": "gen_random_uuid()", "wording_id": "%(pledge_wording)s", "notice_id": "%(notice)s",
        "created_at": "now()", "succeeds_id": f"%({of})s",
        "first_signed_at": f"(SELECT confirmed_at FROM pledges_signature WHERE subject_id = %({of})s)",
    } | columns  # fmt: skip
    return f"INSERT INTO pledges_signature ({', '.join(given)}) VALUES ({', '.join(given.values())});"


PERSON = """INSERT INTO pledges_person (subject_id, pledge_id, name, email, canonical, name_norm, age_band)
    VALUES (%(empty)s, %(pledge)s, 'B', 'b@example.org', 'b@example.org', 'b', 'adult');"""
DETAILS = """INSERT INTO pledges_revision (signature_id, name_shown, role, organisation_typed, promise, state, created_at)
    VALUES (%(empty)s, 'B', '', 'A school', '', 'pending', now());"""
APPROVED = "UPDATE pledges_signature SET state = 'approved', confirmed_at = now(), decided_at = now(), waiting_since = now() WHERE subject_id = %(empty)s;"
# All that leaving takes, but for who goes on.
ENDED = """DELETE FROM pledges_person WHERE subject_id = %(approved)s;
    INSERT INTO pledges_consententry (subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in,
            given_at, prev, hash)
        SELECT subject_id, 0, purpose, 'withdraw', wording_id, notice_id, 'web', 'self', 'standard', now(), '', ''
        FROM pledges_consententry WHERE subject_id = %(approved)s;
    UPDATE pledges_signature SET state = 'handed_over', left_at = now(), waiting_since = NULL
        WHERE subject_id = %(approved)s;"""
LEFT_BEHIND = f"""ALTER TABLE pledges_person DISABLE TRIGGER pledges_person_gone;
    {hand_over()}
    DELETE FROM pledges_publicentry WHERE signature_id = %(approved)s;
    DELETE FROM pledges_revision WHERE signature_id = %(approved)s;
    {ENDED.replace("handed_over", "withdrawn")}"""
YES_FOR_SOMEBODY = """INSERT INTO pledges_consententry
    (subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in, given_at, prev, hash)
    VALUES (%(approved)s, 0, 'publish', 'give', %(publish)s, %(notice)s, 'web', 'organisation', 'standard', now(), '', '')"""
YES = """INSERT INTO pledges_consententry
    (subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in, given_at, prev, hash)
    SELECT %(empty)s, 0, 'take_part', 'give', id, %(notice)s, 'web', 'self', 'standard', now(), '', ''
        FROM pledges_purposewording WHERE purpose = 'take_part' AND n = 1;"""
# For a moment only, so that nobody ever says who approved it.
APPROVED_BY_NOBODY = f"""UPDATE pledges_revision SET state = 'live' WHERE signature_id = %(awaiting)s;
    UPDATE pledges_signature SET state = 'approved', decided_at = now(), waiting_since = NULL
        WHERE subject_id = %(awaiting)s;
    {successor("awaiting")} {ENDED.replace("approved)s", "awaiting)s")} {PERSON} {DETAILS} {APPROVED} {YES}"""
SIGNED_BESIDE = f"""{successor()} {PERSON} {DETAILS} {YES}
    UPDATE pledges_signature SET state = 'awaiting', confirmed_at = now(), waiting_since = now()
        WHERE subject_id = %(empty)s;"""

BREAKS = [
    Break("pledges_handover_signature_id_key", hand_over() + hand_over()),
    Break("pledges_handover_address", hand_over(email="'nobody'")),
    Break("pledges_handover_address", hand_over(email="E'b@example.org\\nBcc: c@example.org'")),
    Break("pledges_handover_channel", hand_over(channel="'pigeon'")),
    Break("pledges_handover_expires_after_asking", hand_over(expires_at="now()")),
    Break("pledges_handover_allowed", hand_over("awaiting")),
    Break("pledges_handover_allowed", hand_over("group")),
    Break("pledges_handover_allowed", hand_over("private")),
    Break("pledges_handover_allowed", hand_over("left")),
    Break("pledges_consententry_own_yes", YES_FOR_SOMEBODY),
    Break("pledges_signature_succeeds_id_key", successor() + successor(subject_id="%(empty_too)s")),
    Break("pledges_signature_succeeds_fits", successor("seventeen", kind="'young_person'")),
    Break("pledges_signature_succeeds_fits", successor(succeeds_id="NULL")),
    Break("pledges_signature_guard", successor("awaiting"), "pledges_signature_succession"),
    Break("pledges_signature_guard", successor(kind="'college'"), "pledges_signature_succession"),
    Break("pledges_signature_guard", successor(first_signed_at="'2001-01-01'"), "pledges_signature_succession"),
    Break("pledges_signature_guard", successor(pledge_id="(SELECT max(id) FROM pledges_pledge)"), "pledges_signature_succession"),
    Break("pledges_signature_guard", "UPDATE pledges_signature SET succeeds_id = %(awaiting)s, first_signed_at = now() WHERE subject_id = %(approved)s", "pledges_signature_fixed"),
    # Approved without a moderator, while the one it goes on from still stands.
    Break("pledges_signature_guard", successor() + PERSON + DETAILS + APPROVED, "pledges_signature_transition"),
    Break("pledges_signature_guard", "UPDATE pledges_signature SET state = 'handed_over', left_at = now(), waiting_since = NULL, decided_at = NULL WHERE subject_id = %(awaiting)s", "pledges_signature_transition"),
    # On the list with the first day of somebody who stands there too.
    Break("pledges_signature_goes_on", SIGNED_BESIDE),
    Break("pledges_signature_decided", APPROVED_BY_NOBODY),
    Break("pledges_signature_whole", successor() + PERSON + DETAILS),
    Break("pledges_signature_whole", ENDED),
    # Handed over to somebody who says yes to nothing.
    Break("pledges_signature_whole", successor() + ENDED + PERSON + DETAILS + APPROVED),
    # A colleague's address, left behind by who left.
    Break("pledges_signature_whole", LEFT_BEHIND, as_owner=True),
]  # fmt: skip
# Acts and refuses nothing: tests/pledges/test_handing_over.py.
ACTING = {"pledges_handover_gone"}
