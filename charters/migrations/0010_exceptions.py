"""Marks of the linter that stay so for a reason: recorded as they are, or taken back, and never rewritten."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION charters_guard_lintexception() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.at := now();
        RETURN NEW;
    END IF;
    -- Whoever recorded it may leave; nothing else about it changes.
    IF NEW.by_id IS NULL AND to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a reason stays as it was recorded, or is taken back'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_lintexception_stays';
END $$;

CREATE TRIGGER charters_lintexception_guard BEFORE INSERT OR UPDATE ON charters_lintexception
    FOR EACH ROW EXECUTE FUNCTION charters_guard_lintexception();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("charters", "0009_reading"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LintException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.TextField(verbose_name="rule")),
                ("text", models.TextField(verbose_name="words of the line")),
                ("reason", models.TextField(verbose_name="why it stays so")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "charter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exceptions", to="charters.charter"
                    ),
                ),
            ],
            options={
                "verbose_name": "mark that was left so",
                "verbose_name_plural": "marks that were left so",
                "ordering": ["charter", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("charter", "rule", "text"),
                        name="charters_lintexception_one",
                        violation_error_message="This was left so already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rule__regex", "^[a-z]+(-[a-z]+)*$"),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("rule"), 40
                            ),
                        ),
                        name="charters_lintexception_rule",
                        violation_error_message="A rule has a name in small letters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("text"), 500
                            ),
                        ),
                        name="charters_lintexception_of_words",
                        violation_error_message="A line has words, 500 letters at most.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("reason"), 500
                            ),
                        ),
                        name="charters_lintexception_reasoned",
                        violation_error_message="Say why, in 500 letters at most.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
