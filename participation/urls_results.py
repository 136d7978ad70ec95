"""Addresses of what is published: results, services through the years, evidence."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from .views import evidence, kept, results, results_easy, results_files, services

View = Callable[..., HttpResponseBase]
YEAR = "audits/<int:year>/"
OLDER = "audits/<int:year>/published/<int:n>/"


def both(address: str, plain: View, easy: View, name: str) -> list[URLPattern]:
    """A page in all the words; in easy read screen by screen; and all screens on one page."""
    return [
        path(address, plain, name=name),
        path(f"{address}easy-read/", easy, name=f"{name}_easy"),
        path(f"{address}easy-read/<int:page>/", easy, name=f"{name}_easy_page"),
        path(f"{address}easy-read/all/", easy, {"whole": True}, f"{name}_easy_all"),
    ]


def files(address: str, name: str) -> list[URLPattern]:
    return [
        path(f"{address}results.csv", results_files.results_csv, name=f"{name}_csv"),
        path(f"{address}results.json", results_files.results_json, name=f"{name}_json"),
        path(f"{address}results.pdf", results_files.results_pdf, name=f"{name}_pdf"),
    ]


urlpatterns: list[URLPattern] = [
    path("", kept.is_it_kept, name="is_it_kept"),
    path("easy-read/", kept.is_it_kept_easy, name="is_it_kept_easy"),
    path("easy-read/<int:page>/", kept.is_it_kept_easy, name="is_it_kept_easy_page"),
    *both(YEAR, results.audit, results_easy.audit, "audit"),
    *files(YEAR, "audit"),
    *both(OLDER, results.audit, results_easy.audit, "audit_published"),
    *files(OLDER, "audit_published"),
    path(f"{YEAR}not-sent/", results.not_sent, name="audit_not_sent"),
    path(f"{YEAR}not-sent/easy-read/", results_easy.not_sent, name="audit_not_sent_easy"),
    path(f"{YEAR}not-sent/easy-read/<int:page>/", results_easy.not_sent, name="audit_not_sent_easy_page"),
    path("services/", services.services, name="services"),
    path("services/easy-read/", services.services_easy, name="services_easy"),
    *both("services/<slug:slug>/", services.service, services.service_easy, "service"),
    path("evidence/<uuid:evidence_id>/<str:name>", evidence.evidence, name="evidence"),
]
