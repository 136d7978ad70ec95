"""The letters about inviting services, reminding them, and handing returns back."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from post import letters
from post.letters import Letter, NothingToSend

from .models import Holder, Return
from .models.kinds import ReturnState
from .private_links import return_link


def invited(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Here is your link. Also where it is sent once more, whatever the state: they may look at what they sent."""
    one, the_return = _holder(about_id)
    asked = the_return.round.question_set.questions.all()
    about = _about(one, the_return)
    return Letter(
        subject=_("Participation audit %(year)s: %(service)s") % about,
        context={**about, "n": (asked.filter(in_short_form=True) if the_return.is_short else asked).count()},
    )


def reminder(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Not to who has submitted meanwhile, said stop, or has no time left."""
    one, the_return = _holder(about_id)
    today = timezone.localdate()
    if not (the_return.is_open(on=today) and one.is_reminded and the_return.is_reminded):
        raise NothingToSend
    about = _about(one, the_return)
    is_late = the_return.due_on < today
    subject = _("Overdue: participation audit of %(service)s") if is_late else _("Due on %(due)s: audit of %(service)s")
    return Letter(subject=subject % about, context={**about, "is_late": is_late, "started": the_return.started_at})


def handed_back(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """What is missing, as the reviewer wrote it; not where it was submitted again meanwhile."""
    one, the_return = _holder(about_id)
    back = the_return.hand_backs.order_by("submission").last()
    if back is None or the_return.state == ReturnState.SUBMITTED:
        raise NothingToSend
    about = _about(one, the_return)
    subject = _("Please look again: audit of %(service)s") % about
    return Letter(subject=subject, context={**about, "reason": back.reason})


def _holder(about_id: UUID) -> tuple[Holder, Return]:
    """Who gets the letter, and about which return. Nobody whose link was taken away."""
    found = Holder.objects.select_related("of_return__round", "of_return__service").filter(pk=about_id).first()
    if found is None or found.of_return is None:
        raise NothingToSend
    return found, found.of_return


def _about(one: Holder, the_return: Return) -> dict[str, Any]:
    return {
        "service": the_return.service.name,
        "year": the_return.round.year,
        "due": date_format(the_return.due_on, "j F Y"),
        "closes": date_format(the_return.closes_on, "j F Y"),
        "link": return_link(one),
    }


def register() -> None:
    """Called once, when the app is ready."""
    letters.stop_page("participation", "participation:stop")
    letters.register("participation/invited", invited)
    letters.register("participation/reminder", reminder)
    letters.register("participation/handed_back", handed_back)
