"""Runs migrations with the owner's connection."""

from alembic import context
from sqlalchemy.types import TypeDecorator

from pb_app.database import Database
from pb_app.models import METADATA


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column types with their import (a trap Alembic leaves open)."""
    if kind == "type" and isinstance(item, TypeDecorator) and type(item).__module__.startswith("pb_app."):
        autogen_context.imports.add(f"from {type(item).__module__} import {type(item).__name__}")  # type: ignore[attr-defined]
        return f"{type(item).__name__}()"
    return False


database = Database(context.config.attributes["url"])
with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_item=render_item,
        compare_type=True,
        render_as_batch=database.is_sqlite,
    )
    with context.begin_transaction():
        context.run_migrations()
database.engine.dispose()
