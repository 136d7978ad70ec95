from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django import Settings

from post.actions import queue_letter
from post.models import Outbox
from tests.post.probe import letter as probe

Queue = Callable[..., Outbox]


@pytest.fixture
def queue(db: None, settings: Settings) -> Queue:
    """Queue the probe's letter in a transaction of its own."""
    probe.register()
    folder = Path(__file__).parent / "probe/templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}]

    def queue(**given: Any) -> Outbox:
        about: dict[str, Any] = {"about_app": "post", "about_id": uuid4()}
        with transaction.atomic():
            return queue_letter(**{"recipient": "ann@example.org", "template": "probe/hello", **about, **given})

    return queue
