"""No hidden count of people can be solved for: by equations, and by who knows our rule as well."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from django.test import Client
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from charters.actions import publish
from pledges import listing, signed
from pledges.actions import count_signatures
from pledges.kinds import ORGANISATION_KINDS, PERSON_KINDS, Kind
from pledges.models import Pledge
from pledges.small_counts import SMALLEST, Cell, is_small, shown, small_groups
from tests.charters.factories import document, make_agreed, make_charter, make_draft, promise, section
from tests.factories import make_signature, publish_terms, publish_words_on

Row = list[Fraction]
PEOPLE = st.lists(st.integers(0, 9), min_size=1, max_size=4)
GROUPS = st.lists(st.integers(2, 4), max_size=2)


def solved(equations: list[list[int]]) -> set[int]:
    """Which unknowns have one value alone, by Gaussian elimination; the last column is what the others come to."""
    rows: list[Row] = [[Fraction(n) for n in equation] for equation in equations]
    width, done = len(equations[0]) - 1, 0
    for column in range(width):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [each / rows[done][column] for each in rows[done]]
        for n in range(len(rows)):
            if n != done and rows[n][column]:
                factor = rows[n][column]
                rows[n] = [a - factor * b for a, b in zip(rows[n], rows[done], strict=True)]
        done += 1
    alone = [[column for column in range(width) if row[column]] for row in rows]
    return {columns[0] for columns in alone if len(columns) == 1}


def cells_of(people: list[int], groups: list[int]) -> list[Cell]:
    return [*(Cell(str(n), each) for n, each in enumerate(people)), small_groups(len(groups), sum(groups))]


def published(cells: list[Cell]) -> Any:
    """All that a reader sees: cells, the total, and how many small groups there are."""
    found = shown(cells)
    return found.cells, sum(cell.n for cell in cells) if found.total else None, cells[-1].low


def others_like(cells: list[Cell], hidden: list[int]) -> Iterator[list[Cell]]:
    """Every table with other numbers where ours are hidden, and the same sum."""
    of = sum(cells[n].n for n in hidden)
    highs = [of if (high := cells[n].high) is None else min(of, high) for n in hidden]
    ranges = [range(cells[n].low, high + 1) for n, high in zip(hidden, highs, strict=True)]
    for numbers in product(*ranges):
        if sum(numbers) == of:
            other = list(cells)
            for n, number in zip(hidden, numbers, strict=True):
                other[n] = cells[n]._replace(n=number)
            yield other


def test_solver_finds_what_follows() -> None:
    assert solved([[1, 1, 5], [0, 1, 2]]) == {0, 1}
    assert solved([[1, 1, 5]]) == set()


@given(PEOPLE, GROUPS)
def test_no_hidden_count_follows_from_the_cells_and_their_sum(people: list[int], groups: list[int]) -> None:
    cells = cells_of(people, groups)
    found, total, _low = published(cells)
    names = [cell.name for cell in cells]
    equations = [[int(name == each) for each in names] + [n] for name, n in found.items()]
    if total is not None:
        equations.append([1] * len(names) + [total])

    known = solved(equations) if equations else set()

    assert not [n for n in known if is_small(cells[n].n) or cells[n].never]
    assert all(n >= SMALLEST for n in found.values())


@settings(deadline=None, max_examples=300)
@given(PEOPLE, GROUPS)
def test_who_knows_the_rule_cannot_tell_either(people: list[int], groups: list[int]) -> None:
    cells = cells_of(people, groups)
    found, total, _low = seen = published(cells)
    assume(total is not None)
    hidden = [n for n, cell in enumerate(cells) if cell.name not in found]

    alike = [other for other in others_like(cells, hidden) if published(other) == seen]

    for n in hidden:
        if is_small(cells[n].n) or cells[n].never:
            assert len({other[n].n for other in alike}) > 1, (cells, seen)


def test_rest_is_not_hidden_where_nothing_is_small() -> None:
    assert published(cells_of([7, 5, 12], [])) == ({"0": 7, "1": 5, "2": 12}, 24, 0)


def test_all_counts_are_hidden_where_one_would_follow() -> None:
    """Of 4, 5, 4 and 5 to hide the first five besides would tell that the third is 4: found by the search above."""
    for people in ([3, 9, 12], [4, 5, 5, 4], [4, 5, 4]):
        cells, total, _low = published(cells_of(people, []))

        assert cells == {}
        assert total == sum(people)


def test_few_people_in_all_are_not_said() -> None:
    assert published(cells_of([1, 2, 0], [])) == ({}, None, 0)


# What is really published, as equations.


def sign(n: int, kind: Kind, **more: Any) -> None:
    for _n in range(n):
        make_signature(kind=kind, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("numbers", "groups"),
    [((3, 0, 0), ()), ((6, 3, 0), ()), ((6, 5, 2), ()), ((6, 0, 0), (2,)), ((6, 7, 0), (3,)), ((0, 0, 0), (2,)),
     ((6, 1, 0), (2, 9)), ((1, 1, 5), (3, 4))],
)  # fmt: skip
def test_list_and_home_give_no_small_count_away(numbers: tuple[int, ...], groups: tuple[int, ...]) -> None:
    sign(2, Kind.SCHOOL)
    for kind, n in zip(PERSON_KINDS, numbers, strict=True):
        sign(n, kind)
    for people in groups:
        make_signature(kind=Kind.GROUP, people=people)
    count_signatures()

    told = signed.figures(listing.generation())

    # Unknown: people of each kind, and of all groups that are too small; the list itself says how many the others are.
    known = [[int(kind == each) for each in PERSON_KINDS] + [0, told.kinds[kind]] for kind in PERSON_KINDS
             if kind in told.kinds]  # fmt: skip
    if told.total is not None:
        organisations = sum(told.kinds.get(kind, 0) for kind in ORGANISATION_KINDS)
        known.append([1, 1, 1, 1, told.total - organisations - sum(n for n in groups if n >= SMALLEST)])
    values = [*numbers, sum(n for n in groups if n < SMALLEST)]
    protected = [n for n, value in enumerate(values) if is_small(value) or (n == 3 and value)]
    assert not set(protected) & (solved(known) if known else set())
    assert told.organisations == told.kinds["school"] == 2


@pytest.mark.django_db
def test_promises_give_no_small_count_of_a_wording_away() -> None:
    """Of what each promise says, differences are people of one wording: none of them is small."""
    charter, made = make_charter(slug="five-ways"), []
    for keys in (("aaaaaa",), ("aaaaaa", "bbbbbb"), ("bbbbbb",)):
        said = document(section("Start", *(promise(f"We will {key}.", key) for key in keys)))
        made.append(publish(version_id=make_agreed(make_draft(charter, said)).pk))
    sign(7, Kind.PARENT_CARER)
    for version, n in zip(made, (6, 3, 8), strict=True):
        publish_words_on(version, pledge=Pledge.objects.open().get())
        sign(n, Kind.PARENT_CARER)
    count_signatures()

    first, second = (signed.for_promise("five-ways", key) for key in ("aaaaaa", "bbbbbb"))

    assert first is not None
    assert second is not None
    assert first.more
    assert second.more
    # Four wordings. Those of 6 and of 8 people are said; that of 3 is not, nor that of 7, which would give it away.
    total = signed.figures(listing.generation()).people
    assert total == 24
    assert solved([[0, 1, 0, 0, first.people], [0, 0, 0, 1, second.people], [1, 1, 1, 1, total]]) == {1, 3}


@pytest.mark.django_db
def test_promise_page_says_who_signed_for_it_and_names_nobody(client: Client) -> None:
    charter = make_charter(slug="five-ways")
    version = publish(
        version_id=make_agreed(make_draft(charter, document(section("Start", promise("We ask.", "aaaaaa"))))).pk
    )
    publish_words_on(version, pledge=publish_terms().wording.pledge)
    sign(2, Kind.SCHOOL)
    sign(5, Kind.PARENT_CARER, name="Priya Nolan")
    address = "/charters/five-ways/commitments/aaaaaa/"
    assert "Who signed for it" not in client.get(address).content.decode()

    count_signatures()

    page, easy = client.get(address).content.decode(), client.get(f"{address}easy-read/").content.decode()
    assert "2 organisations and 5 people signed a pledge that stands on this promise." in page
    assert "7 have signed." in easy
    assert "Priya Nolan" not in page
