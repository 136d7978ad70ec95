"""Where council staff write charters. Every change is one of charters.actions; nothing is decided here."""

from . import charters, importing, partners, uploaded, versions

__all__ = ["charters", "importing", "partners", "uploaded", "versions"]
