"""Pictures of staff: added, put right, cleared for use, and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from charters import pictures, uploaded
from charters.models import File, Picture

from .beside import keep_file
from .printing import forget_void


class AlreadyHere(Exception):
    """The same picture, to the byte, was added before. `picture` is that one; it may have been taken back."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.picture = picture


class NameTaken(Exception):
    """Another picture is called so."""


class TakenBack(Exception):
    """Nothing about this picture changes any more."""


@dataclass(frozen=True)
class AboutPicture:
    """What staff say of a picture."""

    name: str
    shows: str
    words: tuple[str, ...]
    credit: str
    licence: str
    licence_text: str = ""
    source: str = ""


def name_is_free(name: str, *, but: Picture | None = None) -> bool:
    """Whether no other picture is called so: none of staff, which the database sees to as well, none of the index.

    Nor may a name look like a SHA-256, by which lines name pictures.
    """
    others = Picture.objects.filter(name__iexact=name, withdrawn_at__isnull=True).exclude(pk=but.pk if but else None)
    return not (name.casefold() in pictures.index() or uploaded.is_uploaded(name.casefold()) or others.exists())


@transaction.atomic
def add_picture(*, content: bytes, type: str, about: AboutPicture, cleared: bool) -> Picture:
    """A picture with these bytes. Only a cleared one can be shown to anybody but staff.

    Raises AlreadyHere, NameTaken.
    """
    file = keep_file(content=content, type=type)
    before = Picture.objects.filter(pk=file.pk).first()
    if before is not None:
        raise AlreadyHere(before)
    if not name_is_free(about.name):
        raise NameTaken
    return Picture.objects.create(
        hash=file.pk,
        file=file,
        cleared_at=timezone.now() if cleared else None,
        **{**vars(about), "words": list(about.words)},
    )


@transaction.atomic
def correct_picture(*, picture: Picture, about: AboutPicture) -> None:
    """Puts right what is said of it: name, credit, licence. The picture itself stays.

    Raises TakenBack, NameTaken.
    """
    now = _locked(picture)
    if not name_is_free(about.name, but=now):
        raise NameTaken
    for column, value in vars(about).items():
        setattr(now, column, list(value) if column == "words" else value)
    now.save(update_fields=list(vars(about)))


@transaction.atomic
def clear_picture(*, picture: Picture) -> None:
    """It may be shown: the licence allows it, and the people in it agreed. Raises TakenBack."""
    now = _locked(picture)
    if now.cleared_at is None:
        now.cleared_at = timezone.now()
        now.save(update_fields=["cleared_at"])


@transaction.atomic
def withdraw_picture(*, picture: Picture, reason: str) -> None:
    """Takes it back, at once and for good: its bytes and the name of who made it go. Raises TakenBack.

    Printed files that show it go too; the job makes them anew. Of what was never cleared nothing stays: nobody saw it.
    """
    now = _locked(picture)
    file = now.file_id
    if now.cleared_at is None:
        now.delete()
    else:
        now.file, now.credit, now.source = None, "", ""
        now.withdrawn_at, now.withdrawn_reason = timezone.now(), reason
        now.save(update_fields=["file", "credit", "source", "withdrawn_at", "withdrawn_reason"])
        forget_void()
    _forget(bytes(file) if file else b"")


def taken_back() -> dict[bytes, str]:
    """Why each picture was taken back, by its SHA-256: what a restore has to know of the portal that it replaces."""
    return {
        bytes(pk): why
        for pk, why in Picture.objects.filter(withdrawn_at__isnull=False).values_list("pk", "withdrawn_reason")
    }


@transaction.atomic
def take_back_again(taken: Mapping[bytes, str]) -> None:
    """Pictures that were in use in the past that a backup brought back."""
    for picture in Picture.objects.filter(pk__in=list(taken), withdrawn_at__isnull=True):
        withdraw_picture(picture=picture, reason=taken[bytes(picture.pk)])


def _locked(picture: Picture) -> Picture:
    found = Picture.objects.select_for_update().filter(pk=picture.pk).first()
    if found is None or found.withdrawn_at is not None:
        raise TakenBack
    return found


def _forget(file: bytes) -> None:
    """The bytes, unless the same file is a logo or an attachment too."""
    try:
        File.objects.filter(pk=file).delete()
    except ProtectedError:
        return
