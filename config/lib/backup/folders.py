"""Uploaded files: which there are, and putting others in their place so that it can be undone."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.core.files.storage import FileSystemStorage, storages

# The storages whose files belong to the portal. "staticfiles" is made from the source.
STORAGES = ("default", "public")
STAGING = ".restoring-"


class NotInFolders(Exception):
    """Uploads are kept in a way that this cannot copy. The text says which."""


def locations() -> dict[str, Path]:
    """The folder of each storage. Raises NotInFolders."""
    found = {}
    for name in STORAGES:
        storage = storages[name]
        if not isinstance(storage, FileSystemStorage):
            raise NotInFolders(f"The storage {name} is not a folder: keep copies of it by its own means.")
        found[name] = Path(storage.location)
    return found


def all_files() -> Iterator[tuple[str, Path]]:
    """Every uploaded file, with its storage and path in one name."""
    for storage, folder in locations().items():
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and not relative.parts[0].startswith(STAGING):
                yield f"{storage}/{relative.as_posix()}", path


class Staging:
    """A folder in each storage, where files arrive; putting them in place is then a matter of names."""

    def __init__(self) -> None:
        self._folders: dict[str, tuple[Path, Path]] = {}
        self._moved: list[tuple[Path, Path]] = []
        for storage, location in locations().items():
            location.mkdir(parents=True, exist_ok=True)
            self._folders[storage] = location, Path(tempfile.mkdtemp(prefix=STAGING, dir=location))
        for _location, staging in self._folders.values():
            (staging / "new").mkdir()
            (staging / "old").mkdir()

    def add(self, name: str, content: IO[bytes]) -> None:
        """Takes in a file by the name that all_files() gives it."""
        storage, _slash, relative = name.partition("/")
        target = self._folders[storage][1] / "new" / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(0o644)

    def put(self) -> None:
        """Moves the old files aside and the new ones to where they were."""
        for location, staging in self._folders.values():
            for old in [path for path in location.iterdir() if not path.name.startswith(STAGING)]:
                self._move(old, staging / "old")
            for new in list((staging / "new").iterdir()):
                self._move(new, location)

    def _move(self, path: Path, folder: Path) -> None:
        path.rename(folder / path.name)
        self._moved.append((path, folder / path.name))

    def take_back(self) -> None:
        """Everything where it was."""
        while self._moved:
            before, after = self._moved.pop()
            after.rename(before)

    def clear_away(self) -> None:
        for _location, staging in self._folders.values():
            shutil.rmtree(staging, ignore_errors=True)
