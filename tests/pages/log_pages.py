"""What stories about the pages of the log share: what people read of a page, and entries put in their place."""

import re
from html import unescape

from flask import Flask

from pb_app.audit.log import Entry, append
from pb_app.web.unit_of_work import installation


def words(page: str) -> str:
    """What people read of a page."""
    main = page.split("<main")[1].split("</main>", maxsplit=1)[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main)))


def sequenced(app: Flask, *entries: Entry) -> None:
    uow = installation(app).system_unit_of_work()
    with uow.database.writing(uow.session):
        for entry in entries:
            append(uow.session, entry)
            uow.session.flush()
        uow.session.commit()
    uow.sequence_log()
    uow.close()
