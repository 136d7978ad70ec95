"""The letters about a return's colleagues, and its receipt."""


def register() -> None:
    """Called once, when the app is ready."""
