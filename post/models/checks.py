"""Small pieces for constraints, so that each reads as a sentence."""

from django.db.models import BooleanField, Func, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


def fits(field: str, limit: int) -> Q:
    """The text in this field has at most `limit` characters."""
    return Q(LessThanOrEqual(Length(field), limit))


class JsonIsObject(Func):
    """A JSON column holds an object: names with values, not a bare list or number."""

    function = "jsonb_typeof"
    template = "(%(function)s(%(expressions)s) = 'object')"
    output_field = BooleanField()


class OctetLength(Func):
    """A binary column holds exactly this many bytes."""

    function = "octet_length"
    template = "(%(function)s(%(expressions)s) = %(octets)s)"
    output_field = BooleanField()

    def __init__(self, field: str, octets: int) -> None:
        super().__init__(field, octets=octets)
