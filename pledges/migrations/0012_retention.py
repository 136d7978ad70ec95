"""When a pledge was closed, on which day its signatories' details go, and the one way that history may be shortened."""

from django.db import migrations, models

CHANNELS = [
    ("web", "on this website"),
    ("email", "by e-mail"),
    ("telephone", "by telephone"),
    ("paper", "on paper"),
    ("ended", "because the pledge had ended"),
]

# For a pledge that was closed before anybody noted when, the half year begins now: nobody is surprised.
CLOSED_BEFORE = "UPDATE pledges_pledge SET closed_at = now() WHERE NOT is_open"

# Half a year after this time everything personal goes, so no client can set it, not even back.
CLOSING = """
CREATE FUNCTION pledges_keep_closed_at() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.is_open THEN
        NEW.closed_at := NULL;
    ELSIF TG_OP = 'INSERT' THEN
        NEW.closed_at := now();
    ELSIF OLD.is_open THEN
        NEW.closed_at := now();
    ELSE
        NEW.closed_at := OLD.closed_at;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_pledge_closing BEFORE INSERT OR UPDATE ON pledges_pledge
    FOR EACH ROW EXECUTE FUNCTION pledges_keep_closed_at();
"""

# The serving role may add to history and read it. This lets it drop what is old, and nothing else: whatever it asks
# for, two years stay. How long we do keep it is written in pledges/retention.py.
HISTORY = """
CREATE FUNCTION pledges_forget_history(before timestamptz, at_most integer) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF before IS NULL OR before > now() - interval '2 years' THEN
        RAISE EXCEPTION 'history of the last two years stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_history_stays';
    END IF;
    DELETE FROM pledges_signatureevent WHERE pgh_id IN (
        SELECT pgh_id FROM pledges_signatureevent WHERE pgh_created_at < before ORDER BY pgh_id LIMIT at_most);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0011_handing_over_guards")]

    operations = [
        migrations.AddField(
            model_name="pledge",
            name="closed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed"),
        ),
        migrations.AddField(
            model_name="signature",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="details go on"),
        ),
        migrations.RunSQL(CLOSED_BEFORE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("is_open", True)),
                    models.Q(("closed_at__isnull", False), ("is_open", False)),
                    _connector="OR",
                ),
                name="pledges_pledge_closed_fits",
                violation_error_message="A closed pledge has a time of closing, an open one has none.",
            ),
        ),
        migrations.AlterField(
            model_name="consententry",
            name="channel",
            field=models.TextField(choices=CHANNELS, default="web"),
        ),
        migrations.RemoveConstraint(model_name="consententry", name="pledges_consententry_channel"),
        migrations.AddConstraint(
            model_name="consententry",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", [value for value, _words in CHANNELS])),
                name="pledges_consententry_channel",
                violation_error_message="Choose a channel from the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consententry",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("channel", "ended"), _negated=True), ("act", "withdraw"), _connector="OR"),
                name="pledges_consententry_ended",
                violation_error_message="Nobody says yes because a pledge has ended.",
            ),
        ),
        migrations.RunSQL(CLOSING + HISTORY, migrations.RunSQL.noop),
    ]
