"""The command that checks everything."""

import json
import sys
from contextlib import closing

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from pb_app.verification.misfits import Misfit
from pb_app.verification.whole import Report, verify_whole
from pb_app.web.unit_of_work import installation

DOES_NOT_FIT = 1
CANNOT_RUN = 2
MOST_SHOWN = 20


@click.group("audit")
def audit() -> None:
    """Check what is stored."""


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
