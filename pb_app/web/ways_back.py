"""Where an address leads that only a form may be sent to: to the nearest above it that can be opened."""

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

METHOD_NOT_ALLOWED = 405


def opened_from(path: str) -> str:
    """The address itself if a page stands there, else the nearest above it; the front page at last.

    `/polls/3/ballot/check` leads to `/polls/3/ballot`. Whether the reader may see that page is decided there.
    """
    addresses = current_app.url_map.bind("")
    while path.strip("/"):
        if _has_page(addresses, path):
            return path
        path = path.rstrip("/").rpartition("/")[0]
    return "/"


def _has_page(addresses: MapAdapter, path: str) -> bool:
    try:
        addresses.match(path, method="GET")
    except HTTPException:
        return False
    return True
