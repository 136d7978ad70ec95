"""What staff search for at the desk, and what they find."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.roles import Role
from pledges.actions import Details, approve, edit, leave, rename_organisation
from pledges.kinds import Kind, State
from pledges.models import Organisation, Signature
from tests.factories import StaffMemberFactory, make_signature

from .conftest import SignIn

LIST = reverse("admin:pledges_signature_changelist")
ORGANISATIONS = reverse("admin:pledges_organisation_changelist")
LEDGER = reverse("admin:pledges_consententry_changelist")


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    return signed_in(Role.MODERATOR, Role.DATA_PROTECTION_OFFICER)[0]


def found(desk: Client, typed: str, path: str = LIST, narrowed: str = "") -> list[Any]:
    answer = desk.post(path + narrowed, {"q": typed})
    assert answer.status_code == 200
    return [row.pk for row in answer.context["cl"].result_list]


def school(organisation: str, **fields: Any) -> Signature:
    return make_signature(organisation=organisation, kind=Kind.SCHOOL, **fields)


def settled() -> None:
    """As at the end of the act's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    "typed",
    ["St Éloi's Primary School", "school eloi", "ELOIS prim", "st élois", "Zoë Larkspur", "larks", "zoe primary", "sc"],
)
def test_words_of_a_name_find_it_in_any_order_without_accents_and_capitals(desk: Client, typed: str) -> None:
    other = school("Netherby College", name="Ann Other")
    signature = school("St Éloi\u2019s Primary School", name="Zoë Larkspur")

    assert found(desk, typed) == [signature.pk]
    assert other.pk not in found(desk, typed)


@pytest.mark.parametrize(
    "typed", ["larkspurs", "zoe netherby", "oe", "ark", "z", "'", "%", "*", ":*", "!", "& |", "(", "\\"]
)
def test_other_words_find_nothing_and_say_so(desk: Client, typed: str) -> None:
    school("St Éloi\u2019s Primary School", name="Zoë Larkspur")
    school("Netherby College", name="Ann Other")

    answer = desk.post(LIST, {"q": typed})

    assert list(answer.context["cl"].result_list) == []
    assert "Nothing found for" in answer.content.decode()
    assert "Check how it is spelt" in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["zoe.larkspur@example.org", "ZOE.Larkspur@example.org ", "zoe.larkspur+x@example.org"]
)
def test_address_finds_whoever_signed_with_it_and_only_the_whole_one(desk: Client, typed: str) -> None:
    signature = make_signature(email="Zoe.Larkspur@example.org")
    make_signature(email="zoe.larkspur@example.com")

    assert found(desk, typed) == [signature.pk]
    assert found(desk, "larkspur@example.org") == []
    assert found(desk, "zoe.larkspur@") == []


@pytest.mark.parametrize(
    "state", [state for state in State if state not in (State.UNCONFIRMED, State.WITHDRAWN, State.HANDED_OVER)]
)
def test_name_and_address_find_signatures_of_every_state(desk: Client, state: State) -> None:
    signature = make_signature(state=state, name="Zoë Larkspur", email="zoe@example.org", organisation="Quince School")

    assert signature.pk in found(desk, "zoe quince")
    assert signature.pk in found(desk, "zoe@example.org")


def test_who_never_confirmed_is_not_found(desk: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED, name="Zoë Larkspur", email="zoe@example.org")

    assert [found(desk, typed) for typed in ("larkspur", "zoe@example.org", signature.reference)] == [[], [], []]


def test_who_has_left_is_found_by_the_reference_alone(desk: Client) -> None:
    staying = school("Quince School", name="Ann Other")
    signature = school("Quince School", name="Zoë Larkspur", email="zoe@example.org")
    leave(subject_id=signature.pk)
    settled()

    assert [found(desk, typed) for typed in ("larkspur", "zoe@example.org")] == [[], []]
    assert found(desk, "quince") == [staying.pk]
    assert found(desk, signature.reference) == [signature.pk]


@pytest.mark.parametrize(
    "written", [str.lower, lambda reference: f"{reference[:4]}-{reference[4:]}", lambda reference: reference[:4]]
)
def test_reference_is_found_however_it_is_written(desk: Client, written: Any) -> None:
    signature = make_signature()

    assert signature.pk in found(desk, written(signature.reference))


def test_name_that_could_be_a_reference_is_found(desk: Client) -> None:
    signature = make_signature(kind=Kind.PARENT_CARER, name="Abbe Dee")

    assert found(desk, "abbe") == found(desk, "Abbe Dee") == [signature.pk]


def test_changed_words_are_found_while_they_wait_and_the_old_ones_too(desk: Client) -> None:
    signature = school("Quince School", name="Zoë Larkspur")
    settled()
    edit(
        subject_id=signature.pk, details=Details(name="Zoë Larkspur", role="", organisation="Medlar School", promise="")
    )

    assert found(desk, "medlar") == found(desk, "quince") == [signature.pk]

    approve(subject_id=signature.pk, by=StaffMemberFactory.create())

    assert found(desk, "medlar") == [signature.pk]
    assert found(desk, "quince school") == []


def test_name_that_a_moderator_gave_an_organisation_finds_who_stands_for_it(desk: Client) -> None:
    signature = school("Quince Sch.")
    organisation = Organisation.objects.get()
    rename_organisation(organisation_id=organisation.pk, name="Medlar Academy", kind=Kind.SCHOOL)

    assert found(desk, "medlar academy") == [signature.pk]


def test_filters_narrow_what_is_found(desk: Client) -> None:
    approved = school("Quince School")
    waits = school("Quince School Two", state=State.AWAITING)
    nursery = make_signature(organisation="Quince Nursery", kind=Kind.EARLY_YEARS)

    assert set(found(desk, "quince")) == {approved.pk, waits.pk, nursery.pk}
    assert set(found(desk, "quince", narrowed="?kind=school")) == {approved.pk, waits.pk}
    assert found(desk, "quince", narrowed="?stage=waiting") == [waits.pk]
    assert found(desk, "quince", narrowed="?stage=approved&kind=early_years") == [nursery.pk]
    assert found(desk, "quince", narrowed="?stage=rejected") == []


def test_filter_goes_on_with_the_search(desk: Client) -> None:
    school("Quince School")

    words = desk.post(LIST, {"q": "quince"}).content.decode()

    assert '<button type="submit" form="changelist-search" formaction="?kind=school">School</button>' in words
    assert 'value="quince"' in words


def test_what_is_searched_for_stands_in_no_address(desk: Client, caplog: pytest.LogCaptureFixture) -> None:
    signature = make_signature(email="zoe@example.org", name="Zoë Larkspur")

    for typed in ("zoe@example.org", "larkspur"):
        words = desk.post(f"{LIST}?stage=approved", {"q": typed}).content.decode()
        addresses = re.findall(r'(?:href|action|formaction)="([^"]*)"', words)
        assert not [address for address in addresses if "zoe" in address or "larkspur" in address]
        assert "<title>" in words
        assert typed not in words[words.index("<title>") : words.index("</title>")]

    assert "larkspur" not in caplog.text
    assert found(desk, "larkspur") == [signature.pk]


def test_search_in_an_address_is_not_listened_to(desk: Client) -> None:
    make_signature(name="Zoë Larkspur")
    waits = make_signature(state=State.AWAITING)

    answer = desk.get(LIST, {"q": "larkspur"})

    assert [row.pk for row in answer.context["cl"].result_list] == [waits.pk]
    assert "larkspur" not in answer.content.decode()


def test_something_common_shows_the_newest_and_asks_for_more_words(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pledges.admin.lists.DeskListAdmin.list_per_page", 2)
    monkeypatch.setattr("pledges.admin.moderation.SignatureAdmin.list_per_page", 2)
    made = [school(f"Quince School {n}") for n in range(4)]

    answer = desk.post(LIST, {"q": "quince"})

    assert [row.pk for row in answer.context["cl"].result_list] == [made[3].pk, made[2].pk]
    assert "More than 2 fit" in answer.content.decode()
    assert "Write another word" in answer.content.decode()


def test_search_looks_at_no_more_than_enough(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.finding.ENOUGH", 2)
    monkeypatch.setattr("pledges.finding.LATELY", 2)
    made = [school(f"Quince School {n}") for n in range(6)]

    answer = desk.post(LIST, {"q": "quince"})

    rows = [row.pk for row in answer.context["cl"].result_list]
    assert rows[:2] == [made[5].pk, made[4].pk]
    assert len(rows) < 6
    assert "More than a thousand fit" in answer.content.decode()


def test_something_common_is_looked_for_among_the_last_alone(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.finding.ENOUGH", 2)
    made = [school(f"Quince School {n}", state=State.AWAITING) for n in range(4)]
    make_signature(organisation="Quince Nursery", kind=Kind.EARLY_YEARS, state=State.AWAITING)

    answer = desk.post(f"{LIST}?kind=school", {"q": "quince"})

    assert [row.pk for row in answer.context["cl"].result_list] == [made[3].pk, made[2].pk]
    assert "More than a thousand fit" in answer.content.decode()


def test_search_that_takes_too_long_says_how_to_narrow_it(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    school("Quince School")
    monkeypatch.setattr(
        "pledges.finding.ASKED", "SELECT pledges_search_words(%s), pledges_search_words(%s), pg_sleep(30)"
    )

    answer = desk.post(LIST, {"q": "quince"})

    assert answer.status_code == 200
    assert "took too long" in answer.content.decode()
    assert "Write another word" in answer.content.decode()


def test_organisation_is_found_by_words_of_its_name(desk: Client) -> None:
    for name in ("St Éloi\u2019s Primary School", "Netherby College"):
        school(name)
    eloi, netherby = (Organisation.objects.get(name__contains=part).pk for part in ("loi", "Nether"))

    assert found(desk, "elois school", ORGANISATIONS) == [eloi]
    assert found(desk, "NETHER", ORGANISATIONS) == [netherby]
    assert found(desk, "netherby school", ORGANISATIONS) == []
    assert found(desk, "netherby", ORGANISATIONS, "?kind=health") == []


def test_ledger_is_searched_by_references_alone(desk: Client) -> None:
    signature = make_signature(name="Zoë Larkspur", email="zoe@example.org")
    make_signature()

    entries = list(signature.subject.consents.order_by("-seq").values_list("pk", flat=True))

    assert found(desk, signature.reference, LEDGER) == entries
    assert found(desk, "larkspur", LEDGER) == found(desk, "zoe@example.org", LEDGER) == []


@pytest.mark.parametrize(
    ("typed", "statements"), [("quince", 13), ("nobody", 11), ("zoe@example.org", 11), ("nobody@example.org", 9)]
)
def test_search_asks_as_often_for_many_as_for_one(desk: Client, typed: str, statements: int) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            found(desk, typed)
        assert not [
            query["sql"] for query in queries if "count(*)" in query["sql"].lower() and "LIMIT" not in query["sql"]
        ]
        return len(queries)

    school("Quince School", email="zoe@example.org")
    few = asked()
    for n in range(3):
        school(f"Quince School {n}")

    assert asked() == few == statements


def test_search_reads_its_words_by_index(desk: Client) -> None:
    """As it is planned where the planner may not go through a whole table: then an index fits, letter for letter."""
    school("Quince School")
    with CaptureQueriesContext(connection) as queries:
        found(desk, "quince")
        found(desk, "quince", ORGANISATIONS)
    searches = [query["sql"] for query in queries if "@@" in query["sql"]]
    assert len(searches) == 3

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for search in searches:
            # Before the search itself stands what the history is told of whoever acts.
            cursor.execute(f"EXPLAIN {search.rsplit('; ', 1)[-1]}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "_words" in plan
            assert "Seq Scan on pledges_" not in plan


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MODERATOR])
def test_who_may_not_see_signatures_may_not_search_them(signed_in: SignIn, role: Role) -> None:
    client, _staff = signed_in(role)
    make_signature(name="Zoë Larkspur")

    assert client.post(LIST, {"q": "larkspur"}).status_code == 403
    assert client.post(ORGANISATIONS, {"q": "larkspur"}).status_code == 403


def test_search_without_a_token_is_refused(signed_in: SignIn) -> None:
    _client, staff = signed_in(Role.MODERATOR)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff)

    assert strict.post(LIST, {"q": "larkspur"}).status_code == 403


@pytest.mark.parametrize(
    "typed",
    [
        "\x00",
        "a\x00b@c",
        "\ud800",
        "x" * 100_000,
        "@",
        "@" * 300,
        "' OR 1=1 --",
        "\u202e",
        "\uff11\uff12\uff13\uff14",
        "a " * 5000,
    ],
)
@pytest.mark.parametrize("path", [LIST, ORGANISATIONS, LEDGER])
def test_junk_in_the_search_is_answered_with_a_page(desk: Client, path: str, typed: str) -> None:
    answer = desk.post(path, {"q": typed.encode("utf-8", "replace").decode()})

    assert answer.status_code == 200
