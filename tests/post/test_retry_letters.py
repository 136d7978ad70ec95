"""Letters that had failed for good go again when somebody says so."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from post.models import Outbox
from tests.factories import make_signature


@pytest.mark.django_db(transaction=True)
def test_retry_letters_sends_what_had_failed() -> None:
    make_signature()
    Outbox.objects.filter(template="pledges/confirmed").update(state="failed", attempts=7)
    out = StringIO()

    call_command("retry_letters", stdout=out)
    call_command("work", once=True)

    assert out.getvalue() == "Letters to send again: 1.\n"
    assert "Thank you for signing" in [message.subject for message in mail.outbox]
