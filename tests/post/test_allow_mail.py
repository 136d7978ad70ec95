from io import StringIO

import pytest
from django.core.management import call_command

from post.actions import suppress
from post.models import Suppression

pytestmark = pytest.mark.django_db


def answer(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What it says to who types this address."""
    said = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(f"{address}\n"))
    call_command("allow_mail", stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("reason", Suppression.Reason)
def test_allow_mail_lifts_whatever_they_told_us(reason: Suppression.Reason, monkeypatch: pytest.MonkeyPatch) -> None:
    for mailbox in ("ada@example.org", "ben@example.org"):
        suppress(mailbox=mailbox, reason=reason)

    answer(" Ada+x@example.org ", monkeypatch)

    assert not Suppression.objects.of("ada@example.org").exists()
    assert Suppression.objects.of("ben@example.org").exists()


def test_allow_mail_says_the_same_for_an_address_that_never_told_us(monkeypatch: pytest.MonkeyPatch) -> None:
    suppress(mailbox="ada@example.org", reason=Suppression.Reason.NOT_ME)

    assert answer("ada@example.org", monkeypatch) == answer("nobody@example.org", monkeypatch)
