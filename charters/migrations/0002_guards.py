"""What the database itself keeps true of charters: how a version is frozen, agreed, published and left alone for ever.

Our own trigger functions, as in pledges/migrations/0002_guards.py and for the same reasons. Every trigger function is
volatile on purpose: after waiting for a lock it must see what the other one has written.
"""

from django.db import migrations

# Tables whose rows are part of a version and say so in `version_id`; their changes take the document away.
PARTS = (
    "charters_section",
    "charters_clause",
    "charters_meetingrules",
    "charters_glossaryword",
    "charters_reference",
    "charters_attachment",
    "charters_versionpartner",
)
APPEND_ONLY = ("charters_agreement", "charters_agreedtext", "charters_readercheck")

DOCUMENT = """
CREATE FUNCTION charters_clauses_json(the_section bigint) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'key', k.key, 'kind', c.kind, 'actor', c.actor, 'partner', coalesce(p.name, ''), 'text', c.text,
        'target_date', c.target_date,
        'easy', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'picture', l.picture, 'text', l.text, 'alt', l.alt, 'meaning', l.meaning) ORDER BY l.position), '[]')
            FROM charters_easyreadline l WHERE l.clause_id = c.id)) ORDER BY c.position), '[]')
    FROM charters_clause c JOIN charters_clausekey k ON k.id = c.key_id
        LEFT JOIN charters_partner p ON p.id = c.partner_id
    WHERE c.section_id = the_section
$$;

-- In plpgsql, because it calls itself.
CREATE FUNCTION charters_sections_json(the_version bigint, above bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'label', s.label, 'heading', s.heading, 'intro', s.intro, 'easy', s.easy,
        'clauses', charters_clauses_json(s.id),
        'sections', charters_sections_json(the_version, s.id)) ORDER BY s.position), '[]')
        FROM charters_section s WHERE s.version_id = the_version AND s.parent_id IS NOT DISTINCT FROM above);
END $$;

-- Everything that is shown of a version. jsonb writes its keys in an order of its own, always the same one.
CREATE FUNCTION charters_document(v charters_version) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN convert_to(jsonb_build_object(
        'format', 'charter-1', 'title', v.title, 'language', v.language, 'intro', v.intro, 'easy_intro', v.easy_intro,
        'review_by', v.review_by, 'note', v.note, 'easy_note', v.easy_note,
        'sections', charters_sections_json(v.id, NULL),
        'meeting_rules', (SELECT jsonb_build_object(
            'earliest', to_char(m.earliest, 'HH24:MI'), 'latest', to_char(m.latest, 'HH24:MI'),
            'longest_minutes', m.longest_minutes, 'notice_days', m.notice_days, 'papers_days', m.papers_days)
            FROM charters_meetingrules m WHERE m.version_id = v.id),
        'glossary', (SELECT coalesce(jsonb_agg(jsonb_build_object('word', g.word, 'meaning', g.meaning)
            ORDER BY g.position), '[]') FROM charters_glossaryword g WHERE g.version_id = v.id),
        'partners', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'kind', p.kind,
            'required', vp.required, 'logo', CASE WHEN f.hash IS NOT NULL THEN
                jsonb_build_object('sha256', encode(f.hash, 'hex'), 'type', f.type) END) ORDER BY vp.position), '[]')
            FROM charters_versionpartner vp JOIN charters_partner p ON p.id = vp.partner_id
                LEFT JOIN charters_file f ON f.hash = p.logo_id WHERE vp.version_id = v.id),
        'references', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'title', r.title,
            'charter', coalesce(c.slug, ''), 'address', r.address) ORDER BY r.position), '[]')
            FROM charters_reference r LEFT JOIN charters_charter c ON c.id = r.charter_id WHERE r.version_id = v.id),
        'attachments', (SELECT coalesce(jsonb_agg(jsonb_build_object('title', a.title, 'name', a.name,
            'type', f.type, 'size', f.size, 'sha256', encode(f.hash, 'hex')) ORDER BY a.position), '[]')
            FROM charters_attachment a JOIN charters_file f ON f.hash = a.file_id WHERE a.version_id = v.id)
    )::text, 'UTF8');
END $$;
"""

MISSING = """
-- What must be there before a version is published, and is not: the one rule. The trigger below refuses by it, the
-- desk lists it. Beside the code stands what it is about: a clause, a line of easy read, or a partner.
CREATE FUNCTION charters_missing(the_version bigint)
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
            ('no_alt', l.alt = ''), ('no_meaning', l.meaning = '')) AS found(code, missing)
        WHERE c.version_id = v.id AND found.missing ORDER BY c.id, l.position;
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

-- The partners who still have to agree to this content. Their last answer to it decides.
CREATE FUNCTION charters_not_agreed(the_version bigint, the_hash bytea)
RETURNS TABLE (code text, clause_id bigint, line_id bigint, partner_id bigint)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM charters_versionpartner vp WHERE vp.version_id = the_version AND vp.required) THEN
        RETURN QUERY SELECT 'no_partner', NULL::bigint, NULL::bigint, NULL::bigint;
    END IF;
    RETURN QUERY SELECT CASE WHEN last.act = 'decline' THEN 'declined' ELSE 'not_agreed' END,
            NULL::bigint, NULL::bigint, vp.partner_id
        FROM charters_versionpartner vp LEFT JOIN LATERAL (SELECT a.act FROM charters_agreement a
            WHERE a.version_id = vp.version_id AND a.partner_id = vp.partner_id AND a.hash = the_hash
            ORDER BY a.id DESC LIMIT 1) last ON true
        WHERE vp.version_id = the_version AND vp.required AND last.act IS DISTINCT FROM 'agree'
        ORDER BY vp.position;
END $$;
"""

VERSION = """
CREATE FUNCTION charters_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;

CREATE FUNCTION charters_frozen(the_version bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'version % is published: nothing in it changes', the_version
        USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_version_frozen';
END $$;

-- Publishing and what comes after it; the document and who agreed to it stay as they are.
CREATE FUNCTION charters_move_version(was charters_version, INOUT v charters_version)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    missing text;
BEGIN
    IF was.state || '>' || v.state NOT IN ('draft>consultation', 'consultation>draft', 'consultation>agreed',
        'agreed>consultation', 'agreed>published', 'published>superseded', 'published>withdrawn',
        'superseded>withdrawn') THEN
        RAISE EXCEPTION 'a version cannot go from % to %', was.state, v.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_version_transition';
    END IF;
    IF v.state IN ('agreed', 'published') AND v.document IS DISTINCT FROM was.document THEN
        RAISE EXCEPTION 'the content changes, so nobody has agreed to it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_version_all_agree';
    END IF;
    IF v.state = 'agreed' AND EXISTS (SELECT FROM charters_not_agreed(was.id, was.hash)) THEN
        RAISE EXCEPTION 'not every partner agrees to this content'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_version_all_agree';
    ELSIF v.state = 'published' THEN
        SELECT string_agg(DISTINCT code, ', ') INTO missing FROM charters_missing(was.id);
        IF missing IS NOT NULL THEN
            RAISE EXCEPTION 'not ready to be published: %', missing
                USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_version_complete';
        END IF;
        v.published_at := clock_timestamp();
    ELSIF v.state = 'superseded' THEN
        v.superseded_at := clock_timestamp();
    ELSIF v.state = 'withdrawn' THEN
        v.withdrawn_at := clock_timestamp();
    END IF;
END $$;

CREATE FUNCTION charters_guard_version() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- The database sets the last of these itself.
    moves constant text[] := '{state,superseded_at,withdrawn_at,withdrawn_reason,hash}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.published_at IS NOT NULL THEN PERFORM charters_frozen(OLD.id); END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a version starts as a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_version_starts_as_draft';
        END IF;
        NEW.document := NULL;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.charter_id, NEW.n) <> (OLD.id, OLD.charter_id, OLD.n) THEN
        RAISE EXCEPTION 'which version it is never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_version_fixed';
    END IF;
    IF OLD.published_at IS NOT NULL THEN
        IF to_jsonb(NEW) - moves <> to_jsonb(OLD) - moves THEN PERFORM charters_frozen(OLD.id); END IF;
        -- Their times and the reason move with the state, never alone.
        IF NEW.state = OLD.state AND to_jsonb(NEW) - 'hash' <> to_jsonb(OLD) - 'hash' THEN
            PERFORM charters_frozen(OLD.id);
        END IF;
        IF NEW.state <> 'withdrawn' AND NEW.withdrawn_reason <> '' THEN PERFORM charters_frozen(OLD.id); END IF;
        NEW.superseded_at := OLD.superseded_at;
        NEW.withdrawn_at := OLD.withdrawn_at;
    ELSE
        NEW.published_at := NULL;
        IF (NEW.title, NEW.language, NEW.intro, NEW.easy_intro, NEW.review_by, NEW.note, NEW.easy_note)
            IS DISTINCT FROM
            (OLD.title, OLD.language, OLD.intro, OLD.easy_intro, OLD.review_by, OLD.note, OLD.easy_note) THEN
            NEW.document := NULL;
        ELSIF NEW.document IS NOT NULL AND NEW.document IS DISTINCT FROM OLD.document THEN
            -- Whatever was given: the document is what the rows say.
            NEW.document := charters_document(NEW);
        END IF;
        IF NEW.document IS NULL AND OLD.state = 'agreed' AND NEW.state = 'agreed' THEN
            NEW.state := 'consultation';
        END IF;
    END IF;
    IF NEW.state <> OLD.state THEN NEW := charters_move_version(OLD, NEW); END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER charters_version_guard BEFORE INSERT OR UPDATE OR DELETE ON charters_version
    FOR EACH ROW EXECUTE FUNCTION charters_guard_version();

-- Files that the document names are public from now on, and stay.
CREATE FUNCTION charters_version_moved() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state = OLD.state OR NEW.published_at IS NULL THEN RETURN NULL; END IF;
    IF NEW.state = 'published' THEN
        INSERT INTO charters_versionfile (version_id, file_id)
        SELECT DISTINCT NEW.id, f.hash FROM charters_file f WHERE encode(f.hash, 'hex') IN (
            SELECT named #>> '{}' FROM jsonb_path_query(convert_from(NEW.document, 'UTF8')::jsonb,
                'strict $.partners[*].logo ? (@ != null).sha256') named
            UNION ALL SELECT named #>> '{}' FROM jsonb_path_query(convert_from(NEW.document, 'UTF8')::jsonb,
                'strict $.attachments[*].sha256') named);
    END IF;
    PERFORM post_bump_generation('charters');
    RETURN NULL;
END $$;

CREATE TRIGGER charters_version_moved AFTER UPDATE ON charters_version
    FOR EACH ROW EXECUTE FUNCTION charters_version_moved();
"""

PARTS_OF_A_VERSION = """
-- Locks a version that is about to change, and refuses where it is published.
CREATE FUNCTION charters_lock_open(the_version bigint) RETURNS charters_version
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    v charters_version;
BEGIN
    SELECT * INTO v FROM charters_version WHERE id = the_version FOR NO KEY UPDATE;
    IF v.published_at IS NOT NULL THEN PERFORM charters_frozen(v.id); END IF;
    RETURN v;
END $$;

-- Takes its document away as well: what was agreed was another content.
CREATE FUNCTION charters_touch(the_version bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    v charters_version := charters_lock_open(the_version);
BEGIN
    IF v.document IS NOT NULL THEN UPDATE charters_version SET document = NULL WHERE id = v.id; END IF;
END $$;

CREATE FUNCTION charters_guard_part() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM charters_touch(OLD.version_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF TG_OP = 'INSERT' OR NEW.version_id <> OLD.version_id THEN PERFORM charters_touch(NEW.version_id); END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION charters_guard_line() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    moved bigint[] := '{}';
    v bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN moved := moved || OLD.clause_id; END IF;
    IF TG_OP <> 'DELETE' THEN moved := moved || NEW.clause_id; END IF;
    FOR v IN SELECT DISTINCT version_id FROM charters_clause WHERE id = ANY (moved) ORDER BY 1 LOOP
        PERFORM charters_touch(v);
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER charters_easyreadline_guard BEFORE INSERT OR UPDATE OR DELETE ON charters_easyreadline
    FOR EACH ROW EXECUTE FUNCTION charters_guard_line();

-- Outside the document: a name can be taken out for ever, and nothing else.
CREATE FUNCTION charters_guard_credit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM post_bump_generation('charters');
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN PERFORM charters_lock_open(OLD.version_id); END IF;
    PERFORM charters_lock_open(NEW.version_id);
    RETURN NEW;
END $$;

CREATE TRIGGER charters_credit_guard BEFORE INSERT OR UPDATE OR DELETE ON charters_credit
    FOR EACH ROW EXECUTE FUNCTION charters_guard_credit();

-- A section and what stands in it are of one version.
ALTER TABLE charters_section ADD CONSTRAINT charters_section_id_version_uniq UNIQUE (id, version_id);
ALTER TABLE charters_section ADD CONSTRAINT charters_section_parent_of_version
    FOREIGN KEY (parent_id, version_id) REFERENCES charters_section (id, version_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE charters_clause ADD CONSTRAINT charters_clause_section_of_version
    FOREIGN KEY (section_id, version_id) REFERENCES charters_section (id, version_id) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION charters_check_depth() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM charters_section s LEFT JOIN charters_section p ON p.id = s.parent_id
        WHERE (s.id = NEW.id OR s.parent_id = NEW.id) AND s.depth <> coalesce(p.depth, 0) + 1) THEN
        RAISE EXCEPTION 'a section is one level below the one it stands in'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_section_depth';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER charters_section_depth AFTER INSERT OR UPDATE ON charters_section
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION charters_check_depth();

CREATE FUNCTION charters_check_key() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM charters_version v JOIN charters_clausekey k ON k.charter_id = v.charter_id
        WHERE v.id = NEW.version_id AND k.id = NEW.key_id) THEN
        RAISE EXCEPTION 'a clause has a key of its own charter'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_clause_key_of_charter';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER charters_clause_key_of_charter BEFORE INSERT OR UPDATE ON charters_clause
    FOR EACH ROW EXECUTE FUNCTION charters_check_key();

CREATE FUNCTION charters_guard_key() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a key never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_clausekey_fixed';
END $$;

CREATE TRIGGER charters_clausekey_fixed BEFORE UPDATE ON charters_clausekey
    FOR EACH ROW EXECUTE FUNCTION charters_guard_key();
CREATE TRIGGER charters_file_fixed BEFORE UPDATE ON charters_file
    FOR EACH ROW EXECUTE FUNCTION charters_refuse();
"""

ABOVE_A_VERSION = """
-- An address that was ever public stays.
CREATE FUNCTION charters_guard_charter() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.slug <> OLD.slug AND EXISTS (SELECT FROM charters_version
        WHERE charter_id = OLD.id AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the address of a published charter never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_charter_address_fixed';
    END IF;
    IF NEW.slug <> OLD.slug THEN
        PERFORM charters_touch(v.id) FROM charters_version v WHERE v.published_at IS NULL AND EXISTS (
            SELECT FROM charters_reference r WHERE r.version_id = v.id AND r.charter_id = OLD.id);
    END IF;
    PERFORM post_bump_generation('charters');
    RETURN NEW;
END $$;

CREATE TRIGGER charters_charter_address_fixed BEFORE UPDATE ON charters_charter
    FOR EACH ROW EXECUTE FUNCTION charters_guard_charter();

-- What is not published yet shows a partner's name and logo as they are now.
CREATE FUNCTION charters_partner_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.name, NEW.kind, NEW.logo_id) IS DISTINCT FROM (OLD.name, OLD.kind, OLD.logo_id) THEN
        PERFORM charters_touch(v.id) FROM charters_version v WHERE v.published_at IS NULL AND (
            EXISTS (SELECT FROM charters_versionpartner p WHERE p.version_id = v.id AND p.partner_id = NEW.id)
            OR EXISTS (SELECT FROM charters_clause c WHERE c.version_id = v.id AND c.partner_id = NEW.id));
        PERFORM post_bump_generation('charters');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER charters_partner_changed AFTER UPDATE ON charters_partner
    FOR EACH ROW EXECUTE FUNCTION charters_partner_changed();
"""

AGREEING = """
-- An answer, or a check, is about exactly the content that stands now, in a version that is still open.
CREATE FUNCTION charters_guard_answer() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v charters_version;
BEGIN
    v := charters_lock_open(NEW.version_id);
    IF v.hash IS DISTINCT FROM NEW.hash THEN
        RAISE EXCEPTION 'the content has changed meanwhile'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_of_this_content';
    END IF;
    NEW.at := clock_timestamp();
    IF TG_TABLE_NAME = 'charters_readercheck' THEN RETURN NEW; END IF;
    IF v.state NOT IN ('consultation', 'agreed') THEN
        RAISE EXCEPTION 'partners are asked in consultation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_agreement_in_consultation';
    END IF;
    IF NOT EXISTS (SELECT FROM charters_versionpartner p
        WHERE p.version_id = v.id AND p.partner_id = NEW.partner_id) THEN
        RAISE EXCEPTION 'only a partner of the version answers'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_agreement_by_partner';
    END IF;
    INSERT INTO charters_agreedtext (hash, document) VALUES (v.hash, v.document) ON CONFLICT DO NOTHING;
    RETURN NEW;
END $$;

CREATE TRIGGER charters_agreement_guard BEFORE INSERT ON charters_agreement
    FOR EACH ROW EXECUTE FUNCTION charters_guard_answer();
CREATE TRIGGER charters_readercheck_guard BEFORE INSERT ON charters_readercheck
    FOR EACH ROW EXECUTE FUNCTION charters_guard_answer();

-- "Agreed" follows from the answers, and from nothing else.
CREATE FUNCTION charters_answered() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE charters_version v SET state = new_state FROM (SELECT CASE WHEN EXISTS (
        SELECT FROM charters_not_agreed(NEW.version_id, NEW.hash)) THEN 'consultation' ELSE 'agreed' END AS new_state) s
        WHERE v.id = NEW.version_id AND v.state <> s.new_state;
    RETURN NULL;
END $$;

CREATE TRIGGER charters_agreement_answered AFTER INSERT ON charters_agreement
    FOR EACH ROW EXECUTE FUNCTION charters_answered();
"""


def part(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_guard BEFORE INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION charters_guard_part();
    """


def append_only(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION charters_refuse();
    """


def no_truncate(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION charters_refuse();
    """


LASTING = ("charters_version", "charters_easyreadline", "charters_clausekey", "charters_file", "charters_versionfile")
SQL = "".join(
    [
        DOCUMENT,
        MISSING,
        VERSION,
        PARTS_OF_A_VERSION,
        ABOVE_A_VERSION,
        AGREEING,
        *map(part, PARTS),
        *map(append_only, APPEND_ONLY),
        *map(no_truncate, (*PARTS, *APPEND_ONLY, *LASTING)),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("charters", "0001_initial"), ("post", "0004_queueing_in_the_database")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
