"""The name by which we call somebody and tell duplicates apart."""

from pledges.addresses import normal_name
from pledges.kinds import PERSON_KINDS
from pledges.models import Person, Signature


class NameTaken(Exception):
    """This organisation or person has signed from the same address before, with a signature of its own."""


def rename(person: Person, signature: Signature, *, name: str, organisation: str) -> None:
    """What we call them in letters, and what tells duplicates apart. Raises NameTaken."""
    person.name = name
    person.name_norm = normal_name(name if signature.kind in PERSON_KINDS else organisation)
    others = Person.objects.exclude(pk=person.pk)
    if others.filter(pledge=person.pledge_id, canonical=person.canonical, name_norm=person.name_norm).exists():
        raise NameTaken
    person.save(update_fields=["name", "name_norm"])
