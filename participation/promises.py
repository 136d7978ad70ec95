"""The promises that a question can be about: those of charters in force, and those it was about before."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from charters.models import Clause
from charters.models.kinds import PUBLIC, ClauseKind, VersionState


@dataclass(frozen=True)
class Promises:
    """Those of one charter, each with the number of its key."""

    title: str
    choices: list[tuple[int, str]]


def offered(also: Collection[int] = ()) -> list[Promises]:
    """By charter, in the order of its sections. `also` stand at the end where their charter lets go of them."""
    clauses = Clause.objects.filter(version__state=VersionState.PUBLISHED, kind=ClauseKind.COMMITMENT)
    rows = clauses.order_by("version__title", "version", "section__position", "section", "position")
    groups: dict[int, Promises] = {}
    for version, title, key, text in rows.values_list("version", "version__title", "key", "text"):
        groups.setdefault(version, Promises(title, [])).choices.append((key, text))
    found = list(groups.values())
    left = set(also) - {key for group in found for key, _text in group.choices}
    return [*found, Promises(_("No longer in force"), _texts(left))] if left else found


def named(keys: Collection[int]) -> list[str]:
    """The words of these promises, as they are in force, else as they were last."""
    return [text for _key, text in _texts(keys)]


def _texts(keys: Collection[int]) -> list[tuple[int, str]]:
    if not keys:
        return []
    last = Clause.objects.filter(key__in=keys, version__state__in=PUBLIC).order_by("key", "-version__n")
    known = dict(last.distinct("key").values_list("key", "text"))
    return [(key, known.get(key, _("a promise that was taken back"))) for key in sorted(keys)]
