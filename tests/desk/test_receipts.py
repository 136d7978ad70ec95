"""The data protection officer opens the receipt of any subject, also of one who has left; from the ledger alone."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from desk.roles import Role
from pledges.kinds import State
from pledges.models import ConsentEntry
from pledges.receipt_files import KINDS
from tests.config.reading_pdfs import tagged, text_of
from tests.factories import make_signature

from .conftest import SignIn


def receipt(kind: str, subject_id: object) -> str:
    return reverse(f"admin:pledges_receipt_{kind}", args=[subject_id])


@pytest.mark.parametrize("state", [State.APPROVED, State.WITHDRAWN])
def test_officer_finds_the_receipt_by_the_reference_of_a_letter(signed_in: SignIn, state: State) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    signature = make_signature(state=state, name="Ada Lark")
    entry = ConsentEntry.objects.filter(subject_id=signature.subject_id).latest("seq")

    found = client.post(reverse("admin:pledges_consententry_changelist"), {"q": signature.reference})
    shown = client.get(reverse("admin:pledges_consententry_change", args=[entry.pk])).content.decode()
    files = {kind: client.get(receipt(kind, signature.subject_id)) for kind in KINDS}

    assert f"{signature.reference}-{entry.seq}" in found.content.decode()
    assert all(f'href="{receipt(kind, signature.subject_id)}"' in shown for kind in KINDS)
    assert all("no-store" in response["Cache-Control"] for response in files.values())
    assert json.loads(files["json"].content)["ledger"]["head"] == bytes(entry.hash).hex()
    for kind in ("pdf", "easy_pdf"):
        assert tagged(files[kind].content)
        assert signature.reference in text_of(files[kind].content)
        assert "Ada Lark" not in text_of(files[kind].content)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.DATA_PROTECTION_OFFICER])
def test_nobody_else_opens_it(signed_in: SignIn, kind: str, role: Role) -> None:
    client, _staff = signed_in(role)
    signature = make_signature()

    assert client.get(receipt(kind, signature.subject_id)).status_code == 403
    assert Client().get(receipt(kind, signature.subject_id)).status_code == 302


def test_subject_with_nothing_in_the_ledger_has_none(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    unconfirmed = make_signature(state=State.UNCONFIRMED)

    assert client.get(receipt("pdf", unconfirmed.subject_id)).status_code == 404
    assert client.get(receipt("pdf", uuid4())).status_code == 404
