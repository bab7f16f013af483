"""The loop of every oracle program: a question as JSON on each line of input, an answer on each line of output."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Question = dict[str, Any]
Answer = dict[str, Any]


def answer_questions(answered: Callable[[Question], Answer]) -> None:
    """Answer until the input ends, with the seconds of processor time; what goes wrong is told and ends nothing.

    Whatever the library prints goes to the error output, so that answers stand alone.
    """
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        start = time.process_time()
        try:
            told = answered(json.loads(line))
        except Exception as problem:  # noqa: BLE001  # other people's programs raise what they like
            told = {"problem": f"{type(problem).__name__}: {problem}"}
        told.setdefault("seconds", time.process_time() - start)
        answers.write(json.dumps(told) + "\n")
        answers.flush()
