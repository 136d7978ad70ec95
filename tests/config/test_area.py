"""The area's colours: served, and refused where they cannot be read."""

import pytest
from django.core.checks import run_checks
from django.test import Client
from pytest_django import Settings

from config.lib import area


def test_contrast_black_on_white_is_21() -> None:
    assert area.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_contrast_known_pair_matches_published_figure() -> None:
    # #767676 on white is the lightest grey that passes AA: 4.54.
    assert area.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_problems_none_for_colours_that_can_be_read() -> None:
    assert area.problems({"brand": "#0f5c5c", "brand_dark": "#0a4242", "typeface": "atkinson"}) == []


def test_check_refuses_brand_too_light(settings: Settings) -> None:
    settings.AREA = settings.AREA | {"brand": "#66cccc"}

    found = [message for message in run_checks() if message.id == "area.E002"]

    assert [message.is_serious() for message in found] == [True]
    assert "AREA_BRAND (#66cccc)" in found[0].msg


@pytest.mark.parametrize("colour", ["teal", "#0f5", "#0f5c5c}", "url(x)", ""])
def test_check_refuses_what_is_no_colour(colour: str) -> None:
    found = area.problems({"brand": "#0f5c5c", "brand_dark": colour, "typeface": "arial"})

    assert [message.id for message in found] == ["area.E001"]


def test_check_refuses_a_typeface_we_do_not_have(settings: Settings) -> None:
    settings.AREA = settings.AREA | {"typeface": "comic}body{display:none"}

    assert "area.E003" in [message.id for message in run_checks()]


def test_area_css_has_areas_colours_and_may_be_cached(client: Client, settings: Settings) -> None:
    settings.AREA = settings.AREA | {"brand": "#552277", "brand_dark": "#331155", "typeface": "arial"}

    response = client.get("/area.css")

    assert response.content == b":root{--brand:#552277;--brand-dark:#331155;--typeface:arial,sans-serif}\n"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
