"""Organisations, made or matched by moderators, and what the database keeps true of them.

An organisation is there exactly as long as somebody stands for it. Then only a hash of its address stays: its name may
be a person's. That holds whatever takes the last person away: leaving, handing over, a purge, a restored erasure.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import post.models.checks
from django.db import migrations, models

# A trusted extension: whoever owns the database may add it.
SIMILAR = "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;"

STANDING = """
CREATE FUNCTION pledges_organisation_stands(the_organisation bigint) RETURNS boolean LANGUAGE sql
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM pledges_signature s JOIN pledges_person p ON p.subject_id = s.subject_id
        WHERE s.organisation_id = the_organisation OR s.organisation_before_id = the_organisation)
$$;

CREATE TRIGGER pledges_organisation_address BEFORE UPDATE ON pledges_organisation FOR EACH ROW
    WHEN (NEW.id <> OLD.id OR NEW.slug <> OLD.slug OR NEW.slug_hash <> OLD.slug_hash)
    EXECUTE FUNCTION pledges_refuse_rule('an organisation keeps its address');
"""

GOING = """
-- Takes an organisation away if nobody stands for it. Locked first: of two who leave it at once, the second to ask
-- sees that the first has gone; and who is being matched with it waits, and finds it gone.
CREATE FUNCTION pledges_settle_organisation(the_organisation bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    o pledges_organisation;
BEGIN
    SELECT * INTO o FROM pledges_organisation WHERE id = the_organisation FOR UPDATE;
    IF NOT FOUND OR pledges_organisation_stands(the_organisation) THEN RETURN; END IF;
    UPDATE pledges_signature SET organisation_id = NULL WHERE organisation_id = the_organisation;
    INSERT INTO pledges_formerorganisation (hash, organisation_id) VALUES (o.slug_hash, o.merged_into_id)
        ON CONFLICT (hash) DO UPDATE SET organisation_id = excluded.organisation_id;
    UPDATE pledges_formerorganisation SET organisation_id = o.merged_into_id WHERE organisation_id = the_organisation;
    UPDATE pledges_signature SET organisation_before_id = NULL WHERE organisation_before_id = the_organisation;
    DELETE FROM pledges_organisation WHERE id = the_organisation;
END $$;

CREATE FUNCTION pledges_organisation_made() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pledges_settle_organisation(NEW.id);
    RETURN NULL;
END $$;

-- At the end of a transaction, so that a successor who comes in the same one keeps the organisation.
CREATE CONSTRAINT TRIGGER pledges_organisation_stands AFTER INSERT ON pledges_organisation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_organisation_made();

CREATE FUNCTION pledges_person_leaves_organisation() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    the_organisation bigint;
BEGIN
    FOR the_organisation IN
        SELECT organisation_id FROM pledges_signature WHERE subject_id = OLD.subject_id AND organisation_id IS NOT NULL
        UNION SELECT organisation_before_id FROM pledges_signature
            WHERE subject_id = OLD.subject_id AND organisation_before_id IS NOT NULL
        ORDER BY 1
    LOOP
        PERFORM pledges_settle_organisation(the_organisation);
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER pledges_person_organisation AFTER DELETE ON pledges_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_person_leaves_organisation();

CREATE FUNCTION pledges_signature_leaves_organisation() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pledges_settle_organisation(least(OLD.organisation_id, OLD.organisation_before_id));
    PERFORM pledges_settle_organisation(greatest(OLD.organisation_id, OLD.organisation_before_id));
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER pledges_signature_organisation AFTER UPDATE OF organisation_id, organisation_before_id
    ON pledges_signature DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.organisation_id IS DISTINCT FROM NEW.organisation_id
        OR OLD.organisation_before_id IS DISTINCT FROM NEW.organisation_before_id)
    EXECUTE FUNCTION pledges_signature_leaves_organisation();

CREATE TRIGGER pledges_formerorganisation_fixed BEFORE UPDATE ON pledges_formerorganisation FOR EACH ROW
    WHEN (NEW.hash <> OLD.hash OR NEW.at <> OLD.at)
    EXECUTE FUNCTION pledges_refuse_rule('that an organisation was here never changes');
CREATE TRIGGER pledges_formerorganisation_stays BEFORE DELETE ON pledges_formerorganisation FOR EACH ROW
    EXECUTE FUNCTION pledges_refuse_rule('that an organisation was here stays');
CREATE TRIGGER pledges_formerorganisation_no_truncate BEFORE TRUNCATE ON pledges_formerorganisation
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();
"""

# What the page of an organisation shows, and the links of the list that lead to it.
SHOWN = """
CREATE TRIGGER pledges_organisation_generation AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pledges_organisation
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_bump_signatories();
CREATE TRIGGER pledges_signature_generation AFTER UPDATE OF organisation_id ON pledges_signature
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_bump_signatories();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0013_seals"),
    ]

    operations = [
        migrations.RunSQL(SIMILAR, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="FormerOrganisation",
            fields=[
                ("hash", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="when"
                    ),
                ),
            ],
            options={
                "verbose_name": "former organisation",
                "verbose_name_plural": "former organisations",
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address")),
                ("slug_hash", models.BinaryField(max_length=32)),
                ("name", models.TextField(verbose_name="name")),
                ("name_norm", models.TextField(verbose_name="name without its variations")),
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
                        ],
                        verbose_name="kind",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="made"),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["pledge", "name_norm"], name="pledges_person_name"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pledges.organisation",
            ),
        ),
        migrations.AddField(
            model_name="formerorganisation",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="pledges.organisation"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="organisation",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="signatures",
                to="pledges.organisation",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="organisation_before",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="pledges.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "early_years",
                            "school",
                            "college",
                            "health",
                            "social_care",
                            "council_service",
                            "voluntary",
                            "parent_carer_group",
                            "other_provider",
                        ),
                    ),
                    ("organisation__isnull", True),
                    ("state", "approved"),
                ),
                fields=["-confirmed_at", "subject"],
                name="pledges_signature_no_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "early_years",
                            "school",
                            "college",
                            "health",
                            "social_care",
                            "council_service",
                            "voluntary",
                            "parent_carer_group",
                            "other_provider",
                        ),
                    ),
                    models.Q(("organisation__isnull", True), ("organisation_before__isnull", True)),
                    _connector="OR",
                ),
                name="pledges_signature_organisation_kind",
                violation_error_message="Only an organisation's signature is of an organisation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", True), ("organisation_before__isnull", True)),
                    models.Q(
                        ("state__in", ["unconfirmed", "held", "awaiting", "changes_asked", "rejected"]), _negated=True
                    ),
                    _connector="OR",
                ),
                name="pledges_signature_organisation_decided",
                violation_error_message="Which organisation it is, a moderator says when approving.",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["name_norm"], name="pledges_organisation_norm"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name_norm"], name="pledges_organisation_alike", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "early_years",
                            "school",
                            "college",
                            "health",
                            "social_care",
                            "council_service",
                            "voluntary",
                            "parent_carer_group",
                            "other_provider",
                        ),
                    )
                ),
                name="pledges_organisation_kind",
                violation_error_message="Choose a kind of organisation from the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("name_norm", ""), _negated=True)),
                name="pledges_organisation_has_name",
                violation_error_message="An organisation needs a name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$"),
                    django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length("slug"), 60),
                    models.Q(
                        (
                            "slug__in",
                            [
                                "agree",
                                "badge",
                                "certificate",
                                "compare",
                                "easy-read",
                                "merge",
                                "new",
                                "sign",
                                "versions",
                            ],
                        ),
                        _negated=True,
                    ),
                ),
                name="pledges_organisation_slug_fits",
                violation_error_message="This cannot be the address of an organisation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(post.models.checks.OctetLength("slug_hash", 32)),
                name="pledges_organisation_slug_hash",
                violation_error_message="Of an address a hash of 32 bytes is kept.",
            ),
        ),
        migrations.RunSQL(STANDING + GOING + SHOWN, migrations.RunSQL.noop),
    ]
