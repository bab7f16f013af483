"""What `python -m ballots` answers: texts for standard output, and sentences for what it refuses."""

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from ballots import pabulib
from ballots.command import parser
from ballots.errors import BallotError, TieUnresolved, sentence
from ballots.every_rule import RANKED_RULES
from ballots.options import BadCommand, rule_of
from ballots.ranked import Borda, Condorcet, Stv, read_blt
from ballots.terminal import panels, pots, ranked, spending
from ballots.wording.voice import LANGUAGES, refused

DONE, REFUSED, BAD_INPUT = 0, 1, 2
BLT = ".blt"
WITHOUT_MONEY = 0
"""The decimals of a currency where there is none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An exit code with what goes to standard output, or to standard error if the code is not 0."""

    code: int
    text: str


def answer(words: list[str]) -> Answer:
    """Carry out one command: 0 done, 1 the count refused (a tie), 2 bad input, with one line that says why.

    What argparse itself refuses is told in English, anything else in the language that the command asks for.
    """
    language = LANGUAGES[0]
    try:
        _check_words(words)
        arguments = parser().parse_args(words)
        language = arguments.language
        _check_trace(arguments)
        text = _said(arguments)
    except TieUnresolved as refusal:
        return Answer(REFUSED, refused(language, refusal))
    except BallotError as refusal:
        return Answer(BAD_INPUT, " ".join(refused(language, refusal).split()))
    except OSError as problem:
        return Answer(BAD_INPUT, f"{problem.filename}: {problem.strerror}")
    return Answer(DONE, text)


def _said(arguments: Namespace) -> str:
    if arguments.command == "pots":
        return pots.counted(arguments)
    if arguments.command == "panel":
        return panels.ranked(arguments)
    return _of_rankings(arguments) if arguments.file.suffix.lower() == BLT else _of_money(arguments)


def _check_words(words: list[str]) -> None:
    """Refuse what the shell handed on although it is no text: it could be hashed into no lot and printed nowhere."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise BadCommand(sentence("A word of this command is not UTF-8.")) from None


def _check_trace(arguments: Namespace) -> None:
    """Refuse to write a count over the ballots that are to be counted."""
    trace: Path | None = getattr(arguments, "trace", None)
    if trace and trace.exists() and arguments.file.exists() and trace.samefile(arguments.file):
        raise BadCommand(sentence("The trace would take the place of the poll itself. Name another file."))


def _of_money(arguments: Namespace) -> str:
    """Answer a command on a poll in Pabulib's format."""
    read = pabulib.read(arguments.file)
    if arguments.command == "check":
        return spending.checked(arguments, read)
    if arguments.command == "compare":
        return spending.compared(arguments, read)
    rule = rule_of(arguments, read.poll.exponent)
    if isinstance(rule, Stv | Condorcet | Borda):
        return ranked.elected_from_pb(arguments, read, rule)
    return spending.counted(arguments, read, rule)


def _of_rankings(arguments: Namespace) -> str:
    """Answer a command on ranked ballots without money."""
    read = read_blt(arguments.file)
    if arguments.command == "check":
        return ranked.checked(arguments, read)
    rule = None if arguments.command == "compare" else rule_of(arguments, WITHOUT_MONEY)
    if not isinstance(rule, Stv | Condorcet | Borda):
        raise BadCommand(
            sentence("This file has candidates and no money. Count or explain it with --rule %(rules)s."),
            rules=", ".join(RANKED_RULES),
        )
    return ranked.elected_from_blt(arguments, read, rule)
