"""What a Word file is: a zip of XML parts. Each is unpacked as it is read, so far and no further."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Protocol
from xml.parsers import expat

from django.utils.translation import gettext as _

from . import limits
from .limits import CannotRead, too_long

CHUNK = 65_536
# All that reading a part may raise; RuntimeError where it asks for a password.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, NotImplementedError, RuntimeError, OSError),
    ValueError,
)
# Other ways of packing can ask for gigabytes of memory to begin with, and Word uses none of them.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
END, END_LENGTH = b"PK\x05\x06", 22
Attributes = dict[str, str]


def no_word_document() -> CannotRead:
    return CannotRead(_("This is no Word document, or it is damaged. Open it in Word and save it as .docx."))


def damaged() -> CannotRead:
    return CannotRead(_("The Word document is damaged. Open it in Word and save it again."))


class Handler(Protocol):
    """Told of each element of a part as it comes, by its name without its namespace."""

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


class Package:
    def __init__(self, data: bytes) -> None:
        _refuse_long_directory(data)
        try:
            self.zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, struct.error) as error:
            raise no_word_document() from error
        self.names = set(self.zip.namelist())

    def parse(self, name: str, handler: Handler) -> None:
        """Reads one part. CannotRead where it is damaged, too big, too deep, or declares anything of its own."""
        walk = _Walk(handler)
        try:
            for chunk in self._chunks(name):
                walk.parser.Parse(chunk, False)
            walk.parser.Parse(b"", True)
        except CannotRead:
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:
            # The last two where it says that its letters are stored in a way that nobody knows.
            raise damaged() from error

    def _chunks(self, name: str) -> Iterator[bytes]:
        left = limits.PART_MAX
        try:
            if self.zip.getinfo(name).compress_type not in PACKED:
                raise damaged()
            with self.zip.open(name) as part:
                while chunk := part.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise too_long()
                    yield chunk
        except CannotRead:
            raise
        except BROKEN as error:
            raise damaged() from error


def _refuse_long_directory(data: bytes) -> None:
    """Before anything reads it: a file of 20 MB can list 400,000 empty parts, and each would cost memory."""
    at = data.rfind(END, -END_LENGTH - 65_535)
    if at < 0 or len(data) < at + END_LENGTH:
        raise no_word_document()
    size = int.from_bytes(data[at + 12 : at + 16], "little")
    if size > limits.DIRECTORY_MAX:
        raise no_word_document()


class _Walk:
    """Expat, told to refuse what no Word document has: a document type, entities, elements without end in another."""

    def __init__(self, handler: Handler) -> None:
        self.handler, self.depth = handler, 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = handler.text

    def refuse(self, *declared: object) -> None:
        raise CannotRead(_("The document declares entities, which no Word document does. We do not read it."))

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > limits.NESTING_MAX:
            raise CannotRead(_("The document is too deeply nested. Open it in Word and save it again."))
        self.handler.start(local(name), {local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.handler.end(local(name))


def local(name: str) -> str:
    return name.rpartition(" ")[2]
