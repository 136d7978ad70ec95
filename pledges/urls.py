"""Addresses under /pledge/."""

from django.urls import path

from .views import listing, pledge

app_name = "pledges"

urlpatterns = [
    path("", pledge.pledge, name="pledge"),
    path("versions/<int:n>/", pledge.pledge_version, name="pledge_version"),
    path("signatories/", listing.signatories, name="signatories"),
    path("signatories.csv", listing.signatories_csv, name="signatories_csv"),
    path("signatories.json", listing.signatories_json, name="signatories_json"),
]
