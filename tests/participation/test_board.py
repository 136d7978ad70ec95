"""Where a round stands, at the desk: figures, the list of what is due, and one return."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from desk.roles import Role, make_roles
from participation.models import Evidence, EvidenceFile, Holder, Lead, Return, Round
from participation.models.kinds import EvidenceKind
from post.models import Outbox
from tests.factories import StaffMemberFactory
from tests.participation import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    make_roles()
    member = StaffMemberFactory.create(first_name="Ada")
    member.groups.set(member.groups.model.objects.filter(name=Role.AUDIT_LEAD))
    client.force_login(member)
    return client


def board(one: Round, query: str = "") -> str:
    return reverse("admin:participation_board", args=[one.pk]) + query


def at(the_return: Return, act: str = "", *args: Any) -> str:
    if not act:
        return reverse("admin:participation_return_change", args=[the_return.pk])
    return reverse(f"admin:participation_return_{act}", args=[the_return.pk, *args])


def text(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def figures(answer: Any) -> dict[str, int]:
    found: Any = html.document_fromstring(answer.content.decode()).cssselect(".figure a")
    pairs = [" ".join(one.text_content().split()).split(" ", 1) for one in found]
    return {label: int(n) for n, label in pairs}


def names(answer: Any) -> list[str]:
    found: Any = html.document_fromstring(answer.content.decode()).cssselect(".due tbody th a")
    return [one.text_content() for one in found]


@pytest.fixture
def in_every_state() -> Round:
    the_round = factories.make_round()
    made = {name: factories.make_return(the_round, factories.make_service(name)) for name in
            ("Invited", "Opened", "Started", "Submitted", "Back")}  # fmt: skip
    Return.objects.filter(pk=made["Opened"].pk).update(opened_at=timezone.now())
    factories.answer_all(made["Started"])
    factories.make_submitted(made["Submitted"])
    factories.make_handed_back(factories.make_submitted(made["Back"]))
    Return.objects.create(round=the_round, service=factories.make_service("Nobody", email=None))
    return the_round


def test_figures_say_how_far_everybody_is(staff: Client, in_every_state: Round) -> None:
    answer = staff.get(board(in_every_state))

    assert figures(answer) == {
        **{"invited": 1, "opened": 1, "started": 1, "no address": 1, "handed back": 1, "submitted": 1, "overdue": 0},
    }
    assert names(answer) == ["Back", "Invited", "Nobody", "Opened", "Started", "Submitted"]


def test_overdue_ones_are_all_that_were_asked_and_did_not_submit(staff: Client, in_every_state: Round) -> None:
    Round.objects.filter(pk=in_every_state.pk).update(due_on=factories.today() - timedelta(days=1))

    answer = staff.get(board(in_every_state, "?stage=overdue"))

    assert figures(answer)["overdue"] == 4
    assert names(answer) == ["Back", "Invited", "Opened", "Started"]


@pytest.mark.parametrize("stage", ["invited", "opened", "started", "submitted", "handed_back", "no_address"])
def test_list_shows_one_stage(staff: Client, in_every_state: Round, stage: str) -> None:
    assert len(names(staff.get(board(in_every_state, f"?stage={stage}")))) == 1


def test_list_goes_on_behind_its_last_name(staff: Client) -> None:
    the_round = factories.make_round()
    for n in range(53):
        factories.make_return(the_round, factories.make_service(f"Service {n:02}"))

    first = staff.get(board(the_round))
    later: Any = html.document_fromstring(first.content.decode()).cssselect("a[rel=next]")

    assert len(names(first)) == 50
    assert names(staff.get(board(the_round) + later[0].get("href"))) == ["Service 50", "Service 51", "Service 52"]


@pytest.mark.parametrize(
    "query", ["?after=x", "?stage=%EF%BB%BF&q=%ED%A0%80", "?q=%ff", "?stage=sung", "?after=" + "9" * 400]
)
def test_strange_addresses_are_a_list(staff: Client, in_every_state: Round, query: str) -> None:
    assert staff.get(board(in_every_state, query)).status_code == 200


def test_services_are_invited_after_asking_once_more(staff: Client) -> None:
    the_round = factories.make_round()
    factories.make_service()
    address = reverse("admin:participation_invite", args=[the_round.pk])

    assert "1 service has no invitation yet." in text(staff.get(address))
    the_round.refresh_from_db()
    assert the_round.invite_asked_at is None
    answer = staff.post(address, follow=True)

    assert "The letters are on their way." in text(answer)
    the_round.refresh_from_db()
    assert the_round.invite_asked_at is not None


def test_nobody_is_invited_to_a_closed_round(staff: Client) -> None:
    the_round = factories.make_round(days=-200)
    factories.make_service()

    answer = staff.post(reverse("admin:participation_invite", args=[the_round.pk]), follow=True)

    assert "this round has closed" in text(answer)
    assert "Invite services" not in text(staff.get(board(the_round)))
    the_round.refresh_from_db()
    assert the_round.invite_asked_at is None


def test_round_is_made_and_its_days_changed(staff: Client) -> None:
    the_set = factories.make_set()
    today = factories.today()
    days = {"opens_on": today, "due_on": today + timedelta(days=40), "closes_on": today + timedelta(days=60)}
    add = reverse("admin:participation_round_add")

    wrong = staff.post(add, {"year": "2027", "question_set": the_set.pk, **days, "due_on": "2001-01-01"})
    assert "A round opens first, then it is due, then it closes." in text(wrong)
    staff.post(add, {"year": "2027", "question_set": the_set.pk, **days})

    one = Round.objects.get(year=2027)
    change = reverse("admin:participation_round_change", args=[one.pk])
    staff.post(change, {"year": "2027", "question_set": the_set.pk, **days, "closes_on": today + timedelta(days=90)})
    one.refresh_from_db()
    assert one.closes_on == today + timedelta(days=90)


def test_set_that_is_not_ready_is_explained(staff: Client) -> None:
    the_set = factories.make_set(keys=())
    today = factories.today()

    answer = staff.post(
        reverse("admin:participation_round_add"),
        {"year": "2027", "question_set": the_set.pk, "opens_on": today, "due_on": today, "closes_on": today},
    )

    assert "It has no questions yet." in text(answer)
    assert not Round.objects.exists()


def test_submitted_return_is_handed_back_with_a_reason(staff: Client) -> None:
    the_return = factories.make_submitted()

    empty = staff.post(at(the_return, "hand_back"), {"reason": " "})
    assert empty.status_code == 400
    assert "Say what is missing, so that they know what to do." in text(empty)
    answer = staff.post(at(the_return, "hand_back"), {"reason": "Say more about <replies>."}, follow=True)

    assert "It is open again." in text(answer)
    assert "Say more about <replies>." in text(answer)
    assert Outbox.objects.get().template == "participation/handed_back"
    the_return.refresh_from_db()
    assert the_return.state == "open"
    twice = staff.post(at(the_return, "hand_back"), {"reason": "Again."}, follow=True)
    assert "it is being answered already" in text(twice)


def test_return_of_a_closed_round_goes_back_with_more_time_only(staff: Client) -> None:
    the_return = factories.make_submitted()
    Round.objects.filter(pk=the_return.round_id).update(
        due_on=factories.today() - timedelta(days=9), closes_on=factories.today() - timedelta(days=1)
    )

    answer = staff.post(at(the_return, "hand_back"), {"reason": "Say more."})
    assert "say until when they have time" in text(answer)
    assert "Say more." in text(answer)
    until = factories.today() + timedelta(days=14)
    staff.post(at(the_return, "hand_back"), {"reason": "Say more.", "more_time_until": until})

    the_return.refresh_from_db()
    assert the_return.is_open(on=factories.today())


def test_evidence_is_shown_only_after_staff_have_looked(staff: Client) -> None:
    the_return = factories.make_submitted()
    piece = Evidence.objects.get(of_return=the_return)
    address = at(the_return, "evidence", piece.pk)
    assert "1" in text(staff.get("/admin/"))
    assert str(the_return) in text(staff.get("/admin/"))

    no_reason = staff.post(address, {"act": "refuse", "reason": ""})
    assert no_reason.status_code == 400
    assert "Say why it is not shown." in text(no_reason)
    staff.post(address, {"act": "refuse", "reason": "It names a child."})
    piece.refresh_from_db()
    assert (piece.state, piece.reason) == ("refused", "It names a child.")
    staff.post(address, {"act": "show"})

    piece.refresh_from_db()
    assert (piece.state, piece.reason) == ("approved", "")
    assert str(the_return) not in text(staff.get("/admin/"))


def test_evidence_of_a_submitted_return_is_erased_for_a_reason(staff: Client) -> None:
    the_return = factories.make_submitted()
    piece = Evidence.objects.get(of_return=the_return)

    answer = staff.post(
        at(the_return, "evidence", piece.pk), {"act": "erase", "reason": "It named a child."}, follow=True
    )

    assert not Evidence.objects.exists()
    assert "Minutes of May." not in text(answer)
    assert "It named a child." in text(answer)
    the_return.refresh_from_db()
    assert the_return.state == "submitted"


def test_file_of_evidence_is_saved_and_never_run(staff: Client) -> None:
    the_return = factories.make_return()
    question = factories.asked(the_return)[0]
    piece = Evidence.objects.create(of_return=the_return, question=question, kind=EvidenceKind.FILE, text="Minutes.")
    content = b"%PDF-1.7 nothing"
    given = {"name": "minutes.pdf", "hash": sha256(content).digest(), "type": "application/pdf", "size": len(content)}
    EvidenceFile.objects.create(evidence=piece, content=content, **given)

    answer = staff.get(at(the_return, "file", piece.pk))

    assert answer.content == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_link_is_sent_to_another_address_and_taken_away(staff: Client) -> None:
    the_return = factories.make_return()

    wrong = staff.post(at(the_return, "link"), {"email": "nobody", "name": "Sam"})
    assert wrong.status_code == 400
    assert "Enter an e-mail address like name@example.org" in text(wrong)
    staff.post(at(the_return, "link"), {"email": "sam@quillmere.example", "name": "Sam"})
    staff.post(at(the_return, "link"), {"email": "SAM@quillmere.example", "name": "Sam"})

    holder = Holder.objects.get(email="sam@quillmere.example")
    assert Outbox.objects.filter(about_id=holder.pk).count() == 2
    staff.post(at(the_return, "take", holder.pk))
    assert not Holder.objects.filter(pk=holder.pk).exists()
    assert not Outbox.objects.exists()


def test_lead_who_came_later_is_offered_a_link(staff: Client) -> None:
    the_return = factories.make_return()
    Lead.objects.filter(service=the_return.service).update(email="new@quillmere.example", name="Nia New")

    page: Any = html.document_fromstring(staff.get(at(the_return)).content.decode())

    assert [one.get("value") for one in page.cssselect("[name=email]")] == ["new@quillmere.example"]


def test_eleventh_link_is_refused(staff: Client) -> None:
    the_return = factories.make_return()
    Holder.objects.bulk_create(Holder(of_return=the_return, email=f"h{n}@quillmere.example") for n in range(9))

    answer = staff.post(at(the_return, "link"), {"email": "one-more@quillmere.example"})

    assert "Ten people have a link already." in text(answer)


def test_one_service_gets_more_time_and_no_reminders(staff: Client) -> None:
    the_return = factories.make_return()
    until = factories.today() + timedelta(days=100)

    past = staff.post(at(the_return, "time"), {"until": "2001-01-01"})
    assert "This day is over." in text(past)
    staff.post(at(the_return, "time"), {"until": until})
    staff.post(at(the_return, "reminders"), {"act": "off"})

    the_return.refresh_from_db()
    assert (the_return.more_time_until, the_return.is_reminded) == (until, False)
    staff.post(at(the_return, "reminders"), {"act": "on"})
    the_return.refresh_from_db()
    assert the_return.is_reminded is True


def test_ratings_of_a_panel_stand_beside_the_answer(staff: Client) -> None:
    the_return = factories.make_submitted(level=4)
    factories.make_sent(factories.make_panel(the_return.round, the_return.service))

    said = text(staff.get(at(the_return)))

    assert "A panel of young people says: Starting" in said
    assert "Shared." in said


def test_nobody_else_opens_these_pages(client: Client) -> None:
    the_return = factories.make_submitted()
    make_roles()
    member = StaffMemberFactory.create()
    member.groups.set(member.groups.model.objects.filter(name=Role.MODERATOR))
    client.force_login(member)

    pages = [board(the_return.round), at(the_return), reverse("admin:participation_invite", args=[the_return.round_id])]

    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    assert client.post(at(the_return, "hand_back"), {"reason": "A"}).status_code == 403


@pytest.mark.parametrize("pk", ["x", "%00x", "0" * 32, "00000000-0000-0000-0000-000000000000"])
def test_return_that_is_not_there(staff: Client, pk: str) -> None:
    assert staff.get(f"/admin/participation/return/{pk}/change/").status_code in (400, 404)
