"""Evidence of a submitted return can be erased, because it may name somebody: with a reason on record, and no other way."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


GUARDS = """
CREATE TRIGGER participation_erasure_append_only BEFORE UPDATE OR DELETE ON participation_erasure
    FOR EACH ROW EXECUTE FUNCTION participation_refuse();
CREATE TRIGGER participation_erasure_no_truncate BEFORE TRUNCATE ON participation_erasure
    FOR EACH STATEMENT EXECUTE FUNCTION participation_refuse();

-- Only what is there is erased, and only where it belongs.
CREATE FUNCTION participation_guard_erasure() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM participation_evidence WHERE id = NEW.evidence AND of_return_id = NEW.of_return_id
        AND question_id = NEW.question_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no such evidence'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_erasure_of_evidence';
    END IF;
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER participation_erasure_guard BEFORE INSERT ON participation_erasure
    FOR EACH ROW EXECUTE FUNCTION participation_guard_erasure();

-- As participation_lock_return, unless this evidence is being erased.
CREATE FUNCTION participation_lock_unless_erased(the_return uuid, the_evidence uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM participation_erasure WHERE evidence = the_evidence) THEN
        PERFORM participation_lock_return(the_return);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION participation_guard_evidence() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- What staff say of it, at any time.
    said constant text[] := '{state,reason,decided_at,decided_by_id}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - said <> to_jsonb(OLD) - said THEN
            RAISE EXCEPTION 'evidence is taken out and added anew, never changed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_evidence_fixed';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        PERFORM participation_lock_unless_erased(OLD.of_return_id, OLD.id);
        RETURN OLD;
    END IF;
    PERFORM participation_lock_return(NEW.of_return_id);
    IF NEW.question_id NOT IN (SELECT id FROM participation_asked(NEW.of_return_id)) THEN
        RAISE EXCEPTION 'this return is not asked this question'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_evidence_to_what_is_asked';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION participation_guard_file() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    e participation_evidence;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a file of evidence stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_evidencefile_fixed';
    END IF;
    SELECT * INTO e FROM participation_evidence WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.evidence_id
        ELSE NEW.evidence_id END;
    IF e.id IS NOT NULL THEN PERFORM participation_lock_unless_erased(e.of_return_id, e.id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF e.kind <> 'file' THEN
        RAISE EXCEPTION 'only evidence that is a file has one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_evidencefile_of_a_file';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("evidence", models.UUIDField(primary_key=True, serialize=False, verbose_name="piece of evidence")),
                ("reason", models.TextField(verbose_name="why")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="erased")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "of_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasures", to="participation.return"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="participation.question"
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence that was erased",
                "verbose_name_plural": "evidence that was erased",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("reason"), 2000
                            ),
                        ),
                        name="participation_erasure_reason",
                        violation_error_message="Say why it was erased, in 2,000 letters at most. Name nobody.",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
