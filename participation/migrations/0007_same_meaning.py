"""A key means the same question in every set, because years are compared by it."""

from django.db import migrations

MEANING = """
CREATE FUNCTION participation_words(q participation_question) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT concat_ws(' ', q.text, q.not_yet, q.starting, q.doing, q.shared)
$$;

-- As before (0002). And under a key that a round has asked, nothing else is asked: the part is the same, and most words of
-- the question and of its levels. A slip is mended, a sentence is said better; what means something else has a new key.
CREATE OR REPLACE FUNCTION participation_guard_question() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    asked participation_question;
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM participation_lock_set(OLD.question_set_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF TG_OP = 'INSERT' OR NEW.question_set_id <> OLD.question_set_id THEN
        PERFORM participation_lock_set(NEW.question_set_id);
    END IF;
    SELECT q.* INTO asked FROM participation_question q JOIN participation_round o ON o.question_set_id = q.question_set_id
        WHERE q.key = NEW.key AND q.id <> NEW.id ORDER BY o.year DESC, q.id DESC LIMIT 1;
    IF asked.id IS NOT NULL AND (asked.dimension <> NEW.dimension
        OR similarity(participation_words(asked), participation_words(NEW)) < 0.3) THEN
        RAISE EXCEPTION 'another round asked something else under this key'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_question_means_the_same';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0006_telling"),
    ]

    operations = [migrations.RunSQL(MEANING, migrations.RunSQL.noop)]
