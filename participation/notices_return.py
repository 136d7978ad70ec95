"""The letters about a return's colleagues, its receipt, and a new link. All go to somebody who holds one."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from charters.words import day
from post import letters
from post.letters import Letter, NothingToSend

from .actions.agreeing_levels import DIFFERENCES
from .actions.colleagues import JOINED, NEW_LINK
from .actions.submitting import SUBMITTED
from .disagreements import unanswered
from .models import Holder
from .models.kinds import ReturnState
from .private_links import return_link


def submitted(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The receipt, to everybody who holds a link. Not where it went back meanwhile."""
    holder = _holder(about_id)
    the_return = holder.of_return
    if the_return is None or the_return.state != ReturnState.SUBMITTED or the_return.submitted_at is None:
        raise NothingToSend
    about = _about(holder)
    at = timezone.localtime(the_return.submitted_at)
    return Letter(subject=_("Submitted: audit %(year)s of %(service)s") % about, context={**about, "at": at})


def joined(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """A colleague asks them to help, or to take over."""
    holder = _holder(about_id)
    asker = Holder.objects.filter(pk=ids["by"], of_return=holder.of_return).first() if "by" in ids else None
    context = {**_about(holder), "by": asker.name if asker else "", "instead": ids["instead"]}
    return Letter(subject=_("Please help with the audit %(year)s of %(service)s") % context, context=context)


def new_link(about_id: UUID, ids: dict[str, Any]) -> Letter:
    about = _about(_holder(about_id))
    return Letter(subject=_("Your new link: audit %(year)s of %(service)s") % about, context=about)


def differences(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Please answer in public. Not where it went back meanwhile, or everything is answered."""
    holder = _holder(about_id)
    the_return = holder.of_return
    if the_return is None or the_return.state != ReturnState.SUBMITTED or not (waiting := unanswered(the_return)):
        raise NothingToSend
    about = _about(holder, "return_differences") | {"n": len(waiting)}
    return Letter(subject=_("Please answer: audit %(year)s of %(service)s") % about, context=about)


def _holder(about_id: UUID) -> Holder:
    found = Holder.objects.select_related("of_return__round", "of_return__service").filter(pk=about_id).first()
    if found is None or found.of_return is None:
        raise NothingToSend
    return found


def _about(holder: Holder, page: str = "return") -> dict[str, Any]:
    the_return = holder.of_return
    assert the_return is not None  # noqa: S101  looked for so
    return {
        "name": holder.name,
        "service": the_return.service.name,
        "year": the_return.round.year,
        "due": day(the_return.due_on),
        "link": return_link(holder, page),
    }


def register() -> None:
    """Called once, when the app is ready."""
    letters.stop_page("participation", "participation:stop")
    letters.register(SUBMITTED, submitted)
    letters.register(JOINED, joined)
    letters.register(NEW_LINK, new_link)
    letters.register(DIFFERENCES, differences)
