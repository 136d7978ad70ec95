"""The colleague's own page: what they would take over, and their yes, in all the words and in easy read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.lib.responses import SeeOther
from pledges import actions, easy_journey
from pledges.easy_journey import Form
from pledges.easy_taking_over import Screen, Walk
from pledges.forms_easy import BoxForm
from pledges.forms_hand_over import TakeOverForm
from pledges.kinds import ShownIn
from pledges.models import HandOver, Person, Revision, Signature
from pledges.models.signatures import WrongState
from pledges.terms import Terms, current_terms
from post import links
from post.models import Token
from post.private import private_page

from .responses import gone


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody with an invitation that works: what they are asked, beside which words, and the page's other form."""

    link: Token
    signature: Signature
    details: Revision
    terms: Terms
    other_form: dict[str, str]


AskedView = Callable[[HttpRequest, Asked], HttpResponseBase | None]


def colleagues_page(*, easy: bool) -> Callable[[AskedView], Callable[..., HttpResponseBase]]:
    """For a view of that page. It is given what is asked, and gives nothing back once that is done."""
    folder = "pledges/hand_over/easy" if easy else "pledges/hand_over"

    def decorated(view: AskedView) -> Callable[..., HttpResponseBase]:
        @private_page
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponseBase:
            other_form = _other_form(token, easy)
            try:
                link = links.find(token, scope="hand_over")
            except links.LinkError:
                return gone(request, f"{folder}/gone.html", other_form)
            if link.used_at and request.method != "POST":
                return render(request, f"{folder}/taken_over.html", other_form)
            if link.used_at:
                # Pressed twice: the first press has done it.
                return SeeOther(request.path)
            asked = _asked(link, other_form)
            if asked is None:
                return gone(request, f"{folder}/gone.html", other_form)
            return view(request, asked) or SeeOther(request.path)

        return opened

    return decorated


def _asked(link: Token, other_form: dict[str, str]) -> Asked | None:
    """What the link leads to, while the invitation stands and its pledge is open."""
    found = HandOver.objects.open().select_related("signature__pledge").filter(pk=link.about_id).first()
    details, terms = found.signature.live_details if found else None, current_terms()
    if found is None or details is None or terms is None or terms.wording.pledge_id != found.signature.pledge_id:
        return None
    return Asked(link=link, signature=found.signature, details=details, terms=terms, other_form=other_form)


def _other_form(token: str, easy: bool) -> dict[str, str]:
    """The way to the same page in the other form."""
    name = "pledges:hand_over" if easy else "pledges:hand_over_easy"
    return {"plain_url" if easy else "easy_url": reverse(name, args=(token,))}


@colleagues_page(easy=False)
def hand_over(request: HttpRequest, asked: Asked) -> HttpResponseBase | None:
    """What the colleague is asked. GET changes nothing; POST takes over."""
    data = request.POST if request.method == "POST" else None
    form = TakeOverForm(data, terms=asked.terms, kind=asked.signature.kind)
    if form.is_valid():
        wrong = _taken_over(asked, _colleague(form))
        if not wrong:
            return None
        form.add_error(None, form.WRONG[wrong])
    context = {"form": form, "terms": asked.terms, "details": asked.details, "signature": asked.signature}
    return render(request, "pledges/hand_over/hand_over.html", context | asked.other_form)


def _colleague(form: TakeOverForm) -> actions.Colleague:
    """To read about a public task and go on is to take part in it."""
    now, agreed = timezone.now(), form.cleaned_data["agreed"]
    return actions.Colleague(
        name=form.cleaned_data["name"],
        role=form.cleaned_data["role"],
        agreed=[
            actions.Agreed(wording=wording, given_at=now, shown_in=ShownIn.STANDARD)
            for wording in form.purposes
            if not wording.needs_box or wording.purpose in agreed
        ],
    )


def _taken_over(asked: Asked, colleague: actions.Colleague) -> str:
    """The signature goes on with them. What was in the way, as both forms name it; nothing where it is done."""
    try:
        with transaction.atomic():
            asked.link.mark_used()
            actions.take_over(hand_over_id=asked.link.about_id, colleague=colleague, terms=asked.terms)
    except links.LinkUsed:
        return ""  # Pressed twice: the first press has done it.
    except actions.NameTaken:
        return "already"
    except (HandOver.DoesNotExist, Signature.DoesNotExist, Person.DoesNotExist, WrongState, actions.WordsChanged):
        return "too_late"
    return ""


@colleagues_page(easy=True)
def hand_over_easy(request: HttpRequest, asked: Asked) -> HttpResponseBase | None:
    """The same, one question a screen. Only the last press changes anything; what came before is in the page."""
    if not easy_journey.is_ready(asked.terms):
        return render(request, "pledges/own/easy/no_easy.html", asked.other_form)
    sent = request.POST.dict() if request.method == "POST" else {}
    walk = Walk(kind=asked.signature.kind, details=asked.details, terms=asked.terms, sent=sent)
    wrong = ""
    if walk.is_pressed(sent):
        wrong = _taken_over(asked, walk.colleague())
        if not wrong:
            return None
    screen, form = walk.go(sent) if not wrong else (walk.stopped(wrong), None)
    context = {"walk": walk, "screen": screen, "form": form, "carried": walk.carried(screen)}
    return render(request, f"pledges/hand_over/easy/{_template(screen, form)}.html", context | asked.other_form)


def _template(screen: Screen, form: Form | None) -> str:
    """A box to write in, buttons to press, all the answers, what to change, or lines to read."""
    if form is not None:
        return "box" if isinstance(form, BoxForm) else "press"
    return screen.name if screen.name in ("check", "change", "stopped") else "read"
