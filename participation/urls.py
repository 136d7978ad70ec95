"""Addresses of the audit. Public ones are promises: add freely, never rename."""

from django.urls import URLPattern

from .urls_action import urlpatterns as actions
from .urls_panel import urlpatterns as panel
from .urls_results import urlpatterns as results
from .urls_return import urlpatterns as returns

app_name = "participation"
urlpatterns: list[URLPattern] = [*returns, *panel, *actions, *results]
