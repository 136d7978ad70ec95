"""The charters' desk in a real browser: it fits, axe finds nothing, and it works without a script."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from charters.actions import start_version
from charters.models import Clause, Version
from desk.roles import Role, make_roles
from tests.charters.factories import make_published
from tests.charters.uploading import make_picture
from tests.factories import StaffMemberFactory

from .charter_pages import address, first_clause
from .test_browser import watched

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(transactional_db: None) -> Version:
    """A second version whose first clause has changed, and "ed", who writes charters."""
    make_roles()
    staff = StaffMemberFactory.create(username="ed")
    staff.groups.set(staff.groups.model.objects.filter(name=Role.CHARTER_EDITOR))
    version = start_version(charter=make_published().charter)
    Clause.objects.filter(pk=first_clause(version).pk).update(text="We will ask families before planning.")
    return version


def sign_in(page: Page, server: str, to: str, who: str = "ed") -> None:
    page.goto(f"{server}{reverse('admin:login')}?next={to}")
    page.fill("#id_username", who)
    page.fill("#id_password", "correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}{to}")


def test_pages_of_charters_fit_and_axe_finds_nothing(
    live_server: str, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], draft: Version
) -> None:
    page, found = new_page(360), {}
    complaints = watched(page)
    clause = first_clause(draft)
    sign_in(page, live_server, address("charter_changelist"))
    paths = (
        address("charter_changelist"),
        address("charter_change", draft.charter_id),
        address("version_change", draft.pk),
        address("write", draft.pk),
        address("version_history", draft.pk),
        address("clause_change", draft.pk, clause.pk),
        address("row_add", draft.pk, "attachments"),
        address("picture_changelist"),
        address("picture_add"),
        address("picture_change", make_picture(cleared=False).hex),
        address("withdraw", draft.charter.versions.get(state="published").pk),
        address("changes", draft.pk),
        address("reader", draft.pk),
        f"{address('reader', draft.pk)}?form=easy",
    )

    for path in paths:
        page.goto(f"{live_server}{path}")
        for width in (320, 1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[f"{path} at {width}"] = [f"{over} px too wide"] if over > 0 else []
    said = list(complaints)
    # Afterwards, because the browser has much to say of axe itself; the others are made of the same parts.
    for path in (*paths[1:6], paths[9], *paths[-3:]):
        page.goto(f"{live_server}{path}")
        found[path] = axe(page)

    assert found == {name: [] for name in found}
    assert said == []


def test_clause_is_written_moved_and_confirmed_with_the_keyboard_and_no_script(
    live_server: str, new_page: Callable[..., Page], draft: Version
) -> None:
    page = new_page(360, javascript=False)
    complaints = watched(page)
    clause = first_clause(draft)
    sign_in(page, live_server, address("write", draft.pk))

    page.press(f"#clause-{clause.pk} a:has-text('Change')", "Enter")
    page.press("button:has-text('Add a line')", "Enter")
    page.wait_for_selector("#line-2")
    page.fill("#id_lines-1-text", "We ask you and your family.")
    page.fill("#id_lines-1-picture", "people")
    page.press("#line-1 button:has-text('Still right')", "Enter")
    page.wait_for_selector(".line__note")
    page.press("#id_lines-1-meaning", "Enter")
    page.wait_for_selector(".messagelist")
    page.press(f"#clause-{clause.pk} a:has-text('Change')", "Enter")
    page.press("button:has-text('Move down')", "Enter")
    page.wait_for_selector(".messagelist >> text=Saved.")

    clause.refresh_from_db()
    assert page.url.endswith(f"#clause-{clause.pk}")
    assert clause.position == 2
    assert [line.picture for line in clause.lines.all()] == ["hand-up", "people"]
    assert "older words" not in page.inner_text("main")
    assert complaints == []
