"""A receipt in words: the same rows for its page and for its PDF. Nothing here asks the database for anything new."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.lib.wordtext import Block, blocks
from post import links

from .held_parts import when
from .kinds import Act, Basis, Channel, GivenBy, choice_name
from .models import ConsentEntry, PledgeWording, PurposeWording
from .models.wordings import Wording
from .receipts import Receipt, Seen, moment

Fact = tuple[str, str]

BY: dict[str, str | Promise] = {
    GivenBy.SELF: gettext_lazy("by you"),
    GivenBy.PARENT_CARER: gettext_lazy("by a parent carer"),
    GivenBy.HELPED: gettext_lazy("by you, with help"),
    GivenBy.ORGANISATION: gettext_lazy("by your organisation"),
}
WHY: dict[str, str | Promise] = {
    Basis.CONSENT: gettext_lazy("This is your choice. The law calls it consent."),
    Basis.PUBLIC_TASK: gettext_lazy("This is part of the council's work for families. The law calls it a public task."),
}


@dataclass(frozen=True)
class Now:
    """How one purpose stands."""

    what: str
    yes: bool
    since: str
    why: str

    @property
    def answer(self) -> str:
        return _("yes") if self.yes else _("no")

    @property
    def since_words(self) -> str:
        words = _("You said yes on %(when)s.") if self.yes else _("You took it back on %(when)s.")
        return words % {"when": self.since}


@dataclass(frozen=True)
class Quoted:
    """Words as they were read: paragraphs, or the lines of easy read."""

    title: str
    read_in: str
    seen: Seen
    # What it stands on, each with the address where it stands for ever.
    stands_on: tuple[Fact, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """A pledge in its headings and lists; of anything shorter each line by itself, as it was read."""
        if isinstance(self.seen.wording, PledgeWording) and not self.seen.in_easy_read:
            return blocks(self.seen.text)
        return [Block("paragraph", text=line) for line in self.seen.text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Told:
    """One entry of the ledger."""

    what: str
    sentences: list[str]
    fingerprint: str

    @property
    def fingerprint_in_groups(self) -> str:
        """In eights, so that two people can compare them aloud, and so that lines can break."""
        return " ".join(self.fingerprint[at : at + 8] for at in range(0, len(self.fingerprint), 8))


def about(receipt: Receipt) -> list[Fact]:
    """Whose receipt it is, and of what."""
    signature, last = receipt.signature, receipt.stood_by[-1].seen.wording
    facts = [
        (_("Name"), receipt.name),
        (_("Who signs"), str(signature.get_kind_display()) if receipt.name else ""),
        (_("What you signed"), signature.pledge.title),
        (_("Version you signed"), str(signature.wording.n)),
        (_("Version you stand by"), str(last.n) if last != signature.wording else ""),
        (_("You signed"), when(signature.confirmed_at)),
        (_("You left"), when(signature.left_at)),
        (_("Your number with us"), receipt.subject.reference),
        (_("Number of this receipt"), str(receipt.id)),
        (_("It says all until"), when(receipt.until)),
    ]
    return [(label, answer) for label, answer in facts if answer]


def now(receipt: Receipt) -> list[Now]:
    """What is in force, and what was taken back."""
    return [
        Now(
            what=choice_name(entry.purpose, receipt.signature.kind),
            yes=entry.act == Act.GIVE,
            since=when(entry.given_at),
            why=str(WHY[entry.wording.basis]),
        )
        for entry in receipt.latest.values()
    ]


def words(receipt: Receipt) -> list[Quoted]:
    """The exact words of each choice."""
    kind = receipt.signature.kind
    return [
        Quoted(_in_version(choice_name(seen.wording.purpose, kind), seen.wording), _read_in(seen), seen)
        for seen in receipt.words
        if isinstance(seen.wording, PurposeWording)
    ]


def pledges(receipt: Receipt) -> list[Quoted]:
    """The exact words of the pledge, in each version they agreed to."""
    title = receipt.signature.pledge.title
    return [
        Quoted(
            _in_version(title, stood.seen.wording),
            _read_in(stood.seen),
            stood.seen,
            tuple((version.called, version.address) for version in stood.stands_on),
        )
        for stood in receipt.stood_by
    ]


def notices(receipt: Receipt) -> list[Fact]:
    """Every privacy notice they were shown, and where it stands for ever."""
    return [
        (_("Version %(n)s of the privacy notice") % {"n": notice.n}, notice_address(notice.n))
        for notice in receipt.notices
    ]


def events(receipt: Receipt) -> list[Told]:
    """Every entry, oldest first."""
    return [_told(entry, receipt) for entry in receipt.entries]


def notice_address(n: int) -> str:
    """One version of the privacy notice, for ever."""
    return links.absolute("privacy_version", n)


def about_fingerprints() -> str:
    return _(
        "Everything you said is an entry in our record, in this order. The fingerprint of an entry is worked out from "
        "the entry, its words and the fingerprint before it. If anybody changed something later, they would not fit."
    )


def help_sentences(receipt: Receipt) -> list[str]:
    if not receipt.in_force:
        return [
            _("You have left. We deleted your name, your e-mail address and all you wrote."),
            _("The record has your number and no name. Please keep this receipt: nothing else shows that it is yours."),
        ]
    return [
        _("You can change your mind at any time, without a reason. The link to your own page is in our e-mails."),
        _("If you want us to check this receipt, send it to our data protection officer, or say its number."),
    ]


def contacts() -> list[Fact]:
    area = settings.AREA
    return [
        (_("Who is in charge"), area["council"]),
        (_("Data protection officer"), area["dpo_email"]),
        (_("Telephone"), area["phone"]),
        (_("Address"), area["address"]),
    ]


def _told(entry: ConsentEntry, receipt: Receipt) -> Told:
    what = choice_name(entry.purpose, receipt.signature.kind)
    said = _said(entry)
    given, recorded = when(entry.given_at), when(moment(entry.at))
    how = {"when": given, "way": entry.get_channel_display(), "by": BY[entry.given_by]}
    read = {"n": entry.wording.n, "form": entry.get_shown_in_display(), "notice": entry.notice.n}
    sentences = [
        # Where the pledge had ended, nobody said anything.
        (_("%(when)s, %(way)s.") if entry.channel == Channel.ENDED else _("%(when)s, %(way)s, %(by)s.")) % how,
        _("Words: version %(n)s, %(form)s. Privacy notice: version %(notice)s.") % read,
    ]
    if recorded != given:
        sentences.insert(1, _("In our record since %(when)s.") % {"when": recorded})
    return Told(f"{entry.seq}. {what}: {said}", sentences, bytes(entry.hash).hex())


def _said(entry: ConsentEntry) -> str:
    if entry.act == Act.GIVE:
        return _("yes")
    return _("ended") if entry.channel == Channel.ENDED else _("took it back")


def _in_version(called: str, wording: Wording) -> str:
    return _("%(title)s, version %(n)s") % {"title": called, "n": wording.n}


def _read_in(seen: Seen) -> str:
    return _("You read this in easy read.") if seen.in_easy_read else _("You read all the words.")
