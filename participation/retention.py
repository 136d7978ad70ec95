"""How long audits keep whom we write to, and what services and panels say."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.lib.retention import Kept, Part, Rule, counting, deleting, register

from .models import Holder
from .private_links import OPEN_AFTER


def done_with(on: datetime) -> "models.QuerySet[Any]":
    """Who still holds a link to what closed, or was done, so long ago that it opens nothing any more."""
    day = timezone.localdate(on) - OPEN_AFTER
    returned = Greatest(
        "of_return__round__closes_on", Coalesce("of_return__more_time_until", "of_return__round__closes_on")
    )
    last_day = Coalesce(returned, "of_panel__round__closes_on", TruncDate("of_action__done_at"))
    return Holder.objects.annotate(last_day=last_day).filter(last_day__lt=day)


register(
    Kept(
        key="participation.leads",
        part=Part.LETTERS,
        what=_("The name and e-mail address of whoever leads a service that we ask about its work with families"),
        how_long=_("Until the service gives us another, or leaves our register. Then we delete it at once."),
        why=_("To ask the service once a year how people take part in what it does. Only our staff see it."),
        tables=("participation_lead", "post_outbox"),
    ),
    Rule(
        key="participation.holders",
        part=Part.LETTERS,
        what=_(
            "The e-mail address of whoever answers an audit for a service, helps a panel to answer, or looks after "
            "what a service has promised to do, and its link"
        ),
        how_long=_("%(period)s after the audit has closed, or what was promised is done"),
        why=_("So that they can answer, and look afterwards at what they said."),
        period=OPEN_AFTER,
        tables=("participation_holder", "post_token", "post_outbox"),
        due=counting(done_with),
        batch=deleting(done_with),
    ),
    Kept(
        key="participation.returns",
        part=Part.STAYS,
        what=_("What services answer in audits, with their evidence; when they were asked, reminded and handed back"),
        how_long=_("For good. Our staff can erase a piece of evidence that names somebody."),
        why=_(
            "So that anybody can see year by year whether promises are kept. It is about services, and names nobody."
        ),
        tables=(
            *("participation_return", "participation_answer", "participation_evidence", "participation_evidencefile"),
            *("participation_handback", "participation_reminder", "participation_erasure"),
            *("participation_agreedlevel", "participation_publicreply", "participation_askedtoanswer"),
            *("participation_snapshot", "participation_serviceresult"),
        ),
    ),
    Kept(
        key="participation.actions",
        part=Part.STAYS,
        what=_("What services have promised to do, by when, and what came of it; when they were reminded"),
        how_long=_("For good"),
        why=_("So that anybody can see whether it was done. It names roles, and no person."),
        tables=("participation_action", "participation_actionstep", "participation_actionreminder"),
    ),
    Kept(
        key="participation.panels",
        part=Part.STAYS,
        what=_("What panels of young people and parent carers say of services: one answer for five people or more"),
        how_long=_("For good"),
        why=_("So that families are heard beside services. It names a group, and nobody in it."),
        tables=("participation_panel", "participation_panelservice", "participation_panelrating"),
    ),
)
