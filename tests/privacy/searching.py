"""Looking for somebody in everything that is kept: all tables, text of any kind, files.

What is kept is turned back into plain words first (out of hex, base64, compression, JSON, HTML, addresses), as often as
it takes, and then compared without capitals and accents. So a canary is found however it was wrapped up.
"""

import base64
import binascii
import csv
import gzip
import hashlib
import html
import io
import quopri
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote_plus

from tests.conftest import Cursor

# How often something may be wrapped: a page's escapes in a pickle in base64 are three.
LAYERS = 4
HEX = re.compile(r"(?:[0-9a-fA-F]{2}){8,}")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}")
ACCENTS = re.compile("[\u0300-\u036f]")
ESCAPED = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
UNPACKERS: tuple[Callable[[bytes], bytes], ...] = (zlib.decompress, gzip.decompress)
TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ORDER BY 1, 2
"""


def plain(text: str) -> str:
    """Without capitals and accents, so that every spelling of a word is one."""
    return text.casefold() if text.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())


def digests(*words: str) -> set[str]:
    """Hashes without a key: whoever knows the word can make them again, so they name somebody as the word does."""
    kinds = (hashlib.md5, hashlib.sha1, hashlib.sha256)
    return {kind(word.encode()).hexdigest() for word in words for kind in kinds}


def readings(text: str) -> set[str]:
    """The text, and everything that it may be another form of."""
    read, fresh = {text}, {text}
    for _layer in range(LAYERS):
        fresh = {form for one in fresh for form in _unwrapped(one)} - read
        read |= fresh
    return read


def _unwrapped(text: str) -> Iterator[str]:
    """What the text says once one layer is taken off, for each kind of layer there is."""
    if "&" in text:
        yield html.unescape(text)
    if "%" in text or "+" in text:
        yield unquote_plus(text)
    if "\\" in text:
        yield ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    if not text.isascii():
        yield _text(text.encode("latin-1", errors="ignore"))
    if "=" in text:
        yield _text(quopri.decodestring(text.encode(errors="replace")))
    yield from (_text(raw) for run in HEX.findall(text) for raw in _unpacked(bytes.fromhex(run)))
    for run in BASE64.findall(text):
        for part in {run, *run.split("/")}:
            yield from (_text(raw) for raw in _from_base64(part))


def _from_base64(run: str) -> Iterator[bytes]:
    whole = run.translate(str.maketrans("-_", "+/"))[: len(run) - (len(run) % 4 == 1)]
    try:
        yield from _unpacked(base64.b64decode(whole + "=" * (-len(whole) % 4)))
    except binascii.Error:
        return


def _unpacked(raw: bytes) -> Iterator[bytes]:
    yield raw
    for unpack in UNPACKERS:
        try:
            yield unpack(raw)
        except (OSError, EOFError, zlib.error):
            continue


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")


def found_in(text: str, words: Iterable[str]) -> set[str]:
    """Which of these plain words, or hashes of them, stand in the text in any form."""
    forms = _plain_forms(text)
    return {word for word in words if word in forms}


@lru_cache(maxsize=20_000)
def _plain_forms(text: str) -> str:
    """All readings in one. Kept, because most of a database is the same from one look to the next."""
    return "\n".join(plain(form) for form in readings(text))


def dump(cursor: Cursor) -> Iterator[tuple[str, str]]:
    """Every value of every table, with the column it stands in: what a dump of the database holds."""
    csv.field_size_limit(2**31 - 1)
    cursor.execute(TABLES)
    for schema, table in cursor.fetchall():
        copied = io.StringIO()
        cursor.copy_expert(f'COPY (SELECT * FROM "{schema}"."{table}") TO STDOUT WITH (FORMAT csv, HEADER)', copied)
        copied.seek(0)
        name = table if schema == "public" else f"{schema}.{table}"
        for row in csv.DictReader(copied):
            yield from ((f"{name}.{column}", value) for column, value in row.items() if value)


def places(cursor: Cursor, words: Iterable[str]) -> set[str]:
    """The columns in which any of these words stands."""
    wanted = list(words)
    return {place for place, value in dump(cursor) if found_in(value, wanted)}


def files(folder: Path, words: Iterable[str]) -> set[str]:
    """What stands below a folder with any of these words in its name or inside."""
    wanted = list(words)
    found = set()
    for path in folder.rglob("*"):
        inside = map(_text, _unpacked(path.read_bytes())) if path.is_file() else ()
        if found_in("\n".join([path.name, *inside]), wanted):
            found.add(str(path))
    return found
