"""Small pieces for constraints, so that each reads as a sentence."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, CheckConstraint, F, Func, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _


class Twice(Func):
    """For a template that names its expression twice: where that is a value, it is needed twice too."""

    def as_sql(self, *args: Any, **options: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = super().as_sql(*args, **options)
        return sql, (*params, *params)


class AreLines(Twice):
    """A JSON column holds a list of easy-read lines, each with a text, a picture and an alt text."""

    function = "jsonb_path_exists"
    template = (
        "(jsonb_typeof(%(expressions)s) = 'array' AND NOT %(function)s(%(expressions)s, '$[*] ? "
        '(!(@.text.type() == "string" && @.picture.type() == "string" && @.alt.type() == "string"))\'))'
    )
    output_field = BooleanField()


class IsDigestOf(Func):
    """One binary column holds the SHA-256 of another."""

    template = "(%(digest)s = sha256(%(expressions)s))"
    output_field = BooleanField()

    def __init__(self, field: str | Combinable, digest: str) -> None:
        super().__init__(field, digest=digest)


class SizeFits(Func):
    """A column of numbers holds the length in bytes of a binary one."""

    function = "octet_length"
    template = "(%(function)s(%(expressions)s) = %(size)s)"
    output_field = BooleanField()

    def __init__(self, field: str | Combinable, size: str) -> None:
        super().__init__(field, size=size)


def known(field: str, values: Sequence[str | int], name: str, message: Any) -> CheckConstraint:
    """The column holds one of these."""
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name, violation_error_message=message)


def lines(field: str, name: str) -> CheckConstraint:
    """The column holds easy-read lines."""
    return CheckConstraint(
        condition=Q(AreLines(F(field))),
        name=name,
        violation_error_message=_("Easy read is a list of lines, each with a text, a picture and what it shows."),
    )


def from_one(name: str) -> CheckConstraint:
    return CheckConstraint(
        condition=Q(position__gt=0), name=name, violation_error_message=_("Places are counted from 1.")
    )
