"""Cleans one document: a program of its own, started by participation/cleaned.py, which may fail and hurt nobody.

Standard input is the document, standard output what is kept of it; its kind is the one argument.
"""

import resource
import sys
from pathlib import Path

# Seconds of computing, bytes of memory, bytes written: a file has ten megabytes at most.
MOST_TIME, MOST_MEMORY, MOST_WRITTEN = 20, 1024 * 1024 * 1024, 11 * 1024 * 1024


def main() -> int:
    limits = {
        resource.RLIMIT_CPU: MOST_TIME,
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_FSIZE: MOST_WRITTEN,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    # Only now, so that they are limited too.
    from participation.cleaning import cleaners, refusing  # noqa: PLC0415

    try:
        made = cleaners.cleaned(sys.argv[1], sys.stdin.buffer.read())
    except refusing.Refused as refused:
        return int(refused.why)
    except MemoryError:
        return int(refusing.Why.TOO_MUCH)
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
