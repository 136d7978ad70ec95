"""What stands beside the clauses: opening words, the change note, meeting rules, and the lists of a version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import uploads
from charters.actions import (
    ChangeNote,
    OpeningWords,
    Rules,
    add_row,
    change_note,
    change_opening,
    change_row,
    change_rules,
    fingerprint,
    keep_file,
)
from charters.actions.beside import find_row, row_values
from charters.models import Attachment, Credit, GlossaryWord, Reference, Version, VersionPartner
from charters.standing import Spot

from .forms import NoteForm, OpeningForm, RulesForm
from .forms_beside import AttachmentForm, CreditForm, GlossaryForm, PartnerOfVersionForm, ReferenceForm, RowForm
from .in_place import Saved
from .lines import Lines
from .pages import about_version
from .writing import Desk, Stand, Told, written


@about_version("GET", "POST")
def opening_view(request: HttpRequest, version: Version) -> HttpResponse:
    def save(told: Told) -> Saved:
        words, by = told.form.words(told.easy), request.user.pk
        change_opening(version_id=version.pk, words=words, seen=told.seen, by=by)
        return Saved("opening")

    words = OpeningWords.of(version)
    desk = Desk(
        version=version,
        title=_("Title and opening words"),
        place="opening words",
        stands=lambda: Stand(vars(words), words.easy_intro, fingerprint(words)),
        form=lambda *data, **more: OpeningForm(*data, version=version, **more),
        save=save,
        done=_("Saved."),
        lines=Lines,
        lines_title=_("Opening words in easy read"),
        is_row=True,
        spot=Spot("opening"),
    )
    return written(request, desk)


@about_version("GET", "POST")
def note_view(request: HttpRequest, version: Version) -> HttpResponse:
    def save(told: Told) -> Saved:
        change_note(version_id=version.pk, words=told.form.words(told.easy), seen=told.seen, by=request.user.pk)
        return Saved("note")

    words = ChangeNote.of(version)
    desk = Desk(
        version=version,
        title=_("What changed"),
        place="change note",
        stands=lambda: Stand(vars(words), words.easy_note, fingerprint(words)),
        form=lambda *data, **more: NoteForm(*data, version=version, **more),
        save=save,
        done=_("Saved."),
        lines=Lines,
        lines_title=_("What changed, in easy read"),
        is_row=True,
        spot=Spot("note"),
    )
    return written(request, desk)


@about_version("GET", "POST")
def rules_view(request: HttpRequest, version: Version) -> HttpResponse:
    def save(told: Told) -> Saved:
        change_rules(version_id=version.pk, words=told.form.words(told.easy), seen=told.seen)
        return Saved("rules")

    words = Rules.of(version)
    desk = Desk(
        version=version,
        title=_("Meeting rules"),
        place="meeting rules",
        stands=lambda: Stand(vars(words), (), fingerprint(words)),
        form=lambda *data, **more: RulesForm(*data, version=version, **more),
        save=save,
        done=_("Saved."),
        more={"lead": _("Fill in what the charter says. Leave everything empty where it says nothing of meetings.")},
    )
    return written(request, desk)


@dataclass(frozen=True)
class Shown:
    """A row of a list, as the version's page shows it."""

    id: str
    words: str
    about: str = ""
    address: str = ""


@dataclass(frozen=True)
class List:
    """One of the lists of a version, all of which are written in the same way."""

    name: str
    title: str | Promise
    none: str | Promise
    add: str | Promise
    one: str | Promise
    model: Any
    form: type[RowForm]
    shown: Callable[[Any], Shown]
    related: tuple[str, ...] = ()
    after_publishing: bool = False

    def rows(self, version: Version) -> list[Shown]:
        found = self.model._default_manager.filter(version=version).select_related(*self.related or (None,))
        if "file" in self.related:
            found = found.defer("file__content")
        return [self.shown(row) for row in found.order_by("position")]


def _partner(row: VersionPartner) -> Shown:
    about = _("has to agree") if row.required else _("is told, and need not agree")
    return Shown(str(row.pk), row.partner.name, f"{row.partner.get_kind_display()}, {about}")


def _reference(row: Reference) -> Shown:
    return Shown(str(row.pk), row.title, f"{row.get_kind_display()} {row.charter or ''}".strip(), row.address)


def _attachment(row: Attachment) -> Shown:
    about = f"{row.name}, {row.file.get_type_display()}, {filesizeformat(row.file.size)}"
    return Shown(str(row.pk), row.title, about, reverse("admin:charters_file", args=[row.file.hex]))


PARTNERS = List(
    "partners",
    gettext_lazy("Partners"),
    gettext_lazy("No partners yet. At least one has to agree."),
    gettext_lazy("Add a partner"),
    gettext_lazy("partner"),
    VersionPartner,
    PartnerOfVersionForm,
    _partner,
    ("partner",),
)
LISTS: Mapping[str, List] = {
    one.name: one
    for one in (
        PARTNERS,
        List(
            "glossary",
            gettext_lazy("Words explained"),
            gettext_lazy("No words are explained."),
            gettext_lazy("Add a word"),
            gettext_lazy("word explained"),
            GlossaryWord,
            GlossaryForm,
            lambda row: Shown(str(row.pk), row.word, row.meaning),
        ),
        List(
            "references",
            gettext_lazy("Read with, or overridden by"),
            gettext_lazy("No other documents."),
            gettext_lazy("Add a document"),
            gettext_lazy("reference"),
            Reference,
            ReferenceForm,
            _reference,
            ("charter",),
        ),
        List(
            "attachments",
            gettext_lazy("Attachments"),
            gettext_lazy("No files."),
            gettext_lazy("Add a file"),
            gettext_lazy("attachment"),
            Attachment,
            AttachmentForm,
            _attachment,
            ("file",),
        ),
        List(
            "credits",
            gettext_lazy("Thanks to"),
            gettext_lazy("Nobody is thanked by name."),
            gettext_lazy("Add who helped"),
            gettext_lazy("credit"),
            Credit,
            CreditForm,
            lambda row: Shown(str(row.pk), row.text),
            after_publishing=True,
        ),
    )
}


def list_or_404(name: str) -> List:
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def row_id_or_404(of: List, row_id: str) -> Any:
    """Rows are numbered, but for partners, whose ids stand in links that are mailed."""
    if of is not PARTNERS:
        if not (row_id.isascii() and row_id.isdigit() and len(row_id) < 19):
            raise Http404
        return int(row_id)
    try:
        return UUID(row_id)
    except ValueError as odd:
        raise Http404 from odd


@about_version("GET", "POST")
def add_row_view(request: HttpRequest, version: Version, name: str) -> HttpResponse:
    of = list_or_404(name)

    def save(told: Told) -> Saved:
        add_row(version_id=version.pk, row=_with_file(told.form))
        return Saved(name)

    desk = Desk(
        version=version,
        title=str(of.add),
        place=name,
        stands=Stand,
        form=lambda *data, **more: of.form(*data, row=of.model(version=version), **more),
        save=save,
        done=_("It is on the list."),
    )
    return written(request, desk)


@about_version("GET", "POST")
def change_row_view(request: HttpRequest, version: Version, name: str, row_id: str) -> HttpResponse:
    of = list_or_404(name)
    key = row_id_or_404(of, row_id)

    def form(*data: Any, **more: Any) -> RowForm:
        row = of.model._default_manager.filter(version=version, pk=key).first()
        return of.form(*data, row=row or of.model(version=version), **more)

    def save(told: Told) -> Saved:
        row, values = _with_file(told.form), told.form.values()
        file = {"file_id": row.file_id, "name": row.name} if getattr(told.form, "kept", None) else {}
        change_row(version_id=version.pk, row=row, values=values, seen=told.seen, file=file)
        return Saved(name)

    desk = Desk(
        version=version,
        title=_("Change: %(what)s") % {"what": of.one},
        place=name,
        stands=lambda: _row_stands(of, version, key),
        form=form,
        save=save,
        done=_("Saved."),
        anew=reverse("admin:charters_row_add", args=[version.pk, name]),
        more={"remove": reverse("admin:charters_row_remove", args=[version.pk, name, row_id])},
    )
    return written(request, desk)


def _row_stands(of: List, version: Version, key: Any) -> Stand:
    """Raises Gone."""
    columns = of.form.columns()
    values = row_values(find_row(of.model, version_id=version.pk, row_id=key), columns)
    return Stand({columns[column]: value for column, value in values.items()}, (), fingerprint(values))


def _with_file(form: Any) -> Any:
    """The row of a form, with the file that came along kept."""
    kept: uploads.Upload | None = getattr(form, "kept", None)
    if kept is not None:
        form.instance.file = keep_file(content=kept.content, type=kept.type)
        form.instance.name = uploads.file_name(form.cleaned_data["upload"].name or "", kept.type)
    return form.instance
