"""Periodic jobs of the post room itself."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.lib.retention import carry_out, each
from post.errors import RulesFailed
from post.jobs import periodic
from post.models import Outbox
from post.tasks import deliver, schedule

logger = logging.getLogger("post")

# How many letters one sweep takes up.
SWEEP = 1000


@periodic("post.prune_tasks", every=timedelta(hours=1))
def prune_tasks() -> int:
    """Delete what the queue remembers of finished tasks."""
    return carry_out("post.tasks", on=timezone.now())


@periodic("post.prune_links", every=timedelta(days=1))
def prune_links() -> int:
    """Delete links that expired long ago."""
    now = timezone.now()
    return carry_out("post.links", on=now) + carry_out("post.own_links", on=now)


@periodic("post.prune_letters", every=timedelta(days=1))
def prune_letters() -> int:
    """Delete letters that failed for good long ago: the receipt of somebody who left must not keep their address."""
    return carry_out("post.failed_letters", on=timezone.now())


@periodic("post.prune_tallies", every=timedelta(hours=1))
def prune_tallies() -> int:
    """Delete counts of letters that no rule asks about any more."""
    return carry_out("post.tallies", on=timezone.now())


@periodic("post.prune_cache", every=timedelta(minutes=1))
def prune_cache() -> int:
    """Delete what has run out from the cache in the database, which would keep it: pages can hold names."""
    return carry_out("post.cache", on=timezone.now())


@periodic("purge", every=timedelta(days=1))
def purge() -> None:
    """Every rule of every app once a day, whether or not it has a job of its own. Raises RulesFailed at the end."""
    now = timezone.now()
    outcomes = list(each(lambda rule: rule.carry_out(now)))
    logger.info("purge: %s", ", ".join(f"{one.rule.key} {one.n}" for one in outcomes if one.n) or "nothing was due")
    if any(one.failed for one in outcomes):
        raise RulesFailed


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
