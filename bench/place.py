"""Where the bench keeps itself, what size it is, and the environment of everything it starts."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tools import kept
from tools.trouble import ROOT

MANAGE = [sys.executable, str(ROOT / "manage.py")]
FULL_SIZE = 1_000_000


@dataclass(frozen=True)
class Place:
    """One bench: a folder, a number of public entries, and how long each round is."""

    size: int = field(default_factory=lambda: int(os.environ.get("BENCH_SIZE") or FULL_SIZE))
    # Seconds of a round, and of the sustained signing.
    seconds: float = field(default_factory=lambda: float(os.environ.get("BENCH_SECONDS") or 4))
    sustained: float = field(default_factory=lambda: float(os.environ.get("BENCH_SUSTAINED") or 300))
    rounds: int = field(default_factory=lambda: int(os.environ.get("BENCH_ROUNDS") or 4))
    folder: Path = field(default_factory=lambda: Path(os.environ.get("BENCH_FOLDER") or ROOT / ".bench"))

    @property
    def database(self) -> str:
        """One database for each size, so that a quick try leaves the big one alone."""
        return f"bench_{self.size}"

    @property
    def secrets(self) -> dict[str, str]:
        self.folder.mkdir(exist_ok=True)
        return kept.secrets_of(self.folder / "env")

    def environment(self, serving_url: str) -> dict[str, str]:
        """As a portal in production has it, behind one proxy; nothing of the caller's own settings."""
        ours = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return ours | {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATABASE_URL": serving_url,
            "SECRET_KEY": self.secrets["SECRET_KEY"],
            "LINK_KEY": self.secrets["LINK_KEY"],
            "SITE_URL": "http://127.0.0.1",
            # The clients say in X-Forwarded-For that they come from many networks.
            "TRUSTED_PROXIES": "1",
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "ERASURE_LIST": str(self.folder / "erasures.jsonl"),
            "PRIVATE_FILES": str(self.folder / "private"),
            "PUBLIC_FILES": str(self.folder / "public"),
            "PYTHONUNBUFFERED": "1",
        }
