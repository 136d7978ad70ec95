"""A public entry says itself which pledge and which organisation's page it belongs to.

Both are the signature's. The list looked them up for each row, which was nine tenths of the time of the open data.
"""

import django.db.models.deletion
from django.db import migrations, models

ABOUT = """
-- Fires before pledges_publicentry_allowed, in the order of their names.
CREATE FUNCTION pledges_entry_about() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    SELECT s.pledge_id, coalesce(o.slug, '') INTO NEW.pledge_id, NEW.page
        FROM pledges_signature s LEFT JOIN pledges_organisation o ON o.id = s.organisation_id
        WHERE s.subject_id = NEW.signature_id;
    RETURN NEW;
END $$;
CREATE TRIGGER pledges_publicentry_about BEFORE INSERT OR UPDATE ON pledges_publicentry
    FOR EACH ROW EXECUTE FUNCTION pledges_entry_about();

-- That only the page is another shows nothing new of anybody. It may come in the middle of an undoing, while the
-- details are back and the entry is not; what stands at the end is looked at by pledges_signature_fault. (A generated
-- column is not known yet before a row is written.)
CREATE OR REPLACE FUNCTION pledges_guard_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    fault text;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{page,v}'::text[] = to_jsonb(OLD) - '{page,v}'::text[] THEN
        RETURN NEW;
    END IF;
    fault := pledges_entry_fault(NEW);
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'not on the public list: %', fault
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_publicentry_allowed';
    END IF;
    RETURN NEW;
END $$;

-- A moderator says which organisation it is, or that two are one.
CREATE FUNCTION pledges_signature_tells_entry() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE pledges_publicentry SET page = '' WHERE signature_id = NEW.subject_id;
    RETURN NULL;
END $$;
CREATE TRIGGER pledges_signature_tells_entry AFTER UPDATE OF organisation_id ON pledges_signature FOR EACH ROW
    WHEN (OLD.organisation_id IS DISTINCT FROM NEW.organisation_id)
    EXECUTE FUNCTION pledges_signature_tells_entry();
"""
BEFORE = """
ALTER TABLE pledges_publicentry DISABLE TRIGGER USER;
UPDATE pledges_publicentry e SET pledge_id = s.pledge_id,
    page = coalesce((SELECT slug FROM pledges_organisation o WHERE o.id = s.organisation_id), '')
    FROM pledges_signature s WHERE s.subject_id = e.signature_id;
ALTER TABLE pledges_publicentry ENABLE TRIGGER USER;
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
-- Entries lie in the order in which they came, newest beside newest; writing all of them anew has mixed them up.
CLUSTER pledges_publicentry USING pledges_entry_newest;
ALTER TABLE pledges_publicentry SET WITHOUT CLUSTER;
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0017_search")]

    operations = [
        migrations.AddField(
            model_name="publicentry",
            name="page",
            field=models.TextField(
                blank=True, default="", editable=False, verbose_name="address of the organisation's page"
            ),
        ),
        migrations.AddField(
            model_name="publicentry",
            name="pledge",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pledges.pledge",
            ),
        ),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="publicentry",
            name="pledge",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pledges.pledge"
            ),
        ),
        migrations.RunSQL(ABOUT, migrations.RunSQL.noop),
    ]
