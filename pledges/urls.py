"""Addresses under /pledge/. Public ones are promises: add freely, never rename."""

from django.urls import path

from .journey import STEPS
from .views import easy_words, listing, own, pledge, signing

app_name = "pledges"

urlpatterns = [
    path("", pledge.pledge, name="pledge"),
    path("versions/<int:n>/", pledge.pledge_version, name="pledge_version"),
    path("easy-read/", easy_words.pledge, name="pledge_easy"),
    path("easy-read/<int:page>/", easy_words.pledge, name="pledge_easy_page"),
    path("versions/<int:n>/easy-read/", easy_words.pledge, name="pledge_version_easy"),
    path("versions/<int:n>/easy-read/<int:page>/", easy_words.pledge, name="pledge_version_easy_page"),
    path("signatories/", listing.signatories, name="signatories"),
    path("signatories.csv", listing.signatories_csv, name="signatories_csv"),
    path("signatories.json", listing.signatories_json, name="signatories_json"),
    path("sign/", signing.start, name="sign"),
    *(path(f"sign/{name}/", signing.step, {"name": name}, f"sign_{name}") for name in STEPS),
    path("sign/check/", signing.check, name="sign_check"),
    path("sign/sent/", signing.sent, name="sign_sent"),
    path("sign/clear/", signing.clear, name="sign_clear"),
    path("sign/cleared/", signing.cleared, name="sign_cleared"),
    path("confirm/<token>/", own.confirm, name="confirm"),
    path("yours/<token>/", own.yours, name="yours"),
    path("yours/<token>/leave/", own.leave, name="leave"),
    path("yours/<token>/new-link/", own.new_link, name="new_link"),
    path("left/", own.left, name="left"),
    path("link-sent/", own.link_sent, name="link_sent"),
]
