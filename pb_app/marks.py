"""What stands on a ballot as its body holds it: the one place that writes and reads the marks of every kind of ballot.

Marks of a contest are a list of project ids, or of [id, points] where points are given; blank is the empty list. With
an extra vote they are {"m": marks, "x": project id}. A paper of one contest holds its marks alone, unless it has an
extra vote; any other holds them by the id of the contest, for each contest on the voter's paper.
"""

from collections.abc import Mapping

from ballots.errors import BadBallot, sentence
from ballots.styles import Boosted, Choice, Contest, Paper
from pb_app.audit.canonical import Value

MARKS, EXTRA = "m", "x"


def encode(paper: Paper, choices: Mapping[str, Choice]) -> Value:
    """The marks of canonical choices, by contest, on a ballot of this poll.

    `paper` is the whole paper of the poll, with the contests of every area; `choices` those of the voter's own.
    """
    told = {contest_id: _told(choice) for contest_id, choice in choices.items()}
    return told[paper.contests[0].contest_id] if _is_plain(paper) else told


def decode(paper: Paper, marks: Value) -> dict[str, Choice]:
    """The choices that `encode` wrote, by contest. Raises BadBallot for what it would not have written.

    Whether the paper allows them is another question: see `Paper.checked`.
    """
    if _is_plain(paper):
        return {paper.contests[0].contest_id: _read(paper.contests[0], marks)}
    by_id = {contest.contest_id: contest for contest in paper.contests}
    if not isinstance(marks, dict) or not marks.keys() <= by_id.keys():
        raise _not_marks()
    return {contest_id: _read(by_id[contest_id], told) for contest_id, told in marks.items()}


def _is_plain(paper: Paper) -> bool:
    return len(paper.contests) == 1 and not isinstance(paper.contests[0].style, Boosted)


def _told(choice: Choice) -> Value:
    marks: Value = list(choice.marks)
    if choice.points:
        marks = [[mark, points] for mark, points in zip(choice.marks, choice.points, strict=True)]
    return {MARKS: marks, EXTRA: choice.boost} if choice.boost else marks


def _read(contest: Contest, told: Value) -> Choice:
    """The choice in one contest. Points and marks are told apart by the contest's kind of ballot."""
    style, boost = contest.style, ""
    if isinstance(style, Boosted):
        style = style.style
        if isinstance(told, dict):
            boost, told = _extra(told)
    if not isinstance(told, list):
        raise _not_marks()
    if not style.TAKES_POINTS:
        return Choice(tuple(_text(one) for one in told), boost=boost)
    pairs = [_pair(one) for one in told]
    return Choice(tuple(mark for mark, _ in pairs), tuple(points for _, points in pairs), boost)


def _extra(told: dict[str, Value]) -> tuple[str, Value]:
    if told.keys() != {MARKS, EXTRA} or not told[EXTRA]:
        raise _not_marks()
    return _text(told[EXTRA]), told[MARKS]


def _pair(told: Value) -> tuple[str, int]:
    if not isinstance(told, list) or len(told) != len(("id", "points")) or not isinstance(told[1], int):
        raise _not_marks()
    return _text(told[0]), told[1]


def _text(told: Value) -> str:
    if not isinstance(told, str):
        raise _not_marks()
    return told


def _not_marks() -> BadBallot:
    return BadBallot(sentence("These are not the marks of a ballot of this paper."))
