"""Deciding on signatures in the admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk.roles import Role
from pledges.actions import Details, affirm, approve, edit, leave, note
from pledges.kinds import AgeBand, GivenBy, Judgement, Kind, Reason, State
from pledges.models import Decision, Note, PublicEntry, Revision, Signature
from post.models import Outbox
from tests.factories import PledgeWordingFactory, StaffMemberFactory, make_signature

from .conftest import SignIn, seen

LIST = "admin:pledges_signature_changelist"


def act(name: str, signature: Signature) -> str:
    return reverse(f"admin:pledges_signature_{name}", args=[signature.pk])


def waiting(days: int = 0, **fields: object) -> Signature:
    return make_signature(state=State.AWAITING, confirmed_at=timezone.now() - timedelta(days=days), **fields)  # type: ignore[arg-type]


def edited(promise: str = "We will listen to families.", **fields: object) -> Signature:
    """An approved signature with a change that waits."""
    signature = make_signature(**fields)  # type: ignore[arg-type]
    with connection.cursor() as cursor:  # as at the end of its own transaction
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    live = Revision.objects.get(signature=signature)
    details = Details(name="Mx New", role=live.role, organisation=live.organisation_typed, promise=promise)
    edit(subject_id=signature.pk, details=details)
    signature.refresh_from_db()
    return signature


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


@pytest.mark.parametrize("stage", ["", "recent", "all"])
def test_list_asks_as_much_of_the_database_for_many_as_for_one(signed_in: SignIn, stage: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(LIST), {"stage": stage}).status_code == 200
        return len(queries)

    def some(n: int) -> None:
        for days in range(n):
            waiting(days, promise="Ring 01632 960 001.")
            make_signature(state=State.APPROVED)
            edited()

    some(1)
    few = asked()
    some(4)

    assert asked() == few <= 9


def test_list_finds_a_reference_in_any_state(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = make_signature(state=State.APPROVED)
    waiting()

    answer = client.post(reverse(LIST), {"q": signature.reference})

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


@pytest.mark.parametrize("name", ["approve", "ask", "reject", "undo", "note"])
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


# Asking for a change


def test_ask_writes_for_a_change_in_ten_minutes_and_can_be_undone(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()

    client.post(act("ask", signature), {"seen": seen(signature), "reason": Reason.PERSONAL_DETAILS})

    signature.refresh_from_db()
    assert signature.state == State.CHANGES_ASKED
    letter = Outbox.objects.about("pledges", signature.pk).get(template="pledges/changes_asked")
    assert letter.not_before > timezone.now() + timedelta(minutes=9)
    client.post(act("undo", signature), {"decision": Decision.objects.get().pk})
    signature.refresh_from_db()
    assert signature.state == State.AWAITING


@pytest.mark.parametrize("reason", ["", "because"])
def test_ask_needs_a_reason_from_the_list(signed_in: SignIn, reason: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()

    answer = client.post(act("ask", signature), {"seen": seen(signature), "reason": reason}, follow=True)

    assert "Choose a reason" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["approve", "ask", "reject"])
@pytest.mark.parametrize("sent", ["old", "none", "nonsense"])
def test_nothing_is_decided_about_words_that_were_not_on_the_page(signed_in: SignIn, name: str, sent: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = edited()
    shown = {"old": seen(signature), "none": "", "nonsense": "2026-13-45"}[sent]
    details = Details(name="Mx New", organisation="Elsewhere", promise="Words nobody saw.")
    edit(subject_id=signature.pk, details=details)

    answer = client.post(act(name, signature), {"seen": shown, "reason": Reason.ADVERTISING}, follow=True)

    signature.refresh_from_db()
    assert signature.is_edit
    assert "not those you looked at" in answer.content.decode()


def test_undo_of_a_page_left_open_leaves_a_colleagues_decision_alone(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.MODERATOR)
    signature = waiting()
    approve(subject_id=signature.pk, by=staff)
    mine = Decision.objects.get().pk
    client.post(act("undo", signature), {"decision": mine})
    approve(subject_id=signature.pk, by=StaffMemberFactory.create(first_name="Fay", last_name="First"))

    answer = client.post(act("undo", signature), {"decision": mine}, follow=True)

    signature.refresh_from_db()
    assert signature.state == State.APPROVED
    assert "by Fay First" in answer.content.decode()


# What the screen shows


def test_change_stands_beside_what_holds_now(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = edited(promise="We will listen to <b>carers</b>.")

    words = page(client, act("change", signature))

    assert "The list shows the old words until you decide." in words
    assert '<del><span class="visually-hidden">taken out: </span>ask families first.</del>' in words
    assert "put in: </span>listen to &lt;b&gt;carers&lt;/b&gt;.</ins>" in words


def test_change_waits_in_the_first_pages_queue_as_a_change(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = edited(organisation="Thistlewick School")

    words = page(client, reverse("admin:index"))

    assert f'<a href="{act("change", signature)}">changes to Thistlewick School</a>' in words


def test_changes_are_in_the_queue_by_when_they_were_made_and_not_among_the_decided(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    change, older = edited(), waiting(1)

    assert [row.pk for row in client.get(reverse(LIST)).context["cl"].result_list] == [older.pk, change.pk]
    assert list(client.get(reverse(LIST), {"stage": "recent"}).context["cl"].result_list) == []
    assert client.get(reverse(LIST), {"stage": "all"}).context["cl"].result_count == 2


@pytest.mark.parametrize(
    ("fields", "sees", "not_sees"),
    [
        ({"kind": Kind.GROUP, "people": 4, "organisation": "Class 3"}, ["A group", "4 children", "does not say"], []),
        ({"kind": Kind.GROUP, "people": 24, "organisation": "Class 3"}, ["Class 3", "24 children"], ["A group<"]),
        ({"kind": Kind.GROUP, "people": 24, "publish": False}, ["Nothing.", "their choice"], []),
        (
            {"kind": Kind.YOUNG_PERSON, "age_band": AgeBand.AGE_13_15, "publish": False, "name": "Ravi"},
            ["Nothing.", "under 16", "13 to 15"],
            ['slip__name">Ravi'],
        ),
        ({"kind": Kind.YOUNG_PERSON, "name": "Ravi"}, ['slip__name">Ravi', "16 to 17", "Never shown"], []),
        ({"given_by": GivenBy.HELPED}, ["the person, with help"], []),
        ({"state": State.HELD}, ["has signed three times already"], []),
        ({"state": State.REJECTED}, ["Nothing.", "It was turned down."], []),
    ],
)
def test_screen_says_what_everybody_will_see_and_whom_it_is_about(
    signed_in: SignIn, fields: dict[str, Any], sees: list[str], not_sees: list[str]
) -> None:
    client, _staff = signed_in(Role.MODERATOR)

    words = page(client, act("change", make_signature(**({"state": State.AWAITING} | fields))))

    assert [words for one in sees if one not in words] == []
    assert [words for one in not_sees if one in words] == []


def test_screen_says_which_version_they_stand_by(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()
    affirm(subject_id=signature.pk, wording=PledgeWordingFactory.create(pledge=signature.pledge, n=2))

    words = page(client, act("change", signature))

    assert "Pledge, version 2" in words
    assert "signed version 1" in words


def test_flags_point_at_the_words_in_list_and_screen(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting(promise="Ask my son <i>Tom</i> or Tom Okafor, aged 7.", email="a@mailinator.com")

    words = page(client, act("change", signature))
    listed = page(client, reverse(LIST))

    assert "<mark>Tom Okafor<span" in words
    assert "This may be the name of a child." in words
    assert "&lt;i&gt;Tom&lt;/i&gt;" in words
    assert '<span class="flag">throwaway e-mail</span>' in listed
    assert "child&#x27;s name</span>" in listed


# Notes


def test_note_is_kept_and_shown_to_colleagues(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.MODERATOR)
    signature = waiting()

    client.post(act("note", signature), {"text": "Rang them.\r\nIt is <genuine>."})

    assert Note.objects.get(signature=signature).by_id == staff.pk
    assert "Rang them.\nIt is &lt;genuine&gt;." in page(client, act("change", signature))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write something"),
        (" \n\t ", "Write something"),
        ("x" * 1001, "at most 1000 characters. This one has 1001"),
    ],
)
def test_note_that_cannot_be_kept_says_why_and_keeps_what_was_typed(signed_in: SignIn, text: str, says: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()

    answer = client.post(act("note", signature), {"text": text})

    assert says in answer.content.decode()
    assert text.strip() in answer.content.decode()
    assert not Note.objects.exists()


def test_note_of_a_thousand_characters_with_line_breaks_fits(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = waiting()

    client.post(act("note", signature), {"text": "x" * 499 + "\r\n" + "y" * 500})

    assert len(Note.objects.get().text) == 1000


def test_only_moderators_note(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)
    signature = waiting()

    assert client.post(act("note", signature), {"text": "x"}).status_code == 403
    assert not Note.objects.exists()


def test_who_has_left_has_no_notes_and_gets_none(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.MODERATOR)
    signature = waiting()
    note(subject_id=signature.pk, by=staff, text="Rang them.")
    leave(subject_id=signature.pk)

    answer = client.post(act("note", signature), {"text": "Rang again."}, follow=True)

    assert "they have left" in answer.content.decode()
    assert not Note.objects.exists()
