"""What the database keeps true of asking partners: what was asked stays readable, and letters and links go with who
is asked no more."""

from django.db import migrations

ASKED = """
-- A partner is asked about exactly the content that stands now. It is kept, so that the page can show what has changed
-- since it was sent.
CREATE FUNCTION charters_guard_request() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v charters_version;
BEGIN
    SELECT (charters_lock_open(p.version_id)).* INTO v FROM charters_versionpartner p
        WHERE p.id = NEW.version_partner_id;
    IF v.hash IS DISTINCT FROM NEW.hash THEN
        RAISE EXCEPTION 'the content has changed meanwhile'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_agreementrequest_of_this_content';
    END IF;
    IF v.state NOT IN ('consultation', 'agreed') THEN
        RAISE EXCEPTION 'partners are asked in consultation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_agreementrequest_in_consultation';
    END IF;
    NEW.at := clock_timestamp();
    INSERT INTO charters_agreedtext (hash, document) VALUES (v.hash, v.document) ON CONFLICT DO NOTHING;
    RETURN NEW;
END $$;

CREATE TRIGGER charters_agreementrequest_guard BEFORE INSERT ON charters_agreementrequest
    FOR EACH ROW EXECUTE FUNCTION charters_guard_request();
"""

GONE = """
CREATE FUNCTION charters_forget_links(of_partner_of_version uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM post_outbox WHERE about_app = 'charters' AND about_id = of_partner_of_version;
    DELETE FROM post_token WHERE about_app = 'charters' AND about_id = of_partner_of_version;
END $$;

-- Who is off the list, or whose version was thrown away, is not asked any more.
CREATE FUNCTION charters_versionpartner_gone() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM charters_forget_links(OLD.id);
    RETURN NULL;
END $$;

CREATE TRIGGER charters_versionpartner_gone AFTER DELETE ON charters_versionpartner
    FOR EACH ROW EXECUTE FUNCTION charters_versionpartner_gone();

-- Whoever reads the old mailbox does not answer for this partner any more.
CREATE FUNCTION charters_partner_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM charters_forget_links(p.id) FROM charters_versionpartner p WHERE p.partner_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER charters_partner_moved AFTER UPDATE ON charters_partner
    FOR EACH ROW WHEN (NEW.email IS DISTINCT FROM OLD.email) EXECUTE FUNCTION charters_partner_moved();
"""


class Migration(migrations.Migration):
    dependencies = [("charters", "0002_guards"), ("post", "0004_queueing_in_the_database")]

    operations = [migrations.RunSQL(ASKED + GONE, migrations.RunSQL.noop)]
