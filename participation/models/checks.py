"""Small pieces for constraints, so that each reads as a sentence."""

from django.db.models import BooleanField, F

from charters.models.checks import Twice


class HasLines(Twice):
    """A JSON list has so many members."""

    function = "jsonb_array_length"
    template = (
        "(CASE jsonb_typeof(%(expressions)s) WHEN 'array' THEN %(function)s(%(expressions)s) END "
        "BETWEEN %(at_least)s AND %(at_most)s)"
    )
    output_field = BooleanField()

    def __init__(self, field: str | F, at_least: int, at_most: int) -> None:
        super().__init__(field, at_least=at_least, at_most=at_most)
