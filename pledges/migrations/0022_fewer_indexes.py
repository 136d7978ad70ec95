"""Indexes that nobody looks anything up by, and that each signature paid for.

Two began like another one, one was of words that nobody searches by, and three are empty when a signature is made:
those become partial.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0021_lighter_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pendingconsent",
            name="signature",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pending_consents",
                to="pledges.signature",
            ),
        ),
        migrations.AlterField(
            model_name="pendingconsent",
            name="wording",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pledges.purposewording",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="pledge",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="pledges.pledge",
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="signatures",
                to="pledges.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="organisation_before",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="pledges.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="told_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pledges.pledgewording",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("organisation__isnull", False)),
                fields=["organisation"],
                name="pledges_signature_org",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("organisation_before__isnull", False)),
                fields=["organisation_before"],
                name="pledges_signature_org_before",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("told_of__isnull", False)), fields=["told_of"], name="pledges_signature_told_of"
            ),
        ),
    ]
