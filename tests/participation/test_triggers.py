"""What the database does by itself when somebody leaves: links, leads and organisations."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from participation.models import Answer, Holder, Lead, PanelRating, PanelService, Return, Service
from pledges.actions import leave, merge
from pledges.models import Organisation, Signature
from post import links
from post.actions import queue_letter
from post.models import Outbox, Token
from tests.factories import make_signature
from tests.participation import factories

pytestmark = pytest.mark.django_db


def with_link(the_return: Return) -> Holder:
    """With a link that works, and a letter that waits."""
    holder = the_return.holders.get()
    links.issue(about_app="participation", about_id=holder.pk, scope="return", lifetime=timedelta(days=9))
    with transaction.atomic():
        queue_letter(
            recipient=holder.email, about_app="participation", about_id=holder.pk, template="participation/invited"
        )
    return holder


def left_over() -> tuple[int, int]:
    return Token.objects.count(), Outbox.objects.count()


def test_service_that_leaves_the_register_takes_lead_and_links_along() -> None:
    the_return = factories.make_return()
    with_link(the_return)

    Service.objects.filter(pk=the_return.service_id).update(left_on=factories.today())

    assert not Lead.objects.filter(service=the_return.service).exists()
    assert not Holder.objects.exists()
    assert left_over() == (0, 0)


def test_holder_whose_address_changes_gets_no_letters_of_the_old_one() -> None:
    holder = with_link(factories.make_return())

    Holder.objects.filter(pk=holder.pk).update(name="Lee")
    assert left_over() == (1, 1)
    Holder.objects.filter(pk=holder.pk).update(email="other@quillmere.example")

    assert left_over() == (0, 0)


def approved_school() -> Signature:
    return make_signature(kind="school")


@pytest.mark.django_db(transaction=True)
def test_organisation_that_leaves_the_pledge_leaves_its_service() -> None:
    signature = approved_school()
    service = factories.make_service(organisation_id=signature.organisation_id)

    leave(subject_id=signature.subject_id)

    service.refresh_from_db()
    assert not Organisation.objects.exists()
    assert service.organisation is None


@pytest.mark.django_db(transaction=True)
def test_organisation_that_becomes_part_of_another_takes_its_service_along() -> None:
    one, other = approved_school(), approved_school()
    assert one.organisation_id != other.organisation_id
    service = factories.make_service(organisation_id=one.organisation_id)

    assert one.organisation_id
    assert other.organisation_id
    merge(organisation_id=one.organisation_id, into_id=other.organisation_id)

    service.refresh_from_db()
    assert service.organisation_id == other.organisation_id


def test_saving_counts_the_revision_up_and_starts_the_return() -> None:
    the_return = factories.make_return()
    question = factories.asked(the_return)[0]

    answer = Answer.objects.create(of_return=the_return, question=question, level=1, revision=40)
    Answer.objects.filter(pk=answer.pk).update(level=2, revision=7)

    answer.refresh_from_db()
    the_return.refresh_from_db()
    assert answer.revision == 2
    assert the_return.started_at is not None


def test_more_time_opens_a_closed_return_for_one_service() -> None:
    the_round = factories.make_round()
    one, other = factories.make_return(the_round), factories.make_return(the_round)
    with connection.cursor() as cursor:
        days = (factories.today() - timedelta(days=n) for n in (60, 30, 1))
        cursor.execute("UPDATE participation_round SET opens_on = %s, due_on = %s, closes_on = %s", list(days))
    Return.objects.filter(pk=one.pk).update(more_time_until=factories.today())

    Answer.objects.create(of_return=one, question=factories.asked(one)[0], level=1)

    with pytest.raises(Exception, match="not open"), transaction.atomic():
        Answer.objects.create(of_return=other, question=factories.asked(other)[0], level=1)


def test_submission_is_counted_and_keeps_its_moment() -> None:
    the_return = factories.make_submitted()
    first = the_return.submitted_at

    again = factories.make_submitted(factories.make_handed_back(the_return))

    assert again.submission == 2
    assert first is not None
    assert again.submitted_at is not None
    assert again.submitted_at > first
    assert again.submitted_at <= timezone.now()


def test_service_that_was_not_used_after_all_loses_its_ratings() -> None:
    panel = factories.rate_all(factories.make_panel())

    PanelService.objects.filter(panel=panel).update(was_used=False)

    assert not PanelRating.objects.exists()
