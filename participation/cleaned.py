"""A file of evidence without what was written beside its content: who made it, when, on what, where."""

import subprocess
import sys
import tempfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from charters.models.files import LARGEST_FILE
from charters.models.kinds import FileType
from charters.uploads import EXTENSIONS, Refused, Upload

from .cleaning.refusing import Why

CHILD = Path(__file__).with_name("cleaning") / "child.py"
# Seconds until it is ended, whatever it does; its own limit of computing time is shorter (child.py).
PATIENCE = 40
DOCUMENTS = {FileType.PDF, FileType.DOCX, FileType.ODT}
TOO_MUCH = _("There is too much in this file, or it is made to be hard to open. Save it as a PDF with fewer pages")
WORDS = {
    Why.BROKEN: _("This file is broken. Save it again, or as a PDF, then choose it once more"),
    Why.LOCKED: _("This file is locked with a password. Save it without one, then choose it once more"),
    Why.TOO_MUCH: TOO_MUCH,
    Why.HOLDS_FILES: _("Another file is inside this one, such as a table behind a chart. Save it as a PDF"),
    Why.HOLDS_PROGRAM: _("This document holds a program (macros). Save it without them, or as a PDF"),
}


def cleaned(upload: Upload) -> Upload:
    """A picture is drawn anew already. A document is taken apart in a process of its own. Raises Refused."""
    if upload.type not in DOCUMENTS:
        return upload
    content = _in_its_own_process(upload)
    if len(content) > LARGEST_FILE:
        raise Refused(str(TOO_MUCH))
    return Upload(content, upload.type)


def _in_its_own_process(upload: Upload) -> bytes:
    """What is kept of it, or why nothing is: also where the process took too long or too much."""
    with tempfile.TemporaryFile() as made:
        command = [sys.executable, "-I", str(CHILD), EXTENSIONS[upload.type]]
        try:
            done = subprocess.run(
                command,
                input=upload.content,
                stdout=made,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(str(TOO_MUCH)) from None
        if done.returncode:
            known = {int(why): words for why, words in WORDS.items()}
            raise Refused(str(known.get(done.returncode, TOO_MUCH)))
        made.seek(0)
        return made.read()
