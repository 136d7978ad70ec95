from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .checks import known
from .kinds import IS_KEY, LONGEST_TITLE, RESERVED_SLUGS, CharterKind
from .partners import Partner


class Charter(models.Model):
    """What stays the same from version to version: its address, and who looks after it."""

    slug = models.TextField(_("name in the address"), unique=True)
    title = models.TextField(_("title"))
    kind = models.TextField(_("kind"), choices=CharterKind, default=CharterKind.CHARTER)
    host = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("looked after by"),
    )

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        ordering = ["title"]
        constraints = [
            known("kind", CharterKind.values, "charters_charter_kind", _("Choose the kind of charter from the list.")),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$") & fits("slug", 80),
                name="charters_charter_slug_is_slug",
                violation_error_message=_("Use small letters, figures and single hyphens, 80 at most."),
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="charters_charter_slug_not_reserved",
                violation_error_message=_("This word has a meaning of its own in our addresses. Choose another."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & fits("title", LONGEST_TITLE),
                name="charters_charter_titled",
                violation_error_message=_("A charter has a title of 200 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ClauseKey(models.Model):
    """What a clause is called in addresses, the same from version to version of its charter."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="keys")
    key = models.TextField(_("key"))

    # Never changed: an address that was printed leads to the same promise for ever.
    serving_rights = frozenset({"SELECT", "INSERT", "DELETE"})

    class Meta:
        verbose_name = _("clause key")
        verbose_name_plural = _("clause keys")
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "key"],
                name="charters_clausekey_one",
                violation_error_message=_("This charter has a clause with this key already."),
            ),
            models.CheckConstraint(
                condition=Q(key__regex=IS_KEY),
                name="charters_clausekey_is_key",
                violation_error_message=_("A key is made of six small letters and figures that do not look alike."),
            ),
        ]

    def __str__(self) -> str:
        return self.key
