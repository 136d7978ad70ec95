"""What the public list is found by: words without accents, the words there are, and how many have signed.

Nothing here knows more than PublicEntry shows, and all of it goes when an entry goes.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# The server's own locale may be C, which knows capitals and letters of English only: so accents are taken away first,
# the capitals of two more alphabets are named, and what parts words is a list of signs instead of "no letter".
CYRILLIC = "".join(map(chr, range(0x410, 0x430))) + "".join(map(chr, range(0x400, 0x410)))
GREEK = "".join(map(chr, (*range(0x391, 0x3A2), *range(0x3A3, 0x3AA))))
CAPITALS = CYRILLIC + GREEK

WORDS = r"""
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;

-- The different words of a text, without accents, capitals and apostrophes: "St Mary's, Lódz" is lodz, marys, st.
CREATE FUNCTION pledges_search_words(said text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT left(word, 60) COLLATE "C"), '{}')
    FROM unnest(string_to_array(regexp_replace(regexp_replace(
        translate(lower(unaccent('unaccent'::regdictionary, normalize(said, NFKC))), 'CAPITALS', 'SMALL_LETTERS'),
        '[\u0027\u0060\u00b4\u02b9\u02bc\u0300-\u036f\u2018\u2019\u2032]', '', 'g'),
        '[\u0001-\u002f\u003a-\u0040\u005b-\u005f\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f]+',
        ' ', 'g'), ' ')) AS word
    WHERE word <> ''
$$;

-- No word holds a colon, so a kind is never taken for one.
CREATE FUNCTION pledges_entry_words(organisation text, name text, kind text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $$
    SELECT array_to_tsvector(pledges_search_words(organisation || ' ' || name) || ('kind:' || kind))
$$;

-- The word, and the word with each of its letters left out. One typo leads from one word to another only if they
-- share one of these. Long ones have too many, and nobody types them.
CREATE FUNCTION pledges_near(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, pg_temp AS $$
    SELECT array_agg(DISTINCT spelling COLLATE "C") FROM (
        SELECT word AS spelling UNION ALL
        SELECT left(word, i - 1) || substr(word, i + 1) FROM generate_series(1, length(word)) AS i
        WHERE length(word) BETWEEN 2 AND 30
    ) AS spellings
$$;
""".replace("CAPITALS", CAPITALS).replace("SMALL_LETTERS", CAPITALS.lower())

KEPT = """
-- By statement, and after pledges_publicentry_generation (triggers fire in the order of their names): who waits for
-- that counter holds no word yet, so two who change the list never wait for each other's words.
CREATE FUNCTION pledges_count_words() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    vectors tsvector[] := '{}'; gone tsvector[] := '{}';
BEGIN
    IF TG_OP <> 'DELETE' THEN SELECT array_agg(v) INTO vectors FROM came; END IF;
    IF TG_OP <> 'INSERT' THEN SELECT array_agg(v) INTO gone FROM went; END IF;
    WITH changes AS (
        SELECT word, sum(by) AS by FROM (
            SELECT unnest(tsvector_to_array(v)) AS word, 1 AS by FROM unnest(vectors) AS v
            UNION ALL SELECT unnest(tsvector_to_array(v)), -1 FROM unnest(gone) AS v
        ) AS each WHERE word NOT LIKE 'kind:%' GROUP BY word HAVING sum(by) <> 0
    ), more AS (
        INSERT INTO pledges_word AS w (word, n) SELECT word, by FROM changes WHERE by > 0
        ON CONFLICT (word) DO UPDATE SET n = w.n + excluded.n
    ), fewer AS (
        UPDATE pledges_word AS w SET n = w.n + changes.by FROM changes WHERE changes.word = w.word COLLATE "C"
        AND changes.by < 0 AND w.n + changes.by > 0
    )
    DELETE FROM pledges_word AS w USING changes WHERE changes.word = w.word COLLATE "C"
        AND changes.by < 0 AND w.n + changes.by <= 0;
    RETURN NULL;
END $$;

CREATE TRIGGER pledges_publicentry_words_1 AFTER INSERT ON pledges_publicentry
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION pledges_count_words();
CREATE TRIGGER pledges_publicentry_words_2 AFTER UPDATE ON pledges_publicentry
    REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION pledges_count_words();
CREATE TRIGGER pledges_publicentry_words_3 AFTER DELETE ON pledges_publicentry
    REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION pledges_count_words();

-- All of them anew, for the tables' owner: after entries came in past the triggers.
CREATE FUNCTION pledges_recount_words() RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
    DELETE FROM pledges_word;
    INSERT INTO pledges_word (word, n) SELECT word, count(*)
        FROM pledges_publicentry CROSS JOIN unnest(tsvector_to_array(v)) AS word
        WHERE word NOT LIKE 'kind:%' GROUP BY word
$$;
SELECT pledges_recount_words();
"""

# Pages of the list say how many have signed and which version is the newest: when that changes they are void too.
SAID = """
CREATE TRIGGER pledges_signaturecount_said AFTER INSERT OR UPDATE OR DELETE ON pledges_signaturecount
    FOR EACH ROW EXECUTE FUNCTION pledges_bump_signatories();
CREATE TRIGGER pledges_pledgewording_said AFTER INSERT OR UPDATE OR DELETE ON pledges_pledgewording
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_bump_signatories();
CREATE TRIGGER pledges_pledge_said AFTER INSERT OR UPDATE OR DELETE ON pledges_pledge
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_bump_signatories();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0016_invitations_stopped"),
    ]

    operations = [
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SignatureCount",
            fields=[
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("early_years", "Nursery or early years setting"),
                            ("school", "School"),
                            ("college", "College"),
                            ("health", "Health service"),
                            ("social_care", "Social care service"),
                            ("council_service", "Council service"),
                            ("voluntary", "Charity or community group"),
                            ("parent_carer_group", "Parent carer group"),
                            ("other_provider", "Another kind of organisation"),
                            ("parent_carer", "Parent carer"),
                            ("professional", "Person who works with families"),
                            ("young_person", "Young person"),
                            ("group", "Group of children or young people"),
                        ],
                        primary_key=True,
                        serialize=False,
                        verbose_name="who signs",
                    ),
                ),
                ("signatures", models.PositiveIntegerField(verbose_name="signatures")),
                ("people", models.PositiveIntegerField(verbose_name="the same, children of a group each for one")),
            ],
            options={
                "verbose_name": "count of signatures",
                "verbose_name_plural": "counts of signatures",
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("n", models.PositiveIntegerField()),
                (
                    "near",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("word"), function="pledges_near"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(), size=None
                        ),
                    ),
                ),
            ],
            options={
                "verbose_name": "word of the list",
                "verbose_name_plural": "words of the list",
            },
        ),
        migrations.AddField(
            model_name="publicentry",
            name="v",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("organisation"), models.F("name"), models.F("kind"), function="pledges_entry_words"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="publicentry",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["v"], name="pledges_entry_words"),
        ),
        migrations.AddConstraint(
            model_name="signaturecount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "early_years",
                            "school",
                            "college",
                            "health",
                            "social_care",
                            "council_service",
                            "voluntary",
                            "parent_carer_group",
                            "other_provider",
                            "parent_carer",
                            "professional",
                            "young_person",
                            "group",
                        ],
                    )
                ),
                name="pledges_signaturecount_kind",
                violation_error_message="Choose who signs from the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturecount",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gte", models.F("signatures"))),
                name="pledges_signaturecount_people",
                violation_error_message="There are at least as many people as signatures.",
            ),
        ),
        migrations.AddIndex(
            model_name="word",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["near"], name="pledges_word_near"),
        ),
        migrations.AddConstraint(
            model_name="word",
            constraint=models.CheckConstraint(
                condition=models.Q(("n__gt", 0)),
                name="pledges_word_is_used",
                violation_error_message="A word that nobody is called by goes.",
            ),
        ),
        migrations.RunSQL(KEPT + SAID, migrations.RunSQL.noop),
    ]
