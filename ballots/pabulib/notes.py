"""What a poll may say and the format has no entry for: numbered comments in META, for people and for the next count.

Of some projects at most one may be funded (`Poll.exclusive`), and some could be carried out with a part of their cost
(`Project.least`). Projects are named by their rows in PROJECTS, from 1, so that no id can be misread. pabulib's checker
refuses columns and entries that it does not know, and lets comments say anything, numbered #1:, #2: and so on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ballots.errors import BadPoll, FileFault, sentence
from ballots.pabulib.amounts import decimal_text, minor_units
from ballots.poll import Poll

RIVALS = "At most one of these projects is funded (rows of PROJECTS):"
LEAST = "Least useful part of the cost (row of PROJECTS = amount):"
_NUMBER = re.compile(r"(?:^|\s+)#[0-9]+: ?")
_PLACES = re.compile(r"[1-9][0-9]{0,8}(?: *, *[1-9][0-9]{0,8})*")
_PART = re.compile(r"([1-9][0-9]{0,8}) *= *(\S+)")


def comment_of(poll: Poll, comment: str) -> str:
    """Give the comments with what the format has no entry for; what stood there for another poll is taken out."""
    before = _comments(comment)
    kept = [one for one in before if not _is_note(one)]
    told = [*kept, *_notes(poll)]
    if len(told) == len(kept) == len(before) and comment.startswith("#1: "):
        return comment
    return " ".join(f"#{number}: {one}" for number, one in enumerate(told, 1))


def with_notes(poll: Poll, comment: str, line: int) -> Poll:
    """Give a poll from a file with what its comments say of rivals and least parts.

    Raises FileFault for a comment that begins as one of them and cannot be understood or contradicts the projects.
    """
    parts: dict[int, int] = {}
    exclusive = []
    for one in _comments(comment):
        if one.startswith(RIVALS):
            exclusive.append(tuple(_ids(poll, one.removeprefix(RIVALS).strip(), line)))
        elif one.startswith(LEAST):
            parts |= _parts(poll, one.removeprefix(LEAST), line)
    try:
        projects = tuple(
            replace(project, least=parts.get(place, project.least)) for place, project in enumerate(poll.projects)
        )
        return replace(poll, projects=projects, exclusive=tuple(exclusive))
    except BadPoll as problem:
        raise FileFault(
            sentence("Line %(line)d: the comment says what these projects cannot be. %(why)s"), line, why=problem
        ) from None


def _comments(comment: str) -> list[str]:
    return [one.strip() for one in _NUMBER.split(comment) if one.strip()]


def _is_note(comment: str) -> bool:
    return comment.startswith((RIVALS, LEAST))


def _notes(poll: Poll) -> Iterator[str]:
    row = {project.project_id: number for number, project in enumerate(poll.projects, 1)}
    for rivals in poll.exclusive:
        yield f"{RIVALS} " + ", ".join(str(row[one]) for one in rivals)
    parts = [f"{row[one.project_id]} = {decimal_text(one.least, poll.exponent)}" for one in poll.projects if one.least]
    if parts:
        yield f"{LEAST} " + ", ".join(parts)


def _ids(poll: Poll, text: str, line: int) -> Sequence[str]:
    if not _PLACES.fullmatch(text):
        raise _unclear(text, line)
    return [poll.projects[_place(poll, number.strip(), line)].project_id for number in text.split(",")]


def _parts(poll: Poll, text: str, line: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for told in text.split(","):
        part = _PART.fullmatch(told.strip())
        if not part:
            raise _unclear(told, line)
        found[_place(poll, part[1], line)] = minor_units(part[2], poll.exponent, line, "least part")
    return found


def _place(poll: Poll, number: str, line: int) -> int:
    if int(number) > len(poll.projects):
        raise _unclear(number, line)
    return int(number) - 1


def _unclear(text: str, line: int) -> FileFault:
    return FileFault(
        sentence("Line %(line)d: “%(text)s” in the comment names no projects by their rows, as it should."),
        line,
        text=text.strip()[:40],
    )
