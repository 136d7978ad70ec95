"""The letters about panels."""


def register() -> None:
    """Called once, when the app is ready."""
