"""What the database keeps true of pictures that staff upload: what they are, and what may still happen to them."""

from django.db import migrations

GUARD = """
-- A picture is its bytes. What is said about it can be put right, as long as it is in use; nothing else changes, but
-- that it is cleared once and taken back once. What was cleared may be shown anywhere, so it is never deleted.
CREATE FUNCTION charters_guard_picture() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.cleared_at IS NOT NULL THEN
            RAISE EXCEPTION 'a picture that may be shown is taken back, never deleted'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_picture_stays';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM charters_file f WHERE f.hash = NEW.file_id
            AND f.type NOT IN ('image/png', 'image/jpeg')) THEN
            RAISE EXCEPTION 'a picture is a PNG or a JPEG'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_picture_is_picture';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.hash, NEW.added_at) <> (OLD.hash, OLD.added_at)
        OR OLD.withdrawn_at IS NOT NULL
        OR (OLD.cleared_at IS NOT NULL AND NEW.cleared_at IS DISTINCT FROM OLD.cleared_at) THEN
        RAISE EXCEPTION 'this never changes in a picture'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_picture_fixed';
    END IF;
    IF NEW.cleared_at IS NOT NULL AND OLD.cleared_at IS NULL THEN NEW.cleared_at := clock_timestamp(); END IF;
    IF NEW.withdrawn_at IS NOT NULL THEN NEW.withdrawn_at := clock_timestamp(); END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER charters_picture_guard BEFORE INSERT OR UPDATE OR DELETE ON charters_picture
    FOR EACH ROW EXECUTE FUNCTION charters_guard_picture();
CREATE TRIGGER charters_picture_no_truncate BEFORE TRUNCATE ON charters_picture
    FOR EACH STATEMENT EXECUTE FUNCTION charters_refuse();

-- Pages that show it are made anew.
CREATE FUNCTION charters_picture_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM post_bump_generation('charters');
    RETURN NULL;
END $$;

CREATE TRIGGER charters_picture_changed AFTER INSERT OR UPDATE OR DELETE ON charters_picture
    FOR EACH ROW EXECUTE FUNCTION charters_picture_changed();
"""

MISSING = """
-- Pictures of our own index have short names, and are files of this release: the database knows nothing of them. A
-- picture that was uploaded is named by its SHA-256.
CREATE FUNCTION charters_picture_gone(named text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT named ~ '^[0-9a-f]{64}$' AND NOT EXISTS (SELECT FROM charters_picture p
        WHERE encode(p.hash, 'hex') = named AND p.cleared_at IS NOT NULL AND p.withdrawn_at IS NULL)
$$;

-- Whether lines of easy read (of the opening words, the change note, a heading) show a picture that may not be shown.
CREATE FUNCTION charters_any_picture_gone(the_lines jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM jsonb_path_query(the_lines, '$[*].picture') named
        WHERE charters_picture_gone(named #>> '{}'))
$$;

-- As before (0002), and that each picture may be shown.
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
    RETURN QUERY SELECT * FROM charters_not_agreed(v.id, v.hash);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("charters", "0005_pictures")]

    operations = [migrations.RunSQL(GUARD + MISSING, migrations.RunSQL.noop)]
