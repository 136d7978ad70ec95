"""The desk's lists: pages by key in both directions, filters, and nothing that grows with what is listed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk.roles import Role
from pledges.actions import approve, reject
from pledges.admin.filters import STAGES
from pledges.kinds import Kind, Reason, State
from pledges.models import ConsentEntry, Organisation, Pledge, Signature
from pledges.queue import next_after
from tests.factories import PledgeFactory, StaffMemberFactory, make_signature

from .conftest import SignIn

LIST = reverse("admin:pledges_signature_changelist")
ORGANISATIONS = reverse("admin:pledges_organisation_changelist")
LEDGER = reverse("admin:pledges_consententry_changelist")
LISTS = [LIST, f"{LIST}?stage=all", f"{LIST}?stage=all&kind=school", f"{LIST}?kind=school", ORGANISATIONS, LEDGER]


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    return signed_in(Role.MODERATOR, Role.DATA_PROTECTION_OFFICER)[0]


@pytest.fixture
def three_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for admin in ("moderation.SignatureAdmin", "lists.DeskListAdmin"):
        monkeypatch.setattr(f"pledges.admin.{admin}.list_per_page", 3)


def listed(desk: Client, path: str) -> Any:
    answer = desk.get(path)
    assert answer.status_code == 200
    return answer.context["cl"]


def keys(desk: Client, path: str) -> list[Any]:
    return [row.pk for row in listed(desk, path).result_list]


def walked(desk: Client, path: str, way: str) -> list[list[Any]]:
    """Every page from this one on, following the links of the page itself."""
    pages = []
    address = path
    while address:
        page = listed(desk, address)
        pages.append([row.pk for row in page.result_list])
        link = getattr(page, way)
        address = path.split("?", maxsplit=1)[0] + link if link else ""
    return pages


def waiting(days: int = 0, **fields: Any) -> Signature:
    moment = timezone.now() - timedelta(days=days)
    return make_signature(state=State.AWAITING, kind=Kind.SCHOOL, confirmed_at=moment, **fields)


@pytest.mark.usefixtures("three_a_page")
@pytest.mark.parametrize("path", LISTS)
def test_pages_show_every_row_once_forwards_and_backwards(desk: Client, path: str) -> None:
    for days in (5, 5, 4, 3, 2, 1, 0):
        waiting(days)
    if path == ORGANISATIONS:
        for signature in Signature.objects.all():
            approve(subject_id=signature.pk, by=StaffMemberFactory.create())

    forwards = walked(desk, path, "later")
    everything = [key for page in forwards for key in page]

    assert len(everything) == len(set(everything)) >= 7
    assert {len(page) for page in forwards[:-1]} == {3}
    last = listed(desk, path)
    address = path
    while last.later:
        address = path.split("?", maxsplit=1)[0] + last.later
        last = listed(desk, address)
    backwards = walked(desk, address, "earlier")
    assert backwards[-1] == forwards[0]
    assert {key for page in backwards for key in page} == set(everything)


@pytest.mark.usefixtures("three_a_page")
def test_first_page_names_no_page_before_and_the_last_none_after(desk: Client) -> None:
    for days in range(4):
        waiting(days)

    first = listed(desk, LIST)
    second = listed(desk, LIST + first.later)

    assert (first.earlier, bool(first.later)) == ("", True)
    assert (bool(second.earlier), second.later) == (True, "")
    words = desk.get(LIST).content.decode()
    assert 'rel="next">Later</a>' in words
    assert 'rel="prev"' not in words
    assert 'rel="prev">Newer</a>' in desk.get(f"{LIST}{listed(desk, f'{LIST}?stage=all').later}").content.decode()


@pytest.mark.usefixtures("three_a_page")
def test_page_goes_on_where_it_was_when_rows_before_it_have_gone(desk: Client) -> None:
    made = [waiting(days) for days in (9, 8, 7, 6, 5)]
    later = listed(desk, LIST).later
    for signature in made[:3]:
        approve(subject_id=signature.pk, by=StaffMemberFactory.create())

    assert keys(desk, LIST + later) == [made[3].pk, made[4].pk]


def test_place_in_an_address_is_no_name(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.admin.lists.DeskListAdmin.list_per_page", 1)
    for name in ("Larkspur School", "Medlar School"):
        make_signature(organisation=name)

    assert re.fullmatch(r"\?after=\d+", listed(desk, ORGANISATIONS).later)


def test_each_stage_lists_what_it_says(desk: Client) -> None:
    staff = StaffMemberFactory.create()
    waits = waiting()
    made = {
        "changes-asked": make_signature(state=State.CHANGES_ASKED),
        "approved": make_signature(state=State.APPROVED, kind=Kind.PARENT_CARER),
        "rejected": waiting(),
        "ended": make_signature(state=State.WITHDRAWN),
    }
    reject(subject_id=made["rejected"].pk, by=staff, reason=Reason.NOT_GENUINE)
    make_signature(state=State.UNCONFIRMED)

    for stage, signature in made.items():
        assert keys(desk, f"{LIST}?stage={stage}") == [signature.pk], stage
    assert keys(desk, LIST) == [waits.pk]
    assert set(keys(desk, f"{LIST}?stage=all")) == {waits.pk, *(signature.pk for signature in made.values())}
    just_decided = {made[stage].pk for stage in ("changes-asked", "approved", "rejected")}
    assert set(keys(desk, f"{LIST}?stage=recent")) == just_decided


def test_kinds_narrow_every_stage(desk: Client) -> None:
    schools = [waiting(), make_signature(kind=Kind.SCHOOL)]
    make_signature(kind=Kind.HEALTH)
    make_signature(kind=Kind.HEALTH, state=State.AWAITING)

    assert keys(desk, f"{LIST}?kind=school") == [schools[0].pk]
    assert set(keys(desk, f"{LIST}?stage=all&kind=school")) == {one.pk for one in schools}
    assert keys(desk, f"{LIST}?stage=approved&kind=school") == [schools[1].pk]
    assert keys(desk, f"{LIST}?stage=recent&kind=school") == [schools[1].pk]
    assert keys(desk, f"{LIST}?stage=all&kind=group") == []


def test_pledges_are_a_filter_only_where_there_are_several(desk: Client) -> None:
    signature = waiting()
    assert "By pledge" not in (words := desk.get(LIST).content.decode())
    assert "?pledge=" not in words
    other = PledgeFactory.create(title="The old pledge")

    words = desk.get(LIST).content.decode()

    assert f"?pledge={other.pk}" in words
    for stage in ("", "all", "recent", "no-organisation", "approved"):
        assert keys(desk, f"{LIST}?stage={stage}&pledge={other.pk}") == []
    assert keys(desk, f"{LIST}?pledge={signature.pledge_id}") == [signature.pk]
    assert keys(desk, f"{LIST}?stage=all&pledge={signature.pledge_id}") == [signature.pk]


def test_organisations_are_in_the_order_of_their_names_whatever_their_kind(desk: Client) -> None:
    for name, kind in (("Medlar", Kind.HEALTH), ("Bullace", Kind.SCHOOL), ("Quince", Kind.SCHOOL)):
        make_signature(organisation=name, kind=kind)

    names = [row.name for row in listed(desk, ORGANISATIONS).result_list]

    assert names == ["Bullace", "Medlar", "Quince"]
    assert [row.name for row in listed(desk, f"{ORGANISATIONS}?kind=school").result_list] == ["Bullace", "Quince"]


def test_signatures_of_an_organisation_are_counted_so_far_and_no_further(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(3):
        make_signature(organisation="Quince School")
    organisation = Organisation.objects.first()
    assert organisation is not None
    Signature.objects.filter(kind=Kind.SCHOOL).update(organisation=organisation)
    assert "3 signatures on the list" in desk.get(ORGANISATIONS).content.decode()

    monkeypatch.setattr("pledges.admin.by_name.COUNTED", 2)
    monkeypatch.setattr("pledges.admin.organisations.COUNTED", 2)

    assert "2 signatures on the list, or more" in desk.get(ORGANISATIONS).content.decode()


@pytest.mark.parametrize("path", [*LISTS, *(f"{LIST}?stage={stage}" for stage, _words in STAGES)])
def test_list_asks_as_often_for_many_as_for_one_and_counts_nothing(desk: Client, path: str) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            listed(desk, path)
        return [query["sql"] for query in queries]

    def one_more() -> None:
        waiting()
        make_signature(state=State.WITHDRAWN)
        make_signature(state=State.CHANGES_ASKED)
        make_signature(state=State.REJECTED)

    one_more()
    few = asked()
    for _n in range(3):
        one_more()
    many = asked()

    assert len(many) == len(few)
    assert len(many) <= 9
    assert not [sql for sql in many if "OFFSET" in sql]
    assert not [sql for sql in many if "COUNT(" in sql.upper() and "LIMIT" not in sql]


def test_queue_asks_exactly_eight_times(desk: Client) -> None:
    """Session, who it is, what they may do (two), pledges to choose from, keys of a page, its rows, their details."""
    waiting()

    with CaptureQueriesContext(connection) as queries:
        desk.get(LIST)

    assert len(queries) == 8


@pytest.mark.parametrize("stage", ["", *(stage for stage, _words in STAGES)])
@pytest.mark.parametrize("more", ["", "&kind=school", "&pledge={pledge}", "&kind=school&pledge={pledge}"])
@pytest.mark.parametrize("place", ["", "&after={place}", "&before={place}"])
def test_every_choice_of_filters_is_read_by_index_in_order(desk: Client, stage: str, more: str, place: str) -> None:
    """As it is planned where no going through the table and no sorting is preferred, whatever the planner guesses."""
    waiting()
    pledge = Pledge.objects.get()
    PledgeFactory.create()
    somewhere = f"{timezone.now().isoformat().replace('+', '%2B')}_{'0' * 32}"
    path = f"{LIST}?stage={stage}{more}{place}".format(pledge=pledge.pk, place=somewhere)
    with CaptureQueriesContext(connection) as queries:
        listed(desk, path)
    page = next(query["sql"] for query in queries if "nearest" in query["sql"])

    with connection.cursor() as cursor:
        for costly in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{costly} = off")
        cursor.execute(f"EXPLAIN {page}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert re.search(r"Index (Only )?Scan (Backward )?using pledges_signature_\w+ on pledges_signature", plan)
    # One sort: of the nearest of all values together.
    assert plan.count("Sort Key") <= 1


@pytest.mark.parametrize(
    "junk",
    [
        "after=x", "after=2026-01-01_x", "before=9999999999999999999999", "after=2026-01-01T00:00:00_" + "0" * 32,
        "after=%00", "before=-1", "stage=%00", "stage=nothing", "kind=nobody", "pledge=x", "pledge=999999999999999999",
        "p=999999", "p=x", "all=", "o=1.2.3", "o=-1", "_facets=True", "e=1", "_popup=1",
        "confirmed_at__year=x", "subject__person__email__startswith=a", "kind__contains=s", "id__in=1,2", "x=y",
        "after=9999-12-31T23:59:59.999999%2B00:00_" + "f" * 32, "after=0001-01-01T00:00:00%2B23:59_" + "0" * 32,
        "after=999999999999999999", "q=larkspur", "stage=all&stage=recent&kind=&after=&before=",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [LIST, ORGANISATIONS, LEDGER])
def test_junk_in_an_address_is_answered_with_a_page(desk: Client, path: str, junk: str) -> None:
    waiting()

    answer = desk.get(f"{path}?{junk}")

    # What no text can hold is refused, with a page too; the rest is as if it were not there.
    assert answer.status_code == (400 if "%00" in junk else 200)
    assert "<h1" in answer.content.decode()


def test_unknown_parameters_do_not_get_into_the_links(desk: Client) -> None:
    waiting()

    words = desk.get(f"{LIST}?stage=all&wrong=parameter&subject__person__email=a").content.decode()

    assert "wrong" not in words
    assert "person__email" not in words


def test_empty_list_says_what_to_do(desk: Client) -> None:
    assert "Nothing here. All is done." in desk.get(LIST).content.decode()
    assert "Nothing here. Choose other filters." in desk.get(f"{LIST}?stage=rejected").content.decode()


@pytest.mark.parametrize("stage", ["", "all"])
def test_who_may_not_see_signatures_sees_no_list(signed_in: SignIn, stage: str) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)

    assert client.get(LIST, {"stage": stage, "kind": "school"}).status_code == 403


def test_next_in_the_queue_is_read_from_where_one_stands(desk: Client) -> None:
    made = [waiting(days) for days in (9, 8, 7)]

    with CaptureQueriesContext(connection) as queries:
        assert [next_after(one) for one in made] == [made[1], made[2], made[0]]

    assert '"waiting_since" >= ' in queries[0]["sql"]


def test_history_of_one_row_is_read_by_index(desk: Client) -> None:
    make_signature()
    organisation = Organisation.objects.get()
    LogEntry.objects.create(
        user=StaffMemberFactory.create(), object_id=str(organisation.pk), object_repr="x", action_flag=2,
        content_type_id=1, change_message="name",
    )  # fmt: skip

    with CaptureQueriesContext(connection) as queries:
        assert desk.get(reverse("admin:pledges_organisation_history", args=[organisation.pk])).status_code == 200
    (counted,) = (query["sql"] for query in queries if "COUNT(" in query["sql"])
    assert "LIMIT 1000" in counted

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {counted}")
        assert "desk_log_of_one_row" in "\n".join(line for (line,) in cursor.fetchall())


def test_ledger_lists_the_newest_entries_first(desk: Client) -> None:
    make_signature()

    assert keys(desk, LEDGER) == list(ConsentEntry.objects.order_by("-pk").values_list("pk", flat=True))
