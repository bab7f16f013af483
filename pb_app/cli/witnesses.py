"""The command that adds a witness."""

import click
from flask.cli import with_appcontext

from pb_app.audit.note import verifier_key
from pb_app.queries import partnerships, witnesses
from pb_app.refusals import Refusal
from pb_app.services.witnesses import add_witness as add
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation


@click.command("add-witness")
@click.argument("partner")
@click.argument("key")
@click.option("--url", default="", help="where the witness answers; without it files are exchanged")
@click.option("--partnership", "slug", required=True, help="the word in the partnership's address")
@with_appcontext
def add_witness(partner: str, key: str, url: str, slug: str) -> None:
    """Add the witness with this public KEY, run by PARTNER; its last line is the key of the log, for the witness.

    A witness that is there already is left as it is.
    """
    uow = installation().system_unit_of_work()
    try:
        if not _is_there(uow, slug, key):
            add(uow, slug, _partner_id(uow, slug, partner), key, url)
    except Refusal as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        uow.close()
    click.echo(f"{key.partition('+')[0]} is a witness of this log, whose key is")
    click.echo(verifier_key(uow.keys.log_origin, uow.keys.log))


def _is_there(uow: UnitOfWork, slug: str, key: str) -> bool:
    partnership = partnerships.partnership_by_slug(uow.session, slug)
    found = witnesses.witnesses_of(uow.session, partnership.id) if partnership else ()
    return key.strip() in {one.vkey for one in found if one.retired_at is None}


def _partner_id(uow: UnitOfWork, slug: str, name: str) -> int:
    """The partner of this name; nought, which is nobody's, if there is none."""
    partnership = partnerships.partnership_by_slug(uow.session, slug)
    found = partnerships.partners_of(uow.session, partnership.id) if partnership else ()
    return next((one.id for one in found if one.name == name), 0)


COMMANDS = (add_witness,)
