"""Bringing a database to the newest migration, as its owner."""

from alembic import command
from alembic.config import Config

from config import ROOT, Settings


def configuration(settings: Settings) -> Config:
    """Alembic's configuration for this installation."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = settings.owner_database
    config.attributes["app_role"] = settings.app_role
    return config


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Run the migrations up to a revision."""
    command.upgrade(configuration(settings), revision)


def downgrade(settings: Settings, revision: str) -> None:
    """Run the migrations back to a revision."""
    command.downgrade(configuration(settings), revision)
