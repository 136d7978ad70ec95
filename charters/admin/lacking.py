"""What still stands between a version and being published, in words that lead to where it is put right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.actions import Code, Missing
from charters.models import Version

# Of clauses that lack the same thing, as many are named; the outline marks them all.
NAMED = 10
OF_A_CLAUSE: Mapping[Code, str | Promise] = {
    Code.NO_EASY_READ: gettext_lazy("no easy read"),
    Code.STALE_EASY_READ: gettext_lazy("easy read is for older words"),
    Code.NO_PICTURE: gettext_lazy("a line without a picture"),
    Code.PICTURE_GONE: gettext_lazy("a picture that was taken back"),
    Code.NO_ALT: gettext_lazy("a picture without a description"),
    Code.NO_MEANING: gettext_lazy("a picture without its meaning"),
    Code.NOT_UNDERSTOOD: gettext_lazy("a line that readers did not understand"),
}
OF_THE_VERSION: Mapping[Code, tuple[str | Promise, str]] = {
    Code.NO_CLAUSES: (gettext_lazy("It has no clauses."), "outline"),
    Code.PICTURE_GONE: (
        gettext_lazy("A picture was taken back: one in the opening words, the change note or beside a heading."),
        "outline",
    ),
    Code.NO_NOTE: (gettext_lazy("Nobody has written what changed since the last version."), "note"),
    Code.NO_EASY_NOTE: (gettext_lazy("What changed is not there in easy read."), "note"),
    Code.NOT_FROZEN: (gettext_lazy("Partners have not been asked about these words."), "acts"),
    Code.NO_READER_CHECK: (gettext_lazy("No reading group has checked this easy read."), "readers"),
    Code.NOT_UNDERSTOOD: (
        gettext_lazy("Readers did not understand a line in the opening words, the change note or beside a heading."),
        "readers",
    ),
    Code.NO_PARTNER: (gettext_lazy("It has no partner who has to agree."), "partners"),
}


@dataclass(frozen=True)
class Lacks:
    """One thing that is missing, and where it is put right. `clauses` are those that lack it."""

    words: str
    address: str = ""
    clauses: list["Lacks"] = field(default_factory=list)
    more: int = 0


def lacks(version: Version, lacking: Iterable[Missing], texts: Mapping[int, str]) -> list[Lacks]:
    """Everything that is missing, clauses of the same trouble together; `texts` are their words, by their id."""
    found: list[Lacks] = []
    names = dict(version.partners.values_list("partner", "partner__name"))
    of_clauses: dict[Code, dict[int, None]] = defaultdict(dict)
    for one in lacking:
        if one.clause_id is not None:
            of_clauses[one.code][one.clause_id] = None
        elif one.partner_id is not None:
            found.append(_of_partner(one.code, names.get(one.partner_id, "")))
        else:
            words, place = OF_THE_VERSION[one.code]
            found.append(Lacks(str(words), f"#{place}"))
    return [_of_clauses(version, code, list(ids), texts) for code, ids in of_clauses.items()] + found


def _of_partner(code: Code, name: str) -> Lacks:
    words = _("%(partner)s does not agree.") if code == Code.DECLINED else _("%(partner)s has not answered yet.")
    return Lacks(words % {"partner": name}, "#partners")


def _of_clauses(version: Version, code: Code, ids: list[int], texts: Mapping[int, str]) -> Lacks:
    named = [
        Lacks(
            Truncator(texts.get(pk, "")).words(12),
            reverse("admin:charters_clause_change", args=[version.pk, pk]) + "#easy",
        )
        for pk in ids[:NAMED]
    ]
    words = str(OF_A_CLAUSE[code])
    # Such a line is changed in its clause, or answered where the sessions stand.
    address = "#readers" if code == Code.NOT_UNDERSTOOD else ""
    return Lacks(words[:1].upper() + words[1:], address, named, max(0, len(ids) - NAMED))


def marks(lacking: Iterable[Missing]) -> dict[int, list[str]]:
    """What each clause lacks, in a few words, by its id."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for one in lacking:
        if one.clause_id is not None:
            found[one.clause_id][str(OF_A_CLAUSE[one.code])] = None
    return {pk: list(words) for pk, words in found.items()}
