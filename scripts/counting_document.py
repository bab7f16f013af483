"""The examples of docs/counting.md, told by the code from real polls: `write` puts them in, `check` compares them."""

import os
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from ballots import pabulib
from ballots.compare import side_by_side
from ballots.count import count
from ballots.explain import explained
from ballots.outcome import Outcome
from ballots.pabulib import PabulibPoll
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.what_if import what_if
from ballots.wording.fair import better_off, comparison_table
from ballots.wording.reasons import telling
from ballots.wording.report import exact_figures, in_full, markdown
from ballots.wording.voice import voice

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "counting.md"
BESIDE = ROOT.parent / "shared" / "data"
BLOCK = re.compile(r"(<!-- told: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
ADD1 = EqualShares(Completion.ADD1, increment=100)
WIELICZKA = "Poland_Wieliczka_2023_Green_Budget.pb"
SWIECIE = "Poland_Swiecie_2023.pb"
DIEPPE = "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals.pb"
SEED = "docs/counting.md"


@cache
def poll(name: str) -> PabulibPoll:
    """Read a real poll from the folder that MOOTHILL_DATA names, or from shared/data beside the checkout."""
    return pabulib.read(Path(os.environ.get("MOOTHILL_DATA") or BESIDE) / "pabulib" / name)


@cache
def outcome(name: str, rule: Rule) -> Outcome:
    """Count a real poll."""
    read = poll(name)
    return count(read.poll, read.profile, rule, SEED)


def aloud(name: str, rule: Rule, project: str, language: str = "en") -> str:
    """Give what can be read aloud about one project."""
    counted, speaking = outcome(name, rule), voice(language, poll(name).poll)
    found = next(one for one in explained(counted) if one.project == project)
    told = telling(speaking, counted, found)
    return f"> **{speaking.title(project)}.** {told.aloud}"


def full(name: str, rule: Rule, project: str, one_by_one: int | None = None) -> str:
    """Give everything about one project, with what would have funded it if so many numbers are to be tried."""
    read, counted = poll(name), outcome(name, rule)
    found = next(one for one in explained(counted) if one.project == project)
    changed = None
    if one_by_one is not None:
        changed = what_if(read.poll, read.profile, counted, rule, project, one_by_one=one_by_one)
    speaking = voice("en", read.poll)
    return "\n\n".join((in_full(speaking, counted, found, changed), *folded(exact_figures(speaking, counted, found))))


def folded(figures: str) -> tuple[str, ...]:
    """Put figures that few ask for into a fold; nothing where there are none."""
    return (f"<details><summary>The exact figures</summary>\n\n{figures}\n\n</details>",) if figures else ()


def beside(name: str, first: Rule, second: Rule) -> str:
    """Put two counts of one poll beside each other."""
    read = poll(name)
    speaking = voice("en", read.poll)
    found = side_by_side(read.poll, read.profile, [outcome(name, first), outcome(name, second)])
    return f"{markdown(comparison_table(speaking, found))}\n\n{better_off(speaking, found, found.pairs[0])}"


TOLD: dict[str, Callable[[], str]] = {
    "wieliczka-funded": lambda: aloud(WIELICZKA, ADD1, "19"),
    "wieliczka-close": lambda: full(WIELICZKA, ADD1, "16"),
    "wieliczka-gaelic": lambda: aloud(WIELICZKA, ADD1, "16", "gd"),
    "wieliczka-beside": lambda: beside(WIELICZKA, ADD1, Greedy()),
    "swiecie": lambda: "\n\n".join(aloud(SWIECIE, ADD1, project) for project in swiecie_projects()),
    "dieppe-greedy": lambda: full(DIEPPE, Greedy(), "783", 40),
    "dieppe-shares": lambda: full(DIEPPE, EqualShares(), "782", 12),
}


def swiecie_projects() -> tuple[str, ...]:
    """Give the first and the last project that was funded, and all that were not."""
    told = explained(outcome(SWIECIE, ADD1))
    funded = [found.project for found in told if found.is_funded]
    return (funded[0], funded[-1], *(found.project for found in told if not found.is_funded))


def written(text: str) -> str:
    """Put what the code tells now into every block of the document."""
    return BLOCK.sub(lambda found: f"{found[1]}{TOLD[found[2]]()}\n{found[4]}", text)


def blocks(text: str) -> dict[str, str]:
    """Give what the document says in each block."""
    return {found[2]: found[3].rstrip("\n") for found in BLOCK.finditer(text)}


def differing(text: str) -> list[str]:
    """Give the names of the blocks that say something else than the code does now, or are not there."""
    said = blocks(text)
    return [name for name, told in TOLD.items() if said.get(name) != told()]


def main(words: list[str]) -> int:
    """Write the document anew, or say which of its blocks are out of date."""
    if words not in (["write"], ["check"]):
        print("Say write or check.", file=sys.stderr)
        return 2
    text = DOCUMENT.read_text(encoding="utf-8")
    if words == ["write"]:
        DOCUMENT.write_text(written(text), encoding="utf-8")
        return 0
    found = differing(text)
    print("\n".join(found) or "Every example says what the code says.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
