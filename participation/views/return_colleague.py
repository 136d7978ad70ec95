"""A colleague helps with a return, or takes it over."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from config.lib.network import network_of
from config.lib.responses import SeeOther
from participation.actions import colleagues
from participation.forms_return import ColleagueForm
from participation.models import Holder

from .return_list import others_of
from .return_visit import READ, Visit, return_page, state_of


@return_page(*READ, "POST")
def colleague(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Whom shall we write to? Whoever hands it over sees a page that needs no link: theirs has just ended."""
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _asked(request, form, visit):
        if form.cleaned_data["how"] == ColleagueForm.INSTEAD:
            return SeeOther(reverse("participation:return_handed_over"))
        return SeeOther(f"{visit.address()}?done=asked")
    context = state_of(visit) | {"form": form, "others": others_of(visit)}
    return render(request, "participation/return/colleague.html", context)


def _asked(request: HttpRequest, form: ColleagueForm, visit: Visit) -> bool:
    """Whether the colleague has a link now; else the form says why not."""
    given = form.cleaned_data
    try:
        colleagues.ask_colleague(
            holder_id=visit.holder.pk,
            email=given["email"],
            instead=given["how"] == ColleagueForm.INSTEAD,
            network=network_of(request),
        )
    except colleagues.OwnAddress:
        form.add_error("email", form.WRONG["own"])
    except colleagues.TooMany:
        form.add_error("email", form.WRONG["too_many"])
    except Holder.DoesNotExist:
        # Handed over by another press, a moment ago.
        form.cleaned_data["how"] = ColleagueForm.INSTEAD
    return not form.errors
