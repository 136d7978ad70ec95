"""The letters about inviting services, reminding them, and handing returns back."""


def register() -> None:
    """Called once, when the app is ready."""
