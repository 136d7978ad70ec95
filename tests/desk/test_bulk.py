"""One decision about several: ticked, looked at once more, decided, undone together."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.roles import Role
from pledges.actions import approve, leave, reject, undo
from pledges.kinds import Kind, Reason, State
from pledges.models import Decision, PublicEntry, Revision, Signature
from pledges.queue import key_of
from tests.factories import StaffMemberFactory, make_signature

from .conftest import SignIn

LIST = reverse("admin:pledges_signature_changelist")
TOGETHER = reverse("admin:pledges_signature_together")
UNDO_ALL = reverse("admin:pledges_signature_undo_all")


def waiting(n: int = 1, **fields: object) -> list[Signature]:
    return [make_signature(state=State.AWAITING, **fields) for _n in range(n)]  # type: ignore[arg-type]


def keys(signatures: list[Signature]) -> list[str]:
    return [key_of(signature) for signature in signatures]


def confirm(client: Client, act: str, signatures: list[Signature], **more: object) -> str:
    """The button of the page that asks once more, with all of them ticked unless told otherwise."""
    data = {"act": act, "listed": keys(signatures), "tick": keys(signatures)} | more
    answer = client.post(TOGETHER, data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def states(signatures: list[Signature]) -> list[str]:
    found = dict(Signature.objects.values_list("pk", "state"))
    return [found[signature.pk] for signature in signatures]


def test_queue_has_a_box_for_each_and_the_other_lists_have_none(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    (signature,) = waiting()

    assert f'name="tick" value="{key_of(signature)}"' in client.get(LIST).content.decode()
    assert 'name="tick"' not in client.get(LIST, {"stage": "all"}).content.decode()
    assert 'name="tick"' not in client.post(LIST, {"q": signature.reference}).content.decode()


def test_ticking_decides_nothing_before_it_was_looked_at_once_more(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    two = waiting(2)

    answer = client.post(TOGETHER, {"act": "approve", "tick": keys(two)})

    assert "Approve 2 signatures?" in answer.content.decode()
    assert answer.content.decode().count("checked") == 2
    assert not Decision.objects.exists()


def test_page_shows_what_will_be_shown_and_leaves_flagged_ones_out(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    (good,) = waiting(promise="Ask <families> first.")
    (bad,) = waiting(promise="Ring 01632 960 001.", organisation="Netherby Academy")
    group = waiting(kind=Kind.GROUP, people=3, organisation="Class 3")

    answer = client.post(TOGETHER, {"act": "approve", "tick": keys([good, bad, *group])})

    words = answer.content.decode()
    assert [ticked for _card, ticked in answer.context["rows"]] == [True, False, True]
    assert "1 is not ticked. Look at it by itself first:" in words
    assert "Netherby Academy</a>: link or contact" in words
    assert "Ask &lt;families&gt; first." in words
    assert "3 children or young people" in words


def test_page_asks_as_much_of_the_database_for_fifty_as_for_two(
    signed_in: SignIn, django_assert_max_num_queries: object
) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    ticks = keys(waiting(12))

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        answer = client.post(TOGETHER, {"act": "approve", "tick": ticks})

    assert len(answer.context["rows"]) == 12


def test_approving_together_publishes_and_says_how_many(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    three = waiting(3)

    words = confirm(client, "approve", three, tick=keys(three[:2]))

    assert states(three) == ["approved", "approved", "awaiting"]
    assert PublicEntry.objects.count() == 2
    assert "<strong>Approved:</strong> 2." in words
    assert "Undo all" in words


@pytest.mark.parametrize(("act", "state"), [("ask", State.CHANGES_ASKED), ("reject", State.REJECTED)])
def test_one_reason_is_given_for_all(signed_in: SignIn, act: str, state: State) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    two = waiting(2)

    confirm(client, act, two, reason=Reason.ADVERTISING)

    assert states(two) == [state, state]
    assert list(Decision.objects.values_list("act", "reason")) == [(act, Reason.ADVERTISING)] * 2


@pytest.mark.parametrize("reason", ["", "because"])
@pytest.mark.parametrize("act", ["ask", "reject"])
def test_missing_reason_keeps_the_ticks(signed_in: SignIn, act: str, reason: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    three = waiting(3)

    words = confirm(client, act, three, tick=keys(three[1:]), reason=reason)

    assert "Choose a reason from the list first." in words
    assert f'value="{key_of(three[0])}" checked' not in words
    assert f'value="{key_of(three[1])}" checked' in words
    assert not Decision.objects.exists()


def test_no_tick_left_says_so(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)

    words = confirm(client, "approve", waiting(2), tick=[])

    assert "Tick at least one." in words


@pytest.mark.parametrize(
    "data", [{}, {"act": "approve"}, {"act": "delete", "tick": "x"}, {"act": "approve", "tick": "x"}]
)
def test_nothing_ticked_or_nonsense_goes_back_to_the_queue(signed_in: SignIn, data: dict[str, str]) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    waiting()

    answer = client.post(TOGETHER, data, follow=True)

    assert answer.redirect_chain == [(LIST, 303)]
    assert "Tick the ones you mean" in answer.content.decode()


def test_more_than_fifty_are_neither_on_a_page_nor_decided_and_stay_ticked(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    many = waiting(52)

    first = client.post(TOGETHER, {"act": "approve", "tick": keys(many)}).content.decode()
    words = confirm(client, "approve", many)

    for answer in (first, words):
        assert "You ticked 52. You can decide about 50 at once. Take away 2 ticks." in answer
        assert answer.count(" checked") == 52
    assert not Decision.objects.exists()
    # A page of the queue holds no more than can be decided, also when all are asked for.
    for address in (LIST, f"{LIST}?all="):
        assert len(client.get(address, follow=True).context["cl"].result_list) == 50


def test_absurdly_many_cost_no_more_than_a_few_pages(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    (signature,) = waiting()
    stamp = key_of(signature).partition("@")[2]
    many = [f"00000000-0000-4000-8000-{n:012d}@{stamp}" for n in range(250)]

    words = confirm(client, "approve", [signature], tick=many)

    assert "You ticked 250." in words


def test_those_too_late_are_named_with_the_reason(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    mine, theirs, gone = waiting(3)
    listed = [mine, theirs, gone]
    ticks = keys(listed)
    fay = StaffMemberFactory.create(first_name="Fay", last_name="First")
    reject(subject_id=theirs.pk, by=fay, reason=Reason.DUPLICATE)
    leave(subject_id=gone.pk)

    words = confirm(client, "approve", [mine], listed=ticks, tick=ticks)

    assert "<strong>Approved:</strong> 1." in words
    assert "For 2 it was too late:" in words
    assert "Decided before you: Turned down, by Fay First" in words
    assert "they have left the pledge" in words
    assert states([theirs]) == ["rejected"]


def test_words_changed_meanwhile_are_not_approved(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    (signature,) = waiting()
    ticks = keys([signature])
    Revision.objects.filter(signature=signature).update(created_at=timezone.now() + timedelta(seconds=1))

    words = confirm(client, "approve", [], listed=ticks, tick=ticks)

    assert states([signature]) == ["awaiting"]
    assert "it waits in the queue, perhaps with other words" in words


def test_undo_all_takes_back_each_that_can_be(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    mine, theirs = waiting(2)
    confirm(client, "approve", [mine, theirs])
    fay = StaffMemberFactory.create()
    undo(subject_id=theirs.pk, by=fay)
    approve(subject_id=theirs.pk, by=fay)

    words = client.post(UNDO_ALL, follow=True).content.decode()

    assert states([mine, theirs]) == ["awaiting", "approved"]
    assert "1 undone." in words
    assert "1 could not be undone" in words
    assert "Undo all" not in words


def test_undo_all_is_gone_after_ten_minutes(signed_in: SignIn, settings: object) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    two = waiting(2)
    confirm(client, "approve", two)
    settings.UNDO_WINDOW = timedelta(0)  # type: ignore[attr-defined]

    assert "Undo all" not in client.get(LIST).content.decode()
    words = client.post(UNDO_ALL, follow=True).content.decode()

    assert "2 could not be undone" in words
    assert states(two) == ["approved"] * 2


def test_undo_all_with_nothing_to_undo_says_so(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)

    assert "There is nothing to undo any more." in client.post(UNDO_ALL, follow=True).content.decode()


def test_session_holds_numbers_and_no_names(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    (signature,) = waiting(organisation="Netherby Academy", name="Fiona Grail")

    confirm(client, "approve", [signature])

    kept = str(dict(client.session.items()))
    assert "decided_together" in kept
    assert not any(word in kept for word in ("Netherby", "Fiona", "example.org"))


@pytest.mark.parametrize("address", [TOGETHER, UNDO_ALL])
def test_together_is_post_only_for_moderators_from_our_own_page(signed_in: SignIn, address: str) -> None:
    client, staff = signed_in(Role.MODERATOR)
    (signature,) = waiting()
    data = {"act": "approve", "listed": key_of(signature), "tick": key_of(signature)}
    other, _other = signed_in(Role.ADMINISTRATOR)
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(staff)

    assert client.get(address, data).status_code == 405
    assert other.post(address, data).status_code == 403
    assert stranger.post(address, data).status_code == 403
    assert "You are signed out" in Client().post(address, data).content.decode()
    assert not Decision.objects.exists()


def test_who_may_only_look_has_no_boxes(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.ADMINISTRATOR)
    permission = staff.user_permissions.model.objects.get(codename="view_signature")
    staff.user_permissions.add(permission)
    (signature,) = waiting()

    words = client.get(LIST).content.decode()

    assert signature.get_kind_display() in words
    assert 'name="tick"' not in words
