"""Signing in with name and password. A later chapter replaces this by allauth with a second factor."""

from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .throttle import Tries


class StaffBackend(ModelBackend):
    """Django's own, but demonstration staff are nobody unless DEBUG is on: not at sign-in, not in an old session."""

    def user_can_authenticate(self, user: Any) -> bool:
        if getattr(user, "is_demonstration", False) and not settings.DEBUG:
            return False
        return super().user_can_authenticate(user)


class SignInForm(AdminAuthenticationForm):
    """Says the same whether a name exists or not, and stops listening after a few wrong tries."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("The name or the password is not right. Check both, then try again."),
        "too_many": _("Too many tries. Wait 15 minutes, then try again."),
    }
    request: HttpRequest

    def clean(self) -> dict[str, Any]:
        tries = Tries(self.request, self.cleaned_data.get("username") or "")
        if not tries.take():
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        cleaned = super().clean()
        tries.forget()
        return cleaned
