"""What the worker does for the desk."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from desk.jobs import forget_sessions


@pytest.mark.django_db
def test_forget_sessions_keeps_those_that_run() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="young", session_data="", expire_date=now + timedelta(hours=1))

    forget_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["young"]
