"""Where council staff write charters. Every change is one of charters.actions; nothing is decided here."""

from . import charters, partners, versions

__all__ = ["charters", "partners", "versions"]
