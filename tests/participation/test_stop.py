"""Saying stop to reminders: by a press, by a mail program, and back."""

import pytest
from django.test import Client

from participation.models import Holder
from tests.participation.factories import make_panel, make_return, make_service
from tests.participation.return_pages import address_of, holder_of, opened, stop_address, text_of

pytestmark = pytest.mark.django_db


def test_page_asks_and_changes_nothing(client: Client) -> None:
    holder = holder_of(make_return(service=make_service("Thistlewick School")))

    page = opened(client, stop_address(holder))

    assert "We remind you of the participation audit of Thistlewick School" in page
    assert Holder.objects.get(pk=holder.pk).is_reminded


def test_one_press_stops_and_one_press_brings_them_back(client: Client) -> None:
    the_return = make_return()
    base, holder = address_of(the_return), holder_of(the_return)
    address = stop_address(holder)

    stopped = client.post(address, {"act": "stop"}, follow=True)
    was_reminded = Holder.objects.get(pk=holder.pk).is_reminded
    again = client.post(address, {"act": "again"}, follow=True)

    assert stopped.redirect_chain == [(address, 303)]
    assert "You get no reminders" in text_of(stopped)
    assert "Send me reminders again" in text_of(stopped)
    assert not was_reminded
    assert "Stop reminders" in text_of(again)
    assert Holder.objects.get(pk=holder.pk).is_reminded
    opened(client, base)


def test_mail_program_stops_by_its_one_press_without_cookies_or_token() -> None:
    holder = holder_of(make_return())
    program = Client(enforce_csrf_checks=True)

    response = program.post(
        stop_address(holder), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )

    assert (response.status_code, response["Content-Type"]) == (200, "text/plain")
    assert not Holder.objects.get(pk=holder.pk).is_reminded


def test_press_that_says_nothing_changes_nothing(client: Client) -> None:
    holder = holder_of(make_return())

    client.post(stop_address(holder), {"act": "x\x00"})

    assert Holder.objects.get(pk=holder.pk).is_reminded


def test_holder_of_a_panels_page_can_stop_too(client: Client) -> None:
    holder = make_panel().holders.get()

    page = opened(client, stop_address(holder))
    client.post(stop_address(holder), {"act": "stop"})

    assert "We remind you of what your group is asked" in page
    assert not Holder.objects.get(pk=holder.pk).is_reminded


def test_unknown_link_and_that_of_who_holds_none_any_more_look_the_same(client: Client) -> None:
    holder = holder_of(make_return())
    address = stop_address(holder)
    holder.delete()

    assert opened(client, address, 410) == opened(client, "/participation/stop/x/", 410)
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_link_to_a_return_stops_nothing(client: Client) -> None:
    the_return = make_return()
    token = address_of(the_return).split("/")[-2]

    client.post(f"/participation/stop/{token}/", {"act": "stop"})

    assert holder_of(the_return).is_reminded
