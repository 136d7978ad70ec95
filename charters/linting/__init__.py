"""The linter of easy read: a library without a database, for the command and for the desk while people write.

It knows rules about words. Whether somebody can read the words, only readers can say.
"""

from .checking import check, check_text
from .findings import Finding, Level, Report
from .passage import Kind, Line

__all__ = ["Finding", "Kind", "Level", "Line", "Report", "check", "check_text"]
