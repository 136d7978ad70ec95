"""What council staff see of pledges. Every change is one of pledges.actions; nothing is decided here."""

from . import ledger, moderation, organisations, pledges, wordings

__all__ = ["ledger", "moderation", "organisations", "pledges", "wordings"]
