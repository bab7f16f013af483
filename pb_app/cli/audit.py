"""Commands of the log: check everything, hand it over to another key, erase what an entry only commits to."""

import json
import sys
from contextlib import closing

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from pb_app.keys import install_next_key, next_key
from pb_app.refusals import Conflict, NotVisible
from pb_app.services import logs
from pb_app.verification.misfits import Misfit
from pb_app.verification.whole import Report, verify_whole
from pb_app.web.unit_of_work import installation

DOES_NOT_FIT = 1
CANNOT_RUN = 2
MOST_SHOWN = 20


@click.group("audit")
def audit() -> None:
    """Check what is stored, and look after the log."""


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="one JSON object instead of sentences")
@with_appcontext
def verify(*, as_json: bool) -> None:
    """Recompute log, polls, counts, decisions and ledger, and name the first thing that does not fit.

    Ends with 0 if everything fits, with 1 if something does not, with 2 if it cannot run. It only reads.
    """
    try:
        with closing(installation().system_unit_of_work()) as uow:
            uow.database.begin_snapshot(uow.session)
            report = verify_whole(uow.session, uow.keys, _show_progress)
    except DBAPIError as error:
        click.echo(f"The database cannot be read ({type(error.orig).__name__}). Nothing was checked.", err=True)
        sys.exit(CANNOT_RUN)
    click.echo(json.dumps(_as_json(report), ensure_ascii=False) if as_json else _in_words(report))
    sys.exit(0 if report.ok else DOES_NOT_FIT)


@audit.command("rotate-key")
@with_appcontext
def rotate_key() -> None:
    """Hand the log over to a new key: logged, signed by both, and put in the place of the old one.

    Stop the service first and start it afterwards. Witnesses must be given the new key that is printed.
    """
    path = installation().settings.key_file("log")
    with closing(installation().system_unit_of_work()) as uow:
        new = logs.rotate_log_key(uow, next_key(path))
    install_next_key(path)
    click.echo(f"From now on the log is signed with\n{new}\nGive this line to every witness, and start the service.")


@audit.command("rotate-receipt-key")
@with_appcontext
def rotate_receipt_key() -> None:
    """Have receipts signed with a new key: logged, and put in the place of the old one. No poll may be under way.

    Stop the service first and start it afterwards.
    """
    path = installation().settings.key_file("receipt")
    try:
        with closing(installation().system_unit_of_work()) as uow:
            new = logs.rotate_receipt_key(uow, next_key(path))
    except Conflict as refusal:
        raise click.ClickException(str(refusal)) from None
    install_next_key(path)
    click.echo(f"From now on receipts are signed with\n{new}\nStart the service.")


@audit.command("erase")
@click.argument("entry", type=int)
@with_appcontext
def erase(entry: int) -> None:
    """Erase what an entry of the log only commits to, such as a reason that names somebody."""
    try:
        with closing(installation().system_unit_of_work()) as uow:
            logs.erase_payload(uow, entry)
    except NotVisible as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"What entry {entry} committed to is erased. The entry itself stays as it was.")


def _show_progress(part: str, number: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\rchecking the {part}{f' {number}' if number else ''} …\033[K", err=True, nl=False)


def _in_words(report: Report) -> str:
    waiting = f", {report.waiting} wait for their place" if report.waiting else ""
    lines = [
        f"The log: {report.verdict.signed} of {report.verdict.checked} entries are signed{waiting}.",
        f"Polls: {report.polls}. Ballots in their boxes: {report.ballots}. Counts made again: {report.counts}.",
        f"Entries of the ledger: {report.ledger_entries}.",
    ]
    if report.ok:
        return "\n".join([*lines, "Everything fits."])
    first, *others = report.misfits
    lines += ["", f"DOES NOT FIT: {first}"]
    lines += [f"  also: {one}" for one in others[:MOST_SHOWN]]
    if len(others) > MOST_SHOWN:
        lines.append(f"  and {len(others) - MOST_SHOWN} more.")
    return "\n".join(lines)


def _as_json(report: Report) -> dict[str, object]:
    return {
        "ok": report.ok,
        "entries": report.verdict.checked,
        "signed": report.verdict.signed,
        "waiting": report.waiting,
        "polls": report.polls,
        "ballots": report.ballots,
        "counts": report.counts,
        "ledger_entries": report.ledger_entries,
        "misfits": [_misfit_as_json(one) for one in report.misfits],
    }


def _misfit_as_json(misfit: Misfit) -> dict[str, object]:
    return {"part": misfit.part.value, "number": misfit.number, "why": str(misfit)}


COMMANDS = (audit,)
