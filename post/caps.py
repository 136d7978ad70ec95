"""How many letters strangers can cause, for each mailbox and each network: the rules, and the counting.

A letter that anybody can cause by typing an address (to confirm, "you have signed already", a lost link) could be used
to fill a stranger's mailbox, or to send much mail in our name. So each is counted twice. Nobody is ever refused at the
screen: a letter goes at once, or later, or (to a mailbox that has had its day's worth) not at all, and the page says
the same each time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from post.keyed import keyed, mailbox_hash
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


@dataclass(frozen=True)
class Verdict:
    """When a letter may go; None where it may not go at all."""

    not_before: datetime | None


def judge(*, recipient: str, network: str, on: datetime) -> Verdict:
    """Counts one more letter to this mailbox from this network. Without a network only the mailbox counts."""
    by_mailbox = _mailbox_allows(recipient, on)
    by_network = _network_allows(network, on) if network else on
    if by_mailbox is None:
        return Verdict(None)
    return Verdict(max(by_mailbox, by_network))


def counted(recipient: str, *, on: datetime) -> list[Tally]:
    """What is counted about a mailbox just now, oldest first: for its owner, who may see what we hold."""
    keys = [_mailbox_key(recipient, hour) for hour in _last_hours(on)]
    return list(Tally.objects.filter(pk__in=keys).order_by("since"))


def _mailbox_allows(recipient: str, on: datetime) -> datetime | None:
    hours = _last_hours(on)
    this_hour = Tally.count_up(_mailbox_key(recipient, hours[0]), since=hours[0])
    earlier = Tally.objects.filter(pk__in=[_mailbox_key(recipient, hour) for hour in hours[1:]])
    if this_hour + sum(earlier.values_list("n", flat=True)) > MAILBOX_A_DAY:
        return None
    later = (this_hour - 1) // MAILBOX_AT_ONCE
    return hours[0] + later * HOUR if later else on


def _network_allows(network: str, on: datetime) -> datetime:
    since = _start_of(NETWORK_WINDOW, on)
    n = Tally.count_up(keyed("letters from", network, since.isoformat()), since=since)
    return on + min(max(n - NETWORK_AT_ONCE, 0) * NETWORK_PACE, LONGEST_WAIT)


def _last_hours(on: datetime) -> list[datetime]:
    """The starts of the last 24 hours, this one first."""
    this_hour = _start_of(HOUR, on)
    return [this_hour - n * HOUR for n in range(DAY_HOURS)]


def _mailbox_key(recipient: str, hour: datetime) -> bytes:
    return keyed("letters to", mailbox_hash(recipient).hex(), hour.isoformat())


def _start_of(stretch: timedelta, on: datetime) -> datetime:
    """The start of the hour, or of the ten minutes, that this moment is in."""
    seconds = int(on.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(stretch.total_seconds()), tz=UTC)
