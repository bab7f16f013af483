"""Commands about people."""

import click
from flask.cli import with_appcontext

from pb_app.refusals import Refusal
from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.web.unit_of_work import installation


@click.command("create-administrator")
@click.argument("email")
@with_appcontext
def create_administrator(email: str) -> None:
    """Make EMAIL an administrator of the whole installation."""
    try:
        people.grant_role(installation().system_unit_of_work(), email, Role.ADMINISTRATOR, Scope())
    except Refusal as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{email} is an administrator. Sign in with that address.")


COMMANDS = (create_administrator,)
