"""No word is lost where a version is written: two editors, a lost connection, an old sign-in, a closed tab."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from lxml import html
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charters.models import Clause, Version
from desk.models import StaffMember
from desk.roles import Role, make_roles
from tests.charters.factories import document, make_draft, promise, section
from tests.factories import StaffMemberFactory

from .charter_pages import address, fields_on, page_of, words
from .conftest import SignIn
from .test_browser import watched

NewPage = Callable[..., Page]


@pytest.fixture
def draft(transactional_db: None) -> Version:
    make_roles()
    for name in ("ed", "al"):
        staff = StaffMemberFactory.create(username=name)
        staff.groups.set(staff.groups.model.objects.filter(name=Role.CHARTER_EDITOR))
    return make_draft(content=document(section("One", promise("We will ask."), promise("We will tell."))))


@pytest.fixture
def desk(live_server: LiveServer, new_page: NewPage, draft: Version) -> Callable[..., Page]:
    """`desk("al")`: the writing page as somebody has it open."""

    def opened(who: str = "ed") -> Page:
        page, client = new_page(1280), Client()
        client.force_login(StaffMember.objects.get(username=who))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page.goto(f"{live_server.url}{address('write', draft.pk)}")
        expect(page.locator("[data-ready]")).to_be_attached()
        return page

    return opened


def open_clause(page: Page, version: Version, n: int = 0) -> Clause:
    """Opens the form of a clause, with the keyboard."""
    clause = version.clauses.order_by("position")[n]
    page.locator(f"#clause-{clause.pk} [data-open]").focus()
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    return clause


def box(page: Page) -> Any:
    return page.locator(".row__form [name=text]")


def status(page: Page) -> Any:
    return page.get_by_role("status")


def type_on(page: Page, more: str) -> None:
    page.keyboard.press("Control+End")
    page.keyboard.type(more)


def stands_on(page: Page, clause: Clause) -> None:
    """Whoever uses a keyboard is on the row of this clause, which is closed."""
    expect(page.locator(".row__form")).to_have_count(0)
    for _ in range(50):
        where = page.evaluate("[document.activeElement.closest('.row')?.id, document.activeElement.textContent]")
        if where[0] == f"clause-{clause.pk}":
            break
        page.wait_for_timeout(100)
    assert where == [f"clause-{clause.pk}", f"Change: {says(clause)}"]


def says(clause: Clause) -> str:
    clause.refresh_from_db()
    return clause.text


@pytest.mark.django_db(transaction=True)
def test_two_editors_see_both_texts_and_choose(desk: Callable[..., Page], draft: Version) -> None:
    ed, al = desk("ed"), desk("al")
    clause = open_clause(ed, draft)
    open_clause(al, draft)
    type_on(al, " Always.")
    al.keyboard.press("Escape")
    expect(status(al)).to_contain_text("Saved at")

    type_on(ed, " Twice.")

    expect(status(ed)).to_contain_text("Somebody else changed this.")
    beside = ed.locator(".row__conflict")
    expect(beside).to_contain_text("We will ask. Always.")
    expect(beside.locator("ins")).to_contain_text("Twice.")
    assert box(ed).input_value() == "We will ask. Twice."
    assert says(clause) == "We will ask. Always."
    beside.get_by_role("button", name="Save mine in its place").press("Enter")
    expect(status(ed)).to_contain_text("Saved at")
    assert says(clause) == "We will ask. Twice."


@pytest.mark.django_db(transaction=True)
def test_what_a_colleague_wrote_is_taken_and_what_one_deleted_is_put_there_anew(
    desk: Callable[..., Page], draft: Version
) -> None:
    page = desk()
    clause = open_clause(page, draft)
    Clause.objects.filter(pk=clause.pk).update(text="We will ask everybody.")
    type_on(page, " Twice.")
    page.get_by_role("button", name="Take what stands there now").press("Enter")
    expect(box(page)).to_have_value("We will ask everybody.")
    assert says(clause) == "We will ask everybody."

    Clause.objects.filter(pk=clause.pk).delete()
    type_on(page, " Twice.")
    expect(page.locator(".row__conflict")).to_contain_text("Somebody else has deleted this")
    page.get_by_role("button", name="Save mine as something new").press("Enter")

    expect(status(page)).to_contain_text("Saved at")
    assert draft.clauses.filter(text="We will ask everybody. Twice.").exists()


@pytest.mark.django_db(transaction=True)
def test_words_typed_without_a_connection_are_saved_when_it_is_back(desk: Callable[..., Page], draft: Version) -> None:
    page = desk()
    complaints = watched(page)
    clause = open_clause(page, draft)
    page.context.set_offline(True)
    type_on(page, " On a train.")
    expect(status(page)).to_contain_text("No connection.")
    type_on(page, " In a tunnel.")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("We will ask. On a train. In a tunnel.")
    page.locator("[name=up][value^=section]").press("Enter")
    expect(status(page)).to_contain_text("No connection.")

    page.context.set_offline(False)

    expect(status(page)).to_contain_text("Saved at")
    assert says(clause) == "We will ask. On a train. In a tunnel."
    assert [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []


@pytest.mark.django_db(transaction=True)
def test_new_clause_whose_answer_was_lost_is_there_once(desk: Callable[..., Page], draft: Version) -> None:
    page = desk()
    page.locator("[data-add=clause]").press("Enter")
    expect(box(page)).to_be_focused()
    lost = []

    def lose(route: Any) -> None:
        """It arrives, and its answer does not."""
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    page.route("**/clauses/add/**", lose, times=1)
    page.keyboard.type("We will try.")
    expect(status(page)).to_contain_text("No connection.")
    page.keyboard.type(" Twice.")
    expect(status(page)).to_contain_text("Saved at")
    page.keyboard.press("Escape")
    expect(page.locator(".row__form")).to_have_count(0)

    assert lost
    assert list(draft.clauses.filter(text__startswith="We will try").values_list("text", flat=True)) == [
        "We will try. Twice."
    ]


@pytest.mark.django_db(transaction=True)
def test_tab_closed_without_a_connection_has_the_words_when_it_is_opened_again(
    desk: Callable[..., Page], draft: Version, live_server: LiveServer
) -> None:
    page = desk()
    clause = open_clause(page, draft)
    page.context.set_offline(True)
    type_on(page, " On a train.")
    expect(status(page)).to_contain_text("No connection.")
    page.close()
    context = page.context
    context.set_offline(False)
    Clause.objects.filter(pk=clause.pk).update(text="We will ask everybody.")

    again = context.new_page()
    again.goto(f"{live_server.url}{address('write', draft.pk)}")

    expect(again.locator(".row__conflict")).to_contain_text("We will ask everybody.")
    assert box(again).input_value() == "We will ask. On a train."


@pytest.mark.django_db(transaction=True)
def test_sign_in_that_runs_out_in_mid_sentence_loses_nothing(
    desk: Callable[..., Page], draft: Version, live_server: LiveServer
) -> None:
    page = desk()
    clause = open_clause(page, draft)
    Session.objects.all().delete()
    type_on(page, " Twice.")
    expect(status(page)).to_contain_text("You are signed out.")

    with page.context.expect_page() as opened:
        status(page).get_by_role("link", name="Sign in").press("Enter")
    tab = opened.value
    tab.fill("#id_username", "ed")
    tab.fill("#id_password", "correct horse battery")
    tab.keyboard.press("Enter")
    expect(tab.locator("#user-tools")).to_be_visible()
    page.bring_to_front()
    status(page).get_by_role("button", name="Try again now").press("Enter")

    expect(status(page)).to_contain_text("Saved at")
    assert says(clause) == "We will ask. Twice."


@pytest.mark.django_db
def test_form_sent_without_a_script_after_the_sign_in_ran_out_comes_back_until_it_is_saved(signed_in: SignIn) -> None:
    _client, staff = signed_in(Role.CHARTER_EDITOR)
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    clause = make_draft().clauses.order_by("position")[0]
    fields = fields_on(client.get(page_of(clause)))
    typed = fields | {"text": "We will ask.\nTwice.", "lines-0-text": "We ask you <b>twice</b>."}
    here: Any = {"HTTP_ORIGIN": "http://testserver"}
    Session.objects.all().delete()

    out = client.post(page_of(clause), typed, **here)
    client.force_login(staff)
    client.cookies["csrftoken"] = "b" * 32
    old = client.post(page_of(clause), sent_again(out), **here)
    saved = client.post(page_of(clause), sent_again(old), **here)

    assert (out.status_code, old.status_code, saved.status_code) == (403, 403, 303)
    assert "You are signed out" in words(out)
    assert "Please send that again" in words(old)
    assert clause.text != says(clause) == "We will ask.\nTwice."
    assert clause.lines.order_by("position")[0].text == "We ask you <b>twice</b>."


def sent_again(answer: Any) -> dict[str, str]:
    """What the form on an error page would send."""
    forms: Any = html.document_fromstring(answer.content.decode()).cssselect("main form")
    (form,) = forms
    return dict(form.form_values())


@pytest.mark.django_db
def test_form_that_another_site_sent_does_not_come_back_with_a_good_token(signed_in: SignIn) -> None:
    _client, staff = signed_in(Role.CHARTER_EDITOR)
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    clause = make_draft().clauses.order_by("position")[0]

    origins: Any = ({"HTTP_ORIGIN": "https://evil.example"}, {})
    for origin in origins:
        answer = client.post(page_of(clause), {"text": "Their words."}, **origin)
        assert answer.status_code == 403
        assert "Their words." not in words(answer)


@pytest.mark.django_db(transaction=True)
def test_open_row_has_names_for_all_of_it_and_says_what_happens(
    desk: Callable[..., Page], draft: Version, axe: Callable[[Page], list[str]]
) -> None:
    page = desk()
    clause = open_clause(page, draft)
    row = page.locator(f"#clause-{clause.pk}")
    heard = [status(page).inner_text()]

    for label in ("Words:", "What it is:", "Who acts:", "To be done by:", "Where it stands:"):
        expect(row.get_by_label(label, exact=True).first).to_be_visible()
    line = row.get_by_role("group", name="Line 1")
    for label in ("Words:", "Picture:", "What the picture shows:", "What the picture is meant to say:"):
        expect(line.get_by_label(label, exact=True)).to_be_visible()
    expect(line.get_by_role("button", name="Find a picture for line 1")).to_be_visible()
    found = axe(page)
    type_on(page, " Always.")
    expect(status(page)).to_contain_text("Saved at")
    heard.append(status(page).inner_text())
    page.keyboard.press("Escape")
    stands_on(page, clause)
    page.keyboard.press("Alt+ArrowDown")
    expect(status(page)).to_have_text("Moved.")
    stands_on(page, clause)

    assert heard[0] == "Open for writing."
    assert page.get_by_role("complementary", name="Beside the words").count() == 1
    assert page.locator("iframe[title='The version as readers see it']").count() == 1
    assert found == []


@pytest.mark.django_db(transaction=True)
def test_page_is_used_at_four_hundred_percent(desk: Callable[..., Page], draft: Version) -> None:
    page = desk()
    page.set_viewport_size({"width": 320, "height": 256})
    clause = open_clause(page, draft)
    type_on(page, " Always.")
    page.get_by_role("button", name="Find a picture for line 1").press("Enter")
    expect(page.locator("#panel-box")).to_be_focused()
    hidden = page.evaluate(
        "() => { const box = document.activeElement.getBoundingClientRect();"
        " const bar = document.getElementById('write-status').getBoundingClientRect();"
        " return box.bottom > bar.top + 1 || box.top < 0; }"
    )
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.keyboard.press("Escape")
    expect(page.locator("#panel-box")).to_have_count(0)
    page.keyboard.press("Escape")
    stands_on(page, clause)

    assert not hidden
    assert over <= 0
    assert says(clause) == "We will ask. Always."


@pytest.mark.django_db(transaction=True)
def test_pressing_twice_does_it_once(desk: Callable[..., Page], draft: Version) -> None:
    page = desk()
    clause = draft.clauses.order_by("position")[0]
    for n in (2, 3):
        clause.lines.create(position=n, text=f"Line {n}.", picture="book", alt="A book", meaning="Line")
    slowly(page)

    page.locator(f"#clause-{clause.pk} [data-open]").dblclick()
    expect(box(page)).to_have_count(1)
    page.locator("[value=out-1]").dblclick()
    page.get_by_role("button", name="Save and close").press("Enter")
    expect(page.locator(".row__form")).to_have_count(0)

    assert clause.lines.filter(text="Line 3.").exists()
    assert clause.lines.count() == 2


@pytest.mark.django_db(transaction=True)
def test_reason_that_was_not_recorded_keeps_its_row_open(desk: Callable[..., Page], draft: Version) -> None:
    page = desk()
    clause = open_clause(page, draft)
    line = page.locator(".row__form [name=lines-0-text]")
    line.fill("We facilitate it.")
    page.locator("button[value^='leave-0-']").first.press("Enter")
    page.locator("#panel-box").fill("Our group says so.")
    expect(status(page)).to_contain_text("Saved at")

    page.get_by_role("button", name="Save and close").press("Enter")
    expect(status(page)).to_contain_text("You wrote something under the lines that is not kept yet.")

    expect(page.locator("#panel-box")).to_have_value("Our group says so.")
    assert clause.lines.filter(text="We facilitate it.").exists()


@pytest.mark.django_db(transaction=True)
def test_words_typed_while_it_is_sent_are_saved_too(desk: Callable[..., Page], draft: Version) -> None:
    page = desk()
    clause = open_clause(page, draft)
    slowly(page)
    type_on(page, " Always.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("We will go on.")
    expect(page.locator("#row-new [name=text]")).to_have_value("We will go on.")
    page.keyboard.press("Escape")
    expect(page.locator(".row__form")).to_have_count(0)

    assert says(clause) == "We will ask. Always."
    assert draft.clauses.filter(text="We will go on.", position=2).exists()


def slowly(page: Page) -> None:
    """From now on each answer takes a while."""

    def wait(route: Any) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/clauses/**", wait)


@pytest.mark.django_db(transaction=True)
def test_clause_is_dragged_to_another_place(desk: Callable[..., Page], draft: Version) -> None:
    page = desk()
    first, second = draft.clauses.order_by("position")

    drag(page, f"#clause-{second.pk}", f"#clause-{first.pk}")
    expect(status(page)).to_have_text("Moved.")

    assert list(draft.clauses.order_by("position")) == [second, first]


def drag(page: Page, what: str, before: str) -> None:
    page.locator(what).hover()
    page.locator(f"{what} > .drag").drag_to(page.locator(before), target_position={"x": 40, "y": 4})


@pytest.mark.django_db(transaction=True)
def test_line_of_easy_read_is_dragged_before_another(desk: Callable[..., Page], draft: Version) -> None:
    page = desk()
    # Both lines in sight: a page that scrolls after the press drags nothing here.
    page.set_viewport_size({"width": 1280, "height": 1800})
    clause = open_clause(page, draft)
    page.get_by_role("button", name="Add a line").press("Enter")
    page.locator("[name=lines-1-text]").fill("We want to know.")

    drag(page, ".row__form #line-2", ".row__form #line-1")
    expect(page.locator("[name=lines-1-text]")).to_have_value("We ask you first.")
    page.keyboard.press("Escape")
    expect(page.locator(".row__form")).to_have_count(0)

    assert list(clause.lines.order_by("position").values_list("text", flat=True)) == [
        "We want to know.",
        "We ask you first.",
    ]
