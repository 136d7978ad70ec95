"""The test stand that every row gets: the seeded database, copies of it to write in, and a web server on either."""

import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlsplit

from django.db import connections
from psycopg2 import sql

from bench import processes
from bench.database import Database
from bench.place import MANAGE, Place
from tools.trouble import ROOT, Trouble


@dataclass(frozen=True)
class Stand:
    place: Place
    database: Database

    def environment(self, **more: str) -> dict[str, str]:
        return self.place.environment(self.database.serving_url) | more

    def web(self, **more: str) -> AbstractContextManager[processes.Web]:
        """A web server on this stand's database."""
        collect(tuple(self.environment().items()))
        return processes.web(self.place, self.environment(**more))

    @contextmanager
    def copy(self) -> Iterator["Stand"]:
        """A stand on a copy of the database: what writes leaves the kept one as it was seeded."""
        name = f"{self.place.database}_copy"
        admin = self.database.connect(self.database.cluster.superuser_url())
        connections.close_all()
        with admin.cursor() as cursor:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(self.place.database)
            )
            cursor.execute(drop)
            cursor.execute(make)
            try:
                with in_process(name):
                    yield replace(self, database=at(self.database, name))
            finally:
                cursor.execute(drop)
        admin.close()


@cache
def collect(environment: tuple[tuple[str, str], ...]) -> None:
    """The styles and scripts under the names that pages give them: without these no page is made."""
    command = [*MANAGE, "collectstatic", "--noinput", "--verbosity", "0"]
    if subprocess.run(command, cwd=ROOT, env=dict(environment)).returncode:
        raise Trouble("collectstatic failed; what it said stands above.")


def at(database: Database, name: str) -> Database:
    """The same roles on another database of the server."""
    return replace(
        database,
        **{
            url: urlsplit(getattr(database, url))._replace(path=f"/{name}").geturl()
            for url in ("superuser_url", "owner_url", "serving_url")
        },
    )


@contextmanager
def in_process(name: str) -> Iterator[None]:
    """What this process itself asks goes to that database meanwhile."""
    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
