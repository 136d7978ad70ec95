"""The bench at a few hundred signatories: its seed holds against every guard, and it prints its table."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_bench_seeds_what_the_portal_could_have_written_and_prints_its_table(tmp_path: Path) -> None:
    """The seed asks the database's own guards, and `verify_consents` reckons each hash; either failing is a status."""
    environment = {"PATH": os.environ["PATH"], "BENCH_SIZE": "300", "BENCH_FOLDER": str(tmp_path), "ROWS": "ledger"}

    done = subprocess.run([sys.executable, "-m", "bench"], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    headings, _rule, row = done.stdout.splitlines()[-3:]
    assert headings.split() == ["work", "figure", "held", "against", "ratio", "target", "met"]
    assert row.startswith("verify_consents")
