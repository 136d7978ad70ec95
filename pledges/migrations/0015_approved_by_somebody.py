"""Closes two ways round the guards of 0011 that took several steps, each tried in tests/guards.

Somebody could be approved by nobody, for the one moment in which a colleague takes over; and a colleague could sign
beside the first instead of after them, with the first one's day.
"""

from django.db import migrations

DECIDED = """
CREATE OR REPLACE FUNCTION pledges_check_decided() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    last text := (SELECT act FROM pledges_decision WHERE signature_id = NEW.subject_id ORDER BY id DESC LIMIT 1);
BEGIN
    -- What it goes on from was decided; the guard of the signature has looked.
    IF NEW.succeeds_id IS NOT NULL AND OLD.state = 'unconfirmed' THEN RETURN NULL; END IF;
    -- The states of now: another statement of the same transaction may have taken the decision back. Where a colleague
    -- has taken over since, the approval goes on.
    IF EXISTS (SELECT 1 FROM pledges_signature WHERE subject_id = NEW.subject_id
            AND (state = NEW.state OR (state = 'handed_over' AND NEW.state = 'approved')))
        AND last IS DISTINCT FROM
            (CASE NEW.state WHEN 'approved' THEN 'approve' WHEN 'rejected' THEN 'reject' ELSE 'ask' END) THEN
        RAISE EXCEPTION 'a decision is recorded with who made it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_decided';
    END IF;
    RETURN NULL;
END $$;
"""

AT_ONCE = """
CREATE TRIGGER pledges_signature_goes_on BEFORE UPDATE ON pledges_signature FOR EACH ROW
    WHEN (OLD.state = 'unconfirmed' AND NEW.succeeds_id IS NOT NULL AND NEW.state NOT IN ('unconfirmed', 'approved'))
    EXECUTE FUNCTION pledges_refuse_rule('who takes over is approved as the one was that they go on from');
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0014_organisations")]

    operations = [migrations.RunSQL(DECIDED + AT_ONCE, migrations.RunSQL.noop)]
