"""The pages of a panel's ratings, behind its private link. They are easy read, so they have no twins."""

from django.urls import URLPattern, path

from .views import panel

urlpatterns: list[URLPattern] = [
    path("panel/<token>/", panel.start, name="panel"),
    path("panel/<token>/services/<slug:slug>/", panel.used, name="panel_used"),
    path("panel/<token>/services/<slug:slug>/<slug:key>/", panel.rate, name="panel_rate"),
    path("panel/<token>/check/", panel.check, name="panel_check"),
    path("panel/<token>/sent/", panel.sent, name="panel_sent"),
    path("panel/<token>/answers/", panel.answers, name="panel_answers"),
    path("panel/<token>/new-link/", panel.new_link, name="panel_new_link"),
    path("panel/<token>/link-sent/", panel.link_sent, name="panel_link_sent"),
]
