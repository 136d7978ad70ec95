"""What readers type: words that are common or rare, two of them, none that is there, and words with a slip in them."""

import random
import string
from collections.abc import Sequence

from django.db import connection

LETTERS = string.ascii_lowercase
FREQUENT = "SELECT word FROM pledges_word WHERE length(word) > 2 ORDER BY n DESC LIMIT %s"
RARE = "SELECT word FROM pledges_word WHERE n <= 3 AND length(word) > 3 ORDER BY md5(word) LIMIT %s"
NAMES = """
    SELECT name FROM pledges_publicentry WHERE name LIKE '%% %%' AND organisation = ''
    ORDER BY md5(public_id::text) LIMIT %s
"""
SHOWN = """
    SELECT CASE organisation WHEN '' THEN name ELSE organisation END FROM pledges_publicentry
    WHERE organisation || name LIKE '%% %%' ORDER BY md5(signature_id::text) LIMIT %s
"""


def column(statement: str, count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [count])
        return [str(row[0]) for row in cursor.fetchall()]


def common(count: int) -> list[str]:
    """The most common words there are, again and again."""
    words = column(FREQUENT, 40)
    return [words[n % len(words)] for n in range(count)]


def rare(count: int) -> list[str]:
    return column(RARE, count)


def two_words(count: int, chance: random.Random) -> list[str]:
    """Half of them two words of one name, in any order; half a very common word and any other."""
    words = column(FREQUENT, 30)
    own = [" ".join(chance.sample(name.split(), 2)) for name in column(SHOWN, 4 * count) if len(name.split()) > 1]
    mixed = [f"{words[n % len(words)]} {name.split()[0]}" for n, name in enumerate(own[count : 2 * count])]
    return own[: count // 2] + mixed[: count - count // 2]


def absent(count: int, chance: random.Random) -> list[str]:
    """Words as long as words are, which nobody is called by and which are spelt like nobody's."""
    return ["".join(chance.choices("qxzjkvwy", k=chance.randint(5, 11))) for _ in range(count)]


def slips(count: int, chance: random.Random) -> list[str]:
    """Names as they are shown, each with one slip."""
    return [slip(name, chance) for name in column(SHOWN, count)]


def two_letters(count: int) -> list[str]:
    """What somebody has typed so far, of names as common as names are."""
    return [name[:2].lower() for name in column(SHOWN, count)]


def full_names(count: int) -> list[str]:
    """Names of people who are shown, each as often as it is."""
    return column(NAMES, count)


def slip(text: str, chance: random.Random) -> str:
    """One letter too many, missing, wrong, or in the place of its neighbour; always another text than before."""
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    while True:
        at, letter = chance.choice(places), chance.choice(LETTERS)
        made = chance.choice(_slips(text, at, letter))
        if made.lower() != text.lower():
            return made


def _slips(text: str, at: int, letter: str) -> Sequence[str]:
    before, after = text[:at], text[at + 1 :]
    swapped = before + after[:1] + text[at] + after[1:] if after[:1].isalpha() else text
    return before + letter + text[at:], before + after, before + letter + after, swapped
