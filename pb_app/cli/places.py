"""Commands about places."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from pb_app.postcode_files import WrongFile
from pb_app.refusals import Refusal
from pb_app.services import localities
from pb_app.web.unit_of_work import installation


@click.command("import-postcodes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--partnership", required=True, metavar="SLUG", help="The word of the partnership in addresses.")
@with_appcontext
def import_postcodes(file: Path, partnership: str) -> None:
    """Take in the postcodes of FILE (CSV: postcode,area), whole or not at all."""
    uow = installation().system_unit_of_work()
    try:
        done = localities.import_postcodes(uow, partnership, file.read_bytes())
    except WrongFile as refused:
        for fault in refused.faults:
            click.echo(str(fault), err=True)
        raise click.ClickException(str(refused)) from refused
    except Refusal as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        uow.close()
    click.echo(
        f"{done.added} postcodes are new, {done.moved} moved to another locality, {done.unchanged} stayed as they were."
    )


COMMANDS = (import_postcodes,)
