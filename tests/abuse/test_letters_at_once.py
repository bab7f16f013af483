"""One letter, used by many at the same moment: one gets in, and guesses at once are counted one by one (A21, A22)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from sqlalchemy import select

from pb_app.models.people import OutboxMail, SignInSession
from pb_app.refusals import Refusal
from pb_app.services import people
from pb_app.services.people import TRIES, Letter
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation

AT_ONCE = 12
ADDRESS = "kirsty@moothill.example"


def letter(parts: Installation) -> tuple[str, str]:
    """The code and the token of a new letter."""
    with closing(parts.unit_of_work()) as uow:
        people.request_code(uow, ADDRESS, Letter("Your code", "{code} {link}", "{token}"))
        code, token = uow.session.scalars(select(OutboxMail.body)).one().split()
    return code, token


def at_once(parts: Installation, deed: Callable[[UnitOfWork], str]) -> list[str]:
    """What came of it for each: a session's token, or why not."""
    start = threading.Barrier(AT_ONCE)

    def one(_number: int) -> str:
        with closing(parts.unit_of_work()) as uow:
            start.wait()
            try:
                return deed(uow)
            except Refusal as refused:
                return f"refused: {refused}"

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def sessions(parts: Installation) -> int:
    with parts.database.session() as session:
        return len(session.scalars(select(SignInSession.token_hash)).all())


def test_a_link_used_by_many_at_once_lets_one_in(parts: Installation) -> None:
    _, token = letter(parts)
    answers = at_once(parts, lambda uow: people.sign_in_with_link(uow, token))
    assert sum(not answer.startswith("refused") for answer in answers) == 1
    assert sessions(parts) == 1


def test_a_code_used_by_many_at_once_lets_one_in(parts: Installation) -> None:
    code, _ = letter(parts)
    answers = at_once(parts, lambda uow: people.sign_in_with_code(uow, ADDRESS, code))
    assert sum(not answer.startswith("refused") for answer in answers) == 1
    assert sessions(parts) == 1


def test_guesses_at_once_use_up_the_tries_one_by_one(parts: Installation) -> None:
    code, _ = letter(parts)
    wrong = "000000" if code != "000000" else "111111"
    answers = at_once(parts, lambda uow: people.sign_in_with_code(uow, ADDRESS, wrong))
    left = sorted(answer for answer in answers if "more tries" in answer)
    assert len(left) == TRIES - 1
    assert len(set(left)) == TRIES - 1
    assert sessions(parts) == 0
