"""The pages of a panel's ratings, behind its private link."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
