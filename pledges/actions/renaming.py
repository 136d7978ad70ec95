"""The name by which we call somebody and tell duplicates apart."""

from django.db import IntegrityError, transaction

from pledges.addresses import normal_name
from pledges.kinds import PERSON_KINDS
from pledges.models import Person, Signature


class NameTaken(Exception):
    """This organisation or person has signed from the same address before, with a signature of its own."""


def rename(person: Person, signature: Signature, *, name: str, organisation: str) -> None:
    """What we call them in letters, and what tells duplicates apart. Raises NameTaken."""
    person.name = name
    person.name_norm = normal_name(name if signature.kind in PERSON_KINDS else organisation)
    try:
        # Asked of the database, which also knows what another transaction does at this moment.
        with transaction.atomic():
            person.save(update_fields=["name", "name_norm"])
    except IntegrityError:
        raise NameTaken from None
