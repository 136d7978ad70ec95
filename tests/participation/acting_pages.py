"""Actions and their pages, as tests open them."""

from datetime import timedelta
from typing import Any

from participation.models import Action
from participation.private_links import action_link
from tests.participation import factories

WHAT, WHO = "Send easy read a week before.", "The head of support"


def owner_s(action: Action, page: str = "") -> str:
    link = action_link(action.holders.get())
    return f"/{link.partition('//')[2].partition('/')[2]}{page}"


def overdue(days: int = 10, **more: Any) -> Action:
    return factories.make_action(first_due_on=factories.today() - timedelta(days=days), **more)
