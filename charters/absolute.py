"""Addresses with the name of the site in front: for files that leave it."""

from django.conf import settings


def absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
