"""Question sets and the register in a real browser, without a script: they fit, and axe finds nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db.models import Model
from playwright.sync_api import Page

from desk.roles import Role, make_roles
from participation.actions.sets import make_set
from participation.admin.showing import address
from participation.models import Question, Service
from tests.charters.factories import make_published
from tests.desk.test_browser import watched
from tests.desk.test_charters_browser import sign_in
from tests.factories import StaffMemberFactory

from . import factories

pytestmark = pytest.mark.django_db(transaction=True)
LIST = """name;kind;size;lead;email;asked_on
Thistlewick School;school;large;Lee Lead;lee@thistlewick.example;2026-03-02
Quillmere Speech Therapy;health;small;;;
Old Barn;zoo;huge;Sam;;soon
;school;;;;
"""


@pytest.fixture
def audit_lead(transactional_db: None) -> Model:
    """ "al", who runs audits."""
    make_roles()
    staff = StaffMemberFactory.create(username="al")
    staff.groups.set(staff.groups.model.objects.filter(name=Role.AUDIT_LEAD))
    return staff


def test_sets_and_register_fit_and_axe_finds_nothing(
    live_server: str, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], audit_lead: Model
) -> None:
    page, found = new_page(360), {}
    complaints = watched(page)
    make_published()
    the_set = make_set()
    question = the_set.questions.get(key="joining")
    frozen = factories.make_round(2026).question_set
    service = factories.make_service("Quillmere Speech Therapy", kind="health", asked_on=date(2026, 3, 2))
    other = factories.make_service("Speech Therapy of Quillmere", kind="health")
    sign_in(page, live_server, address("service_changelist"), "al")

    paths = {
        "list": address("service_changelist"),
        "sets": address("questionset_changelist"),
        "new set": address("questionset_add"),
        "set": address("questionset_change", the_set.pk),
        "frozen": address("questionset_change", frozen.pk),
        "question": address("question_change", the_set.pk, question.pk),
        "preview": address("question_look", the_set.pk, question.pk),
        "service": address("service_change", service.pk),
        "merge": f"{address('service_merge', service.pk)}?into={other.pk}",
    }

    for name, path in paths.items():
        page.goto(f"{live_server}{path}")
        for width in (320, 1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[f"{name} at {width}"] = [f"{over} px too wide"] if over > 0 else []
    said = list(complaints)
    # Afterwards, because the browser has much to say of axe itself.
    for name, path in paths.items():
        page.goto(f"{live_server}{path}")
        found[name] = axe(page)

    assert found == {name: [] for name in found}
    assert said == []


def test_question_is_looked_at_and_saved_and_a_list_is_imported_without_a_script(
    live_server: str, new_page: Callable[..., Page], audit_lead: Model
) -> None:
    page = new_page(1280, javascript=False)
    the_set = make_set()
    factories.make_service("Quillmere Speech Therapy", kind="health")
    sign_in(page, live_server, address("questionset_change", the_set.pk), "al")

    page.click("text=When do young people and parent carers join in?")
    page.fill("#id_text", "When do people join in?")
    page.click("button:has-text('Look at it')")
    page.wait_for_selector(".preview__question >> text=When do people join in?")
    page.click("form.writing button:has-text('Save')")
    page.wait_for_selector(".messagelist")
    page.goto(f"{live_server}{address('service_import')}")
    page.set_input_files("#id_file", {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.click("button:has-text('Read the file')")
    page.wait_for_selector("text=Line 4")
    page.click("button:has-text('Take them in')")
    page.wait_for_selector(".messagelist >> text=1 service was added. 1 service was changed.")

    assert Question.objects.filter(text="When do people join in?").count() == 1
    assert Service.objects.count() == 2
