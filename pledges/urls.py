"""Addresses under /pledge/. Public ones are promises: add freely, never rename."""

from django.urls import path

from .journey import STEPS
from .views import listing, own, own_easy, pledge, signing

app_name = "pledges"

urlpatterns = [
    path("", pledge.pledge, name="pledge"),
    path("versions/<int:n>/", pledge.pledge_version, name="pledge_version"),
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
    path("yours/<token>/easy-read/", own_easy.yours, name="yours_easy"),
    path("yours/<token>/known/easy-read/", own_easy.known, name="known_easy"),
    path("yours/<token>/known/<int:n>/easy-read/", own_easy.known, name="known_part_easy"),
    path("yours/<token>/choices/easy-read/", own_easy.choices, name="choices_easy"),
    path("yours/<token>/choices/<purpose>/easy-read/", own_easy.choose, name="choose_easy"),
    path("yours/<token>/hide/easy-read/", own_easy.hide, name="hide_easy"),
    path("yours/<token>/edit/easy-read/", own_easy.edit, name="edit_easy"),
    path("yours/<token>/edit/<field>/easy-read/", own_easy.edit_one, name="edit_one_easy"),
    path("yours/<token>/words/easy-read/", own_easy.words, name="words_easy"),
    path("yours/<token>/words/<int:n>/easy-read/", own_easy.words_part, name="words_part_easy"),
    path("yours/<token>/words/stand-by/easy-read/", own_easy.stand_by, name="stand_by_easy"),
    path("yours/<token>/leave/easy-read/", own_easy.leave, name="leave_easy"),
    path("yours/<token>/new-link/easy-read/", own.new_link, {"easy": True}, name="new_link_easy"),
    path("left/easy-read/", own_easy.left, name="left_easy"),
    path("link-sent/easy-read/", own_easy.link_sent, name="link_sent_easy"),
    path("yours/<token>/", own.yours, name="yours"),
    path("yours/<token>/choices/<purpose>/", own.choose, name="choose"),
    path("yours/<token>/edit/", own.edit, name="edit"),
    path("yours/<token>/words/", own.words, name="words"),
    path("yours/<token>/download/", own.download, name="download"),
    path("yours/<token>/leave/", own.leave, name="leave"),
    path("yours/<token>/new-link/", own.new_link, name="new_link"),
    path("left/", own.left, name="left"),
    path("link-sent/", own.link_sent, name="link_sent"),
]
