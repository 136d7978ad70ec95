"""How many letters strangers can cause, for each mailbox and each network: the numbers, and under what is counted.

A letter that anybody can cause by typing an address (to confirm, "you have signed already", a lost link) could be used
to fill a stranger's mailbox, or to send much mail in our name. So each is counted twice. Nobody is ever refused at the
screen: a letter goes at once, or later, or (to a mailbox that has had its day's worth) not at all, and the page says
the same each time.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from post.keyed import keyed, keyed_each, mailbox_hash
from post.models import Tally

HOUR = timedelta(hours=1)
DAY_HOURS = 24
# To one mailbox, in an hour, at once. A family may sign three times from one address, and somebody mistypes a name.
MAILBOX_AT_ONCE = 4
# To one mailbox, in any 24 hours. Three hours' worth: enough for a bad day, too little to call it a flood.
MAILBOX_A_DAY = 12
# From one network, in ten minutes, at once. Two classes, or a staff meeting.
NETWORK_WINDOW = timedelta(minutes=10)
NETWORK_AT_ONCE = 60
# Further ones go one after the other: a school of a hundred waits three minutes, a program that sends ten thousand
# waits for as long as anybody lets it.
NETWORK_PACE = timedelta(seconds=5)
# Longer than this nobody waits: what is not confirmed is deleted after some days.
LONGEST_WAIT = timedelta(hours=12)
# How long counts are kept: the rules above look back a day.
KEEP_TALLIES = timedelta(days=1)


# One letter to count, for post_count_letter() and every function that takes a `post_caps`: give it `to_count()`.
TO_COUNT = """ROW(
    %(at)s, %(hours)s::bytea[], %(hour)s, %(at_once)s, %(a_day)s,
    %(network)s, %(network_since)s, %(network_at_once)s, %(pace)s, %(longest)s
)::post_caps"""


def judge(*, recipient: str, network: str, on: datetime) -> datetime | None:
    """Counts one more letter to this mailbox from this network; when it may go, or None where it may not at all.

    The rule itself is the database's (migrations/0004). Without a network only the mailbox counts.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT post_count_letter({TO_COUNT})", to_count(recipient=recipient, network=network, on=on))
        may_go: datetime | None = cursor.fetchone()[0]
    return may_go


def to_count(*, recipient: str, network: str, on: datetime) -> dict[str, Any]:
    """The values of TO_COUNT: under which keys a letter is counted, and the numbers above."""
    hours, since = _last_hours(on), _start_of(NETWORK_WINDOW, on)
    return {
        "at": on,
        "hours": _as_array(_mailbox_keys(recipient, hours)),
        "hour": hours[0],
        "at_once": MAILBOX_AT_ONCE,
        "a_day": MAILBOX_A_DAY,
        "network": keyed("letters from", network, since.isoformat()) if network else None,
        "network_since": since,
        "network_at_once": NETWORK_AT_ONCE,
        "pace": NETWORK_PACE,
        "longest": LONGEST_WAIT,
    }


def counted(recipient: str, *, on: datetime) -> list[Tally]:
    """What is counted about a mailbox just now, oldest first: for its owner, who may see what we hold."""
    return list(Tally.objects.filter(pk__in=_mailbox_keys(recipient, _last_hours(on))).order_by("since"))


def _last_hours(on: datetime) -> list[datetime]:
    """The starts of the last 24 hours, this one first."""
    this_hour = _start_of(HOUR, on)
    return [this_hour - n * HOUR for n in range(DAY_HOURS)]


def _as_array(keys: Iterable[bytes]) -> str:
    """As PostgreSQL spells an array: one value to read, in place of two dozen."""
    return "{" + ",".join(rf'"\\x{key.hex()}"' for key in keys) + "}"


def _mailbox_keys(recipient: str, hours: Sequence[datetime]) -> list[bytes]:
    return keyed_each("letters to", mailbox_hash(recipient).hex(), last=[hour.isoformat() for hour in hours])


def _start_of(stretch: timedelta, on: datetime) -> datetime:
    """The start of the hour, or of the ten minutes, that this moment is in."""
    seconds = int(on.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(stretch.total_seconds()), tz=UTC)
