"""The style guide shows every macro, to developers only."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader


def test_developers_see_every_macro_on_one_page(reader_as: Callable[[str | None], Reader]) -> None:
    page = reader_as(None).open("/styleguide")
    assert page.status_code == 200
    assert "Enter a postcode in Oban and Lorn" in page.text


def test_a_real_service_has_no_style_guide_and_no_outbox(app: Flask, reader_as: Callable[[str | None], Reader]) -> None:
    parts = installation(app)
    parts.settings = replace(parts.settings, environment="production")
    for address in ("/styleguide", "/dev/outbox"):
        assert reader_as(None).open(address).status_code == 404
