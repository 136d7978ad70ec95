"""What the database itself keeps true of audits: sets freeze once they are used, submitted returns and sent panels are
locked, and links go with whoever held them.

Our own trigger functions, as in charters/migrations/0002_guards.py and for the same reasons. Every trigger function is
volatile on purpose: after waiting for a lock it must see what the other one has written.
"""

from django.db import migrations

SETS = """
-- Locks a set that is about to change, and refuses where a round uses it.
CREATE FUNCTION participation_lock_set(the_set bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM participation_questionset WHERE id = the_set FOR UPDATE;
    IF EXISTS (SELECT FROM participation_round WHERE question_set_id = the_set) THEN
        RAISE EXCEPTION 'question set % is used by a round: nothing in it changes', the_set
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_questionset_frozen';
    END IF;
END $$;

CREATE FUNCTION participation_guard_set() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM participation_lock_set(OLD.id);
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_questionset_guard BEFORE UPDATE OR DELETE ON participation_questionset
    FOR EACH ROW EXECUTE FUNCTION participation_guard_set();

CREATE FUNCTION participation_guard_question() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM participation_lock_set(OLD.question_set_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF TG_OP = 'INSERT' OR NEW.question_set_id <> OLD.question_set_id THEN
        PERFORM participation_lock_set(NEW.question_set_id);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_question_guard BEFORE INSERT OR UPDATE OR DELETE ON participation_question
    FOR EACH ROW EXECUTE FUNCTION participation_guard_question();

CREATE FUNCTION participation_guard_questionlink() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    moved bigint[] := '{}';
    one bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN moved := moved || OLD.question_id; END IF;
    IF TG_OP <> 'DELETE' THEN moved := moved || NEW.question_id; END IF;
    FOR one IN SELECT DISTINCT question_set_id FROM participation_question WHERE id = ANY (moved) ORDER BY 1 LOOP
        PERFORM participation_lock_set(one);
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_questioncommitment_guard BEFORE INSERT OR UPDATE OR DELETE
    ON participation_questioncommitment FOR EACH ROW EXECUTE FUNCTION participation_guard_questionlink();

-- What a set lacks before a round can use it: the one rule. The trigger below refuses by it, the desk lists it.
CREATE FUNCTION participation_set_lacks(the_set bigint) RETURNS TABLE (code text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT 'no_questions' WHERE NOT EXISTS (
        SELECT FROM participation_question WHERE question_set_id = the_set)
    UNION ALL SELECT 'no_short_form' WHERE NOT EXISTS (
        SELECT FROM participation_question WHERE question_set_id = the_set AND in_short_form)
    UNION ALL SELECT 'too_many_for_panels' WHERE 4 < (
        SELECT count(*) FROM participation_question WHERE question_set_id = the_set AND for_panels)
$$;
"""

ROUNDS = """
-- Today in the place where the council is: settings.TIME_ZONE.
CREATE FUNCTION participation_today() RETURNS date LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT (now() AT TIME ZONE 'Europe/London')::date
$$;

CREATE FUNCTION participation_guard_round() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    lacks text;
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM participation_return WHERE round_id = OLD.id)
        AND (NEW.id, NEW.year, NEW.question_set_id) <> (OLD.id, OLD.year, OLD.question_set_id) THEN
        RAISE EXCEPTION 'services are asked already: the year and its questions stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_round_fixed';
    END IF;
    IF TG_OP = 'INSERT' OR NEW.question_set_id <> OLD.question_set_id THEN
        PERFORM FROM participation_questionset WHERE id = NEW.question_set_id FOR UPDATE;
        SELECT string_agg(code, ', ') INTO lacks FROM participation_set_lacks(NEW.question_set_id);
        IF lacks IS NOT NULL THEN
            RAISE EXCEPTION 'this set is not ready: %', lacks
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_round_set_ready';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_round_guard BEFORE INSERT OR UPDATE ON participation_round
    FOR EACH ROW EXECUTE FUNCTION participation_guard_round();
"""

RETURNS = """
-- The questions that this return is asked.
CREATE FUNCTION participation_asked(the_return uuid) RETURNS SETOF participation_question
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT q.* FROM participation_return r JOIN participation_round o ON o.id = r.round_id
        JOIN participation_question q ON q.question_set_id = o.question_set_id AND (q.in_short_form OR NOT r.is_short)
        WHERE r.id = the_return ORDER BY q.position
$$;

-- What a return lacks before it can be submitted: the one rule. The trigger below refuses by it, the page lists it.
CREATE FUNCTION participation_missing(the_return uuid) RETURNS TABLE (code text, question_id bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN a.id IS NULL OR (a.level IS NULL AND a.not_applicable = '') THEN 'no_answer' ELSE 'no_evidence' END,
        q.id
    FROM participation_asked(the_return) q
        LEFT JOIN participation_answer a ON a.of_return_id = the_return AND a.question_id = q.id
    WHERE a.id IS NULL OR (a.level IS NULL AND a.not_applicable = '')
        OR (q.needs_evidence AND a.level >= 3 AND NOT EXISTS (SELECT FROM participation_evidence e
            WHERE e.of_return_id = the_return AND e.question_id = q.id AND e.state <> 'refused'))
    ORDER BY q.position
$$;

CREATE FUNCTION participation_locked(the_return uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'return % is submitted: nothing in it changes', the_return
        USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_return_locked';
END $$;

-- Until the end of the last day; more time for one service counts.
CREATE FUNCTION participation_in_time(r participation_return) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT participation_today() BETWEEN o.opens_on AND greatest(o.closes_on, r.more_time_until)
        FROM participation_round o WHERE o.id = r.round_id
$$;

CREATE FUNCTION participation_check_in_time(r participation_return) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT participation_in_time(r) THEN
        RAISE EXCEPTION 'the round of return % is not open', r.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_return_in_time';
    END IF;
END $$;

-- Locks a return whose answers are about to change, and refuses where it is submitted or its time is over.
CREATE FUNCTION participation_lock_return(the_return uuid) RETURNS participation_return
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    r participation_return;
BEGIN
    SELECT * INTO r FROM participation_return WHERE id = the_return FOR NO KEY UPDATE;
    IF r.state = 'submitted' THEN PERFORM participation_locked(r.id); END IF;
    PERFORM participation_check_in_time(r);
    RETURN r;
END $$;

CREATE FUNCTION participation_guard_return() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- Whether it is reminded, and until when it has time, staff may say at any moment.
    aside constant text[] := '{is_reminded,more_time_until}';
    missing text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.submission > 0 OR EXISTS (SELECT FROM participation_answer WHERE of_return_id = OLD.id) THEN
            RAISE EXCEPTION 'return % has answers: it stays', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_return_kept';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR NEW.submission <> 0 THEN
            RAISE EXCEPTION 'a return starts open'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_return_starts_open';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.round_id, NEW.service_id, NEW.is_short) <> (OLD.id, OLD.round_id, OLD.service_id, OLD.is_short) THEN
        RAISE EXCEPTION 'whose return it is, and which form, never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_return_fixed';
    END IF;
    NEW.submission := OLD.submission;
    IF OLD.state = 'submitted' AND NEW.state = 'submitted' THEN
        IF to_jsonb(NEW) - aside <> to_jsonb(OLD) - aside THEN PERFORM participation_locked(OLD.id); END IF;
    ELSIF NEW.state = 'submitted' THEN
        PERFORM participation_check_in_time(NEW);
        SELECT string_agg(DISTINCT code, ', ') INTO missing FROM participation_missing(OLD.id);
        IF missing IS NOT NULL THEN
            RAISE EXCEPTION 'not ready to be submitted: %', missing
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_return_complete';
        END IF;
        NEW.submission := OLD.submission + 1;
        NEW.submitted_at := clock_timestamp();
    ELSIF OLD.state = 'submitted' THEN
        IF NOT EXISTS (SELECT FROM participation_handback
            WHERE of_return_id = OLD.id AND submission = OLD.submission) THEN
            RAISE EXCEPTION 'a return goes back with a reason'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_return_back_for_a_reason';
        END IF;
        NEW.submitted_at := OLD.submitted_at;
    ELSE
        NEW.submitted_at := OLD.submitted_at;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_return_guard BEFORE INSERT OR UPDATE OR DELETE ON participation_return
    FOR EACH ROW EXECUTE FUNCTION participation_guard_return();

CREATE FUNCTION participation_guard_handback() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM participation_return WHERE id = NEW.of_return_id AND state = 'submitted' AND submission = NEW.submission
        FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only what is submitted goes back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_handback_of_a_submission';
    END IF;
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER participation_handback_guard BEFORE INSERT ON participation_handback
    FOR EACH ROW EXECUTE FUNCTION participation_guard_handback();

CREATE FUNCTION participation_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;

CREATE TRIGGER participation_handback_append_only BEFORE UPDATE OR DELETE ON participation_handback
    FOR EACH ROW EXECUTE FUNCTION participation_refuse();
CREATE TRIGGER participation_handback_no_truncate BEFORE TRUNCATE ON participation_handback
    FOR EACH STATEMENT EXECUTE FUNCTION participation_refuse();
"""

ANSWERS = """
CREATE FUNCTION participation_guard_answer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    r participation_return;
    applies boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM participation_lock_return(OLD.of_return_id);
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.of_return_id, NEW.question_id) <> (OLD.id, OLD.of_return_id, OLD.question_id) THEN
        RAISE EXCEPTION 'which question it answers never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_answer_fixed';
    END IF;
    r := participation_lock_return(NEW.of_return_id);
    SELECT NOT q.may_not_apply INTO applies FROM participation_question q JOIN participation_round o
        ON o.question_set_id = q.question_set_id AND o.id = r.round_id
        WHERE q.id = NEW.question_id AND (q.in_short_form OR NOT r.is_short);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this return is not asked this question'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_answer_to_what_is_asked';
    END IF;
    IF applies AND NEW.not_applicable <> '' THEN
        RAISE EXCEPTION 'this question applies to everybody'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_answer_applies';
    END IF;
    NEW.revision := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE OLD.revision + 1 END;
    NEW.at := now();
    IF r.started_at IS NULL THEN
        UPDATE participation_return SET started_at = now() WHERE id = r.id;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_answer_guard BEFORE INSERT OR UPDATE OR DELETE ON participation_answer
    FOR EACH ROW EXECUTE FUNCTION participation_guard_answer();

CREATE FUNCTION participation_guard_evidence() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- What staff say of it, at any time.
    said constant text[] := '{state,reason,decided_at,decided_by_id}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - said <> to_jsonb(OLD) - said THEN
            RAISE EXCEPTION 'evidence is taken out and added anew, never changed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_evidence_fixed';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        PERFORM participation_lock_return(OLD.of_return_id);
        RETURN OLD;
    END IF;
    PERFORM participation_lock_return(NEW.of_return_id);
    IF NEW.question_id NOT IN (SELECT id FROM participation_asked(NEW.of_return_id)) THEN
        RAISE EXCEPTION 'this return is not asked this question'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_evidence_to_what_is_asked';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_evidence_guard BEFORE INSERT OR UPDATE OR DELETE ON participation_evidence
    FOR EACH ROW EXECUTE FUNCTION participation_guard_evidence();

-- A file comes and goes with its evidence, and is never another one.
CREATE FUNCTION participation_guard_file() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    e participation_evidence;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a file of evidence stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_evidencefile_fixed';
    END IF;
    SELECT * INTO e FROM participation_evidence WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.evidence_id
        ELSE NEW.evidence_id END;
    IF e.id IS NOT NULL THEN PERFORM participation_lock_return(e.of_return_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF e.kind <> 'file' THEN
        RAISE EXCEPTION 'only evidence that is a file has one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_evidencefile_of_a_file';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_evidencefile_guard BEFORE INSERT OR UPDATE OR DELETE ON participation_evidencefile
    FOR EACH ROW EXECUTE FUNCTION participation_guard_file();
"""

PANELS = """
-- Locks a panel whose ratings are about to change, and refuses where they are sent or the time is over.
CREATE FUNCTION participation_lock_panel(the_panel uuid) RETURNS participation_panel
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    p participation_panel;
BEGIN
    SELECT * INTO p FROM participation_panel WHERE id = the_panel FOR NO KEY UPDATE;
    IF p.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'panel % has sent its ratings: nothing in them changes', p.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_panel_locked';
    END IF;
    RETURN p;
END $$;

CREATE FUNCTION participation_panel_in_time(the_round bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM participation_round o
        WHERE o.id = the_round AND participation_today() BETWEEN o.opens_on AND o.closes_on) THEN
        RAISE EXCEPTION 'the round is not open'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_panel_in_time';
    END IF;
END $$;

CREATE FUNCTION participation_guard_panel() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.sent_at IS NOT NULL THEN PERFORM participation_lock_panel(OLD.id); END IF;
        RETURN OLD;
    END IF;
    IF NEW.round_id <> OLD.round_id OR NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'a panel stays in its round'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_panel_fixed';
    END IF;
    IF OLD.sent_at IS NOT NULL AND NEW.sent_at IS NOT NULL AND to_jsonb(NEW) <> to_jsonb(OLD) THEN
        PERFORM participation_lock_panel(OLD.id);
    END IF;
    IF NEW.sent_at IS DISTINCT FROM OLD.sent_at THEN
        PERFORM participation_panel_in_time(NEW.round_id);
    END IF;
    IF NEW.sent_at IS NOT NULL AND OLD.sent_at IS NULL THEN
        -- Of each service they said whether they used it, and of those they used each question is answered.
        IF EXISTS (SELECT FROM participation_panelservice s WHERE s.panel_id = NEW.id AND (s.was_used IS NULL
            OR (s.was_used AND EXISTS (SELECT FROM participation_question q JOIN participation_round o
                ON o.question_set_id = q.question_set_id AND o.id = NEW.round_id WHERE q.for_panels
                AND NOT EXISTS (SELECT FROM participation_panelrating r
                    WHERE r.panel_service_id = s.id AND r.question_id = q.id))))) THEN
            RAISE EXCEPTION 'not all is answered'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_panel_complete';
        END IF;
        NEW.sent_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_panel_guard BEFORE UPDATE OR DELETE ON participation_panel
    FOR EACH ROW EXECUTE FUNCTION participation_guard_panel();

CREATE FUNCTION participation_guard_panelservice() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    p participation_panel;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM participation_lock_panel(OLD.panel_id);
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.panel_id, NEW.service_id) <> (OLD.panel_id, OLD.service_id) THEN
        RAISE EXCEPTION 'which service it is about never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_panelservice_fixed';
    END IF;
    p := participation_lock_panel(NEW.panel_id);
    IF NEW.was_used IS NOT NULL THEN PERFORM participation_panel_in_time(p.round_id); END IF;
    -- What they did not use they do not rate.
    IF NEW.was_used IS NOT TRUE THEN DELETE FROM participation_panelrating WHERE panel_service_id = NEW.id; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_panelservice_guard BEFORE INSERT OR UPDATE OR DELETE ON participation_panelservice
    FOR EACH ROW EXECUTE FUNCTION participation_guard_panelservice();

CREATE FUNCTION participation_guard_rating() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    s participation_panelservice;
    p participation_panel;
BEGIN
    SELECT * INTO s FROM participation_panelservice WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.panel_service_id
        ELSE NEW.panel_service_id END;
    IF s.id IS NULL AND TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    p := participation_lock_panel(s.panel_id);
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF TG_OP = 'UPDATE' AND (NEW.panel_service_id, NEW.question_id) <> (OLD.panel_service_id, OLD.question_id) THEN
        RAISE EXCEPTION 'what a rating is about never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_panelrating_fixed';
    END IF;
    PERFORM participation_panel_in_time(p.round_id);
    IF s.was_used IS NOT TRUE THEN
        RAISE EXCEPTION 'a panel rates what its members used'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_panelrating_of_what_was_used';
    END IF;
    IF NOT EXISTS (SELECT FROM participation_question q JOIN participation_round o
        ON o.question_set_id = q.question_set_id AND o.id = p.round_id WHERE q.id = NEW.question_id AND q.for_panels) THEN
        RAISE EXCEPTION 'panels are not asked this question'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_panelrating_to_what_is_asked';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_panelrating_guard BEFORE INSERT OR UPDATE OR DELETE ON participation_panelrating
    FOR EACH ROW EXECUTE FUNCTION participation_guard_rating();
"""

REGISTER = """
-- Who leaves the register is written to no more. A service becomes part of one that stands, never of one that has gone.
CREATE FUNCTION participation_guard_service() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.merged_into_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id) THEN
        PERFORM FROM participation_service WHERE id = NEW.merged_into_id AND left_on IS NULL FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the other service is not on the register'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_service_merged_into_one_that_stands';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_service_guard BEFORE INSERT OR UPDATE ON participation_service
    FOR EACH ROW EXECUTE FUNCTION participation_guard_service();

CREATE FUNCTION participation_service_left() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM participation_lead WHERE service_id = NEW.id;
    DELETE FROM participation_holder h USING participation_return r
        WHERE h.of_return_id = r.id AND r.service_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER participation_service_left AFTER UPDATE ON participation_service
    FOR EACH ROW WHEN (NEW.left_on IS NOT NULL AND OLD.left_on IS NULL) EXECUTE FUNCTION participation_service_left();

CREATE FUNCTION participation_guard_lead() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM participation_service WHERE id = NEW.service_id AND left_on IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this service has left the register: nobody leads it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_lead_of_one_that_stands';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_lead_guard BEFORE INSERT OR UPDATE ON participation_lead
    FOR EACH ROW EXECUTE FUNCTION participation_guard_lead();

-- Letters and links go with whoever held them, or whose address is another now.
CREATE FUNCTION participation_holder_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM post_outbox WHERE about_app = 'participation' AND about_id = OLD.id;
    DELETE FROM post_token WHERE about_app = 'participation' AND about_id = OLD.id;
    RETURN NULL;
END $$;

CREATE TRIGGER participation_holder_gone AFTER DELETE ON participation_holder
    FOR EACH ROW EXECUTE FUNCTION participation_holder_gone();
CREATE TRIGGER participation_holder_moved AFTER UPDATE ON participation_holder
    FOR EACH ROW WHEN (NEW.email IS DISTINCT FROM OLD.email) EXECUTE FUNCTION participation_holder_gone();

-- An organisation of the pledge may go, or become part of another: the services of it go on.
CREATE FUNCTION participation_organisation_gone() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE participation_service SET organisation_id = OLD.merged_into_id WHERE organisation_id = OLD.id;
    RETURN OLD;
END $$;

CREATE TRIGGER participation_organisation_gone BEFORE DELETE ON pledges_organisation
    FOR EACH ROW EXECUTE FUNCTION participation_organisation_gone();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial"), ("post", "0004_queueing_in_the_database")]

    operations = [migrations.RunSQL(SETS + ROUNDS + RETURNS + ANSWERS + PANELS + REGISTER, migrations.RunSQL.noop)]
