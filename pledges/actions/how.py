"""The way an answer came to us, for the ledger."""

from dataclasses import dataclass
from datetime import datetime

from pledges.kinds import Channel, GivenBy, ShownIn


@dataclass(frozen=True, kw_only=True)
class How:
    """By which way, from whom, and in which form the words were read."""

    channel: Channel = Channel.WEB
    given_by: GivenBy = GivenBy.SELF
    shown_in: ShownIn = ShownIn.STANDARD
    # When they said so; None is now. It is earlier where an answer reaches us late, or once more.
    given_at: datetime | None = None


ON_THE_SITE = How()
