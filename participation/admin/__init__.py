"""Where council staff run audits. Every change is one of participation.actions; nothing is decided here."""

from . import actions, panels, returns, rounds, services, sets

__all__ = ["actions", "panels", "returns", "rounds", "services", "sets"]
