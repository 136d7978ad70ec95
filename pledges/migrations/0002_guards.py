"""What the database itself keeps true of pledges, in our own trigger functions.

pgtrigger's can be switched off with one SET, so these are written out. An owner of the tables can still drop
them: the ledger's hashes, and later its published seals, are there to show that. Every function that must do
what the serving role may not is SECURITY DEFINER with a fixed search_path.
"""

from django.db import migrations

FROZEN = """
CREATE FUNCTION pledges_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;

CREATE FUNCTION pledges_refuse_published() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published wording never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""


def append_only(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION pledges_refuse();
    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();
    """


def frozen_once_published(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION pledges_refuse_published();
    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();
    """


LEDGER = """
-- The last entry of a purpose decides. Subject numbers are never reused, so this needs no lock to be right.
CREATE FUNCTION pledges_in_force(the_subject uuid, the_purpose text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT act = 'give' FROM pledges_consententry
        WHERE subject_id = the_subject AND purpose = the_purpose ORDER BY seq DESC LIMIT 1), false)
$$;

-- The exact words, so that changing a published wording behind the guards breaks every entry that names it.
CREATE FUNCTION pledges_words_digest(VARIADIC words text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT encode(sha256(convert_to(array_to_string(words, chr(31)), 'UTF8')), 'hex')
$$;

CREATE FUNCTION pledges_microseconds(t timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT trunc(extract(epoch FROM t) * 1000000)::bigint::text
$$;

CREATE FUNCTION pledges_chain_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_subject; w pledges_purposewording; v pledges_noticeversion;
BEGIN
    SELECT * INTO s FROM pledges_subject WHERE id = NEW.subject_id FOR UPDATE;
    SELECT * INTO w FROM pledges_purposewording WHERE id = NEW.wording_id;
    SELECT * INTO v FROM pledges_noticeversion WHERE id = NEW.notice_id;
    IF w.published_at IS NULL OR v.published_at IS NULL OR w.purpose <> NEW.purpose THEN
        RAISE EXCEPTION 'an entry names a published wording of its purpose and a published notice'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_consententry_wording_fits';
    END IF;
    IF NEW.act = 'withdraw' AND NOT pledges_in_force(NEW.subject_id, NEW.purpose) THEN
        RAISE EXCEPTION 'only what is in force can be withdrawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_consententry_in_force';
    END IF;
    -- OVERRIDING SYSTEM VALUE would let a client choose the id: it never does, nor the time.
    NEW.id := nextval(pg_get_serial_sequence('pledges_consententry', 'id'));
    NEW.at := clock_timestamp();
    -- The web server's clock may run a little ahead of the database's.
    IF NEW.given_at > NEW.at AND NEW.given_at < NEW.at + interval '5 seconds' THEN NEW.given_at := NEW.at; END IF;
    NEW.seq := s.ledger_n + 1;
    NEW.prev := s.ledger_head;
    NEW.hash := sha256(convert_to(array_to_string(ARRAY[
        'ledger-1', NEW.id::text, NEW.subject_id::text, NEW.seq::text, NEW.purpose, NEW.act,
        NEW.wording_id::text, pledges_words_digest(w.purpose, w.basis, w.n::text, w.language, w.standard, w.easy::text),
        NEW.notice_id::text, pledges_words_digest('notice', v.n::text, v.language, v.standard, v.easy::text),
        NEW.channel, NEW.given_by, pledges_microseconds(NEW.given_at), pledges_microseconds(NEW.at),
        encode(NEW.prev, 'hex')], '|'), 'UTF8'));
    UPDATE pledges_subject SET ledger_n = NEW.seq, ledger_head = NEW.hash WHERE id = NEW.subject_id;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_consententry_chain BEFORE INSERT ON pledges_consententry
    FOR EACH ROW EXECUTE FUNCTION pledges_chain_entry();

CREATE FUNCTION pledges_guard_subject() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.ledger_n <> 0 OR NEW.ledger_head <> '') THEN
        RAISE EXCEPTION 'a subject starts without entries'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_subject_starts_empty';
    ELSIF TG_OP = 'UPDATE' AND (NEW.id <> OLD.id OR NEW.ledger_n <> OLD.ledger_n + 1) THEN
        RAISE EXCEPTION 'only the ledger moves a subject''s head, one entry at a time'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_subject_moves_by_one';
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.ledger_n > 0 THEN
            RAISE EXCEPTION 'a subject with entries stays for ever'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_subject_undeletable';
        END IF;
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_subject_guard BEFORE INSERT OR UPDATE OR DELETE ON pledges_subject
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_subject();
CREATE TRIGGER pledges_subject_no_truncate BEFORE TRUNCATE ON pledges_subject
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();
"""

SIGNATURE = """
CREATE FUNCTION pledges_guard_signature() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'unconfirmed' THEN
            RAISE EXCEPTION 'a signature starts unconfirmed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_starts_unconfirmed';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.subject_id <> OLD.subject_id OR NEW.pledge_id <> OLD.pledge_id OR NEW.draft_id <> OLD.draft_id
        OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) THEN
        RAISE EXCEPTION 'who signed what, and when, never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_fixed';
    END IF;
    IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
        'unconfirmed>awaiting', 'unconfirmed>held',
        'awaiting>approved', 'awaiting>rejected', 'awaiting>changes_asked',
        'held>approved', 'held>rejected', 'changes_asked>awaiting',
        'approved>awaiting', 'rejected>awaiting',
        'held>withdrawn', 'awaiting>withdrawn', 'changes_asked>withdrawn', 'approved>withdrawn', 'rejected>withdrawn'
    ) THEN
        RAISE EXCEPTION 'a signature cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_transition';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_signature_guard BEFORE INSERT OR UPDATE ON pledges_signature
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_signature();

CREATE FUNCTION pledges_guard_person() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pledges_signature WHERE subject_id = NEW.subject_id AND state = 'withdrawn') THEN
        RAISE EXCEPTION 'nothing personal is kept of somebody who left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_person_not_after_leaving';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_person_guard BEFORE INSERT OR UPDATE ON pledges_person
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_person();

-- Everything personal hangs on Person and goes with it.
CREATE FUNCTION pledges_person_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM pledges_publicentry WHERE signature_id = OLD.subject_id;
    DELETE FROM pledges_revision WHERE signature_id = OLD.subject_id;
    DELETE FROM post_outbox WHERE about_app = 'pledges' AND about_id = OLD.subject_id;
    DELETE FROM post_token WHERE about_app = 'pledges' AND about_id = OLD.subject_id;
    RETURN NULL;
END $$;

CREATE TRIGGER pledges_person_gone AFTER DELETE ON pledges_person
    FOR EACH ROW EXECUTE FUNCTION pledges_person_gone();
"""

PUBLICATION = """
-- Why this entry may not stand on the public list, or null. Locks the subject, so that an approval and a
-- withdrawal of the same moment cannot both win.
CREATE FUNCTION pledges_entry_fault(entry pledges_publicentry) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_signature; r pledges_revision;
BEGIN
    PERFORM 1 FROM pledges_subject WHERE id = entry.signature_id FOR UPDATE;
    SELECT * INTO s FROM pledges_signature WHERE subject_id = entry.signature_id;
    IF s.state IS DISTINCT FROM 'approved' THEN RETURN 'the signature is not approved'; END IF;
    IF entry.kind <> s.kind OR entry.since <> s.confirmed_at THEN RETURN 'kind and date are the signature''s'; END IF;
    SELECT * INTO r FROM pledges_revision WHERE signature_id = entry.signature_id AND state = 'live';
    IF NOT FOUND THEN RETURN 'there are no live details'; END IF;
    IF entry.organisation NOT IN ('', r.organisation_typed) OR entry.name NOT IN ('', r.name_shown)
        OR entry.role NOT IN ('', r.role) OR entry.promise NOT IN ('', r.promise) THEN
        RETURN 'the words are not those of the live details';
    END IF;
    IF NOT pledges_in_force(entry.signature_id, 'take_part') THEN RETURN 'taking part is not in force'; END IF;
    IF entry.name <> '' AND NOT pledges_in_force(entry.signature_id, 'publish') THEN
        RETURN 'consent to show the name is not in force';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION pledges_guard_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    fault text := pledges_entry_fault(NEW);
BEGIN
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'not on the public list: %', fault
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_publicentry_allowed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_publicentry_allowed BEFORE INSERT OR UPDATE ON pledges_publicentry
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_entry();

CREATE FUNCTION pledges_bump_signatories() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM post_bump_generation('signatories');
    RETURN NULL;
END $$;

CREATE TRIGGER pledges_publicentry_generation AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pledges_publicentry
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_bump_signatories();

-- What must hold of a signature, its person, its details, its ledger and its public entry together when a
-- transaction ends. One rule for all of them, asked whenever one of them changes.
CREATE FUNCTION pledges_signature_fault(the_subject uuid) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s pledges_signature; entry pledges_publicentry; entries integer; has_person boolean; has_details boolean;
BEGIN
    SELECT * INTO s FROM pledges_signature WHERE subject_id = the_subject;
    IF NOT FOUND THEN RETURN NULL; END IF;
    SELECT ledger_n INTO entries FROM pledges_subject WHERE id = the_subject;
    has_person := EXISTS (SELECT 1 FROM pledges_person WHERE subject_id = the_subject);
    has_details := EXISTS (SELECT 1 FROM pledges_revision WHERE signature_id = the_subject);
    IF s.state = 'withdrawn' THEN
        IF has_person OR has_details THEN RETURN 'somebody who left leaves nothing personal behind'; END IF;
        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT purpose FROM pledges_consententry WHERE subject_id = the_subject) p
            WHERE pledges_in_force(the_subject, p.purpose)) THEN
            RETURN 'somebody who left agrees to nothing';
        END IF;
        RETURN NULL;
    END IF;
    IF NOT has_person OR NOT has_details THEN RETURN 'a signature needs its person and details'; END IF;
    IF s.state = 'unconfirmed' AND entries > 0 THEN RETURN 'nothing enters the ledger before it is confirmed'; END IF;
    IF s.state <> 'unconfirmed' AND NOT pledges_in_force(the_subject, 'take_part') THEN
        RETURN 'a confirmed signature takes part';
    END IF;
    SELECT * INTO entry FROM pledges_publicentry WHERE signature_id = the_subject;
    IF FOUND THEN RETURN pledges_entry_fault(entry); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION pledges_check_signature() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    row jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    fault text := pledges_signature_fault(coalesce(row->>'subject_id', row->>'signature_id')::uuid);
BEGIN
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'signature: %', fault
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_signature_whole';
    END IF;
    RETURN NULL;
END $$;
"""


def whole(table: str, events: str) -> str:
    return f"""
    CREATE CONSTRAINT TRIGGER {table}_whole AFTER {events} ON {table}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pledges_check_signature();
    """


SQL = "".join(
    [
        FROZEN,
        frozen_once_published("pledges_pledgewording"),
        frozen_once_published("pledges_purposewording"),
        frozen_once_published("pledges_noticeversion"),
        LEDGER,
        append_only("pledges_consententry"),
        append_only("pledges_decision"),
        SIGNATURE,
        PUBLICATION,
        whole("pledges_signature", "INSERT OR UPDATE"),
        whole("pledges_person", "DELETE"),
        whole("pledges_revision", "UPDATE OR DELETE"),
        whole("pledges_consententry", "INSERT"),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("pledges", "0001_initial"), ("post", "0002_generations_and_cache")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
