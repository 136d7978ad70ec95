"""A version through its states: each act is a page that says what it does and asks once more, and a POST."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.actions import (
    Asked,
    Missing,
    NotReady,
    ask_partners,
    back_to_draft,
    consult,
    discard,
    missing,
    publish,
    withdraw,
)
from charters.models import Partner, Version, WrongState
from charters.models.kinds import OPEN, PUBLIC, VersionState
from config.lib.broken_rules import rule_broken
from config.lib.responses import SeeOther

from .forms import WithdrawForm
from .lacking import lacks
from .pages import about_version, address_of, log, page, refused
from .writing import problems_of

CONSULTED = (VersionState.CONSULTATION, VersionState.AGREED)
NOT_NOW = gettext_lazy("Nothing was changed: this version is in another state by now. Look at it again.")


@dataclass(frozen=True)
class Act:
    """One act: from which states, what its page says, what it does, and what is said when it is done."""

    states: Sequence[str]
    title: str
    words: list[str]
    button: str
    do: Callable[[Any], Any]
    done: str
    form_class: type[forms.Form] | None = None
    danger: bool = False
    # Where to go on to when the version's own page has gone with it.
    to: str = ""


@about_version("GET", "POST")
def consult_view(request: HttpRequest, version: Version) -> HttpResponse:
    words = [
        _("The words are held still, so that partners and readers can answer to exactly these."),
        _("You can still change them. Then everybody has to be asked again."),
    ]
    act = Act(
        OPEN,
        _("Start the consultation?"),
        words,
        _("Start the consultation"),
        lambda _form: consult(version_id=version.pk),
        _("It is in consultation. Now ask the partners."),
    )
    return _asked(request, version, act)


@about_version("GET", "POST")
def ask_view(request: HttpRequest, version: Version) -> HttpResponse:
    names = list(version.partners.values_list("partner__name", flat=True))
    words = [
        _("Each partner who has not agreed to exactly these words gets a letter with a link, and needs no account."),
        _("On the list: %(names)s.") % {"names": _listed(names)} if names else _("There are no partners on the list."),
    ]

    def ask(_form: Any) -> None:
        for tell, said in _outcome(ask_partners(version_id=version.pk)):
            tell(request, said)

    title, button = _("Ask the partners to agree?"), _("Write to the partners")
    return _asked(request, version, Act(OPEN, title, words, button, ask, ""))


def _outcome(asked: Asked) -> list[tuple[Callable[[HttpRequest, str], None], str]]:
    """What came of asking, in words; only what there is."""
    said: list[tuple[Any, str, list[Partner]]] = [
        (messages.success, _("We are writing to %(names)s."), asked.written_to),
        (messages.info, _("%(names)s: agreed already."), asked.agreed),
        (messages.info, _("%(names)s: asked in the last day. Give them time."), asked.asked_lately),
        (messages.warning, _("%(names)s: no e-mail address. Write it under Partners."), asked.without_address),
    ]
    return [(tell, words % {"names": _listed(one.name for one in who)}) for tell, words, who in said if who]


def _listed(names: Any) -> str:
    return str(get_text_list(list(names), _("and")))


@about_version("GET", "POST")
def back_view(request: HttpRequest, version: Version) -> HttpResponse:
    words = [_("The links in the letters say from then on that it is being rewritten. What was answered is kept.")]
    act = Act(
        CONSULTED,
        _("Back to draft?"),
        words,
        _("Back to draft"),
        lambda _form: back_to_draft(version_id=version.pk),
        _("It is a draft again."),
    )
    return _asked(request, version, act)


@about_version("GET", "POST")
def publish_view(request: HttpRequest, version: Version) -> HttpResponse:
    """With anything missing, the page lists it in the place of the button."""
    lacking = missing(version)
    if request.method == "GET" and lacking and version.state in OPEN:
        return _not_ready(request, version, lacking, 200)
    before = Version.objects.published().filter(charter=version.charter).values_list("n", flat=True).first()
    words = [_("From now on everybody reads it. Nothing in it can change any more, not a letter.")]
    if before:
        words.append(_("Version %(n)s is superseded. Its address stays and leads here.") % {"n": before})
    act = Act(
        CONSULTED,
        _("Publish version %(n)s?") % {"n": version.n},
        words,
        _("Publish for everybody"),
        lambda _form: publish(version_id=version.pk),
        _("Published. Everybody can read it now."),
    )
    return _asked(request, version, act)


@about_version("GET", "POST")
def withdraw_view(request: HttpRequest, version: Version) -> HttpResponse:
    act = Act(
        PUBLIC,
        _("Withdraw version %(n)s?") % {"n": version.n},
        [_("Nobody can read it any more. Its address says why. This cannot be undone.")],
        _("Withdraw it"),
        lambda form: withdraw(version_id=version.pk, reason=form.cleaned_data["reason"]),
        _("Withdrawn. Its address says why."),
        form_class=WithdrawForm,
        danger=True,
    )
    return _asked(request, version, act)


@about_version("GET", "POST")
def discard_view(request: HttpRequest, version: Version) -> HttpResponse:
    if not request.user.has_perm("charters.delete_version"):
        raise PermissionDenied
    to = reverse("admin:charters_charter_change", args=[version.charter_id])
    act = Act(
        OPEN,
        _("Throw this draft away?"),
        [
            _("All its words go, with their easy read. This cannot be undone."),
            _("Where partners or readers have answered it cannot be thrown away: what they said is kept."),
        ],
        _("Throw it away"),
        lambda _form: discard(version_id=version.pk),
        _("The draft is gone."),
        danger=True,
        to=to,
    )
    return _asked(request, version, act)


def _asked(request: HttpRequest, version: Version, act: Act) -> HttpResponse:
    """GET asks once more, POST acts; a version in another state, or what is missing, is said in words."""
    if version.state not in act.states:
        return refused(request, version, NOT_NOW)
    form = act.form_class(request.POST or None) if act.form_class else None
    if request.method == "GET" or (form is not None and not form.is_valid()):
        shown = {"title": act.title, "words": act.words, "button": act.button, "danger": act.danger, "form": form}
        return page(request, "ask", version, problems=problems_of(form, None) if form else [], **shown)  # type: ignore[arg-type]
    try:
        act.do(form)
    except WrongState:
        return refused(request, version, NOT_NOW)
    except NotReady as lacking:
        return _not_ready(request, version, lacking.missing, 409, form=form)
    except IntegrityError as error:
        return refused(request, version, rule_broken(Version, error))
    if act.done:
        messages.success(request, act.done)
    if not act.to:
        log(request, version, act.title)
    return SeeOther(act.to or address_of(version))


def _not_ready(
    request: HttpRequest, version: Version, lacking: list[Missing], status: int, *, form: Any = None
) -> HttpResponse:
    found = lacks(version, lacking, dict(version.clauses.values_list("pk", "text")))
    return page(request, "not_ready", version, status=status, title=_("Not ready yet"), lacks=found, form=form)
