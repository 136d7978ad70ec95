"""A mark is left so, for a reason, or marked again."""

from django.utils.translation import gettext as _

from charters.actions import LeftAlready, leave_so, mark_again
from charters.models import LintException
from charters.models.kinds import LONGEST_LINE
from config.lib.text_fields import LineField

from .press import REFUSALS, Press, problems_of
from .under import LEAVE, Panel


def leave(press: Press) -> None:
    """Opens the box for the reason, where there is such a mark."""
    if _is_marked(press):
        press.open(Panel(LEAVE, press.n, press.about))


def reason(press: Press) -> None:
    """Records it. Where the words have changed meanwhile so that nothing is marked, the reason stays in its box."""
    panel = press.under.panel
    if not _is_marked(press):
        if panel is not None and panel.act == f"reason-{press.n}-{press.about}":
            panel.problems.append(_("Nothing is marked here any more, so there is nothing to leave."))
        return
    panel = press.own(LEAVE, press.about)
    try:
        why = LineField(longest=LONGEST_LINE).clean(panel.boxes.get("reason", ""))
        told = {"rule": press.about, "text": press.words, "reason": why}
        leave_so(version_id=press.version.pk, by=press.request.user.pk, **told)
    except LeftAlready as left:
        panel.problems.append(_("Somebody has left it so already, because: %(reason)s") % {"reason": left.reason})
    except REFUSALS as error:
        panel.problems += problems_of(error, LintException)
    else:
        press.close(LEAVE)
        press.done(_("It stays so in every line of this charter with these words."), "a mark left so")


def again(press: Press) -> None:
    """Takes the reason back, where there is one."""
    if not any(one.rule == press.about and one.because for one in press.marks):
        return
    try:
        was_there = mark_again(version_id=press.version.pk, rule=press.about, text=press.words)
    except REFUSALS as error:
        press.says(" ".join(problems_of(error, LintException)))
    else:
        if was_there:
            press.done(_("It is marked again."), "a reason taken back")


def _is_marked(press: Press) -> bool:
    """Whether this rule says something of the line that may be left so."""
    return any(one.rule == press.about and one.may_be_left for one in press.marks)
