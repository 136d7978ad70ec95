"""What people type, cleaned of what nobody can see, before anything is kept."""

import unicodedata

# Joiners and selectors are invisible too, but Indic, Persian and Japanese names and many emoji need them.
JOINERS = "\u200c\u200d"
SELECTORS = (("\ufe00", "\ufe0f"), ("\U000e0100", "\U000e01ef"))
# Letters and marks by their category, which are nothing to the eye: with them a name could be blank.
BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"


def clean_line(text: str) -> str:
    """One line: no invisible characters, and a single space wherever there was any white space."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_visible(text).split())


def clean_text(text: str) -> str:
    """Several lines, each cleaned, with one empty line at most between two paragraphs."""
    lines: list[str] = []
    for line in text.splitlines():
        cleaned = clean_line(line)
        if cleaned or (lines and lines[-1]):
            lines.append(cleaned)
    return "\n".join(lines).strip()


def has_letters(text: str) -> bool:
    """Whether anything in it can be read out: a name of dots is no name."""
    return any(character.isalnum() for character in text)


def _visible(text: str) -> str:
    """The text without control characters, lone surrogates and marks that turn the reading direction.

    They come along when people copy from a PDF or a chat. Left in, they can make one name look like another.
    """
    kept = (c if not c.isspace() else " " for c in text if c.isspace() or c in JOINERS or _is_shown(c))
    joined = _without_loose_joiners(unicodedata.normalize("NFC", "".join(kept)))
    return unicodedata.normalize("NFC", joined)


def _without_loose_joiners(text: str) -> str:
    """The text with joiners and selectors only where they have something to work on: never in Latin writing."""
    kept: list[str] = []
    # The letter that the marks since then belong to, and whether the character before was a joiner or selector.
    base, repeated = " ", False
    for character in text:
        joins = _joins(character)
        if not joins and not unicodedata.category(character).startswith("M"):
            base = character
        if not joins or not (repeated or _is_latin(base)):
            kept.append(character)
            repeated = joins
    return "".join(kept)


def _joins(character: str) -> bool:
    return character in JOINERS or any(first <= character <= last for first, last in SELECTORS)


def _is_latin(character: str) -> bool:
    return character.isascii() or unicodedata.name(character, "").startswith("LATIN")


def _is_shown(character: str) -> bool:
    """Not a control, a format mark, half of a surrogate pair, a blank, or a number that stands for no character."""
    return character not in BLANKS and unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn", "Co")
