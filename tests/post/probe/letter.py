"""The letter: it greets the thing it is about, and carries a private link."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from post import letters, links


class BuilderBroke(Exception):
    pass


def hello(about_id: UUID, ids: dict[str, Any]) -> letters.Letter:
    if ids.get("gone"):
        raise letters.NothingToSend
    token = links.issue(about_app="post", about_id=about_id, scope="own", lifetime=timedelta(days=30))
    if ids.get("broken"):
        raise BuilderBroke("somebody@example.org")
    return letters.Letter("Hello\r\nBcc: somebody@example.org ", {"token": token, "name": "Ann & <b>Bo</b>"})


def register() -> None:
    letters.register("probe/hello", hello)
