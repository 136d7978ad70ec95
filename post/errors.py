"""What can go wrong with letters and links, by name, so that callers can say it in plain words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from post.models import Token


class OutsideTransaction(RuntimeError):
    """A letter was queued outside a transaction: it could go out for something that never happened."""


class NotWaiting(RuntimeError):
    """The letter is not waiting, so it cannot be put off."""


class NotFailed(RuntimeError):
    """The letter has not failed, so it cannot start over."""


class UnknownTemplate(LookupError):
    """Nobody registered a builder for this letter."""


class NothingToSend(Exception):
    """A builder's answer when its letter has become pointless: the row is dropped quietly."""


class LinkError(Exception):
    """A private link that cannot be used."""


class LinkUnknown(LinkError):
    """No such link, or not for this purpose. The two are never told apart."""


class LinkExpired(LinkError):
    """The link was real, but its time is over. The page may offer to mail a new one."""

    def __init__(self, token: "Token") -> None:
        super().__init__("This link has expired.")
        self.token = token


class LinkUsed(LinkError):
    """Somebody was quicker: a link that works once has been used."""


class RulesFailed(RuntimeError):
    """Something is kept longer than we say: a rule of retention failed. The log says which."""
