"""Who acted moves into each row of history, where the serving role can add but never change."""

import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0002_guards"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="signature",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="signature",
            name="update_update",
        ),
        # By hand: the old link's column already has the name of the new id.
        migrations.RemoveField(model_name="signatureevent", name="pgh_context"),
        migrations.AddField(
            model_name="signatureevent", name="pgh_context", field=pghistory.utils.JSONField(null=True)
        ),
        migrations.AddField(model_name="signatureevent", name="pgh_context_id", field=models.UUIDField(null=True)),
        pgtrigger.migrations.AddTrigger(
            model_name="signature",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pledges_signatureevent" ("confirmed_at", "decided_at", "left_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."confirmed_at", NEW."decided_at", NEW."left_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."subject_id", NEW."state"); RETURN NULL;',
                    hash="83ad6058146b8949daa537fd8a54c0a98f836cab",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_33fa4",
                    table="pledges_signature",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signature",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."left_at" IS DISTINCT FROM (NEW."left_at") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "pledges_signatureevent" ("confirmed_at", "decided_at", "left_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."confirmed_at", NEW."decided_at", NEW."left_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."subject_id", NEW."state"); RETURN NULL;',
                    hash="a4949f39ccee914483a600b76843cfb64a690ff7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_85ddf",
                    table="pledges_signature",
                    when="AFTER",
                ),
            ),
        ),
    ]
