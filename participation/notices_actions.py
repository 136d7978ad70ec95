"""The letters to whoever looks after an action: a link, and reminders until it is done."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from charters.words import day
from post import letters
from post.letters import Letter, NothingToSend

from .actions.acting import LINK
from .actions.action_links import DUE, NEW_LINK
from .models import Action, Holder
from .private_links import action_link
from .promises import named


def link(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """What was promised, and the link to it."""
    holder, action = _holder(about_id)
    about = _about(holder, action) | {"promise": next(iter(named([action.clause_key_id])), "")}
    return Letter(subject=_("You look after this: %(service)s") % about, context=about)


def new_link(about_id: UUID, ids: dict[str, Any]) -> Letter:
    about = _about(*_holder(about_id))
    return Letter(subject=_("Your new link: %(service)s") % about, context=about)


def due(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Not where it is done or has another day meanwhile, nor to who said stop."""
    holder, action = _holder(about_id)
    if action.done_at is not None or not holder.is_reminded or ids.get("due_on") != action.due_on.isoformat():
        raise NothingToSend
    about = _about(holder, action) | {"is_late": action.is_overdue(on=timezone.localdate())}
    subject = _("Overdue: a promise of %(service)s") if about["is_late"] else _("Due on %(due)s: %(service)s")
    return Letter(subject=subject % about, context=about)


def _holder(about_id: UUID) -> tuple[Holder, Action]:
    """Who gets the letter, and about which action. Nobody whose link was taken away."""
    found = Holder.objects.select_related("of_action__service").filter(pk=about_id).first()
    if found is None or found.of_action is None:
        raise NothingToSend
    return found, found.of_action


def _about(holder: Holder, action: Action) -> dict[str, Any]:
    return {
        "service": action.service.name,
        "what": action.what,
        "due": day(action.due_on),
        "link": action_link(holder),
    }


def register() -> None:
    """Called once, when the app is ready."""
    letters.register(LINK, link)
    letters.register(NEW_LINK, new_link)
    letters.register(DUE, due)
