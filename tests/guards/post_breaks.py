"""An attempt against every constraint of post."""

from tests.guards.breaking import DENIED, Break


def letter(**columns: str) -> str:
    given = {
        "id": "gen_random_uuid()", "recipient": "'a@example.org'", "about_app": "'pledges'",
        "about_id": "%(approved)s", "template": "'pledges/left'", "ids": "'{}'", "not_before": "now()",
        "state": "'queued'", "attempts": "0", "message_id": "'<1@example.org>'", "created_at": "now()",
    } | columns  # fmt: skip
    return f"INSERT INTO post_outbox ({', '.join(given)}) VALUES ({', '.join(given.values())})"


def link(**columns: str) -> str:
    given = {
        "hash": "sha256('x')", "about_app": "'pledges'", "about_id": "%(approved)s", "scope": "'own'",
        "created_at": "now()", "expires_at": "now() + interval '1 day'",
    } | columns  # fmt: skip
    return f"INSERT INTO post_token ({', '.join(given)}) VALUES ({', '.join(given.values())})"


STOPPED = "INSERT INTO post_suppression (hash, reason, at) VALUES ({}, '{}', now())"
TALLY = "INSERT INTO post_tally (key, since, n) VALUES ({}, now(), {})"


BREAKS = [
    Break("post_outbox_message_id_once", letter() + ";" + letter()),
    Break("post_outbox_state_known", letter(state="'sent'", attempts="1")),
    Break("post_outbox_attempts_not_negative", letter(attempts="-1")),
    Break("post_outbox_failed_was_tried", letter(state="'failed'")),
    Break("post_outbox_recipient_is_address", letter(recipient="E'a@example.org\\nBcc: b@example.org'")),
    Break("post_outbox_recipient_is_address", letter(recipient="'nobody'")),
    Break("post_outbox_template_is_name", letter(template="'../secrets'")),
    Break("post_outbox_about_app_is_name", letter(about_app="'Pledges!'")),
    Break("post_outbox_ids_are_named", letter(ids="'[1]'")),
    Break("post_outbox_message_id_is_one", letter(message_id="'1@example.org'")),
    Break("post_token_hash_is_sha256", link(hash="'short'")),
    Break("post_token_scope_known", link(scope="'everything'")),
    Break("post_token_about_app_is_name", link(about_app="'Pledges!'")),
    Break("post_token_expires_after_made", link(expires_at="now() - interval '1 day'")),
    Break("post_token_stop_never_expires", link(scope="'stop'")),
    Break("post_token_used_after_made", link().replace("expires_at)", "expires_at, used_at)").replace("'1 day')", "'1 day', now() - interval '1 day')")),
    Break("post_generation_counts_from_one", "INSERT INTO post_generation (name, n) VALUES ('things', 0)", DENIED),
    Break("post_generation_counts_from_one", "INSERT INTO post_generation (name, n) VALUES ('things', 0)", as_owner=True),
    Break("post_generation_name_is_name", "SELECT post_bump_generation('Some thing')"),
    Break("post_suppression_hash_is_sha256", STOPPED.format("'ada@example.org'", "not_me")),
    Break("post_suppression_reason_known", STOPPED.format("sha256('x')", "tired")),
    Break("post_tally_key_is_sha256", TALLY.format("'ada@example.org'", 1)),
    Break("post_tally_counts_from_one", TALLY.format("sha256('x')", 0)),
    Break("post_heartbeat_job_is_name", "INSERT INTO post_heartbeat (job, last_success) VALUES ('Some job!', now())"),
]  # fmt: skip
