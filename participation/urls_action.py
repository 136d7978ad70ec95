"""The pages of an action, behind the private link of whoever looks after it."""

from django.urls import URLPattern, path

from .views.action import action, done, link_sent, new_link, say

urlpatterns: list[URLPattern] = [
    path("action/link-sent/", link_sent, name="action_link_sent"),
    path("action/<str:token>/", action, name="action"),
    path("action/<str:token>/new-link/", new_link, name="action_new_link"),
    path("action/<str:token>/note/", say, {"what": "note"}, name="action_note"),
    path("action/<str:token>/day/", say, {"what": "day"}, name="action_day"),
    path("action/<str:token>/evidence/", say, {"what": "evidence"}, name="action_evidence"),
    path("action/<str:token>/done/", done, name="action_done"),
]
