"""What came out of a count, as a table on a terminal and as JSON."""

from ballots.errors import sentence, sentences
from ballots.outcome import JSON, Outcome, Stage
from ballots.poll import Poll
from ballots.terminal.columns import laid_out
from ballots.wording.voice import Voice, rounded

PROJECTS = sentences("%(count)s project", "%(count)s projects")
VOTERS = sentences("%(count)s voter", "%(count)s voters")
BLANK = sentences("%(count)s blank ballot", "%(count)s blank ballots")
STAGES = {
    Stage.SHARES: sentence("by shares"),
    Stage.FILL: sentence("by votes, from what was left"),
    Stage.VOTES: sentence("by votes"),
    Stage.LOADS: sentence("by the smallest load"),
}
HEAD = (sentence("Round"), sentence("Cost"), sentence("Votes"), sentence("How"), sentence("Project"))
BY_SHARES = (*HEAD[:2], sentence("Effective votes"), *HEAD[3:])
NUMBERS = (0, 1, 2)
"""The columns that hold numbers."""


def table(speaking: Voice, poll: Poll, outcome: Outcome) -> list[str]:
    """Give a line for each round, one for each project that costs nothing, and the total."""
    shares = any(found.stage is Stage.SHARES for found in outcome.rounds)
    rows = [tuple(speaking.say(words) for words in (BY_SHARES if shares else HEAD))]
    for found in outcome.rounds:
        name = " ".join(filter(None, (found.project, poll.by_id[found.project].name)))
        part = sentence("%(project)s (in part: it asked for %(amount)s)")
        asked = speaking.say(part, project=name, amount=speaking.money(found.asked)) if found.asked else name
        votes = rounded(found.effective_votes)
        rows.append((str(found.number), speaking.money(found.cost), votes, speaking.say(STAGES[found.stage]), asked))
    free = [speaking.say(sentence("Costs nothing and is funded: %(project)s"), project=ref) for ref in outcome.free]
    total = speaking.say(
        sentence("%(projects)s, %(spent)s of %(budget)s spent, %(voters)s"),
        projects=speaking.count(PROJECTS, len(outcome.winners)),
        spent=speaking.money(outcome.spent),
        budget=speaking.money(outcome.budget),
        voters=speaking.count(VOTERS, outcome.voters),
    )
    return [*laid_out(rows, NUMBERS), *free, total]


def short(outcome: Outcome, sha256: str) -> dict[str, JSON]:
    """Give what a count says in one line of JSON; `left` is what may be carried forward."""
    whole = outcome.to_json()
    names = ("rule", "parameters", "lot_seed", "winners", "free", "spent", "rounds")
    return {**{name: whole[name] for name in names}, "left": outcome.left, "input_sha256": sha256}
