"""What the database keeps true of reviews, actions and published results: kept as they were said, done only with evidence,
frozen for ever.
"""

from django.db import migrations

VIEWS = """
-- Each level of a round's submitted returns: the service's own, and the one that counts (agreed after review, else its own).
CREATE FUNCTION participation_levels(the_round bigint)
RETURNS TABLE (return_id uuid, service_id uuid, question_id bigint, own smallint, agreed smallint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT r.id, r.service_id, q.id, a.level, coalesce(l.level, a.level)
    FROM participation_return r JOIN participation_round o ON o.id = r.round_id
        JOIN participation_question q ON q.question_set_id = o.question_set_id AND (q.in_short_form OR NOT r.is_short)
        LEFT JOIN participation_answer a ON a.of_return_id = r.id AND a.question_id = q.id
        LEFT JOIN LATERAL (SELECT level FROM participation_agreedlevel g
            WHERE g.of_return_id = r.id AND g.question_id = q.id AND g.submission = r.submission
            ORDER BY g.id DESC LIMIT 1) l ON true
    WHERE r.round_id = the_round AND r.state = 'submitted'
$$;

-- Where a service and a panel that has sent its ratings see it two levels apart, or more.
CREATE FUNCTION participation_differences(the_round bigint)
RETURNS TABLE (return_id uuid, question_id bigint, panel_id uuid, own smallint, panels smallint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT r.id, g.question_id, p.id, a.level, g.level
    FROM participation_return r
        JOIN participation_panel p ON p.round_id = r.round_id AND p.sent_at IS NOT NULL
        JOIN participation_panelservice s ON s.panel_id = p.id AND s.service_id = r.service_id
        JOIN participation_panelrating g ON g.panel_service_id = s.id
        JOIN participation_answer a ON a.of_return_id = r.id AND a.question_id = g.question_id
    WHERE r.round_id = the_round AND r.state = 'submitted' AND abs(a.level - g.level) >= 2
$$;

-- What has to be done before the results of a round are published: the one rule. The trigger below refuses by it, the
-- desk lists it.
CREATE FUNCTION participation_round_lacks(the_round bigint) RETURNS TABLE (code text, return_id uuid, question_id bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT 'still_open', NULL::uuid, NULL::bigint FROM participation_round o
        WHERE o.id = the_round AND participation_today() <= o.closes_on
    UNION ALL SELECT 'being_answered', r.id, NULL FROM participation_return r
        WHERE r.round_id = the_round AND r.state = 'open' AND r.more_time_until >= participation_today()
    UNION ALL SELECT DISTINCT 'no_reply', d.return_id, d.question_id FROM participation_differences(the_round) d
            JOIN participation_return r ON r.id = d.return_id
        WHERE NOT EXISTS (SELECT FROM participation_publicreply p WHERE p.of_return_id = d.return_id
            AND p.question_id = d.question_id AND p.submission = r.submission)
$$;
"""

REVIEWS = """
-- Only what is submitted is reviewed, question by question that was asked.
CREATE FUNCTION participation_guard_review() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    SELECT submission INTO NEW.submission FROM participation_return
        WHERE id = NEW.of_return_id AND state = 'submitted' FOR SHARE;
    IF NOT FOUND OR NEW.question_id NOT IN (SELECT id FROM participation_asked(NEW.of_return_id)) THEN
        RAISE EXCEPTION 'only an answer that is submitted is reviewed'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_of_a_submission';
    END IF;
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER participation_agreedlevel_guard BEFORE INSERT ON participation_agreedlevel
    FOR EACH ROW EXECUTE FUNCTION participation_guard_review();
CREATE TRIGGER participation_publicreply_guard BEFORE INSERT ON participation_publicreply
    FOR EACH ROW EXECUTE FUNCTION participation_guard_review();
"""

ACTIONS = """
-- What was promised stays; its day moves with a step that says why, and it is done when a step shows it.
CREATE FUNCTION participation_guard_action() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM participation_actionstep WHERE action_id = OLD.id) THEN
            RAISE EXCEPTION 'something was said of this action: it stays'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_action_kept';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.due_on := NEW.first_due_on;
        NEW.done_at := NULL;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - '{what,who,due_on,done_at}'::text[] <> to_jsonb(OLD) - '{what,who,due_on,done_at}'::text[]
        OR (OLD.done_at IS NOT NULL AND to_jsonb(NEW) <> to_jsonb(OLD)) THEN
        RAISE EXCEPTION 'what an action is about, and what is done, stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_action_fixed';
    END IF;
    IF NEW.due_on <> OLD.due_on AND NEW.due_on IS DISTINCT FROM (SELECT due_on FROM participation_actionstep
        WHERE action_id = OLD.id AND kind = 'moved' ORDER BY id DESC LIMIT 1) THEN
        RAISE EXCEPTION 'a day moves with a step that says why'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_action_moves_for_a_reason';
    END IF;
    IF NEW.done_at IS NOT NULL AND OLD.done_at IS NULL THEN
        IF NOT EXISTS (SELECT FROM participation_actionstep WHERE action_id = OLD.id AND kind = 'evidence') THEN
            RAISE EXCEPTION 'an action is done when something shows it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_action_done_with_evidence';
        END IF;
        NEW.done_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER participation_action_guard BEFORE INSERT OR UPDATE OR DELETE ON participation_action
    FOR EACH ROW EXECUTE FUNCTION participation_guard_action();

CREATE FUNCTION participation_guard_step() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM participation_action WHERE id = NEW.action_id AND done_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this action is done'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_actionstep_of_an_open_one';
    END IF;
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER participation_actionstep_guard BEFORE INSERT ON participation_actionstep
    FOR EACH ROW EXECUTE FUNCTION participation_guard_step();

CREATE FUNCTION participation_action_said() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.kind = 'moved' THEN UPDATE participation_action SET due_on = NEW.due_on WHERE id = NEW.action_id; END IF;
    PERFORM post_bump_generation('audits');
    RETURN NULL;
END $$;

CREATE TRIGGER participation_actionstep_said AFTER INSERT ON participation_actionstep
    FOR EACH ROW EXECUTE FUNCTION participation_action_said();

-- Everybody sees actions as they are.
CREATE FUNCTION participation_audits_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM post_bump_generation('audits');
    RETURN NULL;
END $$;

CREATE TRIGGER participation_action_changed AFTER INSERT OR UPDATE OR DELETE ON participation_action
    FOR EACH STATEMENT EXECUTE FUNCTION participation_audits_changed();

-- Its page is under the name that it has now, and with those that became part of it.
CREATE TRIGGER participation_service_renamed AFTER UPDATE OF name, kind, left_on, merged_into_id ON participation_service
    FOR EACH STATEMENT EXECUTE FUNCTION participation_audits_changed();
"""

RESULTS = """
-- Evidence may be taken back or erased after it was published: then it is gone from every page.
CREATE TRIGGER participation_evidence_changed AFTER UPDATE OR DELETE ON participation_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION participation_audits_changed();

CREATE FUNCTION participation_guard_snapshot() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    lacks text;
BEGIN
    PERFORM FROM participation_round WHERE id = NEW.round_id FOR UPDATE;
    SELECT string_agg(DISTINCT code, ', ') INTO lacks FROM participation_round_lacks(NEW.round_id);
    IF lacks IS NOT NULL THEN
        RAISE EXCEPTION 'not ready to be published: %', lacks
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_snapshot_ready';
    END IF;
    IF NEW.n <> 1 + (SELECT count(*) FROM participation_snapshot WHERE round_id = NEW.round_id) THEN
        RAISE EXCEPTION 'results are numbered one after another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_snapshot_in_turn';
    END IF;
    -- The moment of the transaction, by which the services' parts are known to belong to it.
    NEW.published_at := now();
    RETURN NEW;
END $$;

CREATE TRIGGER participation_snapshot_guard BEFORE INSERT ON participation_snapshot
    FOR EACH ROW EXECUTE FUNCTION participation_guard_snapshot();

CREATE TRIGGER participation_snapshot_published AFTER INSERT ON participation_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION participation_audits_changed();

-- The parts of services come with their results, and none later.
CREATE FUNCTION participation_guard_serviceresult() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM added a JOIN participation_snapshot s ON s.id = a.snapshot_id WHERE s.published_at <> now()) THEN
        RAISE EXCEPTION 'these results are published: nothing is added'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_serviceresult_with_its_snapshot';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER participation_serviceresult_guard AFTER INSERT ON participation_serviceresult
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION participation_guard_serviceresult();
"""

REGISTER = """
-- As before (0002), and whoever looked after its actions.
CREATE OR REPLACE FUNCTION participation_service_left() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM participation_lead WHERE service_id = NEW.id;
    DELETE FROM participation_holder h USING participation_return r
        WHERE h.of_return_id = r.id AND r.service_id = NEW.id;
    DELETE FROM participation_holder h USING participation_action a
        WHERE h.of_action_id = a.id AND a.service_id = NEW.id;
    RETURN NULL;
END $$;
"""


def append_only(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION participation_refuse();
    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION participation_refuse();
    """


KEPT = ("agreedlevel", "publicreply", "actionstep", "snapshot", "serviceresult")
SQL = VIEWS + REVIEWS + ACTIONS + RESULTS + REGISTER
SQL += "".join(append_only(f"participation_{table}") for table in KEPT)


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0004_results"),
        ("post", "0005_links_of_actions"),
    ]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
