"""Personal contact details in a text that is about to become public for good."""

import re

MAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PHONE = re.compile(r"(?<![\w.])(?:\+44[\s(0)-]*|0)(?:\d[\s()-]?){8,10}\d?(?!\d)")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")
# "Jane Smith on 01632 ...": two or three words with capitals just before an address or a number.
NAMED = re.compile(
    r"((?!(?:Ring|Call|Contact|Email|Mail|Phone|Telephone|Ask|Write|See|Please|Or|And|To|Speak)\b)"
    r"(?:[A-Z][\w'\u2019-]+\s){1,2}[A-Z][\w'\u2019-]+)\s*(?:,|:|\u2013|-|\bon\b|\bat\b|\(|\bvia\b)?\s*$"
)
EXTRA = 60


def contact_details(text: str) -> list[str]:
    """E-mail addresses, telephone numbers and postcodes, and names that stand just before one."""
    found: list[str] = []
    for pattern in (MAIL, PHONE, POSTCODE):
        for match in pattern.finditer(text):
            if named := NAMED.search(text[max(0, match.start() - EXTRA) : match.start()]):
                found.append(named[1].strip())
            found.append(match[0].strip())
    return list(dict.fromkeys(found))
