"""Moothill: the web application around the two libraries."""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Find the application factory for `flask --app pb_app` without loading it for every import of a part."""
    if name == "create_app":
        return import_module("pb_app.factory").create_app_for_commands
    raise AttributeError(name)
