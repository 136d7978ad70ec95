"""The desk in a real browser: keyboard alone, no broken content policy, nothing for axe to find."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Page

from desk.roles import Role, make_roles
from pledges.kinds import State
from pledges.models import Organisation, Signature
from tests.factories import StaffMemberFactory, make_signature

pytestmark = pytest.mark.django_db(transaction=True)


# Pages of the desk that stand in two columns when there is room.
WIDE = ("first page", "queue", "screen", "several")


@pytest.fixture
def moderator_waits(transactional_db: None) -> Signature:
    """Somebody called "mo" who may decide, and two colleagues whose signatures wait; the older one."""
    make_roles()
    staff = StaffMemberFactory.create(username="mo")
    staff.groups.set(staff.groups.model.objects.filter(name=Role.MODERATOR))
    first = make_signature(state=State.AWAITING, organisation="Thistlewick School")
    make_signature(state=State.AWAITING, organisation="Thistlewick School")
    return first


def watched(page: Page) -> list[str]:
    """What the browser complains about, broken content policy first of all."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", hear)
    return complaints


def test_desk_pages_fit_and_axe_finds_nothing(
    live_server: str,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    moderator_waits: Signature,
) -> None:
    page = new_page(1280)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            # Narrow and wide share their parts; wide is looked at where the two columns are.
            broken = axe(page) if width == 360 or (width == 1280 and name in WIDE) else []
            found[f"{name} at {width}"] = broken + ([f"{over} px too wide"] if over > 0 else [])

    page.goto(f"{live_server}{reverse('admin:index')}")
    look("sign in")
    page.fill("#id_username", "mo")
    page.fill("#id_password", "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    look("wrong password")
    page.fill("#id_password", "correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_selector(".queue")
    look("first page")
    page.goto(f"{live_server}{reverse('admin:pledges_signature_changelist')}")
    look("queue")
    page.goto(f"{live_server}{reverse('admin:pledges_signature_change', args=[moderator_waits.pk])}")
    look("screen")
    page.fill("#id_text", "x" * 1001)
    page.click("text=Keep this note")
    page.wait_for_selector("#note-error")
    look("note too long")
    page.fill("#id_text", "Rang them.")
    page.click("text=Keep this note")
    page.wait_for_selector(".notes")
    page.select_option("#id_ask_reason", "personal_details")
    page.click("button >> text=Ask for a change")
    page.wait_for_selector(".decided")
    look("asked")
    page.goto(f"{live_server}{reverse('admin:pledges_signature_changelist')}")
    page.check("#tick-all")
    page.click("button[value=approve]")
    page.wait_for_selector(".together")
    look("several")
    page.click("text=Approve those ticked")
    page.goto(f"{live_server}{reverse('admin:pledges_organisation_change', args=[Organisation.objects.get().pk])}")
    look("organisation")
    page.goto(f"{live_server}{reverse('admin:pledges_signature_changelist')}")
    page.click("text=Undo all")
    page.wait_for_selector(".messagelist")

    assert found == {name: [] for name in found}
    assert set(Signature.objects.values_list("state", flat=True)) == {State.CHANGES_ASKED, State.AWAITING}


@pytest.mark.parametrize("javascript", [True, False])
def test_searching_and_narrowing_need_only_the_keyboard_and_leave_no_name_in_the_address(
    live_server: str,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    moderator_waits: Signature,
    javascript: bool,
) -> None:
    page = new_page(360, javascript=javascript)
    complaints, found = watched(page), {}
    page.goto(f"{live_server}{reverse('admin:login')}?next={reverse('admin:pledges_signature_changelist')}")
    page.fill("#id_username", "mo")
    page.fill("#id_password", "correct horse battery")
    page.keyboard.press("Enter")

    page.focus("#searchbar")
    page.keyboard.type("school thistle")
    page.keyboard.press("Enter")
    page.wait_for_selector(".found >> text=2 fit")
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        # axe is a script itself.
        found[width] = (axe(page) if javascript else []) + ([f"{over} px too wide"] if over > 0 else [])
    page.focus("summary:has-text('Who signs')")
    page.keyboard.press("Enter")
    page.focus("button:has-text('Health service')")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing found")
    assert "thistle" not in page.url
    assert page.input_value("#searchbar") == "school thistle"
    assert page.text_content("summary:has-text('Who signs')").split(":")[1].strip() == "Health service"  # type: ignore[union-attr]
    found[0] = axe(page) if javascript else []
    page.click("text=Clear")
    page.wait_for_selector("text=Nothing here. Choose other filters.")

    assert found == {width: [] for width in found}
    assert complaints == []


@pytest.mark.parametrize("javascript", [True, False])
def test_moderating_needs_only_the_keyboard_and_breaks_no_policy(
    live_server: str, new_page: Callable[..., Page], moderator_waits: Signature, javascript: bool
) -> None:
    page = new_page(1280, javascript=javascript)
    complaints = watched(page)

    page.goto(f"{live_server}{reverse('admin:login')}?next={reverse('admin:index')}")
    page.focus("#id_username")
    page.keyboard.type("mo")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_selector(".queue")
    tab_to(page, "Start with the oldest")
    page.wait_for_selector(".screen")
    tab_to(page, "Approve")
    page.wait_for_selector(".decided")
    tab_to(page, "Undo")
    page.wait_for_selector(".messagelist")

    moderator_waits.refresh_from_db()
    assert moderator_waits.state == State.AWAITING
    assert moderator_waits.decisions.count() == 2
    assert complaints == []


def test_deciding_about_several_needs_only_the_keyboard_and_no_script(
    live_server: str, new_page: Callable[..., Page], moderator_waits: Signature
) -> None:
    make_signature(state=State.AWAITING, promise="Ring 01632 960 001.", organisation="Netherby Academy")
    page = new_page(1280, javascript=False)
    complaints = watched(page)

    page.goto(f"{live_server}{reverse('admin:login')}?next={reverse('admin:pledges_signature_changelist')}")
    page.fill("#id_username", "mo")
    page.fill("#id_password", "correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_selector("#result_list")
    for box in page.locator('#result_list input[name="tick"]').all():
        box.focus()
        page.keyboard.press("Space")
    tab_to(page, "Approve")
    page.wait_for_selector(".together")
    named = page.inner_text(".look-out--first")
    tab_to(page, "Approve those ticked")
    page.wait_for_selector(".decided")

    assert "Netherby Academy" in named
    assert page.inner_text(".decided").startswith("Approved: 2.")
    assert Signature.objects.filter(state=State.APPROVED).count() == 2
    assert complaints == []


def tab_to(page: Page, words: str) -> None:
    """Goes there as somebody without a mouse does, and presses Enter."""
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().startswith(words):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"cannot reach {words} with the keyboard")
