from django.conf import settings
from django.urls import URLPattern, path

from post import views

app_name = "post"


def patterns(*, debug: bool) -> list[URLPattern]:
    """The mail that was sent is an address on a development site only: elsewhere there is not even a route."""
    alive = [
        path("healthz", views.healthz, name="healthz"),
        path("readyz", views.readyz, name="readyz"),
    ]
    mail = [
        path("dev/mail/", views.mail_list, name="mail_list"),
        path("dev/mail/<str:file>/<int:n>/", views.mail_html, name="mail_html"),
    ]
    return alive + mail if debug else alive


urlpatterns = patterns(debug=settings.DEBUG)
