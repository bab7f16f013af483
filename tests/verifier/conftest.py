"""A small bundle of a poll that was counted, adopted and funded: made once, from the application itself."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from config import Settings
from pb_app.database import Database
from pb_app.exports.bundle import bundle_of
from pb_app.keys import Keys
from pb_app.queries import counts
from pb_app.web.unit_of_work import Installation
from tests import whole_story, world


def exported(parts: Installation, poll_no: int) -> bytes:
    """The bundle of a published poll."""
    with closing(parts.system_unit_of_work()) as uow:
        uow.database.begin_snapshot(uow.session)
        count = counts.count_of(uow.session, poll_no)
        assert count is not None
        return bundle_of(uow.session, uow.keys, count)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, compiled_pages: str) -> tuple[Settings, int]:
    """The whole story on SQLite, told once: settings and the poll's number. Nobody may spoil it."""
    folder = tmp_path_factory.mktemp("bundled")
    shutil.copy(migrated_file, folder / "told.sqlite3")
    url = f"sqlite:///{folder / 'told.sqlite3'}"
    settings = Settings(instance=str(folder), database_url=url, page_cache_folder=compiled_pages)
    parts = Installation(settings, Database(settings.database), Keys.load(settings))
    here = world.build(parts)
    poll_no = whole_story.told(parts, lambda who: world.acting(parts, here, who), here)
    parts.database.engine.dispose()
    return settings, poll_no


@pytest.fixture(scope="session")
def bundle(told: tuple[Settings, int]) -> bytes:
    """Its bundle."""
    settings, poll_no = told
    parts = Installation(settings, Database(settings.database), Keys.load(settings))
    data = exported(parts, poll_no)
    parts.database.engine.dispose()
    return data
