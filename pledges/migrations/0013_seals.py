"""Seals over the consent ledger, and a note of every consent that is taken back, for the erasure list."""

import django.db.models.deletion
import post.models.checks
from django.db import migrations, models

# The root is SHA-256 over one line of text (which names the seal before) and then the 32 bytes of each entry's hash,
# in the order of their ids. pledges/seals.py reckons it again.
#
# Why the lock: an entry draws its id before it is committed, so max(id) of what can be seen may leave out lower ids
# that come a moment later. Whoever inserts holds ROW EXCLUSIVE on the table from before the first nextval until the
# transaction ends; our lock waits for all of them, and while we hold it nobody draws an id. What comes later draws a
# higher one, because the sequence keeps none in store (CACHE 1) and the serving role cannot set it back. max(id) is
# read after the lock is ours: in READ COMMITTED each statement sees what was committed before it. A transaction with
# an older snapshot would look past entries, so it is refused. Gaps in the ids mean nothing.
#
# SECURITY DEFINER, because LOCK TABLE and INSERT are rights that the serving role lacks. Anybody who may connect may
# call it: it takes nothing from the caller, and without new entries it makes nothing. It gives up after some seconds,
# because whoever wants to sign waits behind it.
SEAL = """
CREATE FUNCTION pledges_seal() RETURNS SETOF pledges_seal LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    last pledges_seal; made pledges_seal; hashes bytea;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a seal is made in READ COMMITTED: an older snapshot would miss entries'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_seal_isolation';
    END IF;
    LOCK TABLE pledges_consententry IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO last FROM pledges_seal ORDER BY n DESC LIMIT 1;
    SELECT max(id), count(*) + coalesce(last.count, 0), string_agg(hash, ''::bytea ORDER BY id)
        INTO made.upto_id, made.count, hashes
        FROM pledges_consententry WHERE id > coalesce(last.upto_id, 0);
    IF made.upto_id IS NULL THEN RETURN; END IF;
    made.n := coalesce(last.n, 0) + 1;
    made.prev := coalesce(last.root, '');
    -- A clock that was put back must not stop the sealing, nor make a seal older than the one before.
    made.at := greatest(clock_timestamp(), last.at);
    made.root := sha256(convert_to(array_to_string(ARRAY[
        'seal-1', made.n::text, made.upto_id::text, made.count::text, encode(made.prev, 'hex'),
        pledges_microseconds(made.at)], '|') || chr(10), 'UTF8') || hashes);
    INSERT INTO pledges_seal (n, upto_id, count, root, prev, at)
        VALUES (made.n, made.upto_id, made.count, made.root, made.prev, made.at);
    RETURN NEXT made;
END $$;
"""

GUARDS = """
-- For the owner's mistakes: the serving role may not insert at all.
CREATE FUNCTION pledges_guard_seal() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    last pledges_seal;
BEGIN
    SELECT * INTO last FROM pledges_seal ORDER BY n DESC LIMIT 1;
    IF NEW.n <> coalesce(last.n, 0) + 1 OR NEW.prev <> coalesce(last.root, '') OR NEW.at < last.at
        OR NEW.upto_id <= last.upto_id OR NEW.count <= last.count
        OR NOT EXISTS (SELECT 1 FROM pledges_consententry WHERE id = NEW.upto_id) THEN
        RAISE EXCEPTION 'a seal goes on where the one before ends'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_seal_continues';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_seal_continues BEFORE INSERT ON pledges_seal
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_seal();
CREATE TRIGGER pledges_seal_append_only BEFORE UPDATE OR DELETE ON pledges_seal
    FOR EACH ROW EXECUTE FUNCTION pledges_refuse();
CREATE TRIGGER pledges_seal_no_truncate BEFORE TRUNCATE ON pledges_seal
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_refuse();

CREATE FUNCTION pledges_bump_seals() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM post_bump_generation('seals');
    RETURN NULL;
END $$;

CREATE TRIGGER pledges_seal_generation AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pledges_seal
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_bump_seals();

-- A sequence that was set back, after a restore gone wrong say, must not slip entries in under a seal. The name comes
-- after pledges_consententry_chain, which gives the id: triggers of one kind act in the order of their names.
CREATE FUNCTION pledges_guard_sealed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.id <= (SELECT max(upto_id) FROM pledges_seal) THEN
        RAISE EXCEPTION 'nothing enters the ledger under a seal'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_consententry_under_no_seal';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pledges_consententry_under_no_seal BEFORE INSERT ON pledges_consententry
    FOR EACH ROW EXECUTE FUNCTION pledges_guard_sealed();
"""

# The note is written with the entry, so that no withdrawal is forgotten; as the owner, so that the serving role need
# not be able to make notes up. Without EXECUTE nobody can hang the function on a table of their own.
ERASURES = """
CREATE FUNCTION pledges_note_erasure() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO pledges_erasurenote (entry_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION pledges_note_erasure() FROM PUBLIC;

CREATE TRIGGER pledges_consententry_erasure AFTER INSERT ON pledges_consententry
    FOR EACH ROW WHEN (NEW.act = 'withdraw') EXECUTE FUNCTION pledges_note_erasure();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0012_retention"),
    ]

    operations = [
        migrations.CreateModel(
            name="ErasureNote",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="pledges.consententry",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal to note",
                "verbose_name_plural": "withdrawals to note",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("n", models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name="number")),
                ("upto_id", models.BigIntegerField(verbose_name="up to entry")),
                ("count", models.BigIntegerField(verbose_name="entries")),
                ("root", models.BinaryField(max_length=32, verbose_name="SHA-256")),
                ("prev", models.BinaryField(default=b"", max_length=32, verbose_name="the one before")),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("upto_id",),
                        name="pledges_seal_upto_once",
                        violation_error_message="Two seals cannot end with the same entry.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("n__gt", 0), ("count__gte", models.F("n")), ("upto_id__gte", models.F("count"))
                        ),
                        name="pledges_seal_counts",
                        violation_error_message="A seal has a number, and at least one entry more than the one before.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            post.models.checks.OctetLength("root", 32),
                            models.Q(
                                models.Q(("n", 1), ("prev", b"")),
                                models.Q(("n__gt", 1), post.models.checks.OctetLength("prev", 32)),
                                _connector="OR",
                            ),
                        ),
                        name="pledges_seal_roots",
                        violation_error_message="A seal is a hash of 32 bytes and names the one before, unless it is first.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SEAL + GUARDS + ERASURES, migrations.RunSQL.noop),
    ]
