"""Counting and queueing a letter as functions, so that an act of one statement can do both.

What these rules are for stands in post/caps.py, with the numbers, which are given with each call. They run with the
rights of whoever calls: the serving role may write both tables itself.
"""

from django.db import migrations

CAPS = """
-- One letter to be counted: the keyed counts of its mailbox (this hour's first) and of its network, and the numbers.
CREATE TYPE post_caps AS (
    at timestamptz,
    hours bytea[], hour timestamptz, at_once integer, a_day integer,
    network bytea, network_since timestamptz, network_at_once integer, pace interval, longest interval
);

-- When the letter may go, or null where its mailbox has had its day's worth. Two at once are never counted as one.
CREATE FUNCTION post_count_letter(c post_caps) RETURNS timestamptz LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    this_hour integer; earlier integer; of_network integer; by_mailbox timestamptz; by_network timestamptz := c.at;
BEGIN
    INSERT INTO post_tally AS t (key, since, n) VALUES (c.hours[1], c.hour, 1)
        ON CONFLICT (key) DO UPDATE SET n = t.n + 1 RETURNING n INTO this_hour;
    SELECT coalesce(sum(n), 0) INTO earlier FROM post_tally WHERE key = ANY (c.hours[2:]);
    IF c.network IS NOT NULL THEN
        INSERT INTO post_tally AS t (key, since, n) VALUES (c.network, c.network_since, 1)
            ON CONFLICT (key) DO UPDATE SET n = t.n + 1 RETURNING n INTO of_network;
        by_network := c.at + least(greatest(of_network - c.network_at_once, 0) * c.pace, c.longest);
    END IF;
    IF this_hour + earlier > c.a_day THEN RETURN NULL; END IF;
    by_mailbox := CASE WHEN this_hour <= c.at_once THEN c.at
        ELSE c.hour + (this_hour - 1) / c.at_once * interval '1 hour' END;
    RETURN greatest(by_mailbox, by_network);
END $$;
"""

# As the library writes it (tests/post/test_queueing.py holds the two side by side): another library, another function.
QUEUE = """
CREATE FUNCTION post_queue_letter(
    recipient text, about_app text, about_id uuid, template text, ids jsonb, not_before timestamptz, message_id text,
    at timestamptz
) RETURNS post_outbox LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    letter post_outbox;
BEGIN
    INSERT INTO post_outbox
        (id, recipient, about_app, about_id, template, ids, not_before, state, attempts, message_id, created_at)
        VALUES (gen_random_uuid(), recipient, about_app, about_id, template, ids, not_before, 'queued', 0, message_id, at)
        RETURNING * INTO letter;
    INSERT INTO django_tasks_database_dbtaskresult
        (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, queue_name, backend_name, run_after,
        exception_class_path, traceback)
        VALUES (gen_random_uuid(), 'READY', at, jsonb_build_object('args', jsonb_build_array(letter.id), 'kwargs', '{}'::jsonb),
        0, 'post.tasks.deliver', '[]', 'default', 'default', not_before, '', '');
    RETURN letter;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("post", "0003_suppression_and_tallies"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.RunSQL(CAPS, "DROP FUNCTION post_count_letter(post_caps); DROP TYPE post_caps"),
        migrations.RunSQL(
            QUEUE,
            "DROP FUNCTION post_queue_letter(text, text, uuid, text, jsonb, timestamptz, text, timestamptz)",
        ),
    ]
