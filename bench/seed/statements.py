"""From the staging tables to the portal's own: each statement writes what its trigger would have written row by row.

`seed.signatory` and `seed.organisation` hold what bench.seed.signatories drew. Nothing here is guessed: the guards'
functions are asked about a sample afterwards (checks.py), and `verify_consents` reckons every hash anew.
"""

STAGING = """
DROP SCHEMA IF EXISTS seed CASCADE;
CREATE SCHEMA seed;
CREATE UNLOGGED TABLE seed.signatory (
    n bigint, subject uuid, draft uuid, public_id uuid, kind text, state text, listed boolean, publish boolean,
    ask boolean, news boolean, news_back boolean, organisation text, organisation_id bigint, name text, role text,
    promise text, people smallint, email text, canonical text, name_norm text, age_band text, slot smallint,
    shown_in text, created_at timestamptz, confirmed_at timestamptz, decided_at timestamptz, left_at timestamptz,
    new_promise text, stop_hash bytea);
CREATE UNLOGGED TABLE seed.organisation (
    id bigint, slug text, slug_hash bytea, name text, name_norm text, kind text);
"""

# Which wording of the pledge each was shown, the newest of everything else, and who decided.
TERMS = """
CREATE UNLOGGED TABLE seed.shown AS
    SELECT s.n, s.subject, w.id AS wording, w.n AS version, w.pledge_id AS pledge, latest.id AS latest, v.id AS notice
    FROM seed.signatory s
    CROSS JOIN LATERAL (
        SELECT * FROM pledges_pledgewording WHERE published_at <= s.created_at ORDER BY n DESC LIMIT 1) w
    CROSS JOIN (SELECT id FROM pledges_pledgewording ORDER BY n DESC LIMIT 1) latest
    CROSS JOIN (SELECT id FROM pledges_noticeversion ORDER BY n DESC LIMIT 1) v
"""

# Entries in the order in which they entered the ledger: those of one confirmation together, each a moment later.
ENTRIES = """
CREATE UNLOGGED TABLE seed.entry AS
    SELECT row_number() OVER (ORDER BY e.at, e.subject, e.seq) AS id, e.*
    FROM (
        SELECT s.subject, row_number() OVER (PARTITION BY s.n ORDER BY a.act, a.turn)::integer AS seq, a.purpose, a.act,
            CASE WHEN a.act = 'give' THEN s.shown_in ELSE 'standard' END AS shown_in,
            CASE WHEN a.act = 'give' THEN s.created_at - interval '40 seconds'
                ELSE coalesce(s.left_at, s.decided_at) END AS given_at,
            CASE WHEN a.act = 'give' THEN s.confirmed_at ELSE coalesce(s.left_at, s.decided_at) END
                + (a.turn * interval '173 microseconds') AS at
        FROM seed.signatory s
        CROSS JOIN LATERAL (VALUES
            (1, 'take_part', 'give', true), (2, 'publish', 'give', s.publish),
            (3, 'ask', 'give', s.ask), (4, 'news', 'give', s.news),
            (1, 'take_part', 'withdraw', s.left_at IS NOT NULL),
            (2, 'publish', 'withdraw', s.left_at IS NOT NULL AND s.publish),
            (3, 'ask', 'withdraw', s.left_at IS NOT NULL AND s.ask),
            (4, 'news', 'withdraw', s.news AND (s.left_at IS NOT NULL OR s.news_back AND s.decided_at IS NOT NULL))
        ) a(turn, purpose, act, is_so)
        WHERE a.is_so AND s.confirmed_at IS NOT NULL
    ) e
"""

WORDS = """
CREATE UNLOGGED TABLE seed.words AS
    SELECT w.purpose, w.id AS wording, v.id AS notice,
        pledges_words_digest(w.purpose, w.basis, w.n::text, w.language, w.standard, w.easy::text) AS wording_digest,
        pledges_words_digest('notice', v.n::text, v.language, v.standard, v.easy::text) AS notice_digest
    FROM (SELECT DISTINCT ON (purpose) * FROM pledges_purposewording ORDER BY purpose, n DESC) w
    CROSS JOIN (SELECT * FROM pledges_noticeversion ORDER BY n DESC LIMIT 1) v
"""

# As pledges_chain_entry() reckons it, all entries of one place in their chains at a time.
HASHES = "CREATE UNLOGGED TABLE seed.hash (id bigint, subject uuid, seq integer, prev bytea, hash bytea)"
HASH_ROUND = """
INSERT INTO seed.hash
    SELECT e.id, e.subject, e.seq, p.prev, sha256(convert_to(array_to_string(ARRAY[
        CASE WHEN e.shown_in = 'standard' THEN 'ledger-1' ELSE 'ledger-2' END, e.id::text, e.subject::text, e.seq::text,
        e.purpose, e.act, w.wording::text, w.wording_digest, w.notice::text, w.notice_digest, 'web', 'self',
        pledges_microseconds(e.given_at), pledges_microseconds(e.at), encode(p.prev, 'hex'),
        CASE WHEN e.shown_in = 'standard' THEN NULL ELSE e.shown_in END], '|'), 'UTF8'))
    FROM seed.entry e JOIN seed.words w USING (purpose)
    {before}
    WHERE e.seq = {seq}
"""
FIRST = "CROSS JOIN (SELECT ''::bytea AS prev) p"
LATER = "JOIN (SELECT subject, hash AS prev FROM seed.hash WHERE seq = {seq} - 1) p USING (subject)"

TABLES: dict[str, str] = {
    "pledges_organisation": """
        INSERT INTO pledges_organisation (id, slug, slug_hash, name, name_norm, kind, made_at)
        SELECT o.id, o.slug, o.slug_hash, o.name, o.name_norm, o.kind, s.made_at FROM seed.organisation o
        JOIN (SELECT organisation_id, min(decided_at) AS made_at FROM seed.signatory GROUP BY 1) s
            ON s.organisation_id = o.id ORDER BY o.id
    """,
    "pledges_subject": """
        INSERT INTO pledges_subject (id, ledger_n, ledger_head)
        SELECT s.subject, coalesce(h.seq, 0), coalesce(h.hash, '') FROM seed.signatory s
        LEFT JOIN (SELECT DISTINCT ON (subject) subject, seq, hash FROM seed.hash ORDER BY subject, seq DESC) h
            USING (subject) ORDER BY s.n
    """,
    "pledges_signature": """
        INSERT INTO pledges_signature (subject_id, kind, state, draft_id, created_at, confirmed_at, decided_at, left_at,
            notice_id, pledge_id, wording_id, people, told_of_id, organisation_id, reminded_at, waiting_since)
        SELECT s.subject, s.kind, s.state, s.draft, s.created_at, s.confirmed_at, s.decided_at, s.left_at,
            t.notice, t.pledge, t.wording, s.people, t.latest, s.organisation_id,
            -- Else a worker would begin with thousands of reminders, and the older the seed the more.
            CASE WHEN s.state = 'unconfirmed' THEN s.created_at END,
            CASE WHEN s.state IN ('awaiting', 'held') THEN s.confirmed_at
                WHEN s.new_promise IS NOT NULL THEN s.decided_at + interval '10 minutes' END
        FROM seed.signatory s JOIN seed.shown t USING (n) ORDER BY s.n
    """,
    "pledges_person": """
        INSERT INTO pledges_person (subject_id, pledge_id, name, email, canonical, name_norm, age_band, slot)
        SELECT s.subject, t.pledge, s.name, s.email, s.canonical, s.name_norm, s.age_band, s.slot
        FROM seed.signatory s JOIN seed.shown t USING (n) WHERE s.left_at IS NULL ORDER BY s.n
    """,
    "pledges_revision": """
        INSERT INTO pledges_revision (signature_id, name_shown, role, organisation_typed, promise, state, created_at)
        SELECT r.* FROM seed.signatory s CROSS JOIN LATERAL (VALUES
            (s.subject, s.name, s.role, s.organisation, s.promise,
                CASE WHEN s.state = 'approved' THEN 'live' ELSE 'pending' END, s.created_at),
            (s.subject, s.name, s.role, s.organisation, s.new_promise, 'pending', s.decided_at + interval '10 minutes')
        ) r WHERE s.left_at IS NULL AND r.column5 IS NOT NULL ORDER BY s.n
    """,
    "pledges_pendingconsent": """
        INSERT INTO pledges_pendingconsent (signature_id, wording_id, given_at, given_by, shown_in)
        SELECT s.subject, w.wording, s.created_at - interval '40 seconds', 'self', s.shown_in
        FROM seed.signatory s JOIN seed.words w ON w.purpose = 'take_part' OR w.purpose = 'publish' AND s.publish
            OR w.purpose = 'ask' AND s.ask OR w.purpose = 'news' AND s.news
        WHERE s.state = 'unconfirmed' ORDER BY s.n
    """,
    "pledges_consententry": """
        INSERT INTO pledges_consententry (id, subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by,
            shown_in, given_at, at, prev, hash)
        SELECT e.id, e.subject, e.seq, e.purpose, e.act, w.wording, w.notice, 'web', 'self', e.shown_in,
            e.given_at, e.at, h.prev, h.hash
        FROM seed.entry e JOIN seed.words w USING (purpose) JOIN seed.hash h USING (id) ORDER BY e.id
    """,
    "pledges_decision": """
        INSERT INTO pledges_decision (signature_id, act, reason, at, by_id)
        SELECT s.subject, d.act, d.reason, s.decided_at, m.id FROM seed.signatory s
        CROSS JOIN LATERAL (SELECT
            CASE s.state WHEN 'rejected' THEN 'reject' WHEN 'changes_asked' THEN 'ask' ELSE 'approve' END AS act,
            CASE s.state WHEN 'rejected' THEN 'not_in_area' WHEN 'changes_asked' THEN 'unsuitable_words' ELSE '' END
                AS reason) d
        JOIN (
            SELECT id, row_number() OVER (ORDER BY id) - 1 AS turn, count(*) OVER () AS several FROM desk_staffmember
        ) m ON m.turn = s.n % m.several
        WHERE s.decided_at IS NOT NULL ORDER BY s.decided_at
    """,
    "pledges_signatureevent": """
        INSERT INTO pledges_signatureevent (pgh_obj_id, pgh_label, pgh_created_at, state, confirmed_at, decided_at,
            left_at, pgh_context)
        SELECT s.subject, e.label, e.at, e.state, e.confirmed_at, e.decided_at, e.left_at, e.context
        FROM seed.signatory s CROSS JOIN LATERAL (VALUES
            ('insert', s.created_at, 'unconfirmed', NULL::timestamptz, NULL::timestamptz, NULL::timestamptz,
                NULL::jsonb),
            ('update', s.confirmed_at, CASE WHEN s.slot IS NULL THEN 'held' ELSE 'awaiting' END, s.confirmed_at, NULL,
                NULL, NULL),
            ('update', s.decided_at, CASE WHEN s.left_at IS NULL THEN s.state ELSE 'approved' END, s.confirmed_at,
                s.decided_at, NULL, '{"staff": 1, "view": "admin:pledges_signature_decide"}'),
            ('update', s.left_at, 'withdrawn', s.confirmed_at, s.decided_at, s.left_at, NULL)
        ) e(label, at, state, confirmed_at, decided_at, left_at, context)
        WHERE e.at IS NOT NULL ORDER BY e.at
    """,
    "pledges_publicentry": """
        INSERT INTO pledges_publicentry (signature_id, public_id, since, kind, organisation, name, role, promise,
            people, version, pledge_id, page)
        SELECT s.subject, s.public_id, s.confirmed_at, s.kind,
            CASE WHEN s.people < 5 THEN '' ELSE s.organisation END,
            CASE WHEN s.publish AND s.people IS NULL THEN s.name ELSE '' END,
            CASE WHEN s.publish AND s.people IS NULL THEN s.role ELSE '' END, s.promise, s.people, t.version,
            t.pledge, coalesce(o.slug, '')
        FROM seed.signatory s JOIN seed.shown t USING (n) LEFT JOIN seed.organisation o ON o.id = s.organisation_id
        WHERE s.listed ORDER BY s.n
    """,
    "post_token": """
        INSERT INTO post_token (hash, about_app, about_id, scope, created_at, expires_at, used_at)
        SELECT stop_hash, 'pledges', subject, 'stop', created_at, NULL, NULL FROM seed.signatory
        WHERE left_at IS NULL ORDER BY n
    """,
}

SEQUENCES = """
SELECT setval(pg_get_serial_sequence('pledges_consententry', 'id'), (SELECT max(id) FROM pledges_consententry)),
    setval(pg_get_serial_sequence('pledges_organisation', 'id'), (SELECT max(id) FROM pledges_organisation))
"""
