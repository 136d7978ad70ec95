"""One person, many spellings: the forms of a name and an e-mail address that are compared."""

import unicodedata

from config.lib.mailboxes import canonical_address

__all__ = ["canonical_address", "normal_name"]

# St Oswald's is St Oswalds, however the sign between is typed, or left out.
APOSTROPHES = frozenset("'`\u00b4\u02b9\u02bc\u2018\u2019\u2032\uff07")


def normal_name(name: str) -> str:
    """The name without capitals, accents, punctuation or doubled spaces. An apostrophe parts no words."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (" " if not c.isalnum() else c for c in plain if not (unicodedata.combining(c) or c in APOSTROPHES))
    return " ".join("".join(kept).split()) or plain.strip()
