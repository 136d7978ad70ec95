"""Settings for a worker process under test: the site's own, with a letter and a mail server that can stall."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, INSTALLED_APPS, TEMPLATES

INSTALLED_APPS += ["tests.post.probe"]
TEMPLATES[0]["DIRS"] += [BASE_DIR / "tests/post/probe/templates"]
EMAIL_BACKEND = "tests.post.probe.stalling.StallingBackend"
