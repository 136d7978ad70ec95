"""How long the post room keeps letters, links and what it works with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from config.lib.public_pages import KEPT_SECONDS, NAMES_KEPT_SECONDS
from config.lib.retention import COUNT_MAX, Kept, Part, Rule, counting, deleting, in_words_lazy, register
from post.caps import KEEP_TALLIES
from post.models import Outbox, Tally, Token

KEEP_TASKS = timedelta(days=1)
# An expired link is kept for a while, so that its page can say "expired" instead of "unknown" and offer a new one.
KEEP_LINKS = timedelta(days=30)
KEEP_OWN_LINKS = timedelta(days=365)
# A letter that could not be sent keeps its address for this long, so that somebody can see to it.
KEEP_FAILED = timedelta(days=30)
# The cache is emptied of what has run out once a minute.
LATEST = timedelta(minutes=1)


def old_tasks(on: datetime) -> "QuerySet[DBTaskResult[Any, Any]]":
    return DBTaskResult.objects.finished().filter(finished_at__lt=on - KEEP_TASKS)


def old_links(on: datetime) -> QuerySet[Token]:
    return Token.objects.filter(~Q(scope=Token.Scope.OWN), expires_at__lte=on - KEEP_LINKS)


def old_own_links(on: datetime) -> QuerySet[Token]:
    return Token.objects.filter(scope=Token.Scope.OWN, expires_at__lte=on - KEEP_OWN_LINKS)


def failed_letters(on: datetime) -> QuerySet[Outbox]:
    return Outbox.objects.failed().filter(created_at__lt=on - KEEP_FAILED)


def old_tallies(on: datetime) -> QuerySet[Tally]:
    return Tally.objects.filter(since__lte=on - KEEP_TALLIES)


def _in_cache(statement: str) -> Callable[[datetime], int]:
    """A statement about what has run out in the cache's table; nothing where the cache is not in the database.

    The database's cache only forgets a page when somebody asks for it, or when it is full: pages can hold names.
    """

    def run(on: datetime) -> int:
        if not isinstance(caches["default"], DatabaseCache):
            return 0
        table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        old = f"SELECT cache_key FROM {table} WHERE expires < %s LIMIT %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=table, old=old), [on, COUNT_MAX])
            return int(cursor.rowcount)

    return run


register(
    Kept(
        key="post.letters",
        part=Part.LETTERS,
        what=_("An e-mail to you, with your address"),
        how_long=_("Until it has gone. Then we delete it at once."),
        why=_("We need your address to send it. We keep no copy."),
        tables=("post_outbox",),
    ),
    Rule(
        key="post.failed_letters",
        part=Part.LETTERS,
        what=_("An e-mail that we could not send"),
        how_long=_("%(period)s"),
        why=_("So that somebody here can find out what went wrong."),
        period=KEEP_FAILED,
        tables=("post_outbox",),
        due=counting(failed_letters),
        batch=deleting(failed_letters),
    ),
    Rule(
        key="post.links",
        part=Part.LETTERS,
        what=_("A private link in an e-mail"),
        how_long=_("%(period)s after it stops working"),
        why=_("So that its page can say that it is too old. We keep a fingerprint of the link, never the link."),
        period=KEEP_LINKS,
        tables=("post_token",),
        due=counting(old_links),
        batch=deleting(old_links),
    ),
    Rule(
        key="post.own_links",
        part=Part.LETTERS,
        what=_("A link to your own page"),
        how_long=_("%(period)s after it stops working"),
        why=_("So that its page can send you a new link. When you leave, your links go at once."),
        period=KEEP_OWN_LINKS,
        tables=("post_token",),
        due=counting(old_own_links),
        batch=deleting(old_own_links),
    ),
    Kept(
        key="post.suppression",
        part=Part.LETTERS,
        what=_("That you told us to stop our e-mails"),
        how_long=_("For good, or until you want them again"),
        why=_("So that we keep to it. It is a fingerprint of your address that only we can make, not the address."),
        tables=("post_suppression",),
    ),
    Rule(
        key="post.tallies",
        part=Part.LETTERS,
        what=_("How many e-mails went to one address, and from one network"),
        how_long=_("%(period)s"),
        why=_("So that nobody can fill your mailbox. These are counts beside a fingerprint, without an address."),
        period=KEEP_TALLIES,
        tables=("post_tally",),
        due=counting(old_tallies),
        batch=deleting(old_tallies),
    ),
    Rule(
        key="post.cache",
        part=Part.SITE,
        what=_("Copies of public pages, so that they open fast"),
        how_long=format_lazy(
            _("%(period)s. With names on it: {names}"),
            names=in_words_lazy(timedelta(seconds=NAMES_KEPT_SECONDS) + LATEST),
        ),
        why=_("Once you have left, nobody is shown such a copy any more, not even for a moment."),
        period=timedelta(seconds=KEPT_SECONDS),
        tables=("post_cache",),
        due=_in_cache("{old}"),
        batch=_in_cache("DELETE FROM {table} WHERE cache_key IN ({old})"),
    ),
    Rule(
        key="post.tasks",
        part=Part.SITE,
        what=_("A list of the e-mails that were sent, by number"),
        how_long=_("%(period)s"),
        why=_("So that we can see whether all went well. There is no name and no address in it."),
        period=KEEP_TASKS,
        tables=("django_tasks_database_dbtaskresult",),
        due=counting(old_tasks),
        batch=deleting(old_tasks),
    ),
)
