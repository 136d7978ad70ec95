"""What readers understood, line by line: kept as it was said, about lines that stood there, and in the way of publishing
until a line that was not understood is changed, answered, or understood later.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models


LINES = """
-- Every line of easy read that stands in a version now. Beside a clause it has the clause, its own row and the key.
CREATE FUNCTION charters_easy_lines(the_version bigint)
RETURNS TABLE (text text, picture text, clause_id bigint, line_id bigint, key_id bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT l.text, l.picture, c.id, l.id, c.key_id
        FROM charters_clause c JOIN charters_easyreadline l ON l.clause_id = c.id WHERE c.version_id = the_version
    UNION ALL SELECT one ->> 'text', one ->> 'picture', NULL, NULL, NULL
        FROM charters_version v, jsonb_array_elements(v.easy_intro || v.easy_note) one WHERE v.id = the_version
    UNION ALL SELECT one ->> 'text', one ->> 'picture', NULL, NULL, NULL
        FROM charters_section s, jsonb_array_elements(s.easy) one WHERE s.version_id = the_version
$$;

-- The lines that still say what readers did not understand, as long as staff have not answered. Of what was said in the
-- reading sessions of this version about the same words and picture the last decides. A line that stands several times is
-- named each time beside a clause, and once for all headings, opening words and the change note.
CREATE FUNCTION charters_not_understood(the_version bigint)
RETURNS TABLE (code text, clause_id bigint, line_id bigint, partner_id bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH newest AS (
        SELECT DISTINCT ON (r.text, r.picture) r.id, r.text, r.picture, r.answer
        FROM charters_readingresult r JOIN charters_readercheck k ON k.id = r.reader_check_id
        WHERE k.version_id = the_version ORDER BY r.text, r.picture, r.id DESC)
    SELECT DISTINCT 'not_understood', l.clause_id, l.line_id, NULL::bigint
        FROM newest n JOIN charters_easy_lines(the_version) l ON l.text = n.text AND l.picture = n.picture
        WHERE n.answer <> 'understood' AND NOT EXISTS (SELECT FROM charters_readingreply p WHERE p.result_id = n.id)
        ORDER BY 2, 3
$$;

-- As before (0006), and that no line stands which readers did not understand.
CREATE OR REPLACE FUNCTION charters_missing(the_version bigint)
RETURNS TABLE (code text, clause_id bigint, line_id bigint, partner_id bigint)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    v charters_version;
BEGIN
    SELECT * INTO v FROM charters_version WHERE id = the_version;
    IF NOT FOUND THEN RETURN; END IF;
    IF NOT EXISTS (SELECT FROM charters_clause c WHERE c.version_id = v.id) THEN
        RETURN QUERY SELECT 'no_clauses', NULL::bigint, NULL::bigint, NULL::bigint;
    END IF;
    RETURN QUERY SELECT 'no_easy_read', c.id, NULL::bigint, NULL::bigint FROM charters_clause c
        WHERE c.version_id = v.id AND c.kind = 'commitment'
        AND NOT EXISTS (SELECT FROM charters_easyreadline l WHERE l.clause_id = c.id);
    RETURN QUERY SELECT found.code, c.id, l.id, NULL::bigint
        FROM charters_clause c JOIN charters_easyreadline l ON l.clause_id = c.id
        CROSS JOIN LATERAL (VALUES ('stale_easy_read', l.for_md5 <> md5(c.text)), ('no_picture', l.picture = ''),
            ('picture_gone', charters_picture_gone(l.picture)),
            ('no_alt', l.alt = ''), ('no_meaning', l.meaning = '')) AS found(code, missing)
        WHERE c.version_id = v.id AND found.missing ORDER BY c.id, l.position;
    IF charters_any_picture_gone(v.easy_intro || v.easy_note) OR EXISTS (SELECT FROM charters_section s
        WHERE s.version_id = v.id AND charters_any_picture_gone(s.easy)) THEN
        RETURN QUERY SELECT 'picture_gone', NULL::bigint, NULL::bigint, NULL::bigint;
    END IF;
    IF v.n > 1 AND v.note = '' THEN
        RETURN QUERY SELECT 'no_note', NULL::bigint, NULL::bigint, NULL::bigint;
    END IF;
    IF v.n > 1 AND v.easy_note = '[]' THEN
        RETURN QUERY SELECT 'no_easy_note', NULL::bigint, NULL::bigint, NULL::bigint;
    END IF;
    IF v.hash IS NULL THEN
        RETURN QUERY SELECT 'not_frozen', NULL::bigint, NULL::bigint, NULL::bigint;
    END IF;
    IF NOT EXISTS (SELECT FROM charters_readercheck r WHERE r.version_id = v.id AND r.hash = v.hash) THEN
        RETURN QUERY SELECT 'no_reader_check', NULL::bigint, NULL::bigint, NULL::bigint;
    END IF;
    RETURN QUERY SELECT * FROM charters_not_understood(v.id);
    RETURN QUERY SELECT * FROM charters_not_agreed(v.id, v.hash);
END $$;
"""

GUARDS = """
-- A result is about a line of exactly the content that stands now, in a version that is still open. Once for all that
-- come together: a session has hundreds of them.
CREATE FUNCTION charters_guard_results() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    k charters_readercheck;
    v charters_version;
BEGIN
    FOR k IN SELECT * FROM charters_readercheck WHERE id IN (SELECT reader_check_id FROM added) ORDER BY version_id LOOP
        v := charters_lock_open(k.version_id);
        IF v.hash IS DISTINCT FROM k.hash THEN
            RAISE EXCEPTION 'the content has changed meanwhile'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_readingresult_of_this_content';
        END IF;
        IF EXISTS (SELECT FROM added a WHERE a.reader_check_id = k.id AND NOT EXISTS (
            SELECT FROM charters_easy_lines(v.id) l WHERE l.text = a.text AND l.picture = a.picture
                AND (a.clause_key_id IS NULL OR l.key_id = a.clause_key_id))) THEN
            RAISE EXCEPTION 'no such line stands in what was read'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_readingresult_of_a_line';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER charters_readingresult_guard AFTER INSERT ON charters_readingresult
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION charters_guard_results();

-- What was understood needs no answer, and a version that is published none either.
CREATE FUNCTION charters_guard_reply() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM charters_lock_open(k.version_id)
        FROM charters_readingresult r JOIN charters_readercheck k ON k.id = r.reader_check_id WHERE r.id = NEW.result_id;
    IF EXISTS (SELECT FROM charters_readingresult r WHERE r.id = NEW.result_id AND r.answer = 'understood') THEN
        RAISE EXCEPTION 'readers understood this line'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_readingreply_to_a_doubt';
    END IF;
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER charters_readingreply_guard BEFORE INSERT ON charters_readingreply
    FOR EACH ROW EXECUTE FUNCTION charters_guard_reply();
"""


def append_only(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION charters_refuse();
    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION charters_refuse();
    """


SQL = LINES + GUARDS + "".join(map(append_only, ("charters_readingresult", "charters_readingreply")))


class Migration(migrations.Migration):
    dependencies = [
        ("charters", "0008_writing"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadingResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="words")),
                ("picture", models.TextField(blank=True, default="", verbose_name="picture")),
                (
                    "answer",
                    models.TextField(
                        choices=[
                            ("understood", "understood"),
                            ("unsure", "not sure"),
                            ("not_understood", "not understood"),
                        ],
                        verbose_name="what the readers said",
                    ),
                ),
                (
                    "clause_key",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="charters.clausekey",
                    ),
                ),
                (
                    "reader_check",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="charters.readercheck"
                    ),
                ),
            ],
            options={
                "verbose_name": "result of a reading session",
                "verbose_name_plural": "results of reading sessions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReadingReply",
            fields=[
                (
                    "result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reply",
                        serialize=False,
                        to="charters.readingresult",
                    ),
                ),
                ("words", models.TextField(verbose_name="why it stays")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="answered"),
                ),
            ],
            options={
                "verbose_name": "answer to readers",
                "verbose_name_plural": "answers to readers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("words"), 2000
                            ),
                        ),
                        name="charters_readingreply_worded",
                        violation_error_message="Say why the line stays as it is, in 2,000 letters at most.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="readingresult",
            constraint=models.UniqueConstraint(
                models.F("reader_check"),
                django.db.models.functions.text.MD5("text"),
                django.db.models.functions.text.MD5("picture"),
                name="charters_readingresult_one",
                violation_error_message="This session has a result for this line already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["understood", "unsure", "not_understood"])),
                name="charters_readingresult_answer",
                violation_error_message="Choose what the readers said.",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
