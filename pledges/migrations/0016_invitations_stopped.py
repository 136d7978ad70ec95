"""With an invitation to take over goes the link by which it was stopped; else its row would stay for ever.

Links to take over stay until their time is up, so that their page can say that it is done.
"""

from django.db import migrations

GONE = """
CREATE OR REPLACE FUNCTION pledges_handover_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM post_outbox WHERE about_app = 'pledges' AND about_id = OLD.id;
    DELETE FROM post_token WHERE about_app = 'pledges' AND about_id = OLD.id AND scope = 'stop';
    RETURN NULL;
END $$;
"""
BEFORE = """
DELETE FROM post_token t WHERE scope = 'stop' AND about_app = 'pledges'
    AND NOT EXISTS (SELECT 1 FROM pledges_handover WHERE id = t.about_id)
    AND NOT EXISTS (SELECT 1 FROM pledges_person WHERE subject_id = t.about_id);
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0015_approved_by_somebody"), ("post", "0003_suppression_and_tallies")]

    operations = [migrations.RunSQL(GONE + BEFORE, migrations.RunSQL.noop)]
