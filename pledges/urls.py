"""Addresses of the pledge. Public ones are promises: add freely, never rename."""

from django.urls import path

from .views import own, signing

app_name = "pledges"
urlpatterns = [
    path("pledge/sign/", signing.start, name="sign"),
    *(path(f"pledge/sign/{name}/", signing.step, {"name": name}, f"sign_{name}") for name in signing.journey.STEPS),
    path("pledge/sign/check/", signing.check, name="sign_check"),
    path("pledge/sign/sent/", signing.sent, name="sign_sent"),
    path("pledge/sign/clear/", signing.clear, name="sign_clear"),
    path("pledge/sign/cleared/", signing.cleared, name="sign_cleared"),
    path("pledge/confirm/<token>/", own.confirm, name="confirm"),
    path("pledge/yours/<token>/", own.yours, name="yours"),
    path("pledge/yours/<token>/leave/", own.leave, name="leave"),
    path("pledge/yours/<token>/new-link/", own.new_link, name="new_link"),
    path("pledge/left/", own.left, name="left"),
    path("pledge/link-sent/", own.link_sent, name="link_sent"),
]
