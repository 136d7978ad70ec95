from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits


class Heartbeat(models.Model):
    """When a periodic job last succeeded. It shows on /readyz."""

    job = models.TextField(_("job"), primary_key=True)
    last_success = models.DateTimeField(_("last success"))

    serving_rights = frozenset({"SELECT", "INSERT", "UPDATE"})

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(job__regex=r"^[a-z][a-z_.]*$") & fits("job", 60),
                name="post_heartbeat_job_is_name",
                violation_error_message=_("A job's name is made of small letters."),
            ),
        ]

    def __str__(self) -> str:
        return self.job

    @classmethod
    def beat(cls, job: str, *, on: datetime) -> None:
        """Note that a job has succeeded."""
        cls.objects.update_or_create(job=job, defaults={"last_success": on})
