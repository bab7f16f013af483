"""Commands that count a poll and take a published one away as a file."""

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import click
from flask.cli import with_appcontext

from ballots.errors import BallotError
from pb_app.exports.bundle import bundle_of
from pb_app.exports.pabulib import counted_file
from pb_app.models.counts import Count
from pb_app.outcomes import read_outcome
from pb_app.queries import counts
from pb_app.refusals import NotVisible, Refusal, sentence
from pb_app.services import counts as services
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation

REFUSED = 2


@click.command("count-poll")
@click.argument("poll_no", type=int)
@click.option("--seed-value", default="", help="the public value that the rules name as part of the lots' seed")
@with_appcontext
def count_poll(poll_no: int, seed_value: str) -> None:
    """Count the closed poll POLL_NO by its frozen rules; its result stays private until it is published."""
    _told(lambda uow: _count(uow, poll_no, seed_value))


@click.group("export")
def export() -> None:
    """Take published results away as files."""


@export.command("pb")
@click.argument("poll_no", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def export_pb(poll_no: int, file: Path) -> None:
    """Write the published poll POLL_NO to FILE in Pabulib's format: the very file that was counted."""
    _told(lambda uow: _write(uow, poll_no, file))


@export.command("bundle")
@click.argument("poll_no", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def export_bundle(poll_no: int, file: Path) -> None:
    """Write the recount bundle of the published poll POLL_NO to FILE, for `moothill-verify` to check."""
    _told(lambda uow: _write_bundle(uow, poll_no, file))


def _count(uow: UnitOfWork, poll_no: int, seed_value: str) -> str:
    kept = services.record_count(uow, poll_no, seed_value)
    outcome = read_outcome(kept.outcome)
    return f"Poll {poll_no}: {len(outcome.winners)} projects funded, record {kept.record_sha256}"


def _write(uow: UnitOfWork, poll_no: int, file: Path) -> str:
    made = counted_file(uow.session, _published(uow, poll_no))
    file.write_bytes(made.data)
    return f"{file}: {made.profile.voters} voters, SHA-256 {made.sha256}"


def _write_bundle(uow: UnitOfWork, poll_no: int, file: Path) -> str:
    uow.database.begin_snapshot(uow.session)
    data = bundle_of(uow.session, uow.keys, _published(uow, poll_no))
    file.write_bytes(data)
    return f"{file}: {len(data)} bytes, SHA-256 {sha256(data).hexdigest()}"


def _published(uow: UnitOfWork, poll_no: int) -> Count:
    count = counts.count_of(uow.session, poll_no)
    if count is None or count.poll.state is not PollState.PUBLISHED:
        raise NotVisible(sentence("The result of this poll is not published yet."))
    return count


def _told(done: Callable[[UnitOfWork], str]) -> None:
    """Do it as the system; say what came of it, or in one sentence why nothing did."""
    uow = installation().system_unit_of_work()
    try:
        click.echo(done(uow))
    except (Refusal, BallotError, OSError) as refused:
        click.echo(" ".join(str(refused).split()), err=True)
        sys.exit(REFUSED)
    finally:
        uow.close()


COMMANDS = (count_poll, export)
