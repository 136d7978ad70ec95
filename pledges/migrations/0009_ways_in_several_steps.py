"""Closes ways round the guards of 0007 and 0008 that took several steps, each tried in tests/guards.

Somebody could leave and stay on the list, a child could be made an adult, and a gap that PostgreSQL does not take for
white space made a whole name of a first name.
"""

from django.db import migrations, models
from django.db.models import lookups
from django.db.models.functions import Length

# As in models/people.py: what looks like a gap between two words.
GAPS = r"[\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u2800\u3000\u3164\ufeff]"

# A person comes with their signature, before it is confirmed. Else whoever was deleted could come back as another,
# older one, and what is shown could be checked while nobody was there to have an age.
PERSON = """
CREATE OR REPLACE FUNCTION pledges_guard_person() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    the_state text := (SELECT state FROM pledges_signature WHERE subject_id = NEW.subject_id);
BEGIN
    IF the_state = 'withdrawn' THEN
        RAISE EXCEPTION 'nothing personal is kept of somebody who left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_person_not_after_leaving';
    END IF;
    IF TG_OP = 'INSERT' AND the_state <> 'unconfirmed' THEN
        RAISE EXCEPTION 'nobody comes to a signature that somebody confirmed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_person_before_signing';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_person_not_older BEFORE UPDATE ON pledges_person FOR EACH ROW
    WHEN ((OLD.age_band = 'age_13_15' AND NEW.age_band <> 'age_13_15')
        OR (OLD.age_band = 'age_16_17' AND NEW.age_band = 'adult'))
    EXECUTE FUNCTION pledges_refuse_rule('what protects somebody of their age is not taken away');
"""

PENDING = """
CREATE CONSTRAINT TRIGGER pledges_pendingconsent_whole AFTER INSERT OR UPDATE ON pledges_pendingconsent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_check_signature();
"""

FAULTS = """
CREATE OR REPLACE FUNCTION pledges_age_fault(the_subject uuid) RETURNS text LANGUAGE plpgsql STABLE
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
        WHERE signature_id = the_subject AND (name_shown ~ '{GAPS}' OR length(name_shown) > 40 OR promise <> '')) THEN
        RETURN 'under 18 only a first name is kept';
    END IF;
    IF age = 'age_13_15' AND (pledges_in_force(the_subject, 'publish') OR EXISTS (
        SELECT 1 FROM pledges_pendingconsent p JOIN pledges_purposewording w ON w.id = p.wording_id
        WHERE p.signature_id = the_subject AND w.purpose = 'publish')) THEN
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
            OR EXISTS (SELECT 1 FROM pledges_note WHERE signature_id = the_subject)
            OR EXISTS (SELECT 1 FROM pledges_publicentry WHERE signature_id = the_subject) THEN
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
""".replace("{GAPS}", GAPS)


class Migration(migrations.Migration):
    dependencies = [("pledges", "0008_guards_for_everyone")]

    operations = [
        migrations.RemoveConstraint(model_name="person", name="pledges_person_first_name_only"),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("age_band", "adult"),
                    models.Q(
                        models.Q(("name__regex", GAPS), _negated=True),
                        lookups.LessThanOrEqual(Length("name"), 40),
                    ),
                    _connector="OR",
                ),
                name="pledges_person_first_name_only",
                violation_error_message="Under 18 we only keep a first name.",
            ),
        ),
        migrations.RunSQL(PERSON + PENDING + FAULTS, migrations.RunSQL.noop),
    ]
