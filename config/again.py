"""A form whose answer was lost with the database, filled in as it was sent, so that it can be sent again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .standing import from_our_pages

# A form without any field may come without a kind.
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "")
# Never sent back to a screen, and so nothing of their form is either.
SECRET = re.compile(r"passw|passphrase|secret|otp", re.I)
# Codes of our own pages: the value of a radio, a box or a button, a number, a key.
CODE = re.compile(r"[a-z0-9_:.=-]*")
# Longer text does not fit a line, in characters.
LINE = 80
# Fields that people write in: a single small word in one of these is their own.
WRITTEN = {
    "name": (gettext_lazy("Your name"), "name"),
    "first_name": (gettext_lazy("Your first name"), "given-name"),
    "email": (gettext_lazy("Your e-mail address"), "email"),
    "organisation": (gettext_lazy("Name of your organisation"), "organization"),
    "role": (gettext_lazy("Your role"), "organization-title"),
    "promise": (gettext_lazy("What you will do"), "off"),
}


@dataclass(frozen=True)
class Part:
    """One value of a form: a component that shows it, or none for what our own pages put there."""

    name: str
    value: str
    component: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Again:
    """All that was sent, in its order."""

    parts: Sequence[Part]

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote any of it, so that they want to hear that it is not lost."""
        return any(part.component for part in self.parts)


def sent_again(request: HttpRequest) -> Again | None:
    """The form that this request sent; None where there is none, or where it must not come back to a screen.

    A form that another site sent is not for our pages to show, and its button would lend it our name.
    """
    if request.method != "POST" or request.content_type not in FORMS or not from_our_pages(request):
        return None
    try:
        sent, files = request.POST, request.FILES
    except (OSError, SuspiciousOperation, BadRequest, MultiPartParserError):
        return None
    # What a view has read for itself is gone, and Django then says that nothing was sent.
    is_gone = not sent and int(request.META.get("CONTENT_LENGTH") or 0) > 0
    if is_gone or files or hasattr(request, "sensitive_post_parameters") or any(map(SECRET.search, sent)):
        return None
    return Again(list(_parts(sent)))


def _parts(sent: QueryDict) -> Iterator[Part]:
    unnamed = 0
    for name, values in sent.lists():
        written = any(_is_written(name, value) for value in values)
        for value in values:
            unnamed += written and name not in WRITTEN
            yield _shown(name, value, unnamed) if written else Part(name, value)


def _is_written(name: str, value: str) -> bool:
    if not value or name == "csrfmiddlewaretoken" or name.startswith("_"):
        return False
    return name in WRITTEN or not CODE.fullmatch(value)


def _shown(name: str, value: str, number: int) -> Part:
    """With the component that shows it. Pages differ; only the commonest fields have a label of their own here."""
    label, autocomplete = WRITTEN.get(name) or (_("What you wrote (%(number)s)") % {"number": number}, "off")
    is_long = len(value) > LINE or any(end in value for end in "\r\n")
    inputs: dict[str, Any] = {"name": name, "value": value, "autocomplete": autocomplete}
    inputs["label"] = {"text": label, "classes": "govuk-label--s"}
    return Part(name, value, "textarea" if is_long else "input", inputs)
