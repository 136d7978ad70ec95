"""`make check`: everything that can be said about the code without running it."""

import os
import subprocess
import sys
from pathlib import Path

from tools.trouble import ROOT, say, told

BIN = Path(sys.executable).parent
# The settings must load; nothing is ever served with these, and no database is asked.
ENVIRONMENT = {
    "SECRET_KEY": "only for checking, long enough to be taken for a real one, which it is not",
    "LINK_KEY": "only for checking",
    "DATABASE_URL": "postgres://serving@127.0.0.1:1/none",
    "DATABASE_OWNER_URL": "postgres://owning@127.0.0.1:1/none",
}
PYTHON = [sys.executable, "-W", "ignore:Got an error checking a consistent migration history"]
CHECKS: dict[str, list[str]] = {
    "lint": [str(BIN / "ruff"), "check", "--output-format", "concise", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "types": [str(BIN / "mypy"), "."],
    "imports": [str(BIN / "lint-imports")],
    "migrations": [*PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "django": [*PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
    "easy read": [*PYTHON, "manage.py", "check_easy_read"],
    "repository": [sys.executable, "-m", "tools.repository"],
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | ENVIRONMENT, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        say(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}")
        if done.returncode:
            failed.append(name)
            say(done.stdout)
    if failed:
        say(f"make check: {', '.join(failed)} failed.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(told(main))
