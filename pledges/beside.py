"""Signatures that may be one and the same, side by side, and in plain words why a moderator is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .addresses import canonical_address, normal_name
from .kinds import ORGANISATION_KINDS, PERSON_KINDS, Kind
from .models import Person, Revision, Signature
from .queue import called, details_of

# How many others are shown beside one.
OTHERS = 5


@dataclass(frozen=True)
class Cell:
    """What one signature says, and whether it is the same as in the one to decide about."""

    text: str
    same: bool = False


@dataclass(frozen=True)
class Line:
    """One question, and what each of the signatures says to it."""

    label: str
    first: Cell
    others: list[tuple[str, Cell]]


@dataclass(frozen=True)
class Beside:
    """One signature and those like it, in columns."""

    why: list[str]
    then: list[str]
    others: list[tuple[str, Signature]]
    lines: list[Line]


def beside(signature: Signature, person: Person | None) -> Beside | None:
    """Those of the same address or the same name, or None where there are none."""
    if person is None or person.pledge_id is None:
        return None
    others = _others(signature, person)
    if not others:
        return None
    columns = [(str(n), one) for n, one in enumerate(others, start=2)]
    return Beside(
        why=_why(signature, person, others),
        then=_then(signature, person, others),
        others=columns,
        lines=[line for line in (_line(label, of, same, signature, columns) for label, of, same in ROWS) if line],
    )


def _others(signature: Signature, person: Person) -> list[Signature]:
    """Confirmed ones, those of the same address first. Each half is asked of an index of its own.

    A young person is a first name to us, which tells nothing.
    """
    people = Person.objects.filter(pledge=person.pledge, subject__signature__confirmed_at__isnull=False)
    same = [people.filter(canonical=person.canonical)]
    if signature.kind != Kind.YOUNG_PERSON:
        same.append(people.filter(name_norm=person.name_norm))
    found = [pk for some in same for pk in some.exclude(pk=person.pk).values_list("pk", flat=True)[:OTHERS]]
    wanted = list(dict.fromkeys(found))[:OTHERS]
    signatures = Signature.objects.filter(pk__in=wanted).select_related("subject__person")
    by_pk = {one.pk: one for one in signatures.prefetch_related("revisions")}
    return [by_pk[pk] for pk in wanted if pk in by_pk]


def _why(signature: Signature, person: Person, others: list[Signature]) -> list[str]:
    """Why somebody has to look."""
    said = []
    if person.slot is None and signature.confirmed_at is not None:
        said.append(_("This e-mail address has signed three times already. So this signature is held."))
    elif any(_person(one).canonical == person.canonical for one in others):
        said.append(_("Others have signed with the same e-mail address."))
    if signature.kind != Kind.YOUNG_PERSON and any(_person(one).name_norm == person.name_norm for one in others):
        if signature.kind in ORGANISATION_KINDS:
            said.append(_("The same organisation has signed from another e-mail address."))
        else:
            said.append(_("Somebody of the same name has signed from another e-mail address."))
    return said


def _then(signature: Signature, person: Person, others: list[Signature]) -> list[str]:
    """What the moderator can decide."""
    said = []
    if any(_person(one).canonical == person.canonical for one in others):
        said.append(_("Are they different people? A family or an office often shares an address. Then approve."))
    if signature.kind != Kind.YOUNG_PERSON and any(_person(one).name_norm == person.name_norm for one in others):
        if signature.kind in ORGANISATION_KINDS:
            said.append(_("Are they two colleagues? Approve, and choose the same organisation for both."))
        else:
            said.append(_("Are they two people of one name? Then approve."))
    reason = _("This organisation or person has already signed")
    said.append(_("Is it the same promise a second time? Turn it down, and choose “%(reason)s”.") % {"reason": reason})
    return said


def _line(
    label: str | Promise,
    of: Callable[[Signature], str],
    same: Callable[[str], str] | None,
    signature: Signature,
    columns: list[tuple[str, Signature]],
) -> Line | None:
    """One row of the table; None where nobody was asked."""
    own = of(signature)
    cells = [(number, of(one)) for number, one in columns]
    if not own and not any(text for _number, text in cells):
        return None
    alike = [(number, Cell(text, bool(same and own and same(text) == same(own)))) for number, text in cells]
    return Line(str(label), Cell(own), alike)


def _person(signature: Signature) -> Person:
    person: Person = signature.subject.person
    return person


def _detail(name: str) -> Callable[[Signature], str]:
    def of(signature: Signature) -> str:
        details: Revision | None = details_of(signature)
        return getattr(details, name) if details else ""

    return of


def _place(signature: Signature) -> str:
    """The organisation, or where a group is."""
    return "" if signature.kind in PERSON_KINDS else called(signature)


def _kind(signature: Signature) -> str:
    words = str(Kind(signature.kind).label)
    return f"{words} ({signature.people})" if signature.people else words


def _signed(signature: Signature) -> str:
    return date_format(localtime(signature.confirmed_at), "j F Y, H:i") if signature.confirmed_at else ""


def _state(signature: Signature) -> str:
    return signature.get_state_display()


def _email(signature: Signature) -> str:
    return _person(signature).email


# What is asked of each, where it is found, and in which form two answers are compared: not at all where it is None.
ROWS: tuple[tuple[str | Promise, Callable[[Signature], str], Callable[[str], str] | None], ...] = (
    (gettext_lazy("Name"), _detail("name_shown"), normal_name),
    (gettext_lazy("Organisation, or where the group is"), _place, normal_name),
    (gettext_lazy("Who signs"), _kind, str),
    (gettext_lazy("Role"), _detail("role"), normal_name),
    (gettext_lazy("What they will do"), _detail("promise"), normal_name),
    (gettext_lazy("E-mail"), _email, canonical_address),
    (gettext_lazy("Signed"), _signed, None),
    (gettext_lazy("Where it stands"), _state, None),
)
