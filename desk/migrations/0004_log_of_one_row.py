"""The history of one row at the desk is read by an index, however long the log of all acts is."""

from django.db import migrations

LOG = "CREATE INDEX desk_log_of_one_row ON django_admin_log (content_type_id, object_id, action_time)"


class Migration(migrations.Migration):
    dependencies = [("admin", "0003_logentry_add_action_flag_choices"), ("desk", "0003_retention")]

    operations = [migrations.RunSQL(LOG, "DROP INDEX desk_log_of_one_row")]
