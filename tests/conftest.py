"""What every test stands on: the serving role, a copy of the migrated database, and a real browser.

Run by tools/test.py (`make test`), which starts the server and sets the environment.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test import TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from psycopg2 import sql

from charters import papers
from pledges import terms

Cursor = psycopg2.extensions.cursor

# Rows that migrations put there and tests rely on. Everything else goes after a transactional test.
KEPT = ("django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
# One round trip. Guards are switched off for the emptying and come back as they were; only what holds rows is
# emptied, because emptying forty empty tables is what makes such tests slow.
EMPTY = """
DO $do$
DECLARE t record; g record; holds boolean; full_ones text[] := '{}';
BEGIN
  FOR t IN SELECT c.oid::regclass AS name FROM pg_class c
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND c.relname <> ALL (%(kept)s) LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %%s)', t.name) INTO holds;
    IF holds THEN full_ones := full_ones || t.name::text; END IF;
  END LOOP;
  IF full_ones = '{}' THEN RETURN; END IF;
  CREATE TEMP TABLE guards ON COMMIT DROP AS
    SELECT tgrelid::regclass AS name, tgname, tgenabled FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE NOT tgisinternal AND tgenabled <> 'D' AND c.relnamespace = 'public'::regnamespace;
  FOR g IN SELECT DISTINCT name FROM guards LOOP
    EXECUTE format('ALTER TABLE %%s DISABLE TRIGGER USER', g.name);
  END LOOP;
  EXECUTE format('TRUNCATE %%s CASCADE', array_to_string(full_ones, ', '));
  FOR g IN SELECT * FROM guards LOOP
    EXECUTE format('ALTER TABLE %%s ENABLE %%s TRIGGER %%I', g.name,
                   CASE g.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, g.tgname);
  END LOOP;
END $do$
"""
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # Nothing a page asks for can come from elsewhere, even by mistake.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


# The cache that all processes share, which most tests do without.
IN_THE_DATABASE = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "post_cache"},
    "near": settings.CACHES["near"],
}


def pytest_configure(config: pytest.Config) -> None:
    if "TEST_TEMPLATE" not in os.environ:
        raise pytest.UsageError("Run `make test`, or `.venv/bin/python tools/test.py -k something`.")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Files of a run's own, also for the processes that a test starts.
    folder = Path(tempfile.mkdtemp(prefix="equal-partners-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    settings.ERASURE_LIST = folder / "erasures.jsonl"
    os.environ["ERASURE_LIST"] = str(settings.ERASURE_LIST)
    storages: Any = settings.STORAGES
    for storage, variable in (("default", "PRIVATE_FILES"), ("public", "PUBLIC_FILES")):
        os.environ[variable] = storages[storage]["OPTIONS"]["location"] = str(folder / storage)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


# The database


def owner_connection(name: str | None = None) -> "psycopg2.extensions.connection":
    """A connection of the owning role: to this process's test database unless told otherwise."""
    url = urlsplit(os.environ["TEST_HOME_URL"])
    if name:
        url = url._replace(path=f"/{name}")
    connection = psycopg2.connect(url.geturl(), options="-c lock_timeout=15s")
    connection.autocommit = True
    return connection


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A copy of the migrated database for this process, used as the serving role; tools/test.py drops it."""
    template = os.environ["TEST_TEMPLATE"]
    name = f"{template}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    home = owner_connection()
    with home.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    home.close()
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    # The database of this process also for the processes that a test starts.
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ[variable] = urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()
    patch = pytest.MonkeyPatch()
    # The serving role cannot TRUNCATE, so what Django does after a transactional test is done by the owner.
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: empty_database())
    yield
    patch.undo()
    connections.close_all()


def empty_database() -> None:
    """Takes every row out that a test put in, as the owner, and leaves the guards as they were."""
    owner = owner_connection(connections["default"].settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute(EMPTY, {"kept": list(KEPT)})
    owner.close()


@pytest.fixture
def owner_cursor(transactional_db: None) -> Iterator[Cursor]:
    """The owning role at work on the same database, each statement committed: for tampering."""
    connection = owner_connection(connections["default"].settings_dict["NAME"])
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


@contextmanager
def guards_off(cursor: Cursor, *tables: str) -> Iterator[None]:
    """Switches these tables' triggers off, as only their owner can."""
    for table in tables:
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    try:
        yield
    finally:
        for table in tables:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Generations count from 1 again in each test, so what the one before kept would pass for this one's."""
    for name in settings.CACHES:
        caches[name].clear()
    papers.shelf.clear()
    terms._last_read = None


# The browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=BROWSER_ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`new_page(360)`, `new_page(1280, javascript=False)`: a page of a browser that has never been here."""
    contexts: list[BrowserContext] = []

    def opened(width: int, javascript: bool = True, **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=javascript, locale="en-GB", **more
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        expect.set_options(timeout=15_000)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what axe finds against WCAG 2.2 AA, a line each with the rule and where it is broken.

    Asked through the browser's own debugger, because our pages allow no script but their own.
    """
    script = AXE_FILE_PATH.read_text(encoding="utf-8")
    # What stands in a frame is a page of ours that is looked at by itself.
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"], "iframes": False}

    def violations(page: Page) -> list[str]:
        session = page.context.new_cdp_session(page)
        known = session.send("Runtime.evaluate", {"expression": "typeof axe"})["result"]["value"]
        if known == "undefined":  # half a megabyte: once for each document
            session.send("Runtime.evaluate", {"expression": f"{script};0", "allowUnsafeEvalBlockedByCSP": True})
        answer = session.send(
            "Runtime.evaluate",
            {"expression": f"axe.run({json.dumps(options)})", "awaitPromise": True, "returnByValue": True},
        )
        session.detach()
        assert "exceptionDetails" not in answer, answer
        return [
            f"{found['id']}: {found['help']}: {', '.join(str(node['target']) for node in found['nodes'])}"
            for found in answer["result"]["value"]["violations"]
        ]

    return violations
