"""An attempt against every constraint and trigger about organisations."""

from tests.guards.breaking import DENIED, Break


def organisation(**columns: str) -> str:
    """An organisation, with some columns wrong."""
    given = {"slug": "'a-school'", "slug_hash": "sha256('a')", "name": "'A School'", "name_norm": "'a school'"}
    given |= {"kind": "'school'", "made_at": "now()"} | columns
    return f"INSERT INTO pledges_organisation ({', '.join(given)}) VALUES ({', '.join(given.values())})"


FORMER = "INSERT INTO pledges_formerorganisation (hash) VALUES (sha256('a'));"

BREAKS = [
    Break("pledges_organisation_slug_key", organisation(slug="(SELECT slug FROM pledges_organisation WHERE id = %(organisation)s)")),
    Break("pledges_organisation_slug_fits", organisation(slug="'A School'")),
    Break("pledges_organisation_slug_fits", organisation(slug="repeat('a', 61)"), "value too long for type character varying(60)\n"),
    Break("pledges_organisation_slug_fits", organisation(slug="'easy-read'")),
    Break("pledges_organisation_slug_hash", organisation(slug_hash="'abc'")),
    Break("pledges_organisation_has_name", organisation(name="''")),
    Break("pledges_organisation_has_name", organisation(name_norm="''")),
    Break("pledges_organisation_kind", organisation(kind="'parent_carer'")),
    Break("pledges_organisation_address", "UPDATE pledges_organisation SET slug = 'another' WHERE id = %(organisation)s"),
    Break("pledges_organisation_address", "UPDATE pledges_organisation SET slug_hash = sha256('b') WHERE id = %(organisation)s"),
    # Only the database takes one away, and says so.
    Break("pledges_organisation_stands", "DELETE FROM pledges_organisation WHERE id = %(organisation)s", DENIED),
    Break("pledges_signature_organisation_kind", "UPDATE pledges_signature SET organisation_id = %(organisation)s WHERE subject_id = %(private)s"),
    Break("pledges_signature_organisation_kind", "UPDATE pledges_signature SET organisation_before_id = %(organisation)s WHERE subject_id = %(group)s"),
    Break("pledges_signature_organisation_decided", "UPDATE pledges_signature SET organisation_id = %(organisation)s WHERE subject_id = %(awaiting)s"),
    Break("pledges_signature_organisation_decided", "UPDATE pledges_signature SET organisation_before_id = %(organisation)s WHERE subject_id = %(unconfirmed)s"),
    Break("pledges_formerorganisation_fixed", FORMER, DENIED),
    Break("pledges_formerorganisation_fixed", "UPDATE pledges_formerorganisation SET hash = sha256('b')", DENIED),
    Break("pledges_formerorganisation_fixed", FORMER + "UPDATE pledges_formerorganisation SET hash = sha256('b')", as_owner=True),
    Break("pledges_formerorganisation_fixed", FORMER + "UPDATE pledges_formerorganisation SET at = '2020-01-01'", as_owner=True),
    Break("pledges_formerorganisation_stays", "DELETE FROM pledges_formerorganisation", DENIED),
    Break("pledges_formerorganisation_stays", FORMER + "DELETE FROM pledges_formerorganisation", as_owner=True),
    Break("pledges_formerorganisation_no_truncate", "TRUNCATE pledges_formerorganisation", DENIED),
    Break("pledges_formerorganisation_no_truncate", "TRUNCATE pledges_formerorganisation", "pledges_formerorganisation_append_only", as_owner=True),
]  # fmt: skip

# Triggers that act and refuse nothing (tests/pledges/test_organisations.py).
ACTING = {
    *("pledges_organisation_generation", "pledges_signature_generation"),
    *("pledges_person_organisation", "pledges_signature_organisation"),
}
