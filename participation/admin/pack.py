"""The evidence pack for an inspector: asked for here, made and sent at once. Making it changes nothing."""

from typing import Any, cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.admin.forms import DayField
from charters.models import ClauseKey
from participation.evidence_pack import pack
from participation.pack_rows import About
from participation.promises import offered

from .pages import allowed
from .showing import address, page

PROMISE, DAYS = "promise", "days"


class PackForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=((PROMISE, gettext_lazy("One promise")), (DAYS, gettext_lazy("Everything between two days"))),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one promise, or everything between two days.")},
    )
    promise = forms.TypedChoiceField(label=gettext_lazy("Which promise?"), coerce=int, empty_value=None, required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To, this day included"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = ClauseKey.objects.filter(question_links__isnull=False).values_list("pk", flat=True)
        groups = [(group.title, group.choices) for group in offered(set(asked))]
        self.fields["promise"].choices = [("", _("Choose one")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("what") == PROMISE and "promise" not in self.errors and not given.get("promise"):
            self.add_error("promise", _("Choose the promise."))
        if given.get("what") == DAYS:
            for name in ("since", "until"):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, _("Choose the day."))
            since, until = given.get("since"), given.get("until")
            if since and until and until < since:
                self.add_error("until", _("This day is before the first one. Choose the same day or a later one."))
        return given

    @property
    def about(self) -> About:
        if self.cleaned_data["what"] == PROMISE:
            return About(promise=ClauseKey.objects.select_related("charter").get(pk=self.cleaned_data["promise"]))
        return About(since=self.cleaned_data["since"], until=self.cleaned_data["until"])


@allowed("participation.view_return", "GET", "POST")
def pack_view(request: HttpRequest) -> HttpResponse:
    """The form; and the ZIP, of which nothing is kept."""
    form = PackForm(request.POST) if request.method == "POST" else PackForm()
    if form.is_valid():
        name = f"evidence-{timezone.localdate().isoformat()}.zip"
        response = FileResponse(pack(form.about), as_attachment=True, filename=name, content_type="application/zip")
        response["Cache-Control"] = "no-store"
        # Streamed: a response all the same, though not of the class that holds its content.
        return cast("HttpResponse", response)
    crumbs = [(address("round_changelist"), _("Audit rounds"))]
    return page(request, "pack", _("Evidence pack"), crumbs=crumbs, status=400 if form.is_bound else 200, form=form)
