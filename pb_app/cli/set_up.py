"""Commands that bring an installation to the state its code expects."""

import click
from flask.cli import with_appcontext

from pb_app import demo
from pb_app.migrations import upgrade
from pb_app.web.unit_of_work import installation


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest migration."""
    upgrade(installation().settings)
    click.echo("The database is up to date.")


@click.command("set-up")
@with_appcontext
def set_up() -> None:
    """Migrate; on an empty development installation load the demonstration and say who can sign in."""
    parts = installation()
    upgrade(parts.settings)
    if not parts.settings.in_development:
        click.echo("The database is up to date.")
        return
    if demo.is_empty(parts):
        click.echo("Demonstration:")
        demo.load(parts, lambda part: click.echo(f"  {part}"))
    _say_sign_ins(parts.settings.site_url)


def _say_sign_ins(site: str) -> None:
    click.echo(f"\nMoothill: {site}\nSign in with one of these addresses; the code appears on {site}/dev/outbox")
    for one in demo.SIGN_INS:
        click.echo(f"  {one.email:32}{one.does}")
    click.echo("")


COMMANDS = (migrate, set_up)
