"""A moment as a number, for hashes: text forms of a time change with a session's settings."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> str:
    """Whole microseconds since 1970."""
    return str((moment - EPOCH) // timedelta(microseconds=1))
