"""The file of a backup: a compressed tar whose last member says what must be in it, with the hash of each part.

The manifest comes last, so whatever was cut off has none. Hashes find damage and mistakes, not forgery: whoever can
write the file can write its hashes.
"""

import hashlib
import io
import json
import os
import secrets
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT, VERSION = "equal-partners-backup", 1
MANIFEST = "manifest.json"
# Bytes. A manifest names each table and each file in a line or two.
LARGEST_MANIFEST = 200_000_000
CHUNK = 1 << 20


class NotABackup(Exception):
    """This file cannot be restored. The text says why."""


@dataclass
class Manifest:
    """What a backup holds."""

    made_at: str
    migrations: list[list[str]]
    # By name: columns, rows, sha256; the order is the order of loading.
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    sequences: dict[str, int | None] = field(default_factory=dict)
    # By storage and path, such as "public/2026/plan.pdf": the hash.
    files: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, str]:
        """Every member of the tar but this one, in order, with its hash."""
        found = {f"tables/{name}": table["sha256"] for name, table in self.tables.items()}
        return found | {f"files/{name}": sha256 for name, sha256 in self.files.items()}

    def as_json(self) -> bytes:
        return json.dumps({"format": FORMAT, "version": VERSION, **vars(self)}, indent=1).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> "Manifest":
        """Raises NotABackup."""
        try:
            said = json.loads(raw)
            if said.pop("format") != FORMAT:
                raise NotABackup("It is not a backup of this portal.")
            if said.pop("version") != VERSION:
                raise NotABackup("A newer version of the portal made it. Restore it with that version.")
            manifest = cls(**said)
            names = [PurePosixPath(name) for name in manifest.parts]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NotABackup("What it says about itself cannot be read.") from None
        if any(name.is_absolute() or ".." in name.parts for name in names):
            raise NotABackup("It names files that would land outside the portal's folders.")
        return manifest


@contextmanager
def new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that has its name only once it is whole, which nobody else may read. Raises FileExistsError."""
    if target.exists():
        raise FileExistsError(target)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            raise FileExistsError(target)
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


class Writer:
    """Adds parts to a new archive, and the manifest in the end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w:gz", compresslevel=6)  # noqa: SIM115 - closed in finish()

    def add(self, name: str, size: int, content: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, content)

    def finish(self, manifest: Manifest) -> None:
        raw = manifest.as_json()
        self.add(MANIFEST, len(raw), io.BytesIO(raw))
        self._tar.close()


def check(path: Path) -> Manifest:
    """Reads the whole file and says what is in it. Raises NotABackup where anything is missing, damaged or foreign."""
    found: dict[str, str] = {}
    manifest = None

    def look(name: str, content: IO[bytes]) -> None:
        nonlocal manifest
        if name == MANIFEST and manifest is None:
            manifest = Manifest.from_json(content.read(LARGEST_MANIFEST))
        else:
            found[name] = sha256_of(content)

    each_part(path, look)
    if manifest is None:
        raise NotABackup("It has no list of what is in it: it was cut off, or it is something else.")
    wrong = sorted(name for name in {*found, *manifest.parts} if found.get(name) != manifest.parts.get(name))
    if wrong:
        raise NotABackup(f"It is damaged: {', '.join(wrong[:5])}.")
    return manifest


def each_part(path: Path, act: Callable[[str, IO[bytes]], None]) -> None:
    """Hands every member to `act`, in order. Raises NotABackup for what is no such file."""
    try:
        with tarfile.open(path, mode="r:gz") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is None:
                    raise NotABackup("It holds something that is no file.")
                act(member.name, content)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise NotABackup(f"It is not a whole backup file ({type(error).__name__}).") from None
    except OSError as error:
        if error.errno is None:  # gzip's own
            raise NotABackup("It is not a whole backup file.") from None
        raise NotABackup(f"It cannot be read: {error.strerror}.") from None


def sha256_of(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
