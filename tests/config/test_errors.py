"""The error pages: plain words, what to do next, and there even when nothing else is."""

from collections.abc import Iterator

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_protect
from lxml import html
from pytest_django import Settings

from config import errors
from config import urls as ours


def lost(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection: secret detail")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


@csrf_protect
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


def taken_down(request: HttpRequest) -> HttpResponse:
    return errors.gone(request)


urlpatterns = [
    path("lost/", lost),
    path("broken/", broken),
    path("form/", form),
    path("gone/", taken_down),
    *ours.urlpatterns,
]
handler400, handler403 = ours.handler400, ours.handler403
handler404, handler500 = ours.handler404, ours.handler500


@pytest.fixture
def reader() -> Iterator[Client]:
    """A reader whose requests end in pages, not in exceptions."""
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 500, 503])
def test_page_says_what_to_do_and_who_can_help(status: int, settings: Settings) -> None:
    response = errors.page(RequestFactory().get("/"), status)

    page = html.document_fromstring(response.content.decode())
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert len(page.findall(".//h1")) == 1
    assert settings.AREA["email"] in page.text_content()
    assert settings.AREA["phone"] in page.text_content()


def test_unknown_address_is_404(reader: Client) -> None:
    response = reader.get("/no/such/page/")

    assert response.status_code == 404
    assert "We cannot find that page" in response.content.decode()


def test_gone_is_410(reader: Client) -> None:
    assert reader.get("/gone/").status_code == 410


def test_lost_database_in_view_is_503_with_retry_after(reader: Client) -> None:
    response = reader.get("/lost/")

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("problem", [OperationalError(), InterfaceError()])
def test_lost_database_outside_view_is_503(problem: Exception) -> None:
    try:
        raise problem
    except Exception:
        response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 503


def test_our_own_mistake_is_500_without_its_details(reader: Client) -> None:
    response = reader.get("/broken/")

    assert response.status_code == 500
    assert "It is our mistake, not yours." in response.content.decode()
    assert "secret" not in response.content.decode()


def test_500_comes_out_when_even_its_template_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_template(name: str) -> None:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors, "get_template", no_template)

    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "something is wrong on our side" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/help/?q=%00", "/help/?%00=1", "/a%00b/", "/static/%00.css", "/pledge/yours/%00/"]
)
def test_nul_byte_in_address_is_400(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 400


@pytest.mark.parametrize(
    "address", ["/%ff%fe/", "/help/?q=%ff", "/help/?" + "a=" * 500, "/%E0%80%80/", "/" + "x" * 5000]
)
def test_strange_address_is_never_500(reader: Client, address: str) -> None:
    assert reader.get(address).status_code in (200, 400, 404)


def test_unknown_host_is_400(reader: Client) -> None:
    response = reader.get("/help/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "We could not read that" in response.content.decode()


def test_too_much_at_once_is_413(reader: Client, settings: Settings) -> None:
    response = reader.post("/form/", {"a": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})

    # Multipart fields are counted one by one; a form without files is counted as a whole.
    assert response.status_code == 413
    assert "too much to send at once" in response.content.decode()


def test_too_many_fields_is_413(reader: Client, settings: Settings) -> None:
    body = "&".join(f"a{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))

    response = reader.post("/form/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 413


def test_form_without_token_says_to_send_again() -> None:
    with override_settings(ROOT_URLCONF=__name__):
        response = Client(enforce_csrf_checks=True).post("/form/", {"a": "1"})

    assert response.status_code == 403
    assert "Please send that again" in response.content.decode()


def test_errors_need_no_context_processor() -> None:
    shown = get_template("500.html").render({"area": {"email": "a@b.example", "phone": "1", "partners": []}})

    assert "a@b.example" in shown
