"""Where council staff write charters. Every change is one of charters.actions; nothing is decided here."""

from . import charters, importing, partners, versions

__all__ = ["charters", "importing", "partners", "versions"]
