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

from post.errors import NothingToSend, UnknownTemplate
from post.models import Outbox

__all__ = [
    "Attachment",
    "Letter",
    "NothingToSend",
    "UnknownTemplate",
    "builder_for",
    "known",
    "message_for",
    "register",
]


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


Builder = Callable[[UUID, dict[str, Any]], Letter]

_builders: dict[str, Builder] = {}


def register(name: str, builder: Builder) -> None:
    """Say who writes this letter. Its text is templates/emails/<name>.txt and .html."""
    if _builders.setdefault(name, builder) is not builder:
        raise ValueError(f"Two builders for the letter {name}.")


def known() -> list[str]:
    """The names of all letters, so that a test can render every one."""
    return sorted(_builders)


def builder_for(name: str) -> Builder:
    """The builder of a letter, or UnknownTemplate."""
    try:
        return _builders[name]
    except KeyError:
        raise UnknownTemplate(f"No builder is registered for the letter {name}.") from None


def message_for(row: Outbox) -> EmailMultiAlternatives:
    """Write the letter that waits in this row. May raise NothingToSend."""
    with translation.override(settings.LANGUAGE_CODE):
        letter = builder_for(row.template)(row.about_id, row.ids)
        subject = " ".join(str(letter.subject).split())
        context = {"subject": subject, "area": settings.AREA, "site_url": settings.SITE_URL, **letter.context}
        template = letter.template or f"emails/{row.template}"
        message = EmailMultiAlternatives(
            subject=subject,
            body=_render(f"{template}.txt", context, autoescape=False).strip() + "\n",
            to=[row.recipient],
            headers={**letter.headers, "Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(_render(f"{template}.html", context, autoescape=True), "text/html")
        for file in letter.attachments:
            message.attach(file.name, file.content, file.kind)
    return message


def _render(name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    """Plain text shows a name as it was typed; HTML escapes it. Decided here, so that no template can forget."""
    template = Engine.get_default().get_template(name)
    return str(template.render(Context(context, autoescape=autoescape)))
