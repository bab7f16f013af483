"""Where the built front-end packages and our own static files lie, with a version in each address."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, url_for


def init_app(app: Flask) -> None:
    """Give templates `asset(key)` for built packages and `static_url(path)` for our own files."""
    folder = Path(str(app.static_folder))

    @lru_cache(maxsize=1)
    def manifest() -> dict[str, dict[str, str]]:
        built = folder / "vendor" / "manifest.json"
        if not built.exists():
            raise RuntimeError("The front-end packages are not built. Run: python scripts/build_assets.py")
        found: dict[str, dict[str, str]] = json.loads(built.read_text("utf-8"))["assets"]
        return found

    @lru_cache(maxsize=256)
    def version(path: str) -> str:
        return sha256((folder / path).read_bytes()).hexdigest()[:8]

    def asset(key: str) -> str:
        built = manifest()[key]
        return url_for("static", filename=built["path"], v=built["sha256"][:8])

    def static_url(path: str) -> str:
        return url_for("static", filename=path, v=version(path))

    app.jinja_env.globals.update(asset=asset, static_url=static_url)
