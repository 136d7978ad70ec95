"""The function that counts generations up, and the table behind the database cache."""

from django.db import migrations

# SECURITY DEFINER with a fixed search path: the serving role may make a counter go up by one and nothing else,
# and a trigger of any app can call it. pg_temp stands last, so that nobody can slip in a table of the same name.
BUMP = """
CREATE FUNCTION public.post_bump_generation(counter text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.post_generation AS g (name, n) VALUES (counter, 1)
    ON CONFLICT (name) DO UPDATE SET n = g.n + 1
    RETURNING n
$$;
"""

# As `manage.py createcachetable` makes it; here, so that `migrate` alone gives a working site. UNLOGGED spares the
# write-ahead log: after a crash of the database the cache is empty, which a cache may be.
CACHE = """
CREATE UNLOGGED TABLE post_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX post_cache_expires ON post_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial")]

    operations = [
        migrations.RunSQL(BUMP, "DROP FUNCTION public.post_bump_generation(text)"),
        migrations.RunSQL(CACHE, "DROP TABLE post_cache"),
    ]
