"""No registry's address and no path of somebody's machine stands in a tracked file: `python -m tools.repository`."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.trouble import ROOT, say

# Where package managers would write where they fetched from.
LOCKS = re.compile(r"(^|/)(package-lock\.json|[\w.-]+\.lock|\.npmrc|pip\.conf)$")
ADDRESS = re.compile(
    r"\"resolved\"|--(extra-)?index-url|--find[-]links|^\s*registry\s*=|^-[if] |file:|^https?://", re.M
)
# A home folder, in the form that names somebody. Written in pieces so that this file does not find itself.
HOME = re.compile(r"/(?:home|Users)/(?!\$|you\b|<)[a-z][\w.-]*/|/" + r"root/[\w.]|[A-Z]:\\\\?Users\\")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def faults_in(name: str, text: str, checkout: Path = ROOT) -> Iterator[str]:
    """What is wrong with one file, each with its line."""
    patterns = [HOME, re.compile(re.escape(str(checkout)) + r"(?![\w.-])")]
    if LOCKS.search(name):
        patterns.append(ADDRESS)
    for pattern in patterns:
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{name}:{line}: {found.group().strip()!r} is an address or path of one machine"


def faults() -> Iterator[str]:
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content[:8000]:
            yield from faults_in(name, content.decode(errors="replace"))


if __name__ == "__main__":
    found = list(faults())
    for fault in found:
        say(fault)
    sys.exit(bool(found))
