"""Addresses. Public ones are promises: add freely, never rename (docs/decisions)."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("", include("post.urls")),
]
