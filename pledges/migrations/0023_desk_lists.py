"""Indexes for the desk: lists of signatures and organisations in every choice of filters, and the words of names."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0022_fewer_indexes"),
    ]

    operations = [
        # What it costs in truth, in the planner's measure: it must look words up, not reckon them for row after row.
        migrations.RunSQL("ALTER FUNCTION pledges_search_words(text) COST 5000", migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name="signature",
            name="pledges_signature_no_page",
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["kind", "name", "id"], name="pledges_organisation_listed"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("name"),
                    arg_joiner=" || ' ' || ",
                    template="array_to_tsvector(pledges_search_words(%(expressions)s))",
                ),
                name="pledges_organisation_words",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("organisation_typed"),
                    models.F("name_shown"),
                    arg_joiner=" || ' ' || ",
                    template="array_to_tsvector(pledges_search_words(%(expressions)s))",
                ),
                condition=models.Q(("state__in", ["pending", "live"])),
                name="pledges_revision_words",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", False)),
                fields=["pledge", "confirmed_at", "subject"],
                name="pledges_signature_by_time",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", False)),
                fields=["pledge", "kind", "state", "confirmed_at", "subject"],
                name="pledges_signature_sorted",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=["pledge", "kind", "waiting_since", "subject"],
                name="pledges_signature_waiting_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("decided_at__isnull", False)),
                fields=["decided_at", "subject"],
                name="pledges_signature_decided",
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
                fields=["pledge", "kind", "confirmed_at", "subject"],
                name="pledges_signature_no_page",
            ),
        ),
    ]
