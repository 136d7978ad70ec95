"""The registry of letters, and how one becomes a message.

An app registers a builder for each of its letters. The builder runs when the worker sends, not when the letter is
queued: the queue holds ids only, and private links are made at the last moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.utils import translation

from post import links
from post.errors import NothingToSend, UnknownTemplate
from post.models import Outbox, Suppression

__all__ = [
    "ANSWER",
    "CONFIRMATION",
    "UNASKED",
    "Attachment",
    "Letter",
    "NothingToSend",
    "UnknownTemplate",
    "builder_for",
    "known",
    "message_for",
    "register",
    "stop_page",
]

Reason = Suppression.Reason
# Which mailboxes a letter does not go to. An answer to something they did, or a receipt, goes to everybody.
ANSWER: frozenset[str] = frozenset()
# Asks whether it was them who typed the address: not where somebody said that it never is.
CONFIRMATION = frozenset({str(Reason.NOT_ME)})
# Nobody asked for this letter: a reminder, news.
UNASKED = frozenset({str(Reason.UNSUBSCRIBED), str(Reason.NOT_ME)})


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter. It is made when the letter is written, and kept nowhere."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class Letter:
    """What a builder returns: a subject, and what the pair of templates needs."""

    subject: str
    context: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    # The pair of templates, where it is not the letter's own: "emails/easy" for templates/emails/easy.txt and .html.
    template: str = ""
    attachments: Sequence[Attachment] = ()
    # The page where this reader says stop, where it is not their app's own: "pledges:stop_easy".
    stop_page: str = ""
    # The last letter to somebody of whom nothing is kept any more.
    is_last: bool = False


# None: what had to be done is done, and there is nothing to send to this address.
Builder = Callable[[UUID, dict[str, Any]], Letter | None]

_builders: dict[str, Builder] = {}
_stopped_by: dict[str, frozenset[str]] = {}
_stop_pages: dict[str, str] = {}


def register(name: str, builder: Builder, stopped_by: frozenset[str] = ANSWER) -> None:
    """Say who writes this letter, and whom it does not go to. Its text is templates/emails/<name>.txt and .html."""
    if _builders.setdefault(name, builder) is not builder:
        raise ValueError(f"Two builders for the letter {name}.")
    _stopped_by[name] = stopped_by


def stop_page(app: str, viewname: str) -> None:
    """Say where the readers of an app's letters say stop: a page whose address ends in the secret of a stop link."""
    _stop_pages[app] = viewname


def known() -> list[str]:
    """The names of all letters, so that a test can render every one."""
    return sorted(_builders)


def builder_for(name: str) -> Builder:
    """The builder of a letter, or UnknownTemplate."""
    try:
        return _builders[name]
    except KeyError:
        raise UnknownTemplate(f"No builder is registered for the letter {name}.") from None


def message_for(row: Outbox) -> EmailMultiAlternatives | None:
    """Write the letter that waits in this row. May raise NothingToSend."""
    build = builder_for(row.template)
    if Suppression.stops(row.recipient, _stopped_by[row.template]):
        raise NothingToSend
    with translation.override(settings.LANGUAGE_CODE):
        letter = build(row.about_id, row.ids)
        return None if letter is None else _message(row, letter)


def _message(row: Outbox, letter: Letter) -> EmailMultiAlternatives:
    subject = " ".join(str(letter.subject).split())
    stop, stop_link = _ways_to_stop(row, letter)
    context = {"subject": subject, "area": settings.AREA, "site_url": settings.SITE_URL, "stop_link": stop_link}
    context |= letter.context
    template = letter.template or f"emails/{row.template}"
    message = EmailMultiAlternatives(
        subject=subject,
        body=_render(f"{template}.txt", context, autoescape=False).strip() + "\n",
        to=[row.recipient],
        headers={**letter.headers, **stop, "Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(_render(f"{template}.html", context, autoescape=True), "text/html")
    for file in letter.attachments:
        message.attach(file.name, file.content, file.kind)
    return message


def _ways_to_stop(row: Outbox, letter: Letter) -> tuple[dict[str, str], str]:
    """The headers of RFC 8058, by which a mail program offers one press to stop, and the link for the footer."""
    page = _stop_pages.get(row.about_app)
    if page is None:
        return {}, ""
    secret = links.lasting(about_app=row.about_app, about_id=row.about_id, scope="stop", is_kept=not letter.is_last)
    headers = {
        "List-Unsubscribe": f"<{links.absolute(page, secret)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return headers, links.absolute(letter.stop_page or page, secret)


def _render(name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    """Plain text shows a name as it was typed; HTML escapes it. Decided here, so that no template can forget."""
    template = Engine.get_default().get_template(name)
    return str(template.render(Context(context, autoescape=autoescape)))
