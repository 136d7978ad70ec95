"""The database goes away while people sign: what was answered stays, and what was just sent can be sent again."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg2
import pytest

from config.lib.embedded import Cluster
from post.private import HEADERS
from tests.bad_input.filled_in import fields_of, form_in

ROOT = Path(__file__).resolve().parent.parent.parent


Fields = dict[str, str] | list[tuple[str, str]]


class Portal:
    """A web server of its own on a database of its own, which can be killed."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster(folder / "db")
        self.cluster.start()
        self.cluster.make_role("owner", "owner")
        self.cluster.make_role("web", "web")
        self.cluster.make_database("portal", "owner")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "DATABASE_URL": self.cluster.url("web", "web", "portal"),
            "SITE_URL": self.address,
            "EMAIL_URL": f"filemail:///{folder}/mail",
            "DEBUG": "1",
        }
        owner_url = self.cluster.url("owner", "owner", "portal")
        self.manage("migrate", "--verbosity", "0", DATABASE_OWNER_URL=owner_url)
        self.manage("demo")
        command = ["-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--blocking-threads", "4"]
        self.web = subprocess.Popen(
            [sys.executable, *command, "--log-level", "error", "config.wsgi:application"],
            cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.wait()

    def manage(self, *command: str, **more: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=self.environment | more, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def wait(self) -> None:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("The web server did not start.")

    def kill_database(self) -> None:
        assert self.cluster.server is not None
        self.cluster.server.kill()
        self.cluster.server.wait()
        self.cluster.stop()

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """As long as this lasts. The web server finds its connections broken, then none to be had, then all well."""
        self.cluster.stop()
        try:
            yield
        finally:
            self.cluster.start()

    def rows(self, statement: str) -> set[str]:
        connection = psycopg2.connect(self.cluster.url("owner", "owner", "portal"))
        with connection.cursor() as cursor:
            cursor.execute(statement)
            found = {row[0] for row in cursor.fetchall()}
        connection.close()
        return found

    def stop(self) -> None:
        self.web.terminate()
        self.web.wait()
        self.cluster.stop()
        self.cluster.destroy()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    made = Portal(tmp_path_factory.mktemp("portal"))
    yield made
    made.stop()


class Signatory:
    """Somebody without JavaScript who fills in the form; one that was not answered in time is just another day."""

    def __init__(self, address: str, email: str) -> None:
        self.address, self.email = address, email
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, fields: Fields | None = None) -> tuple[str, str]:
        """The address and the text of the page that came back."""
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        with self.opener.open(self.address + path, body, timeout=20) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()

    def refused(self, path: str, fields: Fields | None = None) -> tuple[str, Message]:
        """The page and the headers that came instead of an answer: "not just now"."""
        with pytest.raises(urllib.error.HTTPError) as error:
            self.ask(path, fields)
        with error.value as answer:
            assert answer.code == 503
            return answer.read().decode(), answer.headers

    def fill_in(self, path: str, **answers: str) -> str:
        """Sends the form of a page with its hidden fields; where that leads."""
        text = self.ask(path)[1]
        form = text[text.index("<main") :]
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self.ask(path, hidden | answers)[0]

    def sign(self) -> bool:
        """Whether the page said "look in your e-mail"."""
        self.fill_in("/pledge/sign/")
        self.fill_in("/pledge/sign/who/", kind="parent_carer")
        self.fill_in("/pledge/sign/you/", name="Priya Nolan", email=self.email)
        self.fill_in("/pledge/sign/promise/", promise="")
        self.fill_in("/pledge/sign/choices/")
        return self.fill_in("/pledge/sign/check/") == "/pledge/sign/sent/"


class Crowd:
    """Four people at a time, one after another, until it is over; keeps who was told to look in their e-mail."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.answered: list[str] = []
        self.refused: set[int] = set()
        self.over = threading.Event()
        self.lines = [threading.Thread(target=self._line, args=(number,)) for number in range(4)]

    def _line(self, number: int) -> None:
        for n in range(10_000):
            if self.over.is_set():
                return
            email = f"p{number}.{n}@example.org"
            try:
                if Signatory(self.portal.address, email).sign():
                    self.answered.append(email)
            except urllib.error.HTTPError as error:
                self.refused.add(error.code)
            except OSError:  # a connection that broke is no answer
                continue

    def wait_for(self, more: int) -> None:
        """Until so many more have been answered, however slow the machine."""
        enough, patience = len(self.answered) + more, time.monotonic() + 60
        while len(self.answered) < enough and time.monotonic() < patience:
            time.sleep(0.05)
        assert len(self.answered) >= enough


def test_no_answered_signature_is_lost_when_the_database_is_killed(portal: Portal) -> None:
    crowd = Crowd(portal)
    for line in crowd.lines:
        line.start()

    try:
        crowd.wait_for(5)
        portal.kill_database()
        time.sleep(0.5)
        portal.cluster.start()
        crowd.wait_for(5)
    finally:
        crowd.over.set()
        for line in crowd.lines:
            line.join()

    told = set(crowd.answered)
    assert told <= portal.rows("SELECT email FROM pledges_person")
    assert told <= portal.rows("SELECT recipient FROM post_outbox")
    assert crowd.refused <= {503}


def test_form_sent_while_the_database_is_away_is_sent_again_with_one_press(portal: Portal) -> None:
    ada = Signatory(portal.address, "ada.again@example.org")
    ada.fill_in("/pledge/sign/")
    ada.fill_in("/pledge/sign/who/", kind="parent_carer")
    you = fields_of(form_in(ada.ask("/pledge/sign/you/")[1]))
    typed = {"name": "Ada <Lark>", "email": ada.email}

    with portal.without_database():
        twice = [ada.refused("/pledge/sign/you/", dict(you) | typed)[0] for _press in range(2)]
        elsewhere = ada.refused("/pledge/sign/you/")[0]

    forms = [form_in(page) for page in twice]
    assert fields_of(forms[0]) == fields_of(forms[1]) == list((dict(you) | typed).items())
    assert {field.name: field.value for field in forms[1].cssselect("input[type=text]")} == typed
    assert 'href="/pledge/sign/you/">Try again' in elsewhere
    assert ada.ask("/pledge/sign/you/", fields_of(forms[1]))[0] == "/pledge/sign/promise/"
    ada.fill_in("/pledge/sign/promise/", promise="")
    ada.fill_in("/pledge/sign/choices/")
    check = fields_of(form_in(ada.ask("/pledge/sign/check/")[1]))
    with portal.without_database():
        last = fields_of(form_in(ada.refused("/pledge/sign/check/", check)[0]))
    assert ada.ask("/pledge/sign/check/", last)[0] == "/pledge/sign/sent/"
    assert portal.rows(f"SELECT name FROM pledges_person WHERE email = '{ada.email}'") == {"Ada <Lark>"}
    assert portal.rows(f"SELECT count(*)::text FROM post_outbox WHERE recipient = '{ada.email}'") == {"1"}


def test_private_link_stays_private_while_the_database_is_away(portal: Portal) -> None:
    ada = Signatory(portal.address, "")
    asked: list[tuple[str, Fields | None]] = [("confirm/x/", None), ("confirm/x/", []), ("yours/x/", None)]

    with portal.without_database():
        answers = [ada.refused(f"/pledge/{path}", fields) for path, fields in asked]

    assert [[headers[name] for name in HEADERS] for _page, headers in answers] == [list(HEADERS.values())] * 3
    assert [form_in(page) is not None for page, _headers in answers] == [False, True, False]


def test_every_connection_works_again_once_the_database_is_back(portal: Portal) -> None:
    """Four threads of the web server keep a connection each, and all of them are broken."""
    ada = Signatory(portal.address, "")
    everyone = [threading.Thread(target=ada.ask, args=("/pledge/sign/",)) for _n in range(8)]
    for one in everyone:
        one.start()
    for one in everyone:
        one.join()

    with portal.without_database():
        ada.refused("/pledge/sign/")

    assert {ada.ask("/pledge/sign/")[0] for _n in range(12)} == {"/pledge/sign/"}
