import hashlib
from datetime import timedelta
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from post import links
from post.models import Token
from post.private import private_page
from post.upkeep import prune_links

pytestmark = pytest.mark.django_db

ABOUT = UUID("0d9aaa5e-6a4c-4cbb-8a3c-3f1c7a7f4a11")


def issue(scope: str = "own", lifetime: timedelta | None = timedelta(days=1)) -> str:
    return links.issue(about_app="post", about_id=ABOUT, scope=scope, lifetime=lifetime)


@private_page
def secret_view(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(request.method)


urlpatterns = [path("secret/<str:token>/", secret_view, name="secret"), path("", include("config.urls"))]


def test_issued_link_is_found_for_its_scope() -> None:
    token = links.find(issue(), scope="own")
    assert (token.about_app, token.about_id, token.scope) == ("post", ABOUT, "own")


def test_issued_link_is_kept_only_as_a_hash() -> None:
    secret = issue()
    kept = Token.objects.get()
    assert bytes(kept.hash) == hashlib.sha256(secret.encode()).digest()
    assert secret not in repr(kept.__dict__)


def test_find_link_for_another_scope_is_unknown() -> None:
    secret = issue(scope="own")
    with pytest.raises(links.LinkUnknown):
        links.find(secret, scope="confirm")


@pytest.mark.parametrize(
    "odd", ["", "x", "\x00", "naïve-王-🙂", "\ud800", "a" * 100_000, "' OR 1=1 --", "%00", "../../etc/passwd"]
)
def test_find_odd_token_is_unknown_with_one_query(odd: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    issue()
    with django_assert_num_queries(1), pytest.raises(links.LinkUnknown):
        links.find(odd, scope="own")


def test_find_expired_link_says_so_and_carries_it() -> None:
    secret = issue()
    Token.objects.update(created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now())
    with pytest.raises(links.LinkExpired) as raised:
        links.find(secret, scope="own")
    assert raised.value.token.about_id == ABOUT


def test_about_finds_an_old_link_and_no_other() -> None:
    secret = issue()
    assert links.about(secret, scope="own") == ABOUT
    Token.objects.update(created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now())
    assert links.about(secret, scope="own") == ABOUT
    assert links.about(secret, scope="agree") is None
    assert links.about("no link", scope="own") is None


def test_find_link_without_lifetime_never_expires() -> None:
    secret = issue(scope="stop", lifetime=None)
    Token.objects.update(created_at=timezone.now() - timedelta(days=4000))
    assert links.find(secret, scope="stop").expires_at is None


def lasting(about: UUID = ABOUT, **more: bool) -> str:
    return links.lasting(about_app="post", about_id=about, scope="stop", **more)


def test_lasting_link_is_the_same_each_time_in_one_row_and_kept_as_a_hash() -> None:
    first, again = lasting(), lasting()

    assert first == again
    assert bytes(Token.objects.get().hash) == hashlib.sha256(first.encode()).digest()
    assert links.find(first, scope="stop").about_id == ABOUT
    assert links.find(first, scope="stop").expires_at is None


def test_lasting_link_cannot_be_made_without_our_key(settings: Settings) -> None:
    other = UUID("0d9aaa5e-6a4c-4cbb-8a3c-3f1c7a7f4a12")
    secrets = {lasting(), lasting(other)}
    settings.LINK_KEY = "another"

    assert len(secrets | {lasting()}) == 3


def test_lasting_link_of_whom_nothing_is_kept_leads_nowhere() -> None:
    secret = lasting(is_kept=False)

    assert not Token.objects.exists()
    with pytest.raises(links.LinkUnknown):
        links.find(secret, scope="stop")


def test_mark_used_once_is_remembered() -> None:
    secret = issue(scope="confirm")
    links.find(secret, scope="confirm").mark_used()
    assert links.find(secret, scope="confirm").used_at is not None


def test_mark_used_replayed_is_refused() -> None:
    secret = issue(scope="confirm")
    first, second = links.find(secret, scope="confirm"), links.find(secret, scope="confirm")
    first.mark_used()
    with pytest.raises(links.LinkUsed):
        second.mark_used()


def test_absolute_names_the_site(settings: Settings) -> None:
    settings.SITE_URL = "https://portal.example"
    assert links.absolute("post:healthz") == "https://portal.example/healthz"


@pytest.mark.parametrize(
    ("scope", "days", "kept"), [("confirm", 29, 1), ("confirm", 31, 0), ("own", 31, 1), ("own", 366, 0)]
)
def test_prune_links_keeps_expired_ones_for_a_while(scope: str, days: int, kept: int) -> None:
    issue(scope=scope)
    expired = timezone.now() - timedelta(days=days)
    Token.objects.update(created_at=expired - timedelta(days=1), expires_at=expired)
    prune_links()
    assert Token.objects.count() == kept


def test_private_page_is_never_stored_passed_on_or_indexed() -> None:
    response = secret_view(RequestFactory().get("/"), token="x")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.urls(__name__)
def test_private_page_takes_a_form_from_a_browser_that_hides_its_origin() -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/secret/abc/", headers={"origin": "null"})
    assert response.content == b"POST"
    assert response["Referrer-Policy"] == "no-referrer"
