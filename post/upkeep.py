"""Periodic jobs of the post room itself."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from post.caps import KEEP_TALLIES
from post.jobs import periodic
from post.models import Outbox, Tally, Token
from post.tasks import deliver, schedule

KEEP_TASKS = timedelta(days=1)
# An expired link is kept for a while, so that its page can say "expired" instead of "unknown" and offer a new one.
KEEP_LINKS = timedelta(days=30)
KEEP_OWN_LINKS = timedelta(days=365)
# A letter that could not be sent keeps its address for this long, so that somebody can see to it.
KEEP_FAILED = timedelta(days=30)
# How many letters one sweep takes up.
SWEEP = 1000


@periodic("post.prune_tasks", every=timedelta(hours=1))
def prune_tasks() -> int:
    """Delete what the queue remembers of finished tasks."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_TASKS).delete()[0]


@periodic("post.prune_links", every=timedelta(days=1))
def prune_links() -> int:
    """Delete links that expired long ago."""
    now = timezone.now()
    long_ago = ~Q(scope=Token.Scope.OWN) & Q(expires_at__lte=now - KEEP_LINKS)
    very_long_ago = Q(expires_at__lte=now - KEEP_OWN_LINKS)
    return Token.objects.filter(long_ago | very_long_ago).delete()[0]


@periodic("post.prune_letters", every=timedelta(days=1))
def prune_letters() -> int:
    """Delete letters that failed for good long ago: the receipt of somebody who left must not keep their address."""
    return Outbox.objects.failed().filter(created_at__lt=timezone.now() - KEEP_FAILED).delete()[0]


@periodic("post.prune_tallies", every=timedelta(hours=1))
def prune_tallies() -> int:
    """Delete counts of letters that no rule asks about any more."""
    return Tally.objects.filter(since__lte=timezone.now() - KEEP_TALLIES).delete()[0]


@periodic("post.prune_cache", every=timedelta(minutes=1))
def prune_cache() -> int:
    """Delete what has run out from the cache in the database, which would keep it: pages can hold names."""
    if not isinstance(caches["default"], DatabaseCache):
        return 0
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < now()")  # noqa: S608
        return int(cursor.rowcount)


@periodic("post.sweep", every=timedelta(minutes=1))
@transaction.atomic
def sweep() -> int:
    """Queue again each due letter that no task will send. Belt and braces: nothing should ever be found here."""
    letter = DBTaskResult.objects.filter(task_path=deliver.module_path, status__in=["READY", "RUNNING"]).annotate(
        letter=KT("args_kwargs__args__0")
    )
    stranded = Outbox.objects.due(timezone.now()).exclude(
        Exists(letter.filter(letter=Cast(OuterRef("pk"), TextField())))
    )
    ids = list(stranded.values_list("pk", flat=True)[:SWEEP])
    for outbox_id in ids:
        schedule(outbox_id, at=timezone.now())
    return len(ids)
