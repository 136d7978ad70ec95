"""The letters in easy read, for those who signed in easy read: a few short lines, one button, one link."""

from collections.abc import Callable, Mapping
from typing import Any, TypedDict
from uuid import UUID

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .kinds import Purpose, ShownIn

Context = dict[str, Any]


class Lines(TypedDict):
    """What stands before the link, on its button, and after it. Each line is one sentence."""

    before: list[str]
    button: str
    after: list[str]


SHOWN_IN = """
    SELECT coalesce(
        (SELECT shown_in FROM pledges_consententry WHERE subject_id = %(subject)s AND purpose = %(purpose)s
            ORDER BY seq DESC LIMIT 1),
        (SELECT shown_in FROM pledges_pendingconsent WHERE signature_id = %(subject)s ORDER BY id LIMIT 1)
    )
"""


def reads_easy(about_id: UUID) -> bool:
    """Whether they read in easy read what they agreed to last."""
    with connection.cursor() as cursor:  # in plain SQL: each letter asks it, some twice
        cursor.execute(SHOWN_IN, {"subject": about_id, "purpose": Purpose.TAKE_PART})
        return bool(cursor.fetchone() == (ShownIn.EASY,))


def confirm(context: Context) -> Lines:
    return {
        "before": [_("You want to sign “%(title)s”.") % context, _("You have not signed yet."), _("Press the button.")],
        "button": _("Sign"),
        "after": [
            _("The link works for %(days)s days.") % context,
            _("Then we delete your answers."),
            _("Was it not you?"),
            _("Then do nothing."),
        ],
    }


def reminder(context: Context) -> Lines:
    return {
        "before": [
            _("You want to sign “%(title)s”.") % context,
            _("You have not signed yet."),
            _("Do you still want to sign?"),
            _("Press the button."),
        ],
        "button": _("Sign"),
        "after": [_("Do you not want to sign?"), _("Then do nothing."), _("We delete your answers soon.")],
    }


def already(context: Context) -> Lines:
    return {
        "before": [_("You have signed “%(title)s” already.") % context, _("Here is your own page.")],
        "button": _("My page"),
        "after": own_link_rules(),
    }


def confirmed(context: Context) -> Lines:
    return {
        "before": [
            _("You signed “%(title)s”.") % context,
            _("Thank you."),
            _("A person checks it now."),
            _("Then we write to you again."),
            *receipt_lines(context),
            _("This is your own page."),
            _("You can change things there."),
            _("You can stop there."),
        ],
        "button": _("My page"),
        "after": [*own_link_rules(), _("Your number is %(reference)s.") % context],
    }


def own_links(context: Context) -> Lines:
    several = len(context["pages"]) > 1
    here = _("Here are the links to your own pages.") if several else _("Here is the link to your own page.")
    return {"before": [here], "button": _("My page"), "after": own_link_rules()}


def own_link(context: Context) -> Lines:
    return {"before": [_("Here is your new link.")], "button": _("My page"), "after": own_link_rules()}


def approved(context: Context) -> Lines:
    not_listed = [_("Your name is not on the list."), _("You count.")]
    listed = [_("Your name is on the list.")] if context["entry"] else not_listed
    return {
        "before": [_("A person checked what you sent."), _("It is good."), *listed],
        "button": _("My page"),
        "after": own_link_rules(),
    }


def changes_asked(context: Context) -> Lines:
    return {
        "before": [_("Please change something."), _("This is why: %(reason)s.") % context],
        "button": _("Change it"),
        "after": own_link_rules(),
    }


def edit_refused(context: Context) -> Lines:
    return {
        "before": [
            _("You changed something."),
            _("We did not use it."),
            _("This is why: %(reason)s.") % context,
            _("The old words stay."),
        ],
        "button": _("My page"),
        "after": own_link_rules(),
    }


def rejected(context: Context) -> Lines:
    return {
        "before": [_("We did not put you on the list."), _("This is why: %(reason)s.") % context],
        "button": _("My page"),
        "after": [_("Do you think this is wrong?"), _("Write to us or call us."), *own_link_rules()],
    }


def hand_over_asked(context: Context) -> Lines:
    return {
        "before": [
            _("You signed “%(title)s”.") % context,
            _("Your organisation asked a colleague to go on."),
            _("Then we delete your name."),
            _("Is this wrong?"),
            _("Press the button."),
        ],
        "button": _("My page"),
        "after": own_link_rules(),
    }


def handed_over(context: Context) -> Lines:
    return {
        "before": [
            _("A colleague goes on for you."),
            _("We deleted your name."),
            _("We deleted your e-mail address."),
            *receipt_lines(context),
            _("Thank you for signing."),
        ],
        "button": _("See our website"),
        "after": [_("Your number was %(reference)s.") % context, _("This is our last e-mail about it.")],
    }


def took_over(context: Context) -> Lines:
    return {
        "before": [
            _("You go on for your organisation."),
            _("Thank you."),
            _("Can we show your name?"),
            _("Then a person looks at it first."),
            *receipt_lines(context),
            _("This is your own page."),
            _("You can change things there."),
            _("You can stop there."),
        ],
        "button": _("My page"),
        "after": [*own_link_rules(), _("Your number is %(reference)s.") % context],
    }


def new_words(context: Context) -> Lines:
    return {
        "before": [
            _("The pledge has new words."),
            _("Do you agree with the new words?"),
            _("You can read them first."),
        ],
        "button": _("Read"),
        "after": [_("You do not have to."), *own_link_rules()],
    }


def new_versions(context: Context) -> Lines:
    news = context["news"]
    if len(news) > 1:
        said = [_("We have new promises."), _("You can read them here.")]
    else:
        said = [_("“%(title)s” has changed.") % {"title": news[0].name}, *news[0].easy_note]
    return {
        "before": said,
        "button": _("Read"),
        "after": [_("You do not have to do anything."), _("You said yes to our news.")],
    }


def ending(context: Context) -> Lines:
    return {
        "before": [
            _("The pledge has closed."),
            _("We delete your name."),
            _("We delete your e-mail address."),
            _("We do it on %(day)s.") % {"day": date_format(context["ends_on"], "j F Y")},
        ],
        "button": _("My page"),
        "after": [_("You do not have to do anything."), _("Do you want to stop now?"), _("Press the button.")],
    }


def ended(context: Context) -> Lines:
    return {
        "before": [
            _("The pledge is over."),
            _("We deleted your name."),
            _("We deleted your e-mail address."),
            *receipt_lines(context),
            _("Thank you for signing."),
        ],
        "button": _("See our website"),
        "after": [
            _("This is our last e-mail about it."),
            _("Your number was %(reference)s.") % context,
        ],
    }


def receipt(context: Context) -> Lines:
    return {
        "before": [
            _("You changed something."),
            *receipt_lines(context),
            _("Was it not you?"),
            _("Write to us or call us."),
        ],
        "button": _("My page"),
        "after": own_link_rules(),
    }


def left(context: Context) -> Lines:
    return {
        "before": [
            _("You stopped."),
            _("We deleted your name."),
            _("We deleted your e-mail address."),
            *receipt_lines(context),
            _("You can sign again at any time."),
        ],
        "button": _("Sign again"),
        "after": [_("Your number is %(reference)s.") % context, _("This is our last e-mail.")],
    }


def receipt_lines(context: Context) -> list[str]:
    if context["has_pdf"]:
        return [_("Your receipt is with this e-mail."), _("Please keep it.")]
    return [_("We could not make your receipt."), _("Write to us or call us.")]


def own_link_rules() -> list[str]:
    return [_("This link is only for you."), _("It works for 30 days.")]


EASY: Mapping[str, Callable[[Context], Lines]] = {
    function.__name__: function
    for function in (
        *(confirm, reminder, already, confirmed, own_link, own_links, new_words, receipt, ending, left, ended),
        *(approved, rejected, changes_asked, edit_refused, hand_over_asked, handed_over, took_over),
        new_versions,
    )
} | {"edit_approved": approved}
