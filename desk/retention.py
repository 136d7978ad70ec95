"""How long the desk keeps what its staff did, and the site's backups."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from config.lib.retention import BATCH, Find, Kept, Part, Rule, counting, deleting, register
from pledges.retention import KEEP_HISTORY, WHY_HISTORY


def old_sessions(on: datetime) -> "models.QuerySet[Session]":
    return Session.objects.filter(expire_date__lt=on)


def old_log(on: datetime) -> "models.QuerySet[LogEntry]":
    return LogEntry.objects.filter(action_time__lt=on - KEEP_HISTORY)


def old_events(model: str) -> Find:
    events: models.QuerySet[Any] = apps.get_model("desk", model)._default_manager.all()
    return lambda on: events.filter(pgh_created_at__lt=on - KEEP_HISTORY)


def count_history(on: datetime) -> int:
    """In Django's own log and in the histories of staff and of their groups."""
    return sum(counting(find)(on) for find in (old_log, old_events("StaffMemberEvent"), old_events("StaffGroupEvent")))


def forget_history(on: datetime) -> int:
    """By the one function that may: for the serving role history is append-only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.desk_forget_history(%s, %s)", [on - KEEP_HISTORY, BATCH])
        return int(cursor.fetchone()[0])


register(
    Rule(
        key="desk.sessions",
        part=Part.SITE,
        what=_("That a member of our staff is signed in"),
        how_long=_("Until they sign out, and %(period)s at most"),
        why=_("So that nobody else can go on where they stopped."),
        period=timedelta(seconds=settings.SESSION_COOKIE_AGE),
        tables=("django_session",),
        due=counting(old_sessions),
        batch=deleting(old_sessions),
    ),
    Rule(
        key="desk.history",
        part=Part.SITE,
        what=_("Which member of our staff did what, by number"),
        how_long=_("%(period)s"),
        why=WHY_HISTORY,
        period=KEEP_HISTORY,
        tables=("django_admin_log", "desk_staffmemberevent", "desk_staffgroupevent"),
        due=count_history,
        batch=forget_history,
    ),
    Kept(
        key="desk.staff",
        part=Part.SITE,
        what=_("The accounts of our staff"),
        how_long=_("As long as the council's rules for its staff say"),
        why=_("They look after this site. They do not sign here."),
        tables=("desk_staffmember",),
    ),
    Kept(
        key="desk.backups",
        part=Part.SITE,
        what=_("Safe copies of everything, in case something breaks"),
        how_long=_("%(period)s at most"),
        why=_("When we have to use one, we first delete again who has left since."),
        period=timedelta(days=settings.BACKUP_DAYS),
        tables=(),
        easy=(("folder", _("We keep safe copies.")), ("clock", _("We delete them after %(period)s."))),
    ),
)
