"""An attempt against every rule about pictures that staff upload."""

from typing import Any

from charters.actions import withdraw_picture
from tests.charters.factories import make_file
from tests.charters.uploading import make_picture
from tests.guards.breaking import DENIED, Break
from tests.guards.charters_breaks import changed, row

IN_USE, TAKEN_BACK = "hash = %(p_in_use)s", "hash = %(p_taken_back)s"


def picture(**columns: str) -> str:
    given = {"hash": "%(p_file)s", "file_id": "%(p_file)s", "name": "'A'", "shows": "'A'", "words": "'{}'"}
    given |= {"credit": "'A'", "licence": "'own'", "licence_text": "''", "source": "''", "added_at": "now()"}
    return row("picture", given | {"withdrawn_reason": "''"}, **columns)


BREAKS = [
    Break("charters_picture_name_once", picture(name="'WILLOW'")),
    Break("charters_picture_named", picture(name="''")),
    Break("charters_picture_named", picture(name="'a | b'")),
    Break("charters_picture_named", picture(name="repeat('a', 61)")),
    Break("charters_picture_told", picture(shows="''")),
    Break("charters_picture_told", picture(shows="repeat('a', 501)")),
    Break("charters_picture_credited", picture(credit="''")),
    Break("charters_picture_credited", changed("picture", "credit = ''", IN_USE)),
    Break("charters_picture_licence", picture(licence="'stolen'")),
    Break("charters_picture_licence_told", picture(licence="'other'")),
    Break("charters_picture_licence_told", picture(licence_text="'A'")),
    Break("charters_picture_source", picture(source="'javascript:alert(1)'")),
    # It is the bytes that it is named by, and of those that are left none has other ones.
    Break("charters_picture_kept", picture(file_id="%(p_in_use)s")),
    Break("charters_picture_kept", picture(file_id="NULL")),
    Break("charters_picture_kept", changed("picture", "file_id = NULL", IN_USE)),
    Break("charters_picture_kept", changed("picture", "withdrawn_at = now(), credit = ''", IN_USE)),
    Break("charters_picture_kept", changed("picture", "withdrawn_reason = 'A'", IN_USE)),
    Break("charters_picture_reason", picture(withdrawn_reason="repeat('a', 2001)", withdrawn_at="now()", cleared_at="now()", file_id="NULL", credit="''")),
    Break("charters_picture_guard", picture(hash="%(p_text)s", file_id="%(p_text)s"), "charters_picture_is_picture"),
    Break("charters_picture_guard", changed("picture", "hash = %(p_file)s, file_id = %(p_file)s", IN_USE), "charters_picture_fixed"),
    Break("charters_picture_guard", changed("picture", "added_at = now()", IN_USE), "charters_picture_fixed"),
    Break("charters_picture_guard", changed("picture", "cleared_at = NULL", IN_USE), "charters_picture_fixed"),
    Break("charters_picture_guard", changed("picture", "cleared_at = now()", IN_USE), "charters_picture_fixed"),
    Break("charters_picture_guard", changed("picture", "withdrawn_at = NULL, withdrawn_reason = ''", TAKEN_BACK), "charters_picture_fixed"),
    Break("charters_picture_guard", changed("picture", "name = 'B'", TAKEN_BACK), "charters_picture_fixed"),
    Break("charters_picture_guard", f"DELETE FROM charters_picture WHERE {IN_USE}", "charters_picture_stays"),
    Break("charters_picture_guard", f"DELETE FROM charters_picture WHERE {TAKEN_BACK}", "charters_picture_stays"),
    Break("charters_picture_no_truncate", "TRUNCATE charters_picture", DENIED),
    Break("charters_picture_no_truncate", "TRUNCATE charters_picture", "charters_picture_append_only", as_owner=True),
]  # fmt: skip

# Pages are made anew (tests/charters/test_pictures_shown.py).
ACTING = {"charters_picture_changed"}


def make_pictures() -> dict[str, Any]:
    """One in use, one that was taken back; and files that are no picture of ours yet."""
    taken_back = make_picture("Gone")
    withdraw_picture(picture=taken_back, reason="A mistake.")
    return {
        "p_in_use": make_picture("Willow").pk,
        "p_taken_back": taken_back.pk,
        "p_file": make_file(b"another picture").pk,
        "p_text": make_file(b"words", type="application/pdf").pk,
    }
