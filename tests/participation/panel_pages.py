"""A group at its pages, without scripts: it reads a screen, and presses one of its buttons."""

from datetime import timedelta
from typing import Any

from django.test import Client
from lxml import html

from participation import private_links
from participation.models import Panel, Round
from participation.models.kinds import ServiceKind
from tests.participation import factories
from tests.pledges.easy_pages import read

MOST_WORDS = 25
SCHOOL, THERAPY = "Thistlewick School", "Quillmere Speech Therapy"


def make_group(**more: Any) -> Panel:
    """Asked about a school and a therapy, two questions each."""
    the_round = more.pop("the_round", None) or factories.make_round()
    school = factories.make_service(SCHOOL, slug="thistlewick")
    therapy = factories.make_service(THERAPY, slug="therapy", kind=ServiceKind.HEALTH)
    return factories.make_panel(the_round, school, therapy, **more)


def link(panel: Panel) -> str:
    """What the group's letter leads to, without the site's name."""
    address = private_links.panel_link(panel.holders.get())
    return "/" + address.split("/", 3)[3]


def main_of(answer: Any) -> Any:
    found: Any = html.document_fromstring(answer.content.decode()).cssselect("main")
    return found[0]


def text(answer: Any) -> str:
    return " ".join(main_of(answer).text_content().split())


def words(answer: Any) -> list[str]:
    """What is read on a screen, without names and answers of their own."""
    return " ".join(read(answer).blocks).split()


def buttons(answer: Any) -> list[str]:
    """What each big button would send."""
    return [one.get("value") for one in main_of(answer).cssselect("button.easy-choice")]


def chosen(answer: Any) -> list[str]:
    return [one.get("value") for one in main_of(answer).cssselect("button.easy-choice--chosen")]


def next_of(answer: Any) -> str:
    return str(main_of(answer).cssselect(".easy-buttons__next")[0].get("href"))


def back_of(answer: Any) -> str:
    return str(main_of(answer).cssselect(".easy-buttons__back")[0].get("href"))


def close(panel: Panel) -> None:
    """The round closed yesterday."""
    days = [factories.today() - timedelta(days=n) for n in (3, 2, 1)]
    Round.objects.filter(pk=panel.round_id).update(opens_on=days[0], due_on=days[1], closes_on=days[2])


class Group:
    """Goes from screen to screen. `page` is the screen it sees, `at` its address, `seen` all so far."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.at = client, ""
        self.seen: list[Any] = []
        self.go(address)

    def go(self, address: str) -> None:
        self.at = f"{self.at.split('?')[0]}{address}" if address.startswith("?") else address
        self._see(self.client.get(self.at, follow=True))

    def press(self, answer: str) -> None:
        """One of the buttons on the screen, and no other."""
        assert answer in buttons(self.page), (answer, text(self.page))
        self._see(self.client.post(self.at, {"answer": answer}, follow=True))

    def send(self) -> None:
        self._see(self.client.post(self.at, follow=True))

    def next(self) -> None:
        self.go(next_of(self.page))

    def back(self) -> None:
        self.go(back_of(self.page))

    def start(self) -> None:
        """Through what is read before the first question."""
        while "Did you use" not in self.reads:
            self.next()

    def _see(self, page: Any) -> None:
        self.page = page
        if page.redirect_chain:
            self.at = page.redirect_chain[-1][0]
        self.seen.append(page)

    @property
    def reads(self) -> str:
        return text(self.page)
