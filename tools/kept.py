"""What a checkout keeps from run to run in .run/env: secrets, made once, readable by their owner alone."""

import os
import secrets
from pathlib import Path

from tools.trouble import KEPT

HEADER = (
    "# Made once by `make run`. Remove a line and it is made anew; remove SECRET_KEY and everybody is signed out.\n"
)
MADE = {
    "SECRET_KEY": 50,
    "LINK_KEY": 50,
    "OWNER_PASSWORD": 24,
    "WEB_PASSWORD": 24,
    "DEMO_STAFF_PASSWORD": 12,
}


def secrets_of(file: Path = KEPT / "env") -> dict[str, str]:
    """The kept secrets; those that are missing are made and kept."""
    lines = file.read_text().splitlines() if file.exists() else []
    kept = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    missing = {name: secrets.token_urlsafe(size) for name, size in MADE.items() if not kept.get(name)}
    if missing:
        kept |= missing
        _write(file, HEADER + "".join(f"{name}={value}\n" for name, value in kept.items()))
    return kept


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    draft.replace(file)
