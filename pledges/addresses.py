"""One person, many spellings: the forms of a name and an e-mail address that are compared."""

import unicodedata

# Domains that deliver to the same mailbox.
DOMAIN_ALIASES = {"googlemail.com": "gmail.com"}
# Providers that ignore dots before the @.
DOTLESS = {"gmail.com"}


def canonical_address(email: str) -> str:
    """The address without capitals, "+extension", dots that do not count, or an aliased domain.

    Only for telling duplicates apart (FACTS: what petitions do); mail goes to the address as typed.
    """
    local, _, domain = unicodedata.normalize("NFKC", email).strip().casefold().rpartition("@")
    domain = DOMAIN_ALIASES.get(domain, domain)
    local = local.split("+", 1)[0] or local
    if domain in DOTLESS:
        local = local.replace(".", "")
    return f"{local}@{domain}"


def normal_name(name: str) -> str:
    """The name without capitals, accents, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split()) or plain.strip()
