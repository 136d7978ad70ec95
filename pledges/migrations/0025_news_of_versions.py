"""Which versions of charters signatories were told of: each once, and nobody twice of one."""

import django.db.models.deletion
from django.db import migrations, models

SQL = """
-- It only goes on. Going back would write to somebody a second time.
CREATE FUNCTION pledges_guard_announcement() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.finished_at IS NOT NULL
        OR (NEW.id, NEW.pledge_id, NEW.begun_at) <> (OLD.id, OLD.pledge_id, OLD.begun_at)
        OR (NEW.finished_at IS NULL AND OLD.reached IS NOT NULL
            AND (NEW.reached IS NULL OR NEW.reached < OLD.reached)) THEN
        RAISE EXCEPTION 'an announcement only goes on'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_announcement_goes_on';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_announcement_goes_on BEFORE UPDATE OR DELETE ON pledges_announcement
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_announcement();
CREATE TRIGGER pledges_announcement_no_truncate BEFORE TRUNCATE ON pledges_announcement
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();
CREATE TRIGGER pledges_announcedversion_append_only BEFORE UPDATE OR DELETE ON pledges_announcedversion
    FOR EACH ROW EXECUTE FUNCTION pledges_refuse();
CREATE TRIGGER pledges_announcedversion_no_truncate BEFORE TRUNCATE ON pledges_announcedversion
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("charters", "0002_guards"),
        ("pledges", "0024_charter_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("reached", models.UUIDField(null=True, verbose_name="gone through until")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pledges.pledge"
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
            },
        ),
        migrations.CreateModel(
            name="AnnouncedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announced",
                        to="charters.version",
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="pledges.announcement"
                    ),
                ),
            ],
            options={
                "verbose_name": "version announced",
                "verbose_name_plural": "versions announced",
            },
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)),
                fields=("pledge",),
                name="pledges_announcement_one_at_a_time",
                violation_error_message="Another announcement is under way.",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at__isnull", True),
                    models.Q(("finished_at__gte", models.F("begun_at")), ("reached__isnull", True)),
                    _connector="OR",
                ),
                name="pledges_announcement_finished_fits",
                violation_error_message="An announcement that is finished is at nobody's number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcedversion",
            constraint=models.UniqueConstraint(
                fields=("version",),
                name="pledges_announcedversion_once",
                violation_error_message="This version was told of already.",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
