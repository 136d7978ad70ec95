"""Several lines at once, as they are pasted from elsewhere."""

from charters.importing import marks
from config.lib.texts import clean_line


def pasted_lines(text: str, room: int) -> tuple[list[str], str]:
    """So many lines at most, without bullets and numbers before them; and what does not fit, as it was."""
    rows = [row for row in text.splitlines() if _words(row)]
    return [_words(row) for row in rows[: max(room, 0)]], "\n".join(rows[max(room, 0) :])


def _words(row: str) -> str:
    """Word writes a tab behind its marks, and knows bullets by two spaces behind a letter."""
    text = row.expandtabs(4).strip()
    without = marks.bullet(text)
    if without is None:
        numbered = marks.number(text)
        without = numbered[1] if numbered else text
    return clean_line(without)
