"""Several people write one draft: each row counts its changes, and each act is kept as a step."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

REVISIONS = """
-- A row's revision is the database's own: whatever is written, it goes up by one with each change, and never down.
-- Its place among its neighbours is no change of the row: it moves when they come and go.
CREATE FUNCTION charters_count_clause() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.revision <> OLD.revision OR
        (NEW.section_id, NEW.kind, NEW.actor, NEW.partner_id, NEW.text, NEW.target_date) IS DISTINCT FROM
        (OLD.section_id, OLD.kind, OLD.actor, OLD.partner_id, OLD.text, OLD.target_date) THEN
        NEW.revision := OLD.revision + 1;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER charters_clause_counted BEFORE UPDATE ON charters_clause
    FOR EACH ROW EXECUTE FUNCTION charters_count_clause();

CREATE FUNCTION charters_count_section() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.revision <> OLD.revision OR
        (NEW.parent_id, NEW.label, NEW.heading, NEW.intro, NEW.easy) IS DISTINCT FROM
        (OLD.parent_id, OLD.label, OLD.heading, OLD.intro, OLD.easy) THEN
        NEW.revision := OLD.revision + 1;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER charters_section_counted BEFORE UPDATE ON charters_section
    FOR EACH ROW EXECUTE FUNCTION charters_count_section();

-- The easy-read lines are part of what a clause says. For each statement, not each line: an import writes a thousand.
CREATE FUNCTION charters_count_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE charters_clause SET revision = revision + 1 WHERE id IN (SELECT clause_id FROM changed);
    RETURN NULL;
END $$;

CREATE TRIGGER charters_easyreadline_counted_in AFTER INSERT ON charters_easyreadline
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION charters_count_lines();
CREATE TRIGGER charters_easyreadline_counted AFTER UPDATE ON charters_easyreadline
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION charters_count_lines();
CREATE TRIGGER charters_easyreadline_counted_out AFTER DELETE ON charters_easyreadline
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION charters_count_lines();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("charters", "0007_print"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.TextField(
                        choices=[
                            ("add_clause", "added a clause"),
                            ("change_clause", "changed a clause"),
                            ("move_clause", "moved a clause"),
                            ("split_clause", "split a clause"),
                            ("join_clauses", "joined two clauses"),
                            ("delete_clause", "deleted a clause"),
                            ("add_section", "added a section"),
                            ("change_section", "changed a section"),
                            ("move_section", "moved a section"),
                            ("delete_section", "deleted a section"),
                            ("change_opening", "changed the opening words"),
                            ("change_note", "changed what is said of the last version"),
                            ("undo", "took back"),
                            ("redo", "did again"),
                        ],
                        verbose_name="what was done",
                    ),
                ),
                ("rows", models.JSONField(verbose_name="what changed")),
                (
                    "began",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="from"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="until"
                    ),
                ),
                ("is_undone", models.BooleanField(default=False, verbose_name="taken back")),
            ],
            options={
                "verbose_name": "step of writing",
                "verbose_name_plural": "steps of writing",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="clause",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="section",
            name="made_as",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="section",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.UniqueConstraint(
                condition=models.Q(("made_as", ""), _negated=True),
                fields=("version", "made_as"),
                name="charters_section_made_once",
                violation_error_message="This section was made already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("made_as", ""), ("made_as__regex", "^[abcdefghjkmnpqrstuvwxyz23456789]{6}$"), _connector="OR"
                ),
                name="charters_section_made_as",
                violation_error_message="A page calls a section by a key.",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="taken_from",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="charters.step"
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="charters.version"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["version", "by", "-id"], name="charters_step_of_sitting"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "add_clause",
                            "change_clause",
                            "move_clause",
                            "split_clause",
                            "join_clauses",
                            "delete_clause",
                            "add_section",
                            "change_section",
                            "move_section",
                            "delete_section",
                            "change_opening",
                            "change_note",
                            "undo",
                            "redo",
                        ],
                    )
                ),
                name="charters_step_act",
                violation_error_message="Choose what was done from the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__in", ["undo", "redo"]), ("is_undone", False), ("taken_from__isnull", False)),
                    models.Q(models.Q(("act__in", ["undo", "redo"]), _negated=True), ("taken_from__isnull", True)),
                    _connector="OR",
                ),
                name="charters_step_taken_from",
                violation_error_message="Only what takes back or does again says of what.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("began__lte", models.F("at"))),
                name="charters_step_times",
                violation_error_message="A step begins before it ends.",
            ),
        ),
        migrations.RunSQL(REVISIONS, migrations.RunSQL.noop),
    ]
