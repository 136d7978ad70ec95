"""No signature is approved or turned down without a recorded decision that says who did it."""

from django.db import migrations

DECIDED = """
CREATE FUNCTION pledges_check_decided() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    last text := (SELECT act FROM pledges_decision WHERE signature_id = NEW.subject_id ORDER BY id DESC LIMIT 1);
BEGIN
    -- The states of now: another statement of the same transaction may have taken the decision back.
    IF EXISTS (SELECT 1 FROM pledges_signature WHERE subject_id = NEW.subject_id AND state = NEW.state)
        AND last IS DISTINCT FROM (CASE NEW.state WHEN 'approved' THEN 'approve' ELSE 'reject' END) THEN
        RAISE EXCEPTION 'a decision is recorded with who made it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_decided';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER pledges_signature_decided AFTER UPDATE ON pledges_signature
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state IN ('approved', 'rejected') AND NEW.state <> OLD.state)
    EXECUTE FUNCTION pledges_check_decided();
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0004_ways_round_the_guards")]

    operations = [migrations.RunSQL(DECIDED, migrations.RunSQL.noop)]
