"""Where council staff run audits. Every change is one of participation.actions; nothing is decided here."""

from . import returns, rounds

__all__ = ["returns", "rounds"]
