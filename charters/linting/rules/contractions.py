"""Short forms such as "don't": two words that look like one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.linting.findings import Hit, Level
from charters.linting.text import CURLY

from .rule import Reading, Rule, words

OWN = {
    "can't": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "let's": "let us",
    "y'all": "you all",
}
ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "'d": "would"}
# Behind these 's is "is"; behind other words it says whose a thing is.
IS_AFTER = words("it he she that this there here what who where when how why")


def expanded(word: str) -> str:
    """Both words of a short form in small letters; "" for any other word."""
    if "'" not in word:
        return ""
    if word in OWN:
        return OWN[word]
    if word.endswith("'s"):
        return f"{word[:-2]} is" if word[:-2] in IS_AFTER else ""
    for ending, full in ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return f"{word.removesuffix(ending)} {full}"
    return ""


def contraction(reading: Reading) -> Iterator[Hit]:
    if "'" not in reading.text.masked and CURLY not in reading.text.masked:
        return
    for word in reading.text.words:
        if full := expanded(word.lower):
            says = _("“%(short)s” is two words that look like one.") % {"short": word.text}
            written = full[:1].upper() + full[1:] if word.text[0].isupper() else full
            better = _("“%(full)s” for “%(short)s”") % {"full": written, "short": word.text}
            yield Hit(word.start, word.end, says, better, Level.WARNING)


RULES = (Rule("contraction", True, contraction),)
