"""Which organisation a signature is of: said by a moderator, never made by typing.

An organisation lives as long as somebody stands for it; the database takes it away when nobody does (migrations/0014).
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from pledges.addresses import normal_name
from pledges.kinds import ORGANISATION_KINDS, State
from pledges.models import FormerOrganisation, Organisation, Person, Revision, Signature
from pledges.models.signatures import WrongState
from pledges.slugs import free_slug, hash_of
from post.locks import take_turns


class OrganisationGone(Exception):
    """The organisation that was chosen is not there any more: the last who stood for it has left meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Which:
    """One organisation that there is, by its number, perhaps under its new name; or, without a number, a new one."""

    known: int | None = None
    renamed: bool = False


def place(signature: Signature, which: Which | None, *, stood: str = "") -> None:
    """Says which organisation an approved signature is of, and keeps the one before for undoing.

    `stood` is the name that stood on the list until now. Without a choice: the organisation it was of, or one of the
    same name and kind, or a new one. Raises OrganisationGone.
    """
    if signature.kind not in ORGANISATION_KINDS:
        return
    typed = Revision.objects.values_list("organisation_typed", flat=True).get(signature=signature, state="live")
    before = signature.organisation
    if which is None:
        which = _without_a_choice(signature, typed, stood)
    signature.organisation = _chosen(which, typed, signature.kind)
    signature.organisation_before = before
    if signature.organisation == before and which.renamed and before is not None and before.name == stood:
        _call(signature.organisation, typed)
    signature.save(update_fields=["organisation", "organisation_before"])


def put_back(signature: Signature, *, typed: str, stood: str) -> None:
    """Undoes what `place` did: the organisation of before, under its name of before."""
    if signature.kind not in ORGANISATION_KINDS:
        return
    now, before = signature.organisation, signature.organisation_before
    if now is not None and now == before and stood and now.name == typed != stood:
        _call(now, stood)
    signature.organisation, signature.organisation_before = before, None
    signature.save(update_fields=["organisation", "organisation_before"])


def carry_on(old: Signature, new: Signature) -> None:
    """A colleague took over: the organisation is the same, also where its last signatory has just gone."""
    new.organisation_id = old.organisation_id
    new.save(update_fields=["organisation"])


@transaction.atomic
def match(*, subject_id: UUID, which: Which | None = None) -> Signature:
    """Says afresh which organisation a signature on the list is of: one approved before there were any, or a mistake.

    Raises WrongState for one that is not on the list as an organisation; OrganisationGone, Signature.DoesNotExist.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    if signature.state != State.APPROVED or signature.kind not in ORGANISATION_KINDS:
        raise WrongState(signature.state)
    typed = Revision.objects.values_list("organisation_typed", flat=True).get(signature=signature, state="live")
    signature.organisation = _chosen(which or _without_a_choice(signature, typed, ""), typed, signature.kind)
    signature.save(update_fields=["organisation"])
    return signature


@transaction.atomic
def rename_organisation(*, organisation_id: int, name: str, kind: str) -> Organisation:
    """Gives an organisation another name or kind; its address stays. Raises OrganisationGone."""
    organisation = _locked(organisation_id)
    organisation.kind = kind
    organisation.save(update_fields=["kind"])
    _call(organisation, name)
    return organisation


@transaction.atomic
def merge(*, organisation_id: int, into_id: int) -> Organisation:
    """Two were one: all signatures go to the second, and the address of the first leads there.

    Raises OrganisationGone, ValueError where both are the same.
    """
    if organisation_id == into_id:
        raise ValueError("An organisation cannot be merged with itself.")
    both = [organisation_id, into_id]
    # First the signatures, as all other acts do: else this and an approval wait for each other.
    list(Signature.objects.select_for_update().filter(organisation__in=both).order_by("pk"))
    first, second = (_locked(number) for number in sorted(both))
    ending, staying = (first, second) if first.pk == organisation_id else (second, first)
    ending.merged_into = staying
    ending.save(update_fields=["merged_into"])
    Signature.objects.filter(organisation=ending).update(organisation=staying)
    Signature.objects.filter(organisation_before=ending).update(organisation_before=staying)
    return staying


def _without_a_choice(signature: Signature, typed: str, stood: str) -> Which:
    organisation = signature.organisation
    if organisation is not None:
        # Its only signatory says what it is called.
        return Which(known=organisation.pk, renamed=organisation.name == stood and is_alone(signature))
    # So that of two approvals at the same moment the second finds what the first has made.
    take_turns("organisations")
    same = Organisation.objects.called(normal_name(typed), signature.kind).first()
    return Which(known=same.pk if same else None)


def is_alone(signature: Signature) -> bool:
    """Whether nobody else stands for the organisation of this one."""
    others = Signature.objects.filter(organisation=signature.organisation_id).exclude(pk=signature.pk)
    return not Person.objects.filter(subject__signature__in=others).exists()


def _chosen(which: Which, typed: str, kind: str) -> Organisation:
    return _make(typed, kind) if which.known is None else _locked(which.known)


def _locked(number: int) -> Organisation:
    """Locked, so that its last signatory does not leave meanwhile."""
    found = Organisation.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise OrganisationGone
    return found


def _make(name: str, kind: str) -> Organisation:
    take_turns("organisations")
    slug = free_slug(name, _is_taken)
    return Organisation.objects.create(
        slug=slug, slug_hash=hash_of(slug), name=name, name_norm=normal_name(name), kind=kind
    )


def _is_taken(slug: str, is_first: bool) -> bool:
    """Whether another organisation has or had it. One of the very same name that comes back has its own again."""
    if Organisation.objects.filter(slug=slug).exists():
        return True
    return not is_first and FormerOrganisation.objects.filter(hash=hash_of(slug)).exists()


def _call(organisation: Organisation, name: str) -> None:
    organisation.name, organisation.name_norm = name, normal_name(name)
    organisation.save(update_fields=["name", "name_norm"])
