"""Signing in easy read with the words of the demonstration, which somebody will see first: the rules hold for them."""

import pytest
from django.test import Client

from pledges import demo

from .easy_pages import SIGN, faults, walk
from .test_easy_signing import WAYS


@pytest.fixture(autouse=True)
def terms() -> None:
    demo.load_words()


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_every_screen_keeps_the_rules_with_the_words_of_the_demonstration(client: Client, way: str) -> None:
    seen = walk(client, **WAYS[way][0])
    answered = [(slug, client.get(f"{SIGN}{slug}/easy-read/")) for slug, _response in seen if slug != "group"]

    assert {slug: faults(response) for slug, response in seen + answered if faults(response)} == {}
    assert all("?screen=" not in response.content.decode() for _slug, response in seen), "each fits on one screen"
