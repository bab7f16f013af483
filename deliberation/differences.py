"""How two texts differ, word by word: what was kept, what was taken out, what was put in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\S+\s*|\s+")


class Fate(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that follow each other and share one fate."""

    fate: Fate
    text: str


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of both texts in order, as runs; what was taken out stands before what was put in at its place.

    What both texts begin and end with is set aside first, and words that a long text repeats over and over are not
    looked for one by one, so that no text takes long to compare.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    middle = _compared(old[first : len(old) - last], new[first : len(new) - last])
    all_of_them = (_run(Fate.KEPT, old[:first]), *middle, _run(Fate.KEPT, old[len(old) - last :]))
    return tuple(run for run in all_of_them if run.text)


def _alike(old: list[str], new: list[str]) -> int:
    """How many words the two begin with alike."""
    shorter = min(len(old), len(new))
    return next((at for at in range(shorter) if old[at] != new[at]), shorter)


def _compared(old: list[str], new: list[str]) -> Iterator[Run]:
    for what, from_, to, since, until in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            yield _run(Fate.KEPT, old[from_:to])
        else:
            yield _run(Fate.TAKEN_OUT, old[from_:to])
            yield _run(Fate.PUT_IN, new[since:until])


def _run(fate: Fate, words: list[str]) -> Run:
    return Run(fate, "".join(words))
