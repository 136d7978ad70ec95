"""The portal's addresses, and the bench's own beside them."""

from django.urls import include, path

from bench import views

urlpatterns = [
    path("bench/empty/", views.empty),
    path("bench/insert/", views.insert),
    path("bench/uncached/<path:path>", views.uncached),
    path("bench/first/<path:path>", views.uncached, {"whole": True}),
    path("", include("config.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
