"""The letters of the audit, registered once. Built when the worker sends, so links are made at the last moment."""

from . import notices_actions, notices_panel, notices_return, notices_round


def register() -> None:
    """Called once, when the app is ready."""
    for part in (notices_round, notices_return, notices_panel, notices_actions):
        part.register()
