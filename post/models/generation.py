from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits


class Generation(models.Model):
    """A counter that is part of a cache key: when it goes up, everything cached under it is void at once.

    Only the function post_bump_generation() counts up, in the transaction that changed what is shown.
    """

    name = models.TextField(_("name"), primary_key=True)
    n = models.BigIntegerField(_("count"))

    serving_rights = frozenset({"SELECT"})

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(n__gt=0),
                name="post_generation_counts_from_one",
                violation_error_message=_("A generation counts from 1 up."),
            ),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^[a-z][a-z_]*$") & fits("name", 60),
                name="post_generation_name_is_name",
                violation_error_message=_("A generation's name is made of small letters."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.n}"

    @staticmethod
    def current(name: str) -> int:
        """The count now; 0 when nothing was ever counted."""
        # Asked for each page that is cached, so without what a queryset costs.
        with connection.cursor() as cursor:
            cursor.execute("SELECT n FROM post_generation WHERE name = %s", [name])
            found = cursor.fetchone()
        return int(found[0]) if found else 0

    @staticmethod
    def together(*names: str) -> tuple[int, ...]:
        """Several counts in one question, for a page that shows something of each."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, n FROM post_generation WHERE name = ANY (%s)", [list(names)])
            found = dict(cursor.fetchall())
        return tuple(found.get(name, 0) for name in names)

    @staticmethod
    def bump(name: str) -> int:
        """Void what is cached under this name, when the transaction around this commits."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.post_bump_generation(%s)", [name])
            n: int = cursor.fetchone()[0]
        return n

    @staticmethod
    def leap() -> None:
        """Past every count there has been, for a database that was restored: readers may hold pages of a later count.

        No counter goes up once a second for years, so the clock is far enough. Only the tables' owner may do this.
        """
        with connection.cursor() as cursor:
            cursor.execute("UPDATE post_generation SET n = n + extract(epoch FROM clock_timestamp())::bigint")
