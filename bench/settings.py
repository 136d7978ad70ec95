"""The portal's own settings, with the addresses that only the bench needs."""

from config.settings import *  # noqa: F403 - the very same settings

ROOT_URLCONF = "bench.urls"
