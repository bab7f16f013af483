"""The application, put together in an empty folder, for the rules that read its routes and commands."""

import pytest
from flask import Flask

from config import Settings
from pb_app.factory import create_app


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Put together the application as in development; no page of it is asked for."""
    return create_app(Settings(instance=str(tmp_path_factory.mktemp("instance")), background="off"))
