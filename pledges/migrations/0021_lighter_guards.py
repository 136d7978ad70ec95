"""The same rules as 0009 and 0011, asked as often as they can be broken and no oftener: signing asked them seven times.

Functions are replaced whole, so that each can be read in one place.
"""

from django.db import migrations

FAULTS = """
-- Locked first: of two transactions that end at once, the second to ask sees what the first has done.
CREATE OR REPLACE FUNCTION pledges_signature_fault(the_subject uuid) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_signature; entry pledges_publicentry; entries integer; age text; fault text;
BEGIN
    SELECT ledger_n INTO entries FROM pledges_subject WHERE id = the_subject FOR NO KEY UPDATE;
    SELECT * INTO s FROM pledges_signature WHERE subject_id = the_subject;
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF s.state IN ('withdrawn', 'handed_over') THEN RETURN pledges_ended_fault(s); END IF;
    SELECT age_band INTO age FROM pledges_person WHERE subject_id = the_subject;
    IF age IS NULL OR NOT EXISTS (SELECT 1 FROM pledges_revision WHERE signature_id = the_subject
        AND state IN ('pending', 'live')) THEN
        RETURN 'a signature needs its person and details';
    END IF;
    -- Only somebody young can break what protects the young.
    IF age <> 'adult' OR s.kind = 'young_person' THEN
        fault := pledges_age_fault(the_subject);
        IF fault IS NOT NULL THEN RETURN fault; END IF;
    END IF;
    IF s.state = 'unconfirmed' THEN
        IF entries > 0 THEN RETURN 'nothing enters the ledger before it is confirmed'; END IF;
        IF s.succeeds_id IS NOT NULL THEN RETURN 'who takes over signs at once'; END IF;
        -- Nor can it wait for a moderator (a check of its table) or stand on the list (the list's own guard).
        RETURN NULL;
    END IF;
    IF NOT pledges_in_force(the_subject, 'take_part') THEN RETURN 'a confirmed signature takes part'; END IF;
    IF s.waiting_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pledges_revision
        WHERE signature_id = the_subject AND state = 'pending') THEN
        RETURN 'what waits for a moderator has details that wait';
    END IF;
    SELECT * INTO entry FROM pledges_publicentry WHERE signature_id = the_subject;
    IF FOUND THEN RETURN pledges_entry_fault(entry); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION pledges_refuse_fault(the_subject uuid) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    fault text := pledges_signature_fault(the_subject);
BEGIN
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'signature: %', fault
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_whole';
    END IF;
END $$;

-- Each table's trigger has a copy of its own, so that only the columns that are there are looked at.
CREATE OR REPLACE FUNCTION pledges_check_signature() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME IN ('pledges_signature', 'pledges_person', 'pledges_consententry') THEN
        PERFORM pledges_refuse_fault(CASE WHEN TG_OP = 'DELETE' THEN OLD.subject_id ELSE NEW.subject_id END);
    ELSE
        PERFORM pledges_refuse_fault(CASE WHEN TG_OP = 'DELETE' THEN OLD.signature_id ELSE NEW.signature_id END);
    END IF;
    RETURN NULL;
END $$;
"""

PERSON = """
-- Not for a person who comes: they come with their signature, or in place of one who went in the same transaction, and
-- that is asked about already.
DROP TRIGGER pledges_person_whole ON pledges_person;
CREATE CONSTRAINT TRIGGER pledges_person_whole AFTER UPDATE OR DELETE ON pledges_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_check_signature();
"""

PENDING = """
-- The one rule about what waits to be confirmed: nobody under 16 is asked to show their name.
CREATE FUNCTION pledges_check_pending() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pledges_purposewording WHERE id = NEW.wording_id AND purpose = 'publish') THEN
        PERFORM pledges_refuse_fault(NEW.signature_id);
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER pledges_pendingconsent_whole ON pledges_pendingconsent;
CREATE CONSTRAINT TRIGGER pledges_pendingconsent_whole AFTER INSERT OR UPDATE ON pledges_pendingconsent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_check_pending();
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0020_signing_in_one_statement")]

    operations = [migrations.RunSQL(FAULTS + PERSON + PENDING, migrations.RunSQL.noop)]
