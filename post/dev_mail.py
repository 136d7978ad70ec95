"""Reading the messages that Django's file backend wrote. For development only."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

# Django writes this line after each message of a file.
SEPARATOR = b"\n" + b"-" * 79 + b"\n"
ADDRESS = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)])")
# The newest this many files are read.
FILES = 100


@dataclass(frozen=True)
class Mail:
    """One message that was sent."""

    file: str
    n: int
    to: str
    subject: str
    date: str
    text: str
    html: str
    # The names of the files that came with it.
    files: list[str]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut into pieces, each with whether it is an address to link."""
        return [(piece, bool(ADDRESS.fullmatch(piece))) for piece in ADDRESS.split(self.text) if piece]


def newest_first() -> list[Mail]:
    """The messages in the mail folder. Empty when mail goes elsewhere."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return []
    files = sorted(Path(folder).glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)[:FILES]
    return [mail for file in files for mail in reversed(_read(file))]


def find(file: str, n: int) -> Mail | None:
    """One message, looked for among those that are there: a name from an address never becomes a path."""
    return next((mail for mail in newest_first() if (mail.file, mail.n) == (file, n)), None)


def _read(file: Path) -> list[Mail]:
    raw = [part for part in file.read_bytes().split(SEPARATOR) if part.strip()]
    return [_mail(file.name, n, message_from_bytes(part, policy=policy.default)) for n, part in enumerate(raw)]


def _mail(file: str, n: int, message: EmailMessage) -> Mail:
    return Mail(
        file=file,
        n=n,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        date=str(message["Date"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        files=[part.get_filename() or "" for part in message.iter_attachments()],
    )


def _part(message: EmailMessage, kind: str) -> str:
    """The text of one part, whatever it says its characters are."""
    part = message.get_body((kind,))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return raw.decode("utf-8", errors="replace")
