"""Printed files, and what the database keeps true of them."""

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
-- Whether a printed file may be made anew: it shows a picture that was taken back since.
CREATE FUNCTION charters_storedfile_is_void(printed charters_storedfile) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM charters_picture p JOIN charters_version v ON v.id = printed.version_id
        WHERE printed.kind IN ('easy_read', 'poster') AND p.withdrawn_at > printed.made_at
        AND position(convert_to(encode(p.hash, 'hex'), 'UTF8') IN v.document) > 0)
$$;

CREATE FUNCTION charters_guard_storedfile() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    v charters_version;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF charters_storedfile_is_void(OLD) THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'a printed file stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_storedfile_stays';
    END IF;
    -- Locked, so that it is not withdrawn meanwhile.
    SELECT * INTO v FROM charters_version WHERE id = NEW.version_id FOR SHARE;
    IF v.state NOT IN ('published', 'superseded') THEN
        RAISE EXCEPTION 'only what anybody may read is printed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charters_storedfile_of_public_version';
    END IF;
    -- Of the transaction's beginning: a picture that is taken back while this is made voids it.
    NEW.made_at := now();
    RETURN NEW;
END $$;

CREATE TRIGGER charters_storedfile_guard BEFORE INSERT OR DELETE ON charters_storedfile
    FOR EACH ROW EXECUTE FUNCTION charters_guard_storedfile();
CREATE TRIGGER charters_storedfile_append_only BEFORE UPDATE ON charters_storedfile
    FOR EACH ROW EXECUTE FUNCTION charters_refuse();
CREATE TRIGGER charters_storedfile_no_truncate BEFORE TRUNCATE ON charters_storedfile
    FOR EACH STATEMENT EXECUTE FUNCTION charters_refuse();

-- Pages show which files there are.
CREATE FUNCTION charters_storedfile_changed() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM post_bump_generation('charters');
    RETURN NULL;
END $$;

CREATE TRIGGER charters_storedfile_changed AFTER INSERT OR DELETE ON charters_storedfile
    FOR EACH STATEMENT EXECUTE FUNCTION charters_storedfile_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("charters", "0006_picture_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("charter", "all the words"),
                            ("large_print", "large print"),
                            ("easy_read", "easy read"),
                            ("poster", "poster"),
                        ],
                        verbose_name="kind",
                    ),
                ),
                ("part", models.PositiveSmallIntegerField(default=1, verbose_name="part")),
                ("content", models.BinaryField(verbose_name="content")),
                ("pages", models.PositiveIntegerField(verbose_name="pages")),
                (
                    "hash",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("content"), function="sha256"),
                        output_field=models.BinaryField(),
                    ),
                ),
                (
                    "size",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("content"), function="octet_length"),
                        output_field=models.PositiveIntegerField(verbose_name="size in bytes"),
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="printed", to="charters.version"
                    ),
                ),
            ],
            options={
                "verbose_name": "printed file",
                "verbose_name_plural": "printed files",
                "ordering": ["version", "kind", "part"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "kind", "part"),
                        name="charters_storedfile_one",
                        violation_error_message="This version is printed as this already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["charter", "large_print", "easy_read", "poster"])),
                        name="charters_storedfile_kind",
                        violation_error_message="Choose a kind from the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part", 1), models.Q(("kind", "easy_read"), ("part__gt", 1)), _connector="OR"
                        ),
                        name="charters_storedfile_parts",
                        violation_error_message="Only easy read has parts. They are counted from 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pages__gt", 0), ("size__gt", 0), ("size__lte", 20971520)),
                        name="charters_storedfile_size",
                        violation_error_message="A printed file has pages, and 20 megabytes at most.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
