"""Answers by pabulib's own checker (MIT); run by the Python of .cache/oracle.

A question holds `text`, the words of a .pb file; the answer `errors` {kind: {number: sentence}} and `warnings`.
"""

from lines import Answer, Question, answer_questions
from pabulib.checker import Checker


def answered(question: Question) -> Answer:
    """Check one file."""
    told = Checker().process_files([question["text"]])
    (file,) = [found["results"] for name, found in told.items() if name not in {"metadata", "summary"}]
    return {"errors": file.get("errors") or {}, "warnings": file.get("warnings") or {}}


if __name__ == "__main__":
    answer_questions(answered)
