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
    file = letters.Attachment("hello.txt", b"Hello", "text/x-hello")
    return letters.Letter(
        "Hello\r\nBcc: somebody@example.org ",
        {"token": token, "name": "Ann & <b>Bo</b>"},
        attachments=[file] if ids.get("file") else [],
    )


def register() -> None:
    letters.register("probe/hello", hello)
