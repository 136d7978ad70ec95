"""What people type, cleaned of what nobody can see, before anything is kept."""

import unicodedata

# Joiners are invisible too, but Indic and Persian names and many emoji need them.
JOINERS = "\u200c\u200d"


def clean_line(text: str) -> str:
    """One line: no invisible characters, and a single space wherever there was any white space."""
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
    return unicodedata.normalize("NFC", "".join(kept))


def _is_shown(character: str) -> bool:
    """Not a control, a format mark, half of a surrogate pair, or a number that stands for no character."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn", "Co")
