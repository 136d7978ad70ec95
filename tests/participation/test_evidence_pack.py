"""The evidence pack: it opens, its figures are those of the pages, and it names nobody."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from charters.models import ClauseKey
from desk.roles import Role
from participation import evidence_pack
from participation.models import ActionStep, Evidence, EvidenceFile, Lead, PublicReply, Return
from tests.desk.conftest import SignIn, signed_in

from . import factories
from .files import pdf
from .test_promise_known import asked_about, in_force, text
from .test_publishing import published

__all__ = ["signed_in"]

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/participation/round/pack/"
# Words that stand in what is kept of people, and nowhere else.
NAMES = ("Zelda Leadwell", "zelda@lead.example", "zoe@holder.example", "Zack Staffson")


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    client, staff = signed_in(Role.AUDIT_LEAD)
    type(staff).objects.filter(pk=staff.pk).update(first_name="Zack", last_name="Staffson")
    return client


def audited() -> ClauseKey:
    """Two services, one with a file and with a panel that sees it otherwise; an action that moved."""
    key = in_force()
    the_round = asked_about(key)
    first = factories.make_return(the_round, factories.make_service("Thistlewick", email=None), email=NAMES[2])
    Lead.objects.create(service=first.service, name=NAMES[0], email=NAMES[1])
    add_file(first)
    factories.make_submitted(first, level=4)
    Evidence.objects.update(state="approved", decided_at=timezone.now())
    factories.make_submitted(factories.make_return(the_round, factories.make_service("Larkmere")), level=1)
    factories.make_sent(factories.make_panel(the_round, first.service))
    for one in factories.asked(first)[:2]:
        PublicReply.objects.create(of_return=first, question=one, text="We will ask them why.")
    action = factories.make_action(first.service, clause_key=key, question=factories.asked(first)[0])
    later = action.first_due_on + timedelta(days=5)
    ActionStep.objects.create(action=action, kind="moved", text="The hall burnt.", due_on=later)
    published(the_round)
    return key


def add_file(to: Return) -> None:
    """For the first question."""
    content = pdf()
    piece = Evidence.objects.create(of_return=to, question=factories.asked(to)[0], kind="file", text="Minutes of May.")
    EvidenceFile.objects.create(
        evidence=piece, name="May.pdf", content=content, hash=sha256(content).digest(), type="application/pdf",
        size=len(content),
    )  # fmt: skip


def asked_for(desk: Client, **given: Any) -> zipfile.ZipFile:
    response = desk.post(ADDRESS, given)
    assert response.status_code == 200, response.content.decode()[-2000:]
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response)))


def rows(packed: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))


def of_promise(desk: Client, key: ClauseKey) -> zipfile.ZipFile:
    return asked_for(desk, what="promise", promise=str(key.pk))


def test_pack_has_a_report_tables_evidence_and_an_index(desk: Client) -> None:
    packed = of_promise(desk, audited())

    assert packed.testzip() is None
    index = packed.read("index.html").decode()
    for name in set(packed.namelist()) - {"index.html", "README.txt"}:
        assert f'href="{name}"' in index
    file = next(name for name in packed.namelist() if name.endswith("May.pdf"))
    assert packed.read(file) == bytes(EvidenceFile.objects.get().content)
    assert [row["file_in_this_pack"] for row in rows(packed, "evidence.csv")] == [file]
    with pikepdf.open(io.BytesIO(packed.read("report.pdf"))) as report:
        assert report.Root.MarkInfo.Marked


def test_figures_equal_those_of_the_promises_page(desk: Client) -> None:
    packed, page = of_promise(desk, audited()), text()

    told = {row["who"]: (row["kept"], row["of"]) for row in rows(packed, "promises.csv")}
    assert told["services"] == ("1", "2")
    assert "Kept by 1 of 2 services in 2026. Young people: 0 of 1." in page
    assert told["young_people"] == ("0", "1")
    counted = [row for row in rows(packed, "questions.csv") if row["who"] == "services"]
    assert [(row["not_yet"], row["shared"]) for row in counted] == [("1", "1")] * 2
    levels = [row["agreed_level"] for row in rows(packed, "levels.csv") if row["question"] == counted[0]["question"]]
    assert sorted(levels) == ["1", "4"]
    action = rows(packed, "actions.csv")[0]
    assert action["why_moved"] == "The hall burnt."
    assert action["first_due"] < action["due"]
    assert [row["public_reply"] for row in rows(packed, "replies.csv")] == ["We will ask them why."] * 2


def test_pack_of_a_promise_holds_only_what_is_about_it(desk: Client) -> None:
    packed = of_promise(desk, audited())

    assert len({row["question"] for row in rows(packed, "levels.csv")}) == 2
    assert {row["promise"] for row in rows(packed, "promises.csv")} == {"aaaaaa"}


def test_pack_between_days_holds_all_of_them_and_nothing_of_others(desk: Client) -> None:
    audited()
    today = timezone.localdate()

    now = asked_for(desk, what="days", since=str(today), until=str(today))
    long_ago = asked_for(desk, what="days", since="2001-01-01", until="2001-12-31")

    assert len({row["question"] for row in rows(now, "levels.csv")}) == 6
    assert len(rows(now, "actions.csv")) == 1
    assert rows(long_ago, "levels.csv") == rows(long_ago, "actions.csv") == []
    assert "report.pdf" in long_ago.namelist()


def test_pack_names_nobody(desk: Client) -> None:
    packed = of_promise(desk, audited())

    for name in packed.namelist():
        content = packed.read(name)
        if name == "report.pdf":
            with pikepdf.open(io.BytesIO(content)) as report:
                content += b" ".join(page.Contents.read_bytes() for page in report.pages)
        for word in " ".join(NAMES).split():
            assert word.encode() not in content, (name, word)


def test_file_that_was_taken_out_since_is_not_in_it(desk: Client) -> None:
    key = audited()
    Evidence.objects.filter(kind="file").update(state="refused", reason="It names a child.")

    packed = of_promise(desk, key)

    assert not [name for name in packed.namelist() if name.startswith("evidence/")]
    assert rows(packed, "evidence.csv")[0]["left_out_because"] == "It was taken out since."


def test_pack_that_would_be_too_large_says_what_it_leaves_out(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    key = audited()
    monkeypatch.setattr(evidence_pack, "MOST_BYTES", 10)

    packed = of_promise(desk, key)

    assert not [name for name in packed.namelist() if name.startswith("evidence/")]
    assert "too large" in rows(packed, "evidence.csv")[0]["left_out_because"]
    assert "1 file is left out" in packed.read("index.html").decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose one promise, or everything between two days."),
        ({"what": "promise"}, "Choose the promise."),
        ({"what": "promise", "promise": "9" * 30}, "Select a valid choice"),
        ({"what": "days", "since": "2026-05-01"}, "Choose the day."),
        ({"what": "days", "since": "2026-05-02", "until": "2026-05-01"}, "This day is before the first one."),
        ({"what": "days", "since": "\0", "until": "yes"}, "Enter a valid date."),
    ],
)
def test_wrong_form_says_what_to_do(desk: Client, given: dict[str, str], said: str) -> None:
    response = desk.post(ADDRESS, given)

    assert response.status_code == 400
    assert said in response.content.decode()
    if "since" in given and given["since"].isprintable():
        assert re.search(rf'value="{given["since"]}"', response.content.decode())


def test_form_is_there_and_making_a_pack_takes_a_post(desk: Client) -> None:
    assert reverse("admin:participation_pack") == ADDRESS
    assert desk.get(ADDRESS).status_code == 200
    assert Client().post(ADDRESS, {"what": "promise"}).status_code in (302, 303, 403)
