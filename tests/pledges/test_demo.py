"""The demonstration content: loads twice without doubling, stands in both forms, and keeps the easy-read rules."""

import pytest

from charters import pictures
from charters.demo import load_charters
from charters.easytext import Line
from pledges import demo, demo_words
from pledges.kinds import State
from pledges.ledger import first_break
from pledges.models import PledgeWording, PublicEntry, Signature
from post.models import Outbox
from tests.charters.plain import broken
from tests.factories import StaffMemberFactory

EASY: list[Line] = [
    *demo_words.PLEDGE_EASY_1,
    *demo_words.PLEDGE_EASY_2,
    *demo_words.PLEDGE_EASY_3,
    *demo_words.NOTICE_EASY,
    *(line for _basis, _words, lines in demo_words.PURPOSES.values() for line in lines),
]


@pytest.mark.django_db
def test_demonstration_loads_twice_and_sends_nothing() -> None:
    staff = StaffMemberFactory.create()

    for _time in range(2):
        load_charters()
        demo.load_words()
        demo.load_signatures(by=staff)

    assert Signature.objects.count() == len(demo.SIGNATORIES + demo.WAITING)
    assert Signature.objects.filter(state=State.APPROVED, waiting_since__isnull=False).count() == 1
    assert set(PublicEntry.objects.values_list("version", flat=True)) == {1, 2, 3}
    assert not Outbox.objects.exists()
    assert first_break() is None


@pytest.mark.django_db
def test_pledge_stands_on_the_charters_in_force_also_where_it_was_loaded_before_them() -> None:
    demo.load_words()
    before = PledgeWording.objects.count()

    load_charters()
    demo.load_words()
    demo.load_words()

    newest = PledgeWording.objects.latest("n")
    stands_on = {(version.charter.slug, version.n) for version in newest.charter_versions.all()}
    assert PledgeWording.objects.count() == before + 1
    assert stands_on == {("five-ways-we-work", 2), ("our-meeting-agreement", 1)}
    assert newest.is_published


@pytest.mark.parametrize("line", EASY, ids=lambda line: line["text"])
def test_easy_line_is_short_plain_and_has_its_picture(line: Line) -> None:
    assert pictures.known(line["picture"])
    assert broken(line["text"]) == []
