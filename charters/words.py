"""How a charter's facts are put into words for readers."""

from collections.abc import Iterable
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from charters.document import Attachment, Clause, MeetingRules
from charters.models import Version
from charters.models.kinds import Actor, CharterKind, ClauseKind, FileType
from charters.published import PublicVersion

DAY = "j F Y"
SIDES = {
    Actor.FAMILIES.value: gettext_lazy("Families"),
    Actor.YOUNG_PEOPLE.value: gettext_lazy("Young people"),
    Actor.BOTH.value: gettext_lazy("Both sides"),
}


def day(moment: date | datetime) -> str:
    """In the area's own time: what is published late in the evening is not of tomorrow."""
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, DAY)


def day_of(version: Version | PublicVersion) -> str:
    """When a version that is or was public came into force."""
    assert version.published_at is not None  # noqa: S101  the database knows when
    return day(version.published_at)


def listed(names: Iterable[str]) -> str:
    """ "A, B and C"."""
    return get_text_list(list(names), _("and"))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text, parted by blank lines."""
    found: list[str] = []
    open_paragraph = False
    for line in (line.strip() for line in text.splitlines()):
        if line and open_paragraph:
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line)
        open_paragraph = bool(line)
    return found


def what_it_is(kind: str) -> str:
    """The kind of charter, as the beginning of a sentence."""
    return {
        CharterKind.CHARTER: _("Charter"),
        CharterKind.POLICY: _("Policy"),
        CharterKind.STANDARDS: _("Standards"),
        CharterKind.PROTOCOL: _("Agreement between two sides"),
    }.get(CharterKind(kind), _("Charter"))


def what_clauses_are(kind: str) -> str:
    """What stands above clauses that promise nothing, so that nobody takes them for promises."""
    return {
        ClauseKind.COMMITMENT: _("Promise"),
        ClauseKind.OUTCOME: _("What will be different"),
        ClauseKind.FACT: _("Good to know"),
        ClauseKind.GUIDANCE: _("How to do it"),
    }[ClauseKind(kind)]


def who_unsaid(clause: Clause) -> str:
    """Who keeps a promise, to stand above words that do not say it themselves; else ""."""
    name = who(clause)
    return "" if name.casefold() in clause.text.casefold() else name


def who(clause: Clause) -> str:
    """Who keeps a promise; "" for "we"."""
    if clause.actor == Actor.PARTNER:
        return clause.partner
    said = SIDES.get(clause.actor)
    return str(said) if said else ""


def who_keeps(clause: Clause) -> str:
    """The same for where nothing else says it."""
    return who(clause) or _("We all")


def by_when(clause: Clause) -> str:
    return _("By %(day)s") % {"day": day(clause.target_date)} if clause.target_date else ""


def promises(n: int) -> str:
    return ngettext("%(n)s promise", "%(n)s promises", n) % {"n": n}


def rules(given: MeetingRules | None) -> list[tuple[str, str]]:
    """How meetings are held: what each rule is about, and the rule. Only those that are set."""
    if given is None:
        return []
    said = [
        (_("Time of day"), _hours(given.earliest, given.latest)),
        (_("How long"), _length(given.longest_minutes)),
        (_("When you hear of it"), _days_before(given.notice_days)),
        (_("When you get the papers"), _days_before(given.papers_days)),
    ]
    return [(about, rule) for about, rule in said if rule]


def _hours(earliest: str | None, latest: str | None) -> str:
    if earliest and latest:
        return _("Between %(earliest)s and %(latest)s") % {"earliest": earliest, "latest": latest}
    if earliest:
        return _("Not before %(hour)s") % {"hour": earliest}
    return _("Over by %(hour)s") % {"hour": latest} if latest else ""


def _length(minutes: int | None) -> str:
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}] if hours else []
    if rest:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return _("%(length)s at most") % {"length": listed(parts)}


def _days_before(days: int | None) -> str:
    if days is None:
        return ""
    return ngettext("At least %(n)s day before", "At least %(n)s days before", days) % {"n": days}


def file_words(attachment: Attachment) -> str:
    """ "PDF, 1.2 MB"."""
    known = dict(zip(FileType.values, FileType.labels, strict=True))
    return f"{known.get(attachment.type, attachment.type)}, {filesizeformat(attachment.size)}"
