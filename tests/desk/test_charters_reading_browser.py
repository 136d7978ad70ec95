"""A reading session in a real browser: it fits, axe finds nothing, and it needs the keyboard alone and no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from charters.actions import LineRead, check_by_readers
from charters.models import ReadingReply, ReadingResult, Version
from charters.models.kinds import Understood
from desk.roles import Role, make_roles
from tests.charters.factories import document, easy_line, make_draft, promise, section
from tests.factories import StaffMemberFactory

from .charter_pages import address
from .test_browser import watched
from .test_charters_browser import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(transactional_db: None) -> Version:
    """Seventy lines, so that they stand in two parts, and "ed", who writes charters."""
    make_roles()
    staff = StaffMemberFactory.create(username="ed")
    staff.groups.set(staff.groups.model.objects.filter(name=Role.CHARTER_EDITOR))
    clauses = (promise(f"We will do {n}.", easy=(easy_line(f"We do thing {n}."),)) for n in range(70))
    return make_draft(content=document(section("Long", *clauses)))


def test_pages_of_a_session_fit_and_axe_finds_nothing(
    live_server: str, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], draft: Version
) -> None:
    page, found = new_page(360), {}
    complaints = watched(page)
    told = [LineRead("We do thing 1.", "hand-up", Understood.NO)]
    result = check_by_readers(version_id=draft.pk, group="Kite", count=4, results=told).results.get()
    paths = (
        address("readers", draft.pk),
        address("reading_answer", draft.pk, result.pk),
        address("version_change", draft.pk),
    )
    sign_in(page, live_server, paths[0])

    for path in paths:
        page.goto(f"{live_server}{path}")
        for width in (320, 1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[f"{path} at {width}"] = [f"{over} px too wide"] if over > 0 else []
    said = list(complaints)
    for path in paths:
        page.goto(f"{live_server}{path}")
        found[path] = axe(page)

    assert found == {name: [] for name in found}
    assert said == []


def test_session_is_entered_and_answered_with_the_keyboard_and_no_script(
    live_server: str, new_page: Callable[..., Page], draft: Version
) -> None:
    page = new_page(360, javascript=False)
    complaints = watched(page)
    sign_in(page, live_server, address("version_change", draft.pk))

    page.press("a:has-text('A group has read it')", "Enter")
    page.fill("#id_group", "Kite Group readers")
    # Enter in a box keeps nothing, and loses nothing.
    page.press("#id_group", "Enter")
    page.fill("#id_count", "4")
    first = page.get_by_role("group", name="We do thing 0.")
    first.get_by_label("Not read today").press("ArrowLeft")
    page.press("button:has-text('The next lines')", "Enter")
    page.get_by_role("group", name="We do thing 69.").get_by_label("Not sure").press("Space")
    page.press("#id_rest", "Space")
    page.press("button:has-text('They have checked it')", "Enter")
    page.wait_for_selector(".messagelist")
    page.press("a:has-text('It stays, because') >> nth=0", "Enter")
    page.fill("#id_words", "The group chose these words.")
    page.press("button:has-text('It stays as it is')", "Enter")
    page.wait_for_selector(".messagelist")

    answers = dict(ReadingResult.objects.values_list("text", "answer"))
    assert answers.pop("We do thing 0.") == Understood.NO
    assert answers.pop("We do thing 69.") == Understood.UNSURE
    assert set(answers.values()) == {Understood.YES}
    assert len(answers) == 68
    assert ReadingReply.objects.count() == 1
    assert page.get_by_text("To be changed or answered").count() == 1
    assert complaints == []
