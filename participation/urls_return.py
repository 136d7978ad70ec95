"""The pages of a service's return, behind its private links."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
