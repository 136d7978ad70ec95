"""A pledge that has published words keeps its name: people signed under it."""

from django.db import migrations

NAMED = """
CREATE FUNCTION pledges_guard_pledge() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pledges_pledgewording WHERE pledge_id = OLD.id AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a pledge with published words keeps its name'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_pledge_named';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_pledge_named BEFORE UPDATE ON pledges_pledge FOR EACH ROW
    WHEN (NEW.title <> OLD.title OR NEW.slug <> OLD.slug)
    EXECUTE FUNCTION pledges_guard_pledge();
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0005_decided_by_somebody")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
