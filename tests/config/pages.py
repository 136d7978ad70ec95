"""Two small pages of the tests' own, so that the browser's fixtures are tried on something that never changes."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from config import urls as site
from desk.models import StaffMember


def sign_in_sheet(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        StaffMember.objects.create(username=request.POST["name"])
    return HttpResponse(
        f"""<!doctype html><html lang="en"><title>Sheet</title><main><h1>{StaffMember.objects.count()} here</h1>
        <form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">
        <label>Name <input name="name"></label><button>Enter</button></form></main></html>"""
    )


urlpatterns = [path("sheet/", sign_in_sheet), *site.urlpatterns]
