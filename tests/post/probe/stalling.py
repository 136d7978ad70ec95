import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend


class StallingBackend(EmailBackend):
    """Writes messages to files; STALL=before or after makes it hang there, and say so by making the file `stalled`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self._stall("before")
        sent: int = super().send_messages(email_messages)
        self._stall("after")
        return sent

    def _stall(self, where: str) -> None:
        if os.environ.get("STALL") == where:
            (Path(self.file_path) / "stalled").touch()
            time.sleep(300)
