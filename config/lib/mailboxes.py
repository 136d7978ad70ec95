"""Which mailbox an e-mail address leads to, whatever its spelling: one person, many addresses."""

import unicodedata

# Domains that deliver to the same mailbox.
DOMAIN_ALIASES = {"googlemail.com": "gmail.com"}
# Providers that ignore dots before the @.
DOTLESS = {"gmail.com"}


def canonical_address(email: str) -> str:
    """The address without capitals, "+extension", dots that do not count, or an aliased domain.

    Only for telling mailboxes apart (FACTS: what petitions do); mail goes to the address as typed.
    """
    local, _, domain = unicodedata.normalize("NFKC", email).strip().casefold().rpartition("@")
    domain = DOMAIN_ALIASES.get(domain, domain)
    local = local.split("+", 1)[0] or local
    if domain in DOTLESS:
        local = local.replace(".", "")
    return f"{local}@{domain}"
