"""Reading the file of seals that somebody kept: /pledge/seals.json or /pledge/seals.csv, as it was on some day."""

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .seals import Published

# Bytes. A seal is some 150, so this is more than three hundred years of daily seals.
LARGEST = 20_000_000
# What a seal is called in both files. Promises to those who keep them: add, never rename.
FIELDS = ("seal", "time", "count", "root")
NUMBER = re.compile(r"[1-9][0-9]{0,17}")
ROOT = re.compile(r"[0-9a-f]{64}")
TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


class NotSeals(Exception):
    """The file cannot be compared with. The text says why."""


def read_kept(path: Path) -> list[Published]:
    """The seals in the file, each number once. Raises NotSeals."""
    text = _text(path)
    try:
        records = _from_json(text) if text.lstrip().startswith(("{", "[")) else _from_csv(text)
    except RecursionError:
        raise NotSeals("It is JSON, but not that of our seals.") from None
    seals = [_seal(record, n) for n, record in enumerate(records, start=1)]
    if not seals:
        raise NotSeals("There is no seal in it, so it can show nothing.")
    if len({seal.n for seal in seals}) < len(seals):
        raise NotSeals("It has the same seal twice.")
    return seals


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise NotSeals(f"It cannot be read: {error.strerror}.") from None
    if len(raw) > LARGEST:
        raise NotSeals(f"It has more than {LARGEST:,} bytes: that is not a file of seals.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotSeals("It is not text in UTF-8.") from None


def _from_json(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        raise NotSeals("It begins like JSON and is not: perhaps it was cut off.") from None
    seals = found.get("seals") if isinstance(found, dict) else None
    if not isinstance(seals, list):
        raise NotSeals('It is JSON, but has no list called "seals".')
    return seals


def _from_csv(text: str) -> list[Any]:
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error:
        raise NotSeals("It is neither JSON nor a table with commas.") from None
    if rows and not set(FIELDS) <= set(rows[0]):
        raise NotSeals(f"Its first line does not name {', '.join(FIELDS)}.")
    return rows


def _seal(record: Any, place: int) -> Published:
    fields = [record.get(name) for name in FIELDS] if isinstance(record, Mapping) else []
    n, time, count, root = (str(field) if type(field) in (str, int) else "" for field in fields or [None] * 4)
    try:
        at = datetime.strptime(time, TIME).replace(tzinfo=UTC)
    except ValueError:
        at = None
    if at is None or not (NUMBER.fullmatch(n) and NUMBER.fullmatch(count) and ROOT.fullmatch(root)):
        raise NotSeals(f"Seal {place} in it is not written as we write them. An office program may have changed it.")
    return Published(n=int(n), at=at, count=int(count), root=root)
