"""How many have signed, by kind: a job counts, pages only say it."""

import pytest
from django.test import Client

from pledges import listing
from pledges.actions import count_signatures, leave
from pledges.kinds import Kind
from post.jobs import registered
from tests.factories import make_signature
from tests.pledges.test_listing import LIST, body

pytestmark = pytest.mark.django_db


def test_counts_by_kind_are_kept_by_the_job_and_not_counted_on_a_page(client: Client) -> None:
    make_signature(organisation="Thistlewick School")
    for _n in range(5):
        make_signature(kind=Kind.PARENT_CARER, publish=False)
    make_signature(kind=Kind.GROUP, organisation="Class 2", people=24)
    assert "signed so far" not in body(client, LIST)

    next(job for job in registered() if job.name == "count_signatures").run()

    page = body(client, LIST)
    assert "<strong>30</strong> have signed" in page
    assert "School (1)" in page
    assert "Parent carer (5)" in page
    assert f"{Kind.GROUP.label} (1)" in page


def test_counts_that_did_not_change_make_no_page_anew() -> None:
    make_signature()
    assert count_signatures() == len(Kind)
    before = listing.generation()

    assert count_signatures() == 0
    assert listing.generation() == before


def test_counts_follow_who_leaves(client: Client) -> None:
    goes = make_signature()
    make_signature()
    count_signatures()
    leave(subject_id=goes.subject_id)
    count_signatures()

    assert "<strong>1</strong> has signed" in body(client, LIST)
