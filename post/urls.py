from django.conf import settings
from django.urls import path

from post import views

app_name = "post"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

mail_patterns = [
    path("dev/mail/", views.mail_list, name="mail_list"),
    path("dev/mail/<str:file>/<int:n>/", views.mail_html, name="mail_html"),
]

if settings.DEBUG:
    urlpatterns += mail_patterns
