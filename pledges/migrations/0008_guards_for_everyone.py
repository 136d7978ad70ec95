"""The guards of 0002 to 0005 for young people, groups, changes, easy read and newer versions of a pledge.

FACTS part 2: nobody under 16 is named, who is under 18 by first name only, without school or role; children under 13
sign as a number. Functions are replaced whole, so that each can be read in one place.
"""

from django.db import migrations

# "ledger-2" also says in which form the words were read. Entries read in full keep "ledger-1", so that what was
# written before easy read still holds; neither can be turned into the other without breaking its hash.
LEDGER = """
CREATE OR REPLACE FUNCTION pledges_chain_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_subject; w pledges_purposewording; v pledges_noticeversion; parts text[];
BEGIN
    SELECT * INTO s FROM pledges_subject WHERE id = NEW.subject_id FOR UPDATE;
    SELECT * INTO w FROM pledges_purposewording WHERE id = NEW.wording_id;
    SELECT * INTO v FROM pledges_noticeversion WHERE id = NEW.notice_id;
    IF w.published_at IS NULL OR v.published_at IS NULL OR w.purpose <> NEW.purpose THEN
        RAISE EXCEPTION 'an entry names a published wording of its purpose and a published notice'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_consententry_wording_fits';
    END IF;
    IF NEW.act = 'give' AND NEW.shown_in = 'easy' AND (w.easy = '[]' OR v.easy = '[]') THEN
        RAISE EXCEPTION 'nobody read in easy read what has no easy-read form'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_consententry_easy_exists';
    END IF;
    IF NEW.act = 'withdraw' AND NOT pledges_in_force(NEW.subject_id, NEW.purpose) THEN
        RAISE EXCEPTION 'only what is in force can be withdrawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_consententry_in_force';
    END IF;
    -- OVERRIDING SYSTEM VALUE would let a client choose the id: it never does, nor the time.
    NEW.id := nextval(pg_get_serial_sequence('pledges_consententry', 'id'));
    NEW.at := clock_timestamp();
    -- The web server's clock may run a little ahead of the database's.
    IF NEW.given_at > NEW.at AND NEW.given_at < NEW.at + interval '5 seconds' THEN NEW.given_at := NEW.at; END IF;
    NEW.seq := s.ledger_n + 1;
    NEW.prev := s.ledger_head;
    parts := ARRAY[
        'ledger-1', NEW.id::text, NEW.subject_id::text, NEW.seq::text, NEW.purpose, NEW.act,
        NEW.wording_id::text, pledges_words_digest(w.purpose, w.basis, w.n::text, w.language, w.standard, w.easy::text),
        NEW.notice_id::text, pledges_words_digest('notice', v.n::text, v.language, v.standard, v.easy::text),
        NEW.channel, NEW.given_by, pledges_microseconds(NEW.given_at), pledges_microseconds(NEW.at),
        encode(NEW.prev, 'hex')];
    IF NEW.shown_in <> 'standard' THEN
        parts[1] := 'ledger-2';
        parts := parts || NEW.shown_in;
    END IF;
    NEW.hash := sha256(convert_to(array_to_string(parts, '|'), 'UTF8'));
    UPDATE pledges_subject SET ledger_n = NEW.seq, ledger_head = NEW.hash WHERE id = NEW.subject_id;
    RETURN NEW;
END $$;
"""

SIGNATURE = """
CREATE OR REPLACE FUNCTION pledges_guard_signature() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'unconfirmed' THEN
            RAISE EXCEPTION 'a signature starts unconfirmed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_starts_unconfirmed';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.subject_id <> OLD.subject_id OR NEW.pledge_id <> OLD.pledge_id OR NEW.draft_id <> OLD.draft_id
        OR NEW.people IS DISTINCT FROM OLD.people
        OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) THEN
        RAISE EXCEPTION 'who signed what, and when, never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_fixed';
    END IF;
    IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
        'unconfirmed>awaiting', 'unconfirmed>held',
        'awaiting>approved', 'awaiting>rejected', 'awaiting>changes_asked',
        'held>approved', 'held>rejected', 'held>changes_asked', 'changes_asked>awaiting',
        'approved>awaiting', 'rejected>awaiting',
        'held>withdrawn', 'awaiting>withdrawn', 'changes_asked>withdrawn', 'approved>withdrawn', 'rejected>withdrawn'
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
    -- The states of now: another statement of the same transaction may have taken the decision back.
    IF EXISTS (SELECT 1 FROM pledges_signature WHERE subject_id = NEW.subject_id AND state = NEW.state)
        AND last IS DISTINCT FROM
            (CASE NEW.state WHEN 'approved' THEN 'approve' WHEN 'rejected' THEN 'reject' ELSE 'ask' END) THEN
        RAISE EXCEPTION 'a decision is recorded with who made it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_decided';
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER pledges_signature_decided ON pledges_signature;
CREATE CONSTRAINT TRIGGER pledges_signature_decided AFTER UPDATE ON pledges_signature
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state IN ('approved', 'rejected', 'changes_asked') AND NEW.state <> OLD.state)
    EXECUTE FUNCTION pledges_check_decided();

-- Everything personal hangs on Person and goes with it.
CREATE OR REPLACE FUNCTION pledges_person_gone() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM pledges_publicentry WHERE signature_id = OLD.subject_id;
    DELETE FROM pledges_revision WHERE signature_id = OLD.subject_id;
    DELETE FROM pledges_note WHERE signature_id = OLD.subject_id;
    DELETE FROM post_outbox WHERE about_app = 'pledges' AND about_id = OLD.subject_id;
    DELETE FROM post_token WHERE about_app = 'pledges' AND about_id = OLD.subject_id;
    RETURN NULL;
END $$;
"""

AFFIRMATION = """
CREATE FUNCTION pledges_version(the_subject uuid) RETURNS integer LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT max(n) FROM pledges_pledgewording WHERE id IN (
        SELECT wording_id FROM pledges_signature WHERE subject_id = the_subject
        UNION ALL SELECT wording_id FROM pledges_affirmation WHERE signature_id = the_subject)
$$;

CREATE FUNCTION pledges_guard_affirmation() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    w pledges_pledgewording; s pledges_signature;
BEGIN
    SELECT * INTO w FROM pledges_pledgewording WHERE id = NEW.wording_id;
    SELECT * INTO s FROM pledges_signature WHERE subject_id = NEW.signature_id;
    IF w.published_at IS NULL OR w.pledge_id <> s.pledge_id OR w.n <= pledges_version(NEW.signature_id)
        OR s.state IN ('unconfirmed', 'withdrawn') OR (NEW.shown_in = 'easy' AND w.easy = '[]') THEN
        RAISE EXCEPTION 'a signatory stands by a newer published version of their own pledge'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_affirmation_newer';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_affirmation_newer BEFORE INSERT ON pledges_affirmation
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_affirmation();
CREATE TRIGGER pledges_affirmation_append_only BEFORE UPDATE OR DELETE ON pledges_affirmation
    FOR EACH ROW EXECUTE FUNCTION pledges_refuse();
CREATE TRIGGER pledges_affirmation_no_truncate BEFORE TRUNCATE ON pledges_affirmation
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();
CREATE CONSTRAINT TRIGGER pledges_affirmation_whole AFTER INSERT ON pledges_affirmation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_check_signature();

-- A note about somebody who has left would be all that is left of them.
CREATE FUNCTION pledges_guard_note() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pledges_lock_subject(NEW.signature_id);
    IF NOT EXISTS (SELECT 1 FROM pledges_person WHERE subject_id = NEW.signature_id) THEN
        RAISE EXCEPTION 'nothing is noted of somebody who left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_note_not_after_leaving';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_note_not_after_leaving BEFORE INSERT OR UPDATE ON pledges_note
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_note();
"""

PUBLICATION = """
CREATE OR REPLACE FUNCTION pledges_entry_fault(entry pledges_publicentry) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_signature; r pledges_revision; age text;
BEGIN
    PERFORM 1 FROM pledges_subject WHERE id = entry.signature_id FOR UPDATE;
    SELECT * INTO s FROM pledges_signature WHERE subject_id = entry.signature_id;
    IF s.state IS DISTINCT FROM 'approved' THEN RETURN 'the signature is not approved'; END IF;
    IF entry.kind <> s.kind OR entry.since <> s.confirmed_at OR entry.people IS DISTINCT FROM s.people THEN
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

-- What may be held of somebody of this age who signs as this kind.
CREATE FUNCTION pledges_age_fault(the_subject uuid) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_signature; age text;
BEGIN
    SELECT * INTO s FROM pledges_signature WHERE subject_id = the_subject;
    SELECT age_band INTO age FROM pledges_person WHERE subject_id = the_subject;
    IF age IN ('age_13_15', 'age_16_17') AND s.kind <> 'young_person' THEN
        RETURN 'somebody under 18 signs as a young person';
    END IF;
    IF s.kind = 'young_person' AND EXISTS (SELECT 1 FROM pledges_revision
        WHERE signature_id = the_subject AND (role <> '' OR organisation_typed <> '')) THEN
        RETURN 'of a young person no school and no role is kept';
    END IF;
    IF age IN ('age_13_15', 'age_16_17') AND EXISTS (SELECT 1 FROM pledges_revision
        WHERE signature_id = the_subject AND (name_shown ~ '\\s' OR promise <> '')) THEN
        RETURN 'under 18 only a first name is kept';
    END IF;
    IF age = 'age_13_15' AND pledges_in_force(the_subject, 'publish') THEN
        RETURN 'nobody under 16 is asked to show their name';
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
    SELECT ledger_n INTO entries FROM pledges_subject WHERE id = the_subject;
    has_person := EXISTS (SELECT 1 FROM pledges_person WHERE subject_id = the_subject);
    has_details := EXISTS (SELECT 1 FROM pledges_revision WHERE signature_id = the_subject
        AND state IN ('pending', 'live'));
    IF s.state = 'withdrawn' THEN
        IF has_person OR EXISTS (SELECT 1 FROM pledges_revision WHERE signature_id = the_subject)
            OR EXISTS (SELECT 1 FROM pledges_note WHERE signature_id = the_subject) THEN
            RETURN 'somebody who left leaves nothing personal behind';
        END IF;
        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT purpose FROM pledges_consententry WHERE subject_id = the_subject) p
            WHERE pledges_in_force(the_subject, p.purpose)) THEN
            RETURN 'somebody who left agrees to nothing';
        END IF;
        RETURN NULL;
    END IF;
    IF NOT has_person OR NOT has_details THEN RETURN 'a signature needs its person and details'; END IF;
    IF s.state = 'unconfirmed' AND entries > 0 THEN RETURN 'nothing enters the ledger before it is confirmed'; END IF;
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

-- Also when an age or a name is changed afterwards.
DROP TRIGGER pledges_person_whole ON pledges_person;
CREATE CONSTRAINT TRIGGER pledges_person_whole AFTER INSERT OR UPDATE OR DELETE ON pledges_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_check_signature();
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0007_signing_for_everyone")]

    operations = [migrations.RunSQL(LEDGER + SIGNATURE + AFFIRMATION + PUBLICATION, migrations.RunSQL.noop)]
