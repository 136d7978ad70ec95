"""A rule of the database, in its own words, where two people break it together and no form could have said so."""

from django.db import IntegrityError, models
from django.utils.translation import gettext as _


def rule_broken(model: type[models.Model], error: IntegrityError) -> str:
    """The message of the rule that the database named, or a plain one."""
    name = name_of(error)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    return _("Somebody else changed this at the same moment. Nothing was saved: look again, then try once more.")


def name_of(error: IntegrityError) -> str:
    """What the rule is called in the database."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "")
