"""Results of a round: reckoned once, frozen for ever, corrected by new ones."""

from typing import Any

import pytest

from charters.models import ClauseKey
from participation.actions.publishing import NoteMissing, NotReady, ask_to_publish, publish_due
from participation.models import AgreedLevel, PublicReply, Question, Round, ServiceResult, Snapshot
from tests.charters.factories import make_charter, spare_key

from . import factories

pytestmark = pytest.mark.django_db
PANELS = ("panels", "young_people", "parent_carers")


def with_promises(*, of: tuple[int, ...] = (0, 1)) -> tuple[Round, ClauseKey]:
    """A set whose first questions are about one promise."""
    the_set, key = factories.make_set(), spare_key(make_charter())
    asked = list(the_set.questions.order_by("position"))
    for n in of:
        asked[n].commitments.add(key)
    return factories.make_round(the_set=the_set), key


def published(the_round: Round, note: str = "") -> Snapshot:
    factories.close(the_round)
    ask_to_publish(round_id=the_round.pk, note=note)
    assert publish_due() == 1
    return Snapshot.objects.filter(round=the_round).order_by("n").last()  # type: ignore[return-value]


def question(snapshot: Snapshot, n: int = 0) -> dict[str, Any]:
    return dict(snapshot.document["questions"][n])


def test_levels_are_counted_as_agreed_and_both_are_kept() -> None:
    the_round, _key = with_promises()
    first = factories.make_submitted(factories.make_return(the_round), level=4)
    factories.make_submitted(factories.make_return(the_round), level=2)
    asked = factories.asked(first)[0]
    AgreedLevel.objects.create(of_return=first, question=asked, level=3, reason="The panel sees less.")

    snapshot = published(the_round)

    assert question(snapshot)["services"] == {"1": 0, "2": 1, "3": 1, "4": 0, "not_applicable": 0}
    answer = ServiceResult.objects.get(service=first.service).document["answers"][0]
    assert (answer["own"], answer["agreed"], answer["reason"]) == (4, 3, "The panel sees less.")


def test_promise_is_kept_where_its_lowest_level_is_doing() -> None:
    the_round, key = with_promises()
    for level in (3, 4, 2):
        factories.make_submitted(factories.make_return(the_round), level=level)

    assert published(the_round).document["promises"] == {
        key.key: {"services": {"kept": 2, "of": 3}, **{who: {"kept": 0, "of": 0} for who in PANELS}}
    }


def test_panels_are_counted_beside_and_never_mixed_in() -> None:
    the_round, key = with_promises()
    one = factories.make_submitted(factories.make_return(the_round), level=3)
    factories.make_sent(factories.make_panel(the_round, one.service))

    snapshot = published(the_round)

    assert question(snapshot)["services"]["3"] == 1
    assert question(snapshot)["panels"]["young_people"] == {"1": 0, "2": 1, "3": 0, "4": 0, "unknown": 0}
    promised = snapshot.document["promises"][key.key]
    assert promised["panels"] == promised["young_people"] == {"kept": 0, "of": 1}
    assert promised["parent_carers"] == {"kept": 0, "of": 0}
    assert snapshot.document["people"]["young_people"] == {"panels": 1, "people": 6}


def test_difference_of_two_levels_is_answered_before_publishing() -> None:
    the_round, _key = with_promises()
    one = factories.make_submitted(factories.make_return(the_round), level=4)
    factories.make_sent(factories.make_panel(the_round, one.service))
    factories.close(the_round)

    with pytest.raises(NotReady) as caught:
        ask_to_publish(round_id=the_round.pk)
    assert {code for code, _return, _question in caught.value.lacks} == {"no_reply"}
    for asked in Question.objects.filter(question_set=the_round.question_set, for_panels=True):
        PublicReply.objects.create(of_return=one, question=asked, text="We will ask them why.")

    snapshot = published(the_round)
    assert [told["reply"] for told in snapshot.document["differences"]] == ["We will ask them why."] * 2


def test_open_round_is_not_published() -> None:
    the_round = factories.make_round()

    with pytest.raises(NotReady) as caught:
        ask_to_publish(round_id=the_round.pk)

    assert [code for code, _return, _question in caught.value.lacks] == ["still_open"]


def test_services_that_sent_nothing_are_named() -> None:
    the_round, _key = with_promises()
    late = factories.make_return(the_round)

    document = published(the_round).document

    assert document["not_sent"] == [{"slug": late.service.slug, "name": late.service.name}]
    assert (document["asked"], document["submitted"]) == (1, 0)


def test_asking_twice_publishes_once_and_a_correction_says_what_it_corrects() -> None:
    the_round, _key = with_promises()
    factories.make_submitted(factories.make_return(the_round))
    factories.close(the_round)
    ask_to_publish(round_id=the_round.pk)
    ask_to_publish(round_id=the_round.pk)

    assert (publish_due(), publish_due()) == (1, 0)
    with pytest.raises(NoteMissing):
        ask_to_publish(round_id=the_round.pk)
    assert published(the_round, "One service was counted twice.").note == "One service was counted twice."
    assert list(Snapshot.objects.order_by("n").values_list("n", flat=True)) == [1, 2]


def test_evidence_is_in_the_results_only_when_staff_have_approved_it() -> None:
    the_round, _key = with_promises()
    one = factories.make_submitted(factories.make_return(the_round))

    published(the_round)

    answers = ServiceResult.objects.get(service=one.service).document["answers"]
    assert all(answer["evidence"] == [] for answer in answers)
