"""Commands: `flask --app pb_app COMMAND`. docs/commands.md lists them."""

from flask import Flask

from pb_app.cli import audit, counts, imports, people, places, set_up, witnesses


def init_app(app: Flask) -> None:
    """Give the application its commands."""
    for group in (set_up, people, places, imports, counts, audit, witnesses):
        for command in group.COMMANDS:
            app.cli.add_command(command)
