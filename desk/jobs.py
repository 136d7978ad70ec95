"""What the worker does for the desk, again and again."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from post.jobs import periodic


@periodic("desk.forget_sessions", every=timedelta(hours=6))
def forget_sessions() -> None:
    """Deletes the sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
