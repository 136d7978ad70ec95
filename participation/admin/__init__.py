"""Where council staff run audits. Every change is one of participation.actions; nothing is decided here."""

from . import services, sets

__all__ = ["services", "sets"]
