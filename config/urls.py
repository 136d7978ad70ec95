"""Addresses. Public ones are promises: add freely, never rename (docs/decisions)."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from pledges.views import easy_words
from pledges.views.kept import kept, kept_easy
from pledges.views.pledge import privacy, privacy_version

from .home import home, home_easy, robots
from .sitemap import sitemap

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("easy-read/", home_easy, name="home_easy"),
    path("charters/", include("charters.urls")),
    path("pledge/", include("pledges.urls")),
    path("participation/", include("participation.urls")),
    path("privacy/", privacy, name="privacy"),
    path("privacy/versions/<int:n>/", privacy_version, name="privacy_version"),
    path("privacy/easy-read/", easy_words.privacy, name="privacy_easy"),
    path("privacy/easy-read/<int:page>/", easy_words.privacy, name="privacy_easy_page"),
    path("privacy/easy-read/all/", easy_words.privacy, {"whole": True}, "privacy_easy_all"),
    path("privacy/versions/<int:n>/easy-read/all/", easy_words.privacy, {"whole": True}, "privacy_version_easy_all"),
    path("privacy/versions/<int:n>/easy-read/", easy_words.privacy, name="privacy_version_easy"),
    path("privacy/versions/<int:n>/easy-read/<int:page>/", easy_words.privacy, name="privacy_version_easy_page"),
    path("privacy/kept/", kept, name="kept"),
    path("privacy/kept/easy-read/", kept_easy, name="kept_easy"),
    path("privacy/kept/easy-read/<int:page>/", kept_easy, name="kept_easy_page"),
    path("privacy/kept/easy-read/all/", kept_easy, {"whole": True}, "kept_easy_all"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("admin/", admin.site.urls),
    path("", include("config.standing")),
    path("", include("config.standing_easy")),
    path("", include("post.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
