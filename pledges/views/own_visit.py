"""What every page behind a signatory's own link has in common: the link, and what is said where it does not work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from config.lib.responses import SeeOther
from pledges.actions import How
from pledges.kinds import ShownIn
from pledges.models import Person, Signature
from pledges.models.signatures import WrongState
from post import links
from post.private import private_page

from .responses import gone

P = ParamSpec("P")
READ = ("GET", "HEAD")

# What just happened, by the word in the address that says so. It holds nothing about the person; others are ignored.
SAID: dict[str, tuple[str, str | Promise]] = {
    "on": ("success", _("It is turned on.")),
    "off": ("success", _("It is turned off.")),
    "hidden": ("success", _("Your name is off the list.")),
    "shown": ("success", _("You said that we can show your name.")),
    "changed": ("success", _("We have your words. A person will look at them.")),
    "affirmed": ("success", _("Thank you. You stand by the new words.")),
    "invited": ("success", _("We are writing to your colleague. Nothing else has changed yet.")),
    "not_invited": ("success", _("Your colleague is not asked any more.")),
    "words": ("", _("We have changed the words since you read them. Please read them and choose again.")),
    "nothing": ("", _("Nothing was changed. Please try again.")),
}


@dataclass(frozen=True)
class Visit:
    """Somebody with a link that works: whose page it is, and in which form they read it."""

    token: str
    subject_id: UUID
    easy: bool

    @property
    def how(self) -> How:
        return How(shown_in=ShownIn.EASY if self.easy else ShownIn.STANDARD)

    def address(self, name: str, *more: object) -> str:
        """A page of theirs in the form they read."""
        return reverse(f"pledges:{name}_easy" if self.easy else f"pledges:{name}", args=(self.token, *more))

    def go(self, name: str, *more: object, done: str = "") -> SeeOther:
        return SeeOther(self.address(name, *more) + (f"?done={done}" if done else ""))


def own_page(
    *methods: str, easy: bool = False
) -> Callable[[Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """For a view of a signatory's own page. It is given a Visit; where there is none it says so and shows nothing."""

    def decorated(
        view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                link = links.find(token, scope="own")
                return view(request, Visit(token, link.about_id, easy), *args, **kwargs)
            except links.LinkExpired:
                return gone(request, _template("expired", easy), {"token": token, **_other_form(request, easy)})
            except (links.LinkUnknown, WrongState, Signature.DoesNotExist, Person.DoesNotExist):
                return gone(request, _template("no_page", easy), _other_form(request, easy))

        return private_page(require_http_methods(list(methods))(opened))

    return decorated


def _template(name: str, easy: bool) -> str:
    return f"pledges/own/easy/{name}.html" if easy else f"pledges/own/{name}.html"


def _other_form(request: HttpRequest, easy: bool) -> dict[str, str]:
    """The way to the same news in the other form: one's own page, whichever page was asked for."""
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    name = "pledges:yours" if easy else "pledges:yours_easy"
    return {"plain_url" if easy else "easy_url": reverse(name, args=(token,))}


def said(request: HttpRequest) -> tuple[str, str | Promise] | None:
    """What the page says first, after something was done."""
    return SAID.get(request.GET.get("done", ""))
