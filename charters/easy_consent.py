"""What readers of a group are told before they read with us, in easy read: the first sheet of the kit. Nobody is named.

`manage.py check_easy_read` checks all of it, as everything in modules that are called easy.
"""

from django.utils.translation import gettext as _

from charters.easytext import Line, plain_line
from charters.models.kinds import Understood


def heading() -> str:
    return _("Will you read with us?")


def lines() -> list[Line]:
    """What we do and what readers can do, in the order of the sheet."""
    return [
        plain_line("book", _("We wrote something in easy read.")),
        plain_line("group", _("We read it together in a group.")),
        plain_line("question", _("You tell us when a line is hard.")),
        plain_line("ok", _("It is not a test.")),
        plain_line("stop", _("You can stop at any time.")),
        plain_line("quiet", _("You do not have to say why.")),
        plain_line("lock", _("Nobody writes down your name.")),
        plain_line("pencil", _("We write down the hard lines.")),
    ]


def questions() -> list[str]:
    """What is asked; a reader ticks yes or no to each."""
    return [_("Will you read with us?"), _("Can we write down what the group says?")]


def yes_no() -> list[str]:
    return [_("Yes"), _("No")]


def asked() -> str:
    """What is asked of each line on the sheets."""
    return _("Do you understand this line?")


def faces() -> dict[Understood, tuple[str, str]]:
    """The word under each face, and what the face shows."""
    return {
        Understood.YES: (_("Yes"), _("A happy face")),
        Understood.UNSURE: (_("Not sure"), _("A face that is not sure")),
        Understood.NO: (_("No"), _("A sad face")),
    }
