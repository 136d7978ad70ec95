"""The letter with a panel's link: in easy read for young people, in plain words for parent carers."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from post import letters
from post.letters import Letter, NothingToSend

from .actions.panels import LINK
from .models import Holder, Panel
from .models.kinds import PanelKind
from .private_links import panel_link


def link(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Please answer; or, where the group has sent its answers, a way to look at them. Nothing once it is over."""
    holder = Holder.objects.select_related("of_panel__round").filter(pk=about_id, of_panel__isnull=False).first()
    panel = holder.of_panel if holder else None
    if holder is None or panel is None or timezone.localdate() > panel.round.closes_on:
        raise NothingToSend
    is_young = panel.kind == PanelKind.YOUNG_PEOPLE
    lines = _easy_lines(panel) if is_young else {}
    return Letter(
        subject=_("How do services listen to you?"),
        template="emails/participation/panel_easy" if is_young else "",
        context={
            "link": panel_link(holder),
            "opens_on": panel.round.opens_on if timezone.localdate() < panel.round.opens_on else None,
            "closes_on": panel.round.closes_on,
            "is_sent": panel.sent_at is not None,
            **lines,
        },
    )


def _easy_lines(panel: Panel) -> dict[str, Any]:
    days = {
        "first": date_format(panel.round.opens_on, "j F Y"),
        "last": date_format(panel.round.closes_on, "j F Y"),
    }
    if panel.sent_at is not None:
        return {"before": [_("You can look at what you said.")], "button": _("Look"), "after": []}
    is_early = timezone.localdate() < panel.round.opens_on
    return {
        "before": [
            _("Your group used some services."),
            _("Please tell us how they listen."),
            _("You answer together."),
        ],
        "button": _("Start"),
        "after": [
            *([_("You can start on %(first)s.") % days] if is_early else []),
            _("You have until %(last)s.") % days,
            _("You can stop."),
            _("Come back with the same button."),
            _("We do not need your names."),
        ],
    }


def register() -> None:
    """Called once, when the app is ready."""
    letters.register(LINK, link)
