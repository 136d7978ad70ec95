"""The one way that the history of staff acts may be shortened."""

from django.db import migrations

# As pledges_forget_history: the serving role may add to these three and read them. Whatever it asks for, two years
# stay. How long we do keep them is written in desk/retention.py.
HISTORY = """
CREATE FUNCTION desk_forget_history(before timestamptz, at_most integer) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint; one bigint;
BEGIN
    IF before IS NULL OR before > now() - interval '2 years' THEN
        RAISE EXCEPTION 'history of the last two years stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'desk_history_stays';
    END IF;
    DELETE FROM django_admin_log WHERE id IN (
        SELECT id FROM django_admin_log WHERE action_time < before ORDER BY id LIMIT at_most);
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM desk_staffmemberevent WHERE pgh_id IN (
        SELECT pgh_id FROM desk_staffmemberevent WHERE pgh_created_at < before ORDER BY pgh_id LIMIT at_most);
    GET DIAGNOSTICS one = ROW_COUNT;
    gone := gone + one;
    DELETE FROM desk_staffgroupevent WHERE pgh_id IN (
        SELECT pgh_id FROM desk_staffgroupevent WHERE pgh_created_at < before ORDER BY pgh_id LIMIT at_most);
    GET DIAGNOSTICS one = ROW_COUNT;
    RETURN gone + one;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("admin", "0003_logentry_add_action_flag_choices"), ("desk", "0002_staff_history")]

    operations = [migrations.RunSQL(HISTORY, migrations.RunSQL.noop)]
