"""The guards of 0002 to 0009 for an organisation's signature that goes on under a colleague's name.

The colleague is another subject with a chain of their own: nobody's consent becomes somebody else's. What is kept of the
first is as little as of somebody who left. Functions are replaced whole, so that each can be read in one place.
"""

from django.db import migrations

SIGNATURE = """
-- Why this signature may not go on from the one it names, or null.
CREATE FUNCTION pledges_succession_fault(s pledges_signature) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
    before pledges_signature;
BEGIN
    SELECT * INTO before FROM pledges_signature WHERE subject_id = s.succeeds_id;
    IF before.state <> 'approved' THEN RETURN 'only what is approved is handed over'; END IF;
    IF before.pledge_id <> s.pledge_id OR before.kind <> s.kind THEN
        RETURN 'it is the same organisation and the same pledge';
    END IF;
    IF s.first_signed_at IS DISTINCT FROM coalesce(before.first_signed_at, before.confirmed_at) THEN
        RETURN 'it stands since the first of them signed';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION pledges_guard_signature() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    fault text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'unconfirmed' THEN
            RAISE EXCEPTION 'a signature starts unconfirmed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_starts_unconfirmed';
        END IF;
        fault := CASE WHEN NEW.succeeds_id IS NULL THEN NULL ELSE pledges_succession_fault(NEW) END;
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION 'handing over: %', fault
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_succession';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.subject_id <> OLD.subject_id OR NEW.pledge_id <> OLD.pledge_id OR NEW.draft_id <> OLD.draft_id
        OR NEW.people IS DISTINCT FROM OLD.people
        OR NEW.succeeds_id IS DISTINCT FROM OLD.succeeds_id
        OR NEW.first_signed_at IS DISTINCT FROM OLD.first_signed_at
        OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) THEN
        RAISE EXCEPTION 'who signed what, and when, never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_fixed';
    END IF;
    IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
        'unconfirmed>awaiting', 'unconfirmed>held',
        'awaiting>approved', 'awaiting>rejected', 'awaiting>changes_asked',
        'held>approved', 'held>rejected', 'held>changes_asked', 'changes_asked>awaiting',
        'approved>awaiting', 'rejected>awaiting', 'approved>handed_over',
        'held>withdrawn', 'awaiting>withdrawn', 'changes_asked>withdrawn', 'approved>withdrawn', 'rejected>withdrawn'
    ) AND NOT (
        -- Approved as the one was that it goes on from, which has just been handed over.
        NEW.succeeds_id IS NOT NULL AND OLD.state = 'unconfirmed' AND NEW.state = 'approved'
        AND EXISTS (SELECT 1 FROM pledges_signature WHERE subject_id = NEW.succeeds_id AND state = 'handed_over')
    ) THEN
        RAISE EXCEPTION 'a signature cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_transition';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION pledges_check_decided() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    last text := (SELECT act FROM pledges_decision WHERE signature_id = NEW.subject_id ORDER BY id DESC LIMIT 1);
BEGIN
    -- What it goes on from was decided; the guard above has looked.
    IF NEW.succeeds_id IS NOT NULL AND OLD.state = 'unconfirmed' THEN RETURN NULL; END IF;
    -- The states of now: another statement of the same transaction may have taken the decision back.
    IF EXISTS (SELECT 1 FROM pledges_signature WHERE subject_id = NEW.subject_id AND state = NEW.state)
        AND last IS DISTINCT FROM
            (CASE NEW.state WHEN 'approved' THEN 'approve' WHEN 'rejected' THEN 'reject' ELSE 'ask' END) THEN
        RAISE EXCEPTION 'a decision is recorded with who made it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_decided';
    END IF;
    RETURN NULL;
END $$;
"""

PERSON = """
CREATE OR REPLACE FUNCTION pledges_guard_person() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    the_state text := (SELECT state FROM pledges_signature WHERE subject_id = NEW.subject_id);
BEGIN
    IF the_state IN ('withdrawn', 'handed_over') THEN
        RAISE EXCEPTION 'nothing personal is kept of somebody who left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_person_not_after_leaving';
    END IF;
    IF TG_OP = 'INSERT' AND the_state <> 'unconfirmed' THEN
        RAISE EXCEPTION 'nobody comes to a signature that somebody confirmed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_person_before_signing';
    END IF;
    RETURN NEW;
END $$;

-- Everything personal hangs on Person and goes with it; a colleague's address too, which they gave us.
CREATE OR REPLACE FUNCTION pledges_person_gone() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM pledges_publicentry WHERE signature_id = OLD.subject_id;
    DELETE FROM pledges_revision WHERE signature_id = OLD.subject_id;
    DELETE FROM pledges_note WHERE signature_id = OLD.subject_id;
    DELETE FROM pledges_handover WHERE signature_id = OLD.subject_id;
    DELETE FROM post_outbox WHERE about_app = 'pledges' AND about_id = OLD.subject_id;
    DELETE FROM post_token WHERE about_app = 'pledges' AND about_id = OLD.subject_id;
    RETURN NULL;
END $$;
"""

HAND_OVER = """
CREATE FUNCTION pledges_guard_handover() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pledges_lock_subject(NEW.signature_id);
    IF NOT EXISTS (SELECT 1 FROM pledges_signature s JOIN pledges_person p USING (subject_id)
        WHERE s.subject_id = NEW.signature_id AND s.state = 'approved'
        AND s.kind NOT IN ('parent_carer', 'professional', 'young_person', 'group')) THEN
        RAISE EXCEPTION 'only the approved signature of an organisation can be handed over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_handover_allowed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_handover_allowed BEFORE INSERT OR UPDATE ON pledges_handover
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_handover();

-- The letter that waits holds the colleague's address too.
CREATE FUNCTION pledges_handover_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM post_outbox WHERE about_app = 'pledges' AND about_id = OLD.id;
    RETURN NULL;
END $$;

CREATE TRIGGER pledges_handover_gone AFTER DELETE ON pledges_handover
    FOR EACH ROW EXECUTE FUNCTION pledges_handover_gone();

CREATE OR REPLACE FUNCTION pledges_guard_affirmation() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    w pledges_pledgewording; s pledges_signature;
BEGIN
    SELECT * INTO w FROM pledges_pledgewording WHERE id = NEW.wording_id;
    SELECT * INTO s FROM pledges_signature WHERE subject_id = NEW.signature_id;
    IF w.published_at IS NULL OR w.pledge_id <> s.pledge_id OR w.n <= pledges_version(NEW.signature_id)
        OR s.state IN ('unconfirmed', 'withdrawn', 'handed_over') OR (NEW.shown_in = 'easy' AND w.easy = '[]') THEN
        RAISE EXCEPTION 'a signatory stands by a newer published version of their own pledge'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_affirmation_newer';
    END IF;
    RETURN NEW;
END $$;
"""

FAULTS = """
CREATE OR REPLACE FUNCTION pledges_entry_fault(entry pledges_publicentry) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_signature; r pledges_revision; age text;
BEGIN
    PERFORM 1 FROM pledges_subject WHERE id = entry.signature_id FOR UPDATE;
    SELECT * INTO s FROM pledges_signature WHERE subject_id = entry.signature_id;
    IF s.state IS DISTINCT FROM 'approved' THEN RETURN 'the signature is not approved'; END IF;
    IF entry.kind <> s.kind OR entry.since <> coalesce(s.first_signed_at, s.confirmed_at)
        OR entry.people IS DISTINCT FROM s.people THEN
        RETURN 'kind, number and date are the signature''s';
    END IF;
    IF entry.version <> pledges_version(entry.signature_id) THEN RETURN 'the version is not the one they stand by'; END IF;
    SELECT * INTO r FROM pledges_revision WHERE signature_id = entry.signature_id AND state = 'live';
    IF NOT FOUND THEN RETURN 'there are no live details'; END IF;
    IF entry.organisation NOT IN ('', r.organisation_typed) OR entry.name NOT IN ('', r.name_shown)
        OR entry.role NOT IN ('', r.role) OR entry.promise NOT IN ('', r.promise) THEN
        RETURN 'the words are not those of the live details';
    END IF;
    SELECT age_band INTO age FROM pledges_person WHERE subject_id = entry.signature_id;
    IF age = 'age_13_15' THEN RETURN 'nobody under 16 is named'; END IF;
    IF age = 'age_16_17' AND (entry.role <> '' OR entry.organisation <> '') THEN
        RETURN 'nobody under 18 is shown with a school or a role';
    END IF;
    IF NOT pledges_in_force(entry.signature_id, 'take_part') THEN RETURN 'taking part is not in force'; END IF;
    IF (entry.name <> '' OR entry.kind = 'group') AND NOT pledges_in_force(entry.signature_id, 'publish') THEN
        RETURN 'consent to show the name is not in force';
    END IF;
    RETURN NULL;
END $$;

-- What is left of somebody who left, or whose colleague took over; null where nothing is.
CREATE FUNCTION pledges_ended_fault(s pledges_signature) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pledges_person WHERE subject_id = s.subject_id)
        OR EXISTS (SELECT 1 FROM pledges_revision WHERE signature_id = s.subject_id)
        OR EXISTS (SELECT 1 FROM pledges_note WHERE signature_id = s.subject_id)
        OR EXISTS (SELECT 1 FROM pledges_handover WHERE signature_id = s.subject_id)
        OR EXISTS (SELECT 1 FROM pledges_publicentry WHERE signature_id = s.subject_id) THEN
        RETURN 'somebody who left leaves nothing personal behind';
    END IF;
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT purpose FROM pledges_consententry WHERE subject_id = s.subject_id) p
        WHERE pledges_in_force(s.subject_id, p.purpose)) THEN
        RETURN 'somebody who left agrees to nothing';
    END IF;
    IF s.state = 'handed_over' AND NOT EXISTS (SELECT 1 FROM pledges_signature
        WHERE succeeds_id = s.subject_id AND state <> 'unconfirmed') THEN
        RETURN 'what is handed over goes on under a colleague''s name';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION pledges_signature_fault(the_subject uuid) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_signature; entry pledges_publicentry; entries integer; has_person boolean; has_details boolean;
    fault text;
BEGIN
    SELECT * INTO s FROM pledges_signature WHERE subject_id = the_subject;
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF s.state IN ('withdrawn', 'handed_over') THEN RETURN pledges_ended_fault(s); END IF;
    SELECT ledger_n INTO entries FROM pledges_subject WHERE id = the_subject;
    has_person := EXISTS (SELECT 1 FROM pledges_person WHERE subject_id = the_subject);
    has_details := EXISTS (SELECT 1 FROM pledges_revision WHERE signature_id = the_subject
        AND state IN ('pending', 'live'));
    IF NOT has_person OR NOT has_details THEN RETURN 'a signature needs its person and details'; END IF;
    IF s.state = 'unconfirmed' AND entries > 0 THEN RETURN 'nothing enters the ledger before it is confirmed'; END IF;
    IF s.state = 'unconfirmed' AND s.succeeds_id IS NOT NULL THEN RETURN 'who takes over signs at once'; END IF;
    IF s.state <> 'unconfirmed' AND NOT pledges_in_force(the_subject, 'take_part') THEN
        RETURN 'a confirmed signature takes part';
    END IF;
    IF s.waiting_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pledges_revision
        WHERE signature_id = the_subject AND state = 'pending') THEN
        RETURN 'what waits for a moderator has details that wait';
    END IF;
    fault := pledges_age_fault(the_subject);
    IF fault IS NOT NULL THEN RETURN fault; END IF;
    SELECT * INTO entry FROM pledges_publicentry WHERE signature_id = the_subject;
    IF FOUND THEN RETURN pledges_entry_fault(entry); END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0010_handing_over")]

    operations = [migrations.RunSQL(SIGNATURE + PERSON + HAND_OVER + FAULTS, migrations.RunSQL.noop)]
