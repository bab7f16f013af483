"""The command that loads a real poll from a Pabulib file."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from ballots.errors import BallotError
from ballots.pabulib import read_projects
from ballots.rules import Rule
from pb_app.cli.rule_options import chosen_rule, with_rule_options
from pb_app.refusals import Refusal
from pb_app.services import imports
from pb_app.web.unit_of_work import installation

BAD_INPUT = 2


@click.command("import-poll")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--locality", required=True, help="the locality's name or slug")
@click.option("--as-published", is_flag=True, help="count by the rule that the file says was used")
@with_rule_options
@with_appcontext
def import_poll(file: Path, locality: str, *, as_published: bool, **rule_words: str | bool | None) -> None:
    """Load the poll in FILE, a Pabulib file with ballots of any kind, as a closed poll of a locality."""
    uow = installation().system_unit_of_work()
    try:
        rule = None if as_published else _rule(file, rule_words)
        poll = imports.import_poll(uow, file, locality, rule, _show_progress)
    except OSError as problem:
        _refuse(f"{problem.filename}: {problem.strerror}")
    except (Refusal, BallotError) as refused:
        _refuse(" ".join(str(refused).split()))
    finally:
        uow.close()
    click.echo(f"Poll {poll.poll_no} “{poll.title}”: {poll.ballots} ballots, closed, root {poll.box_root}")


def _rule(file: Path, words: dict[str, str | bool | None]) -> Rule:
    """The rule that the options name; the file's currency says what an increment means."""
    return chosen_rule(words, read_projects(file).poll.exponent)


def _show_progress(done: int, of: int) -> None:
    """One line that counts up on a terminal, one line a step elsewhere."""
    click.echo(f"{done:,} of {of:,} ballots in the box", err=True, nl=not sys.stderr.isatty() or done == of)
    if sys.stderr.isatty() and done < of:
        click.echo("\r", err=True, nl=False)


def _refuse(why: str) -> NoReturn:
    click.echo(why, err=True)
    sys.exit(BAD_INPUT)


COMMANDS = (import_poll,)
