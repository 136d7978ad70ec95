"""The versions of charters that a wording of the pledge stands on: frozen with its words, and public by then."""

from django.db import migrations, models

SQL = """
-- Locks the wording, so that nothing is added to it while somebody publishes it.
CREATE FUNCTION pledges_lock_draft(the_wording bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    w pledges_pledgewording;
BEGIN
    SELECT * INTO w FROM pledges_pledgewording WHERE id = the_wording FOR NO KEY UPDATE;
    IF w.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'what a published wording stands on never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_pledgewording_charter_versions_frozen';
    END IF;
END $$;

CREATE FUNCTION pledges_guard_stands_on() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM pledges_lock_draft(OLD.pledgewording_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    PERFORM pledges_lock_draft(NEW.pledgewording_id);
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_pledgewording_charter_versions_frozen
    BEFORE INSERT OR UPDATE OR DELETE ON pledges_pledgewording_charter_versions
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_stands_on();
CREATE TRIGGER pledges_pledgewording_charter_versions_no_truncate
    BEFORE TRUNCATE ON pledges_pledgewording_charter_versions
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();

-- Nobody signs for what they cannot read. One that is withdrawn later stays named: it is what they signed for.
CREATE FUNCTION pledges_stands_on_public() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pledges_pledgewording_charter_versions l JOIN charters_version v ON v.id = l.version_id
        WHERE l.pledgewording_id = NEW.id AND v.state NOT IN ('published', 'superseded')) THEN
        RAISE EXCEPTION 'a wording stands on versions that everybody can read'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_pledgewording_stands_on_public';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_pledgewording_stands_on_public BEFORE UPDATE ON pledges_pledgewording
    FOR EACH ROW WHEN (OLD.published_at IS NULL AND NEW.published_at IS NOT NULL)
    EXECUTE FUNCTION pledges_stands_on_public();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("charters", "0002_guards"),
        ("pledges", "0023_desk_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="pledgewording",
            name="charter_versions",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                to="charters.version",
                verbose_name="versions of charters that it stands on",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
