"""Addresses under /charters/. Public ones are promises: add freely, never rename."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from .views import (
    agree_stop,
    agreeing,
    agreeing_easy,
    easy,
    feeds,
    files,
    glossaries,
    history,
    papers,
    pictures,
    promises,
    reading,
)

app_name = "charters"

View = Callable[..., HttpResponseBase]


def both(address: str, plain: View, easy_view: View, name: str) -> list[URLPattern]:
    """A page in all the words, and in easy read at the same address with one more part, screen by screen."""
    return [
        path(address, plain, name=name),
        path(f"{address}easy-read/", easy_view, name=f"{name}_easy"),
        path(f"{address}easy-read/<int:page>/", easy_view, name=f"{name}_easy_page"),
    ]


def in_whole(address: str, plain: View, easy_view: View, name: str) -> list[URLPattern]:
    """The same, and all its screens on one page."""
    whole = path(f"{address}easy-read/all/", easy_view, {"whole": True}, f"{name}_easy_all")
    return [*both(address, plain, easy_view, name), whole]


def in_easy(address: str, view: View, name: str) -> list[URLPattern]:
    """A page of one screen in both forms, from one view."""
    return [
        path(address, view, name=name),
        path(f"{address}easy-read/", view, {"easy": True}, f"{name}_easy"),
    ]


# A partner's own, from a mailed link.
AGREEING = [
    *in_easy("agree/link-sent/", agree_stop.link_sent, "agree_link_sent"),
    *in_easy("agree/stopped/", agree_stop.stopped, "agree_stopped"),
    *in_easy("agree/stop/<token>/", agree_stop.stop, "agree_stop"),
    *both("agree/<token>/", agreeing.agree, agreeing_easy.agree_easy, "agree"),
    path("agree/<token>/answered/", agreeing.answered, name="agree_answered"),
    path("agree/<token>/answered/easy-read/", agreeing.answered_easy, name="agree_answered_easy"),
    *in_easy("agree/<token>/new-link/", agree_stop.new_link, "agree_new_link"),
    path("agree/<token>/files/<str:sha256>/<str:name>", agreeing.file, name="agree_file"),
]

urlpatterns = [
    # First, because all other addresses that are tried before cost a printed file more than serving it does.
    path("<slug:slug>/versions/<int:n>/<str:paper>.pdf", papers.paper, name="paper"),
    *both("", reading.charters, easy.charters, "charters"),
    path("feed.atom", feeds.everything, name="feed"),
    path("files/<str:sha256>/<str:name>", files.file, name="file"),
    *both("pictures/", pictures.pictures, pictures.pictures_easy, "pictures"),
    path("pictures/<str:sha256>", pictures.picture, name="picture"),
    *AGREEING,
    *in_whole("words/", glossaries.common, glossaries.common_easy, "words"),
    *in_whole("<slug:slug>/", reading.charter, easy.charter, "charter"),
    *in_whole("<slug:slug>/words/", glossaries.of_charter, glossaries.of_charter_easy, "charter_words"),
    path("<slug:slug>/feed.atom", feeds.of_charter, name="charter_feed"),
    *in_whole("<slug:slug>/versions/", history.versions, history.versions_easy, "versions"),
    *in_whole("<slug:slug>/versions/<int:n>/", reading.version, easy.version, "version"),
    path("<slug:slug>/versions/<int:n>/charter.json", files.charter_json, name="version_json"),
    *in_whole("<slug:slug>/compare/<int:a>/<int:b>/", history.compare, history.compare_easy, "compare"),
    *both("<slug:slug>/commitments/<str:key>/", promises.commitment, promises.commitment_easy, "commitment"),
]
