"""What the linter says of a line stays so, for a reason; and such a reason taken back."""

from django.db import transaction

from charters.models import LintException

from .places import writing


class LeftAlready(Exception):
    """Somebody else left it so before. `reason` is theirs."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


@transaction.atomic
def leave_so(*, version_id: int, rule: str, text: str, reason: str, by: int | None) -> LintException:
    """From now on what this rule says of a line with these words is no error, in any version of the charter.

    `by` is the number of the member of staff. Raises WrongState, Gone, LeftAlready.
    """
    version = writing(version_id)
    left, made = LintException.objects.get_or_create(
        charter_id=version.charter_id, rule=rule, text=text, defaults={"reason": reason, "by_id": by}
    )
    if not made:
        raise LeftAlready(left.reason)
    return left


@transaction.atomic
def mark_again(*, version_id: int, rule: str, text: str) -> bool:
    """Takes the reason back; False where there is none any more. Raises WrongState, Gone."""
    version = writing(version_id)
    gone, _rows = LintException.objects.filter(charter=version.charter_id, rule=rule, text=text).delete()
    return gone > 0
