"""Reviewing and publishing at the desk: levels are agreed, differences answered, and what blocks is said and linked."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from lxml import html

from desk.roles import Role, make_roles
from participation.actions.publishing import publish, publish_due
from participation.models import AgreedLevel, PublicReply, Return, Round, Snapshot
from post.models import Outbox
from tests.factories import StaffMemberFactory
from tests.participation import factories
from tests.participation.return_pages import post_now
from tests.pledges.test_races import at_once

LETTER = "participation/differences"


@pytest.fixture
def staff(client: Client, db: None) -> Client:
    make_roles()
    member = StaffMemberFactory.create(first_name="Ada")
    member.groups.set(member.groups.model.objects.filter(name=Role.AUDIT_LEAD))
    client.force_login(member)
    return client


def differing(the_round: Round | None = None) -> Return:
    """A service that says shared throughout, and a panel that says starting to the two questions it is asked."""
    one = factories.make_submitted(factories.make_return(the_round), level=4)
    factories.make_sent(factories.make_panel(one.round, one.service))
    return one


def at(the_return: Return, act: str = "", *args: Any) -> str:
    name = f"admin:participation_return_{act or 'change'}"
    return reverse(name, args=[the_return.pk, *args])


def on_round(one: Round, act: str = "board") -> str:
    return reverse(f"admin:participation_{act}", args=[one.pk])


def text(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def links(answer: Any, where: str) -> list[str]:
    page: Any = html.document_fromstring(answer.content.decode())
    return [str(one.get("href")) for one in page.cssselect(f"{where} a")]


def agree(staff: Client, one: Return, key: str = "joining", **given: Any) -> Any:
    sent = {"submission": one.submission, "level": "2", "reason": "Nobody asked the panel."} | given
    return staff.post(at(one, "agree", key), {f"agree-{key}-{name}": value for name, value in sent.items()})


def reply(staff: Client, one: Return, key: str = "joining", **given: Any) -> Any:
    sent = {"submission": one.submission, "seen": "", "text": "We will ask them why."} | given
    return staff.post(at(one, "answer", key), {f"reply-{key}-{name}": value for name, value in sent.items()})


def test_agreed_level_stands_beside_the_service_s_own_with_its_reason(staff: Client) -> None:
    one = differing()

    answer = agree(staff, one)

    assert answer.url == f"{at(one)}#question-joining"
    page = text(staff.get(at(one)))
    assert "The service says: Shared. We share the power." in page
    assert "A panel of young people says: Starting" in page
    assert "Agreed after review: Starting. We have begun. Nobody asked the panel. Ada" in page


def test_agreeing_again_keeps_what_was_agreed_before(staff: Client) -> None:
    one = differing()

    agree(staff, one)
    agree(staff, one)
    agree(staff, one, level="3", reason="They met in May.")

    assert list(AgreedLevel.objects.values_list("level", flat=True)) == [2, 3]
    page = text(staff.get(at(one)))
    assert "Agreed after review: Doing. We do it. They met in May." in page
    assert page.index("Agreed before") < page.index("Nobody asked the panel.")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"reason": " "}, "Say why, so that everybody can understand it."),
        ({"level": "9"}, "Choose one of the four levels."),
        ({"level": ""}, "Choose one of the four levels."),
        ({"reason": "a" * 2001}, "Say why, in 2,000 letters at most."),
        ({"submission": "7"}, "The return changed since you opened this page."),
        ({"submission": "9" * 50}, "The return changed since you opened this page."),
        ({"submission": "x\x00"}, "The return changed since you opened this page."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(staff: Client, given: dict[str, str], says: str) -> None:
    one = differing()

    answer = agree(staff, one, **{"reason": "Because of May."} | given)

    assert answer.status_code == 400
    assert says in text(answer)
    if "reason" not in given:
        assert "Because of May." in text(answer)
    assert not AgreedLevel.objects.exists()


def test_nobody_agrees_on_an_answer_that_went_back_and_what_they_typed_is_shown(staff: Client) -> None:
    one = differing()
    factories.make_handed_back(one)

    answer = agree(staff, one, reason="Because of May.")

    assert answer.status_code == 400
    assert "Because of May." in text(answer)
    assert not AgreedLevel.objects.exists()


def test_level_of_an_earlier_submission_stays_in_sight_and_counts_no_more(staff: Client) -> None:
    one = differing()
    agree(staff, one)
    factories.make_submitted(factories.make_handed_back(one), level=4)

    page = text(staff.get(at(one)))

    assert "Agreed after review" not in page
    assert "before it was sent in anew" in page


@pytest.mark.parametrize("key", ["nothing", "a" * 300])
def test_question_that_was_not_asked_is_not_there(staff: Client, key: str) -> None:
    one = differing()

    assert agree(staff, one, key).status_code == 404
    assert reply(staff, one, key).status_code == 404


def test_page_says_where_both_are_two_levels_apart_and_takes_their_answer_by_telephone(staff: Client) -> None:
    one = differing()
    before = text(staff.get(at(one)))

    reply(staff, one)

    assert "Panels see 2 answers two levels otherwise" in before
    assert before.count("The service and a panel are two levels apart, or more.") == 2
    page = text(staff.get(at(one)))
    assert "The service answered in public on" in page
    assert "We will ask them why." in page
    assert "A panel sees 1 answer two levels otherwise" in page


def test_colleague_s_answer_is_not_overwritten_unseen(staff: Client) -> None:
    one = differing()
    reply(staff, one)

    late = reply(staff, one, text="Another one.")

    assert late.status_code == 400
    assert "The service has answered meanwhile" in text(late)
    assert "Another one." in text(late)
    page: Any = html.document_fromstring(late.content.decode())
    seen = page.cssselect("[name=reply-joining-seen]")[0].get("value")
    assert reply(staff, one, text="Another one.", seen=seen).status_code == 303
    assert [told.text for told in PublicReply.objects.order_by("pk")] == ["We will ask them why.", "Another one."]


def test_nothing_is_answered_where_nobody_sees_it_otherwise(staff: Client) -> None:
    one = factories.make_submitted(level=3)

    assert reply(staff, one).url == at(one)
    assert not PublicReply.objects.exists()


def test_service_is_asked_to_answer_once_for_each_submission(staff: Client) -> None:
    one = differing()

    staff.post(at(one, "ask"))
    again = staff.post(at(one, "ask"), follow=True)
    staff.post(on_round(one.round, "ask_all"))

    assert Outbox.objects.filter(template=LETTER).count() == 1
    assert "has gone already" in text(again)
    assert "A letter asked for it on" in text(staff.get(at(one)))
    factories.make_submitted(factories.make_handed_back(one), level=4)
    staff.post(at(one, "ask"))
    assert Outbox.objects.filter(template=LETTER).count() == 2


def test_letter_leads_to_the_differences_and_is_not_sent_once_they_are_answered(staff: Client) -> None:
    one = differing()
    staff.post(at(one, "ask"))
    post_now()

    letter = mail.outbox[-1]
    assert "sees 2 of your answers" in letter.body or "see 2 of your answers" in letter.body
    address = next(word for word in letter.body.split() if "/differences/" in word)
    assert "Where a panel sees it otherwise" in text(Client().get(address.removeprefix("http://127.0.0.1:8000")))

    other = differing()
    staff.post(at(other, "ask"))
    for key in ("joining", "missing"):
        reply(staff, other, key)
    post_now()
    assert len(mail.outbox) == 1


def test_nobody_is_asked_where_nobody_has_a_link(staff: Client) -> None:
    one = differing()
    one.holders.all().delete()

    answer = staff.post(at(one, "ask"), follow=True)

    assert "nobody has a link" in text(answer)
    assert not Outbox.objects.exists()


def test_all_services_of_a_round_are_asked_at_one_go(staff: Client) -> None:
    the_round = factories.make_round()
    first, _second, third = (differing(the_round) for _n in range(3))
    staff.post(at(first, "ask"))
    third.holders.all().delete()
    page = text(staff.get(on_round(the_round, "ask_all")))

    staff.post(on_round(the_round, "ask_all"))

    assert "1 service has not answered yet, and was not asked." in page
    assert Outbox.objects.filter(template=LETTER).count() == 2
    assert "Ask these services to answer" not in text(staff.get(on_round(the_round)))


def test_what_blocks_publishing_leads_to_its_place(staff: Client) -> None:
    one = differing()
    page = staff.get(on_round(one.round))

    assert "The round is open until the end of" in text(page)
    places = links(page, ".set__lacks")
    assert f"{at(one)}#question-joining" in places
    assert reverse("admin:participation_round_change", args=[one.round_id]) in places
    factories.close(one.round)
    Return.objects.filter(pk=factories.make_return(one.round).pk).update(more_time_until=factories.today())
    page = staff.get(on_round(one.round))
    assert "has time until" in text(page)
    assert "Publish the results" not in text(page)


def test_more_lines_than_a_page_holds_are_counted(staff: Client) -> None:
    the_round = factories.make_round()
    services = [factories.make_submitted(factories.make_return(the_round), level=4).service for _n in range(14)]
    factories.make_sent(factories.make_panel(the_round, *services))

    assert "and 4 more" in text(staff.get(on_round(the_round)))


def test_results_are_published_once_more_asked(staff: Client) -> None:
    one = factories.make_submitted()
    factories.close(one.round)
    assert "Publish the results" in text(staff.get(on_round(one.round)))

    asked = staff.get(on_round(one.round, "publish"))
    assert f"/participation/audits/{one.round.year}/" in text(asked)
    staff.post(on_round(one.round, "publish"))

    assert "being published" in text(staff.get(on_round(one.round)))
    assert publish_due() == 1
    page = staff.get(on_round(one.round))
    assert f"/participation/audits/{one.round.year}/" in links(page, "#content")
    assert "Publish a correction" in text(page)


def test_correction_says_what_it_corrects(staff: Client) -> None:
    one = factories.make_submitted()
    factories.close(one.round)
    staff.post(on_round(one.round, "publish"))
    publish_due()

    wrong = staff.post(on_round(one.round, "publish"), {"note": " "})
    long = staff.post(on_round(one.round, "publish"), {"note": "b" * 2001})
    staff.post(on_round(one.round, "publish"), {"note": "One level was wrong."})

    assert (wrong.status_code, long.status_code) == (400, 400)
    assert "Say what is corrected" in text(wrong)
    assert "b" * 2001 in text(long)
    assert publish_due() == 1
    assert [told.note for told in Snapshot.objects.order_by("n")] == ["", "One level was wrong."]
    assert "One level was wrong." in text(staff.get(on_round(one.round)))


def test_correction_that_is_not_ready_keeps_its_note(staff: Client) -> None:
    one = factories.make_submitted(level=4)
    panel = factories.make_sent(factories.make_panel(one.round))
    factories.close(one.round)
    staff.post(on_round(one.round, "publish"))
    publish_due()
    Round.objects.filter(pk=panel.round_id).update(closes_on=factories.today())
    other = differing(Round.objects.get(pk=one.round_id))
    factories.close(other.round)

    answer = staff.post(on_round(one.round, "publish"), {"note": "A service was late."})

    assert answer.status_code == 409
    assert "A service was late." in text(answer)
    assert f"{at(other)}#question-joining" in links(answer, ".set__lacks")


def test_open_round_is_not_published(staff: Client) -> None:
    one = factories.make_submitted()

    answer = staff.post(on_round(one.round, "publish"))

    assert answer.status_code == 409
    assert not publish_due()


def test_year_without_returns_is_published(staff: Client) -> None:
    the_round = factories.close(factories.make_round())

    staff.post(on_round(the_round, "publish"))

    assert publish_due() == 1
    assert Snapshot.objects.get().document["submitted"] == 0


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDIT_LEAD])
def test_nobody_else_reviews_or_publishes(client: Client, db: None, role: Role) -> None:
    make_roles()
    member = StaffMemberFactory.create()
    member.groups.set(member.groups.model.objects.filter(name=role))
    client.force_login(member)
    one = differing()

    answers = [agree(client, one), reply(client, one), client.post(at(one, "ask"))]
    answers += [client.post(on_round(one.round, act)) for act in ("publish", "ask_all")]

    assert {answer.status_code for answer in answers} == {403}


@pytest.mark.django_db(transaction=True)
def test_publishing_twice_at_once_publishes_once(client: Client) -> None:
    make_roles()
    member = StaffMemberFactory.create()
    member.groups.set(member.groups.model.objects.filter(name=Role.AUDIT_LEAD))
    one = factories.make_submitted()
    factories.close(one.round)
    presses = [Client(), Client(), Client()]
    for press in presses:
        press.force_login(member)
    told: list[int] = []

    asked = at_once(*(lambda p=p: told.append(p.post(on_round(one.round, "publish")).status_code) for p in presses))
    raised = at_once(*(lambda: publish(round_id=one.round_id) for _n in range(4)))

    assert list(asked) + list(raised) == [None] * 7
    assert set(told) == {303}
    assert [found.n for found in Snapshot.objects.all()] == [1]
