"""How much of a document is read at most, and the one thing that may go wrong while reading."""

from django.utils.translation import gettext as _

# What the columns hold is said once.
from charters.models.kinds import LONGEST_CLAUSE, LONGEST_HEADING, LONGEST_INTRO, LONGEST_TITLE

__all__ = ["LONGEST_CLAUSE", "LONGEST_HEADING", "LONGEST_INTRO", "LONGEST_TITLE", "CannotRead"]

# Bytes. The designed charters that councils publish, full of photographs, are about 5 MB.
FILE_MAX = 20_000_000
# Bytes of one part of a Word file, unpacked. Sixty pages are 1 to 3 MB; one edited for months is ten times that.
PART_MAX = 40_000_000
# Bytes of the list of files inside a Word file: 10,000 of them. Word writes about twenty.
DIRECTORY_MAX = 1_000_000
# How deep elements of Word's XML may stand in one another: a table in a table in a table comes to 40.
NESTING_MAX = 200
# Bytes of plain text, Markdown or HTML; some files take two for each letter. Markdown that is made to be slow is read
# at 50,000 bytes a second.
TEXT_MAX = 400_000
# Brackets and commas of our own export, which may be as large as a file because attachments are in it. Each can cost a
# hundred bytes of memory; a charter of 500 clauses has 10,000 brackets and 30,000 commas.
BRACKETS_MAX = 100_000
COMMAS_MAX = 500_000
# Lines that hold something, and characters of them: a hundred pages.
LINES_MAX = 5_000
CHARACTERS_MAX = 300_000
# A charter has about 40 clauses in 10 sections. The pages that show and compare them are measured with 500 clauses.
SECTIONS_MAX = 300
CLAUSES_MAX = 500
# Characters of the number before a heading.
LABEL_MAX = 20
LEVELS = 3


class CannotRead(ValueError):
    """Why a document cannot be read, in words for the person who sent it."""


def too_big() -> CannotRead:
    return CannotRead(_("The file is too big. It may have %(n)s MB at most.") % {"n": FILE_MAX // 1_000_000})


def too_long() -> CannotRead:
    return CannotRead(_("There is too much text in it: a hundred pages are the most. Send it in parts."))
