"""Kept by most: by more than half of those with a published return, read from the frozen results alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import keeping
from participation.keeping import Kept, Promise, Results

from . import factories
from .test_publishing import published, with_promises

NOBODY = Kept(0, 0)


@pytest.mark.parametrize(
    ("kept", "by_most"), [(Kept(5, 9), True), (Kept(1, 2), False), (Kept(2, 3), True), (NOBODY, False)]
)
def test_most_is_more_than_half(kept: Kept, by_most: bool) -> None:
    assert kept.by_most is by_most


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] <= pair[1])))
def test_only_promises_that_somebody_spoke_of_are_counted(pairs: list[tuple[int, int]]) -> None:
    results = Results(2026, {str(n): Promise(Kept(*pair), {}) for n, pair in enumerate(pairs)})

    most = results.by_most()

    assert most.of == sum(1 for _kept, of in pairs if of)
    assert most.kept == sum(1 for kept, of in pairs if kept > of / 2)
    assert results.by_most("young_people") == NOBODY


@pytest.mark.django_db
def test_nothing_is_published_yet() -> None:
    assert keeping.newest() is None
    assert keeping.through_the_years("aaaaaa") == []


@pytest.mark.django_db
def test_newest_year_counts_and_panels_are_reckoned_alike() -> None:
    the_round, key = with_promises()
    for level in (3, 4, 1):
        one = factories.make_submitted(factories.make_return(the_round), level=level)
    factories.make_sent(factories.make_panel(the_round, one.service))
    published(the_round)

    results = keeping.newest()

    assert results is not None
    assert results.year == the_round.year
    assert results.promises[key.key] == Promise(Kept(2, 3), {"young_people": Kept(0, 1)})
    assert results.by_most() == Kept(1, 1)
    assert results.by_most("young_people") == Kept(0, 1)
    assert results.by_most("parent_carers") == NOBODY


@pytest.mark.django_db
def test_year_without_returns_keeps_nothing_and_breaks_nothing() -> None:
    the_round, key = with_promises()
    published(the_round)

    results = keeping.newest()

    assert results is not None
    assert results.by_most() == NOBODY
    assert [one.promise.services for one in keeping.through_the_years(key.key)] == [NOBODY]
