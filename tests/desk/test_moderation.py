"""Deciding on signatures in the admin."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.roles import Role
from pledges.actions import approve, leave
from pledges.kinds import Judgement, Kind, Reason, State
from pledges.models import Decision, PublicEntry, Revision, Signature
from tests.factories import StaffMemberFactory, make_signature

from .conftest import SignIn, seen

LIST = "admin:pledges_signature_changelist"


def act(name: str, signature: Signature) -> str:
    return reverse(f"admin:pledges_signature_{name}", args=[signature.pk])


def waiting(days: int = 0, **fields: object) -> Signature:
    return make_signature(state=State.AWAITING, confirmed_at=timezone.now() - timedelta(days=days), **fields)  # type: ignore[arg-type]


def page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_shows_queue_oldest_first_with_age_in_words(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    young, old, middle = waiting(3), waiting(20), waiting(9)
    make_signature(state=State.APPROVED)

    answer = client.get(reverse(LIST))

    assert [row.pk for row in answer.context["cl"].result_list] == [old.pk, middle.pk, young.pk]
    words = answer.content.decode()
    assert '<span class="age age--late">20 days <b>Late</b></span>' in words
    assert '<span class="age age--soon">9 days <b>Soon late</b></span>' in words
    assert "3 days" in words


def test_list_asks_few_questions_of_the_database(signed_in: SignIn, django_assert_max_num_queries: object) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    for days in range(5):
        waiting(days)

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        answer = client.get(reverse(LIST))

    assert answer.status_code == 200


def test_list_finds_a_reference_in_any_state(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = make_signature(state=State.APPROVED)
    waiting()

    answer = client.get(reverse(LIST), {"q": signature.reference})

    assert [row.pk for row in answer.context["cl"].result_list] == [signature.pk]


def test_screen_shows_what_the_list_will_show(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.MODERATOR)
    signature = waiting(kind=Kind.SCHOOL, publish=False)

    shown = client.get(act("change", signature)).context["screen"].shown
    approve(subject_id=signature.pk, by=staff)

    entry = PublicEntry.objects.get(signature=signature)
    assert vars(shown) == {name: getattr(entry, name) for name in ("organisation", "name", "role", "promise")}
    assert shown.name == ""


def test_screen_escapes_what_people_typed(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting(promise="<script>alert(1)</script>")

    words = page(client, act("change", signature))

    assert "<script>alert(1)" not in words
    assert "&lt;script&gt;alert(1)" in words


def test_approve_publishes_and_goes_to_the_next(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.MODERATOR)
    first, second = waiting(5), waiting(2)

    answer = client.post(act("approve", first), {"seen": seen(first)})

    assert answer.headers["Location"] == f"{act('change', second)}?decided={first.pk}"
    assert PublicEntry.objects.filter(signature=first).exists()
    assert Decision.objects.get(signature=first).by == staff
    assert act("undo", first) in page(client, answer.headers["Location"])


def test_approve_last_stays_with_it_and_says_so(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()

    answer = client.post(act("approve", signature), {"seen": seen(signature)}, follow=True)

    assert "That was the last one" in answer.content.decode()
    assert act("undo", signature) in answer.content.decode()


def test_reject_keeps_the_coded_reason(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()

    client.post(act("reject", signature), {"seen": seen(signature), "reason": Reason.ADVERTISING})

    decision = Decision.objects.get(signature=signature)
    assert (decision.act, decision.reason) == (Judgement.REJECT, Reason.ADVERTISING)


@pytest.mark.parametrize("reason", ["", "because"])
def test_reject_needs_a_reason_from_the_list(signed_in: SignIn, reason: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()

    answer = client.post(act("reject", signature), {"seen": seen(signature), "reason": reason}, follow=True)

    signature.refresh_from_db()
    assert signature.state == State.AWAITING
    assert "Choose a reason" in answer.content.decode()


def test_undo_takes_it_off_the_list_again(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()
    client.post(act("approve", signature), {"seen": seen(signature)})

    answer = client.post(act("undo", signature), follow=True)

    signature.refresh_from_db()
    assert signature.state == State.AWAITING
    assert not PublicEntry.objects.filter(signature=signature).exists()
    assert "Undone" in answer.content.decode()


def test_undo_too_late_says_so(signed_in: SignIn, settings: object) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()
    client.post(act("approve", signature), {"seen": seen(signature)})
    settings.UNDO_WINDOW = timedelta(0)  # type: ignore[attr-defined]

    answer = client.post(act("undo", signature), follow=True)

    signature.refresh_from_db()
    assert signature.state == State.APPROVED
    assert "too late to undo" in answer.content.decode()


def test_second_moderator_is_told_what_the_first_decided(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()
    approve(subject_id=signature.pk, by=StaffMemberFactory.create(first_name="Fay", last_name="First"))

    answer = client.post(act("reject", signature), {"seen": seen(signature), "reason": Reason.DUPLICATE}, follow=True)

    signature.refresh_from_db()
    assert signature.state == State.APPROVED
    assert "Decided before you: Approved, by Fay First" in answer.content.decode()


def test_deciding_on_somebody_who_left_says_so(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()
    shown = seen(signature)
    leave(subject_id=signature.pk)

    answer = client.post(act("approve", signature), {"seen": shown}, follow=True)

    assert "they have left the pledge" in answer.content.decode()


@pytest.mark.parametrize("name", ["approve", "reject", "undo"])
def test_get_decides_nothing(signed_in: SignIn, name: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()

    answer = client.get(act(name, signature))

    assert answer.status_code == 405
    assert not Decision.objects.exists()


def test_deciding_needs_the_form_of_our_page(signed_in: SignIn) -> None:
    _client, staff = signed_in(Role.MODERATOR)
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(staff)

    answer = stranger.post(act("approve", waiting()))

    assert answer.status_code == 403


def test_nobody_edits_adds_or_deletes_a_signature(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.MODERATOR)
    staff.is_superuser = True
    staff.save()
    signature = waiting()

    assert client.post(act("change", signature), {"state": "approved"}).status_code == 405
    assert client.get(reverse("admin:pledges_signature_add")).status_code == 403
    assert client.post(act("delete", signature), {"post": "yes"}).status_code == 403
    assert Revision.objects.filter(signature=signature).exists()


def test_unconfirmed_signature_is_nobodys_business(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = make_signature(state=State.UNCONFIRMED)

    answer = client.get(act("change", signature), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("admin:index")
    assert client.post(act("approve", signature), {"seen": seen(signature)}).status_code == 404


def test_first_page_shows_the_queue(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting(16)

    words = page(client, reverse("admin:index"))

    assert "Signatures awaiting moderation" in words
    assert act("change", signature) in words
    assert "16 days" in words
