"""How the tools speak to the person at the keyboard."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Everything a run makes and keeps; git ignores it. RUN_FOLDER keeps a second portal beside the first.
KEPT = Path(os.environ.get("RUN_FOLDER") or ROOT / ".run")


class Trouble(Exception):
    """Something this person can put right. The text says what to do; no traceback helps here."""


def say(text: str) -> None:
    print(text, flush=True)


def told(main: Callable[[], int]) -> int:
    """Runs a tool's `main`; trouble becomes a sentence and a failing status."""
    try:
        return main()
    except Trouble as trouble:
        print(f"\n{trouble}\n", file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        if error.errno not in (13, 28, 30):  # no permission, no space, read-only
            raise
        print(f"\n{error.strerror}: {error.filename or ROOT}. Make room or give yourself the right to write there, "
              "then run it again.\n", file=sys.stderr, flush=True)  # fmt: skip
        return 1
    except KeyboardInterrupt:
        return 130
