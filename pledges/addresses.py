"""One person, many spellings: the forms of a name and an e-mail address that are compared."""

import unicodedata

from config.lib.mailboxes import canonical_address

__all__ = ["canonical_address", "normal_name"]


def normal_name(name: str) -> str:
    """The name without capitals, accents, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split()) or plain.strip()
