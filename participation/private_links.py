"""Private links to a return, a panel's page or an action: for one holder each, while there is something to see."""

from datetime import date, timedelta

from django.utils import timezone

from post import links

from .models import Holder

# A link opens its page for so long after the last day, so that people can look at what they said.
OPEN_AFTER = timedelta(days=60)


def return_link(holder: Holder, page: str = "return") -> str:
    """A new link to a return, or to one of its pages, in full, for the letter to this holder."""
    the_return = holder.of_return
    if the_return is None:
        raise ValueError("This holder has no return.")
    return links.absolute(f"participation:{page}", _issue(holder, "return", the_return.closes_on))


def panel_link(holder: Holder) -> str:
    """A new link to a panel's page, in full, for the letter to this holder."""
    panel = holder.of_panel
    if panel is None:
        raise ValueError("This holder has no panel.")
    return links.absolute("participation:panel", _issue(holder, "panel", panel.round.closes_on))


def action_link(holder: Holder) -> str:
    """A new link to an action, in full, for the letter to whoever looks after it."""
    action = holder.of_action
    if action is None:
        raise ValueError("This holder has no action.")
    return links.absolute("participation:action", _issue(holder, "action", action.due_on))


def _issue(holder: Holder, scope: str, last_day: date) -> str:
    """At least for OPEN_AFTER from now, also where the round has closed."""
    days = max(last_day - timezone.localdate(), timedelta())
    return links.issue(about_app="participation", about_id=holder.pk, scope=scope, lifetime=days + OPEN_AFTER)
