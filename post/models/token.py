import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.errors import LinkUsed
from post.models.checks import OctetLength, fits

SCOPES = ["confirm", "own", "stop", "agree", "hand_over", "answer", "return", "panel", "action"]


class TokenQuerySet(models.QuerySet["Token"]):
    """The reading vocabulary of private links."""

    def about(self, app: str, pk: uuid.UUID) -> "TokenQuerySet":
        return self.filter(about_app=app, about_id=pk)

    def expired(self, on: datetime) -> "TokenQuerySet":
        return self.filter(expires_at__lte=on)


class Token(models.Model):
    """A private link, kept only as the hash of its secret: whoever reads this table can open nothing.

    The secret itself stands in one letter and nowhere else.
    """

    class Scope(models.TextChoices):
        CONFIRM = "confirm", _("confirm a signature")
        OWN = "own", _("a signatory's own page")
        STOP = "stop", _("stop letters")
        AGREE = "agree", _("a partner agrees to a version")
        HAND_OVER = "hand_over", _("a successor takes over")
        ANSWER = "answer", _("an officer answers feedback")
        RETURN = "return", _("a service's audit return")
        PANEL = "panel", _("a panel's ratings")
        ACTION = "action", _("the owner of an action")

    hash = models.BinaryField(_("SHA-256 of the secret"), primary_key=True, max_length=32, editable=False)
    about_app = models.TextField(_("about: app"))
    about_id = models.UUIDField(_("about: id"))
    scope = models.TextField(_("opens"), choices=Scope)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")
        indexes = [
            models.Index(fields=["about_app", "about_id"], name="post_token_about"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="post_token_expires"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(OctetLength("hash", 32)),
                name="post_token_hash_is_sha256",
                violation_error_message=_("A link is kept as a hash of 32 bytes."),
            ),
            models.CheckConstraint(
                condition=Q(scope__in=SCOPES),
                name="post_token_scope_known",
                violation_error_message=_("A link opens one of the known pages."),
            ),
            models.CheckConstraint(
                condition=Q(about_app__regex=r"^[a-z_]+$") & fits("about_app", 40),
                name="post_token_about_app_is_name",
                violation_error_message=_("A link is about something in one app."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("created_at")),
                name="post_token_expires_after_made",
                violation_error_message=_("A link expires after it was made."),
            ),
            models.CheckConstraint(
                condition=~Q(scope="stop") | Q(expires_at__isnull=True),
                name="post_token_stop_never_expires",
                violation_error_message=_("A link that stops letters never expires."),
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__gte=F("created_at")),
                name="post_token_used_after_made",
                violation_error_message=_("A link is used after it was made."),
            ),
        ]

    def __str__(self) -> str:
        """What it opens; never its hash or whom it is about."""
        return f"link to {self.scope}"

    def has_expired(self, *, on: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= on

    def mark_used(self, *, on: datetime | None = None) -> None:
        """Use up a link that works once. Raises LinkUsed when it was used before, even a moment ago elsewhere."""
        on = on or timezone.now()
        if not Token.objects.filter(pk=self.pk, used_at__isnull=True).update(used_at=on):
            raise LinkUsed("This link has been used.")
        self.used_at = on
