"""What is the same for everybody is the same to every cache on the way: no cookie, no session, and for how long."""

import pytest
from django.core.cache import caches
from django.test import Client

from tests.bad_input.addresses import addresses
from tests.config.test_statements import OF_THE_LIST, filled_in, is_public, something_public

pytestmark = pytest.mark.django_db

# A device's own: its size and colours; what it was just told; a form that must be sent from our own page.
ONES_OWN = {
    *("/reading.css", "/readyz", "/healthz"),
    *(f"/pledge/{name}/{form}" for name in ("left", "link-sent", "stopped", "not-me") for form in ("", "easy-read/")),
    *(f"/pledge/lost-link/{form}" for form in ("", "easy-read/")),
    *("/participation/return/link-sent/", "/participation/return/handed-over/", "/participation/action/link-sent/"),
    *(f"/charters/agree/{name}/{form}" for name in ("link-sent", "stopped") for form in ("", "easy-read/")),
}


def test_public_pages_set_no_cookie_and_say_how_long_they_may_be_kept() -> None:
    values = something_public()
    templates = [*(address.template for address in filter(is_public, addresses())), *OF_THE_LIST]

    for template in set(templates) - ONES_OWN:
        path = filled_in(template, values)
        for _again in range(2):
            response = Client(headers={"cookie": "sessionid=somebody; csrftoken=abc"}).get(path)
            assert not response.cookies, path
            assert "Cookie" not in response.get("Vary", ""), path
            assert response.get("Cache-Control"), path
            caches["near"].clear()
