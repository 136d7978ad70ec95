"""What somebody can do on their own page, alike in both forms. Each act says in one word what came of it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pledges import actions
from pledges.easy_own import readable
from pledges.forms_own import EditForm, SwitchForm, WordsForm
from pledges.holdings import Held
from pledges.kinds import Purpose
from pledges.models import NoticeVersion

from .own_visit import Visit

# Whether it is about showing a name, and whether they said yes: what is said then.
SWITCHED = {(False, True): "on", (False, False): "off", (True, True): "shown", (True, False): "hidden"}


def switch(request: HttpRequest, visit: Visit, purpose: str) -> str:
    """Turns one choice on or off: a key of SAID. Pressed twice, it is done once and said twice."""
    form = SwitchForm(request.POST, purpose=purpose)
    if not form.is_valid():
        return "nothing"
    yes, wording = form.cleaned_data["yes"], form.cleaned_data["wording"]
    if yes and visit.easy and not readable(wording, NoticeVersion.objects.current()):
        return "nothing"
    try:
        actions.choose(subject_id=visit.subject_id, wording=wording, yes=yes, how=visit.how)
    except actions.NotAChoice:
        return "nothing"
    except actions.WordsChanged:
        return "words"
    return SWITCHED[purpose == Purpose.PUBLISH, yes]


def affirm(request: HttpRequest, visit: Visit, held: Held) -> str:
    """Stands by the new words that stood on the page: a key of SAID."""
    form = WordsForm(request.POST, signature=held.signature)
    if not form.is_valid():
        return "nothing"
    try:
        actions.affirm(subject_id=visit.subject_id, wording=form.cleaned_data["wording"], how=visit.how)
    except actions.WordsChanged:
        return "words"
    return "affirmed"


@dataclass(frozen=True)
class Edited:
    """The form as it stands now, and whether what was typed is kept."""

    form: EditForm
    is_kept: bool = False


def edit(request: HttpRequest, visit: Visit, *, only: str = "") -> Edited:
    """Binds what was typed and keeps it for a moderator. Raises WrongState and Person.DoesNotExist."""
    held = Held.of(visit.subject_id)
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, signature=held.signature, person=held.person, latest=held.latest, only=only)
    if not form.is_valid():
        return Edited(form)
    try:
        # The same words again, as from a second press, wait already. It is all the same to who pressed.
        waits = actions.edit(subject_id=visit.subject_id, details=form.details()) or held.waiting_since
    except actions.NameTaken:
        message = _("Somebody has signed with this name and your e-mail address already")
        form.add_error(form.name_of_taken, ValidationError(message, code="taken"))
        return Edited(form)
    if not waits:
        message = _("These are the words we have. Change something first, or go back")
        form.add_error(None, ValidationError(message, code="same"))
    return Edited(form, is_kept=bool(waits))
