"""A receipt: exactly what somebody was told and agreed to. Rendered from the ledger when asked for, never stored.

It needs nothing personal: who has left still has one, and it says the same but for their name. The same state of the
ledger always gives the same receipt, with the same number.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self
from uuid import UUID, uuid5

from charters.easytext import Line

from .easytext import lines_for
from .kinds import Act, Purpose, ShownIn
from .models import ConsentEntry, NoticeVersion, Person, Revision, Signature, Subject
from .models.wordings import Wording
from .stands_on import StandsOn, versions_of

Stage = Revision.Stage


class NothingAgreed(Exception):
    """The ledger has no entry of theirs: they have not confirmed yet, so there is nothing to have a receipt of."""


@dataclass(frozen=True)
class Seen:
    """Words in the one form in which they were read."""

    wording: Wording
    shown_in: str
    kind: str

    @property
    def in_easy_read(self) -> bool:
        return self.shown_in == ShownIn.EASY

    @property
    def lines(self) -> list[Line]:
        """The easy-read lines that this kind of signatory was shown; none where they read all the words."""
        return lines_for(self.wording.easy, self.kind) if self.in_easy_read else []

    @property
    def text(self) -> str:
        """The words, a line each."""
        return "\n".join(line["text"] for line in self.lines) if self.in_easy_read else self.wording.standard


@dataclass(frozen=True)
class StoodBy:
    """One version of the pledge that they agreed to, and when."""

    seen: Seen
    at: datetime
    # The versions of charters that it stands on, which the words name for ever.
    stands_on: tuple[StandsOn, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What the ledger says of one subject. `name` is empty where nobody is there any more, or where it is not asked."""

    subject: Subject
    signature: Signature
    entries: list[ConsentEntry]
    name: str = ""

    @classmethod
    def of(cls, subject_id: UUID, *, named: bool = True) -> Self:
        """Raises NothingAgreed, and Signature.DoesNotExist."""
        signature = Signature.objects.select_related("subject", "pledge", "wording", "notice").get(
            subject_id=subject_id
        )
        entries = ConsentEntry.objects.filter(subject_id=subject_id).select_related("wording", "notice")
        found = list(entries.order_by("seq"))
        if not found:
            raise NothingAgreed
        return cls(signature.subject, signature, found, _name_of(signature) if named else "")

    @property
    def head(self) -> str:
        """The hash of the last entry, which covers all before it."""
        return bytes(self.entries[-1].hash).hex()

    @property
    def id(self) -> UUID:
        """The same for the same state of the ledger, so that two copies can be seen to be one receipt."""
        return uuid5(self.subject.id, self.head)

    @property
    def until(self) -> datetime:
        """What happened until this moment is in it."""
        return moment(self.entries[-1].at)

    @cached_property
    def latest(self) -> dict[str, ConsentEntry]:
        """The last entry of each purpose that they were ever asked about, in the order it is asked."""
        last = {entry.purpose: entry for entry in self.entries}
        return {purpose: last[purpose] for purpose in Purpose.values if purpose in last}

    @property
    def in_force(self) -> list[ConsentEntry]:
        """What they agree to now; nothing, once they have left."""
        return [entry for entry in self.latest.values() if entry.act == Act.GIVE]

    @property
    def notice(self) -> NoticeVersion:
        """The newest privacy notice that anything now in force was given with; else the last they saw."""
        return max((entry.notice for entry in self.in_force or self.entries[-1:]), key=lambda notice: notice.n)

    @cached_property
    def notices(self) -> list[NoticeVersion]:
        """Every notice they were shown, oldest first."""
        return sorted({entry.notice for entry in self.entries}, key=lambda notice: notice.n)

    @cached_property
    def stood_by(self) -> list[StoodBy]:
        """The versions of the pledge that they agreed to, oldest first."""
        taking_part = next((e.shown_in for e in self.entries if e.purpose == Purpose.TAKE_PART), ShownIn.STANDARD)
        signed, later = self.signature.wording, self.signature.affirmations.select_related("wording").order_by("at")
        read = [(signed, taking_part, moment(self.signature.confirmed_at))]
        read += [(said.wording, said.shown_in, said.at) for said in later]
        return [StoodBy(self._seen(words, form), at, versions_of(words)) for words, form, at in read]

    @cached_property
    def words(self) -> list[Seen]:
        """The words of every choice they made, each version and form once, in the order they were first read."""
        found = {(entry.wording_id, entry.shown_in): self.seen(entry) for entry in self.entries}
        return list(found.values())

    def seen(self, entry: ConsentEntry) -> Seen:
        """What stood before them when they made this choice."""
        return self._seen(entry.wording, entry.shown_in)

    def ended_by(self, entry: ConsentEntry) -> ConsentEntry | None:
        """The entry that took the place of this one."""
        later = (other for other in self.entries if other.purpose == entry.purpose and other.seq > entry.seq)
        return next(later, None)

    def _seen(self, wording: Wording, shown_in: str) -> Seen:
        return Seen(wording, shown_in, self.signature.kind)


def moment(found: datetime | None) -> datetime:
    """A time that the database is known to have set."""
    assert found is not None  # noqa: S101 - a constraint says so
    return found


def _name_of(signature: Signature) -> str:
    """The name they gave last. That a moderator turned it down shows here no sooner than they are told."""
    if not Person.objects.filter(subject_id=signature.subject_id).exists():
        return ""
    stages = [Stage.PENDING, Stage.LIVE, *([Stage.REFUSED] if signature.can_be_undone else [])]
    said = Revision.objects.filter(signature=signature, state__in=stages).order_by("-created_at", "-pk").first()
    return said.name_shown if said else ""
