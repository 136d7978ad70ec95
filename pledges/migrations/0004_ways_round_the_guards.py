"""Closes ways round the guards of 0002 that were open to the serving role, each tried in tests/guards."""

from django.db import migrations

# A table of one's own could carry the ledger's trigger, and with it move a subject's head without an entry.
# A trigger that is there needs no right to its function; making a new one does.
LEDGER_ONLY = "REVOKE EXECUTE ON FUNCTION pledges_chain_entry() FROM PUBLIC;"

FIXED = """
CREATE FUNCTION pledges_refuse_rule() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER pledges_signature_shown BEFORE UPDATE ON pledges_signature FOR EACH ROW
    WHEN (NEW.kind <> OLD.kind OR NEW.wording_id <> OLD.wording_id OR NEW.notice_id <> OLD.notice_id)
    EXECUTE FUNCTION pledges_refuse_rule('as what somebody signed, and what they were shown, never changes');

-- Without its signature nothing would say that somebody left, and their number could be used again.
CREATE TRIGGER pledges_signature_stays BEFORE DELETE ON pledges_signature FOR EACH ROW
    WHEN (OLD.state <> 'unconfirmed')
    EXECUTE FUNCTION pledges_refuse_rule('a signature that was confirmed stays');

-- The check at the end of a transaction looks at the signature a row hangs on now, so a row never moves.
CREATE TRIGGER pledges_revision_fixed BEFORE UPDATE ON pledges_revision FOR EACH ROW
    WHEN (NEW.signature_id <> OLD.signature_id)
    EXECUTE FUNCTION pledges_refuse_rule('details stay with their signature');
CREATE TRIGGER pledges_person_fixed BEFORE UPDATE ON pledges_person FOR EACH ROW
    WHEN (NEW.subject_id <> OLD.subject_id)
    EXECUTE FUNCTION pledges_refuse_rule('a person stays with their subject');
"""

WHOLE = """
CREATE FUNCTION pledges_lock_subject(the_subject uuid) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 1 FROM pledges_subject WHERE id = the_subject FOR NO KEY UPDATE
$$;

-- Locked first: of two transactions that end at once, the second to ask sees what the first has done. Else
-- somebody could leave while another transaction adds details of theirs, and both would be right.
CREATE OR REPLACE FUNCTION pledges_check_signature() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    row jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    the_subject uuid := coalesce(row->>'subject_id', row->>'signature_id')::uuid;
    fault text;
BEGIN
    PERFORM pledges_lock_subject(the_subject);
    fault := pledges_signature_fault(the_subject);
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'signature: %', fault
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_whole';
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER pledges_revision_whole ON pledges_revision;
CREATE CONSTRAINT TRIGGER pledges_revision_whole AFTER INSERT OR UPDATE OR DELETE ON pledges_revision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_check_signature();
DROP TRIGGER pledges_person_whole ON pledges_person;
CREATE CONSTRAINT TRIGGER pledges_person_whole AFTER INSERT OR DELETE ON pledges_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_check_signature();
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0003_history_context")]

    operations = [migrations.RunSQL(LEDGER_ONLY + FIXED + WHOLE, migrations.RunSQL.noop)]
