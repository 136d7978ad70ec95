"""Signing as one function: a form becomes a signature, or a letter to who has signed, in one statement.

It runs with the serving role's rights and under all guards of 0002 to 0018. docs/decisions/0017 says why it stands
here and not in Python.
"""

from django.db import migrations

ANSWERS = """
-- What a filled-in form comes to; `wordings`, `given_at` and `shown_in` say of each yes to what, when and how read.
CREATE TYPE pledges_answers AS (
    draft_id uuid, pledge_id bigint, wording_id bigint, notice_id bigint, kind text, people smallint,
    name text, email text, canonical text, name_norm text, age_band text,
    role text, organisation text, promise text,
    wordings bigint[], given_at timestamptz[], shown_in text[], given_by text
);
"""

KEEPING = """
-- Forgets a signature that was never confirmed: nothing of it is in the ledger. With its person everything personal
-- goes, and the guards refuse any other signature.
CREATE FUNCTION pledges_discard_unconfirmed(the_subject uuid) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM pledges_person WHERE subject_id = the_subject;
    DELETE FROM pledges_pendingconsent WHERE signature_id = the_subject;
    DELETE FROM pledges_signature WHERE subject_id = the_subject;
    DELETE FROM pledges_subject WHERE id = the_subject;
END $$;

-- Lets the oldest go where more wait for one address than may.
CREATE FUNCTION pledges_make_room(a pledges_answers, most integer) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    old uuid;
BEGIN
    FOR old IN SELECT s.subject_id FROM pledges_signature s JOIN pledges_person p ON p.subject_id = s.subject_id
        WHERE p.pledge_id = a.pledge_id AND p.canonical = a.canonical AND s.state = 'unconfirmed'
        ORDER BY s.created_at DESC OFFSET most FOR UPDATE OF s SKIP LOCKED
    LOOP
        PERFORM pledges_discard_unconfirmed(old);
    END LOOP;
END $$;

-- Writes it all down, unconfirmed; false where this form has been kept before.
CREATE FUNCTION pledges_keep_answers(a pledges_answers, the_subject uuid, the_canonical text, at timestamptz)
RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO pledges_subject (id, ledger_n, ledger_head) VALUES (the_subject, 0, '');
    INSERT INTO pledges_signature (subject_id, pledge_id, kind, state, draft_id, people, wording_id, notice_id, created_at)
        VALUES (the_subject, a.pledge_id, a.kind, 'unconfirmed', a.draft_id, a.people, a.wording_id, a.notice_id, at)
        ON CONFLICT (draft_id) DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO pledges_person (subject_id, pledge_id, name, email, canonical, name_norm, age_band)
        VALUES (the_subject, a.pledge_id, a.name, a.email, the_canonical, a.name_norm, a.age_band);
    INSERT INTO pledges_revision (signature_id, name_shown, role, organisation_typed, promise, state, created_at)
        VALUES (the_subject, a.name, a.role, a.organisation, a.promise, 'pending', at);
    INSERT INTO pledges_pendingconsent (signature_id, wording_id, given_at, given_by, shown_in)
        SELECT the_subject, said.wording, said.given_at, a.given_by, said.shown_in
        FROM unnest(a.wordings, a.given_at, a.shown_in) AS said (wording, given_at, shown_in);
    RETURN true;
END $$;
"""

SIGN = """
CREATE FUNCTION pledges_sign(
    a pledges_answers, turn bigint, caps post_caps, not_before timestamptz, message_id text, most_waiting integer
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    before pledges_signature; person pledges_person; new_subject uuid := gen_random_uuid();
    signed boolean; may_go timestamptz; kept boolean;
BEGIN
    -- Who sends one form twice waits here for the first, and who presses on two devices waits for themselves.
    DELETE FROM pledges_draft WHERE id = a.draft_id;
    PERFORM pg_advisory_xact_lock(turn);
    IF EXISTS (SELECT 1 FROM pledges_signature WHERE draft_id = a.draft_id) THEN RETURN; END IF;
    -- First the signature, then the person, as all other acts do: else this and a confirmation wait for each other.
    SELECT s.* INTO before FROM pledges_signature s JOIN pledges_person p ON p.subject_id = s.subject_id
        WHERE p.pledge_id = a.pledge_id AND p.canonical = a.canonical AND p.name_norm = a.name_norm FOR UPDATE OF s;
    SELECT p.* INTO person FROM pledges_person p
        WHERE p.pledge_id = a.pledge_id AND p.canonical = a.canonical AND p.name_norm = a.name_norm FOR UPDATE;
    signed := person.subject_id IS NOT NULL AND coalesce(before.state <> 'unconfirmed', false);
    may_go := post_count_letter(caps);
    -- For somebody who has signed, and where no letter goes, the same is written down, checked, and taken back again.
    BEGIN
        IF before.state = 'unconfirmed' THEN PERFORM pledges_discard_unconfirmed(before.subject_id); END IF;
        kept := pledges_keep_answers(
            a, new_subject, CASE WHEN signed THEN gen_random_uuid()::text ELSE a.canonical END, caps.at);
        IF kept THEN
            PERFORM pledges_make_room(a, most_waiting);
            SET CONSTRAINTS pledges_signature_whole, pledges_revision_whole, pledges_pendingconsent_whole IMMEDIATE;
        END IF;
        IF signed OR may_go IS NULL OR NOT kept THEN RAISE EXCEPTION SQLSTATE 'EP001'; END IF;
    EXCEPTION WHEN SQLSTATE 'EP001' THEN
    END;
    SET CONSTRAINTS pledges_signature_whole, pledges_revision_whole, pledges_pendingconsent_whole DEFERRED;
    IF may_go IS NULL OR NOT kept THEN RETURN; END IF;
    PERFORM post_queue_letter(
        CASE WHEN signed THEN person.email ELSE a.email END, 'pledges',
        CASE WHEN signed THEN person.subject_id ELSE new_subject END,
        CASE WHEN signed THEN 'pledges/already' ELSE 'pledges/confirm' END,
        '{}', greatest(may_go, not_before), message_id, caps.at);
END $$;
"""

# What somebody could be shown before they sign: kept by each process until this counts up.
TERMS = """
CREATE FUNCTION pledges_bump_terms() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM post_bump_generation('terms');
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_terms AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}\n"
    "    FOR EACH STATEMENT EXECUTE FUNCTION pledges_bump_terms();\n"
    for table in ("pledges_pledge", "pledges_pledgewording", "pledges_purposewording", "pledges_noticeversion")
)


class Migration(migrations.Migration):
    dependencies = [("pledges", "0018_entry_says_all"), ("post", "0004_queueing_in_the_database")]

    operations = [migrations.RunSQL(ANSWERS + KEEPING + SIGN + TERMS, migrations.RunSQL.noop)]
