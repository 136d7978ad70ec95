"""The parts of what we hold about a signatory, in the words they read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .kinds import Kind, State, choice_name
from .models import ConsentEntry, Decision, PurposeWording, Revision

Stage = Revision.Stage
Row = dict[str, Any]
STATES: dict[str, str | Promise] = {
    State.UNCONFIRMED: _("You have not confirmed your e-mail address yet."),
    State.HELD: _("A person is checking your signature. This usually takes up to ten days."),
    State.AWAITING: _("A person is checking your signature. This usually takes up to ten days."),
    State.CHANGES_ASKED: _("We asked you to change something."),
    State.APPROVED: _("We have checked your signature. It counts."),
    State.REJECTED: _("We did not put your signature on the list."),
}
STAGES: dict[str, str | Promise] = {
    Stage.PENDING: _("Waiting to be checked"),
    Stage.LIVE: _("Checked"),
    Stage.REPLACED: _("Your old words. We delete them in a few minutes."),
    Stage.REFUSED: _("Words we did not use. We delete them in a few minutes."),
}
LETTERS: dict[str, str | Promise] = {
    "pledges/confirm": _("Please press the button to sign"),
    "pledges/reminder": _("You have not signed yet"),
    "pledges/already": _("You have already signed"),
    "pledges/confirmed": _("Thank you for signing"),
    "pledges/approved": _("Your signature was checked and counts"),
    "pledges/edit_approved": _("Your changes are on the list"),
    "pledges/edit_refused": _("We did not use your changes"),
    "pledges/changes_asked": _("Please change something"),
    "pledges/rejected": _("We could not put your signature on the list"),
    "pledges/new_words": _("The pledge has new words"),
    "pledges/new_versions": _("Promises that you stand behind have new versions"),
    "pledges/own_link": _("Your new link"),
    "pledges/hand_over_asked": _("We were asked to hand your signature over"),
    "pledges/hand_over": _("Please take over a signature"),
    "pledges/handed_over": _("A colleague has taken over: your receipt"),
    "pledges/took_over": _("You have taken over"),
    "pledges/ending": _("The pledge has closed"),
    "pledges/receipt": _("Your receipt, because you changed something"),
    "pledges/own_links": _("The link to your own page"),
    "pledges/lost_link": _("Somebody asked for a lost link"),
    "pledges/left": _("You have left: your receipt"),
    "pledges/ended": _("The pledge is over: we deleted your details"),
}


def row(label: str | Promise, answer: str | Promise) -> Row:
    """One row of a summary list. Lines of an answer stay lines."""
    lines = [(line,) for line in str(answer).split("\n")]
    return {"key": {"text": label}, "value": {"html": format_html_join("\n", "{}<br>", lines)}}


def when(moment: datetime | None) -> str:
    return date_format(localtime(moment), "j F Y, H:i") if moment else ""


@dataclass(frozen=True)
class Choice:
    """One thing they may say yes or no to: the words they said yes to, or else today's."""

    wording: PurposeWording
    entry: ConsentEntry | None
    kind: str

    @property
    def called(self) -> str:
        return choice_name(self.wording.purpose, self.kind)

    @property
    def is_on(self) -> bool:
        return self.entry is not None


def choice_of(purpose: str, entry: ConsentEntry | None, kind: str) -> Choice | None:
    """None where nobody has written words for it yet."""
    wording = entry.wording if entry else PurposeWording.objects.filter(purpose=purpose).current()
    return Choice(wording, entry, kind) if wording else None


@dataclass(frozen=True)
class Decided:
    """A decision that they were told of, or could have been."""

    decision: Decision
    taken_back: bool


@dataclass(frozen=True)
class Words:
    """One set of details, and what it is called while a decision about it is not yet told."""

    revision: Revision
    stage: Stage
    kind: str

    @property
    def rows(self) -> list[Row]:
        """What they wrote, without the questions that they were not asked."""
        is_group = self.kind == Kind.GROUP
        asked = (
            (_("Where the group is") if is_group else _("Organisation"), self.revision.organisation_typed),
            (_("The adult's name, which we never show") if is_group else _("Name"), self.revision.name_shown),
            (_("Role"), self.revision.role),
            (_("What you will do"), self.revision.promise),
        )
        return [row(label, answer) for label, answer in asked if answer]

    @property
    def stage_words(self) -> str:
        return str(STAGES[self.stage])
