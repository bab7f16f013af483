"""Whether a kind of ballot can be filled in on a paper with these projects: what to change before it is frozen."""

from collections.abc import Iterator, Sequence

from ballots.errors import sentence
from ballots.poll import Project
from ballots.styles.approval import Spending
from ballots.styles.boost import Boosted
from ballots.styles.choice import BallotStyle


def faults_on(projects: Sequence[Project], style: BallotStyle | Boosted) -> tuple[str, ...]:
    """Give a marked English sentence for each limit that contradicts the paper; none where there is no project."""
    return tuple(_faults(projects, style)) if projects else ()


def _faults(projects: Sequence[Project], style: BallotStyle | Boosted) -> Iterator[str]:
    if isinstance(style, Boosted):
        if not {one.project_id for one in projects}.issuperset(style.among):
            yield sentence("The extra vote is for a project that is not on the paper. Choose its projects again.")
        style = style.style
    if style.max_choices is not None and style.max_choices > len(projects):
        yield sentence("The paper has fewer projects than a ballot may name. Change the most choices.")
    elif style.min_choices > len(projects):
        yield sentence("The paper has fewer projects than a ballot must name. Change the fewest choices.")
    if isinstance(style, Spending):
        costs = sorted(one.cost for one in projects)
        if style.least_cost > sum(costs):
            yield sentence("All projects together cost less than a ballot must spend. Change the least sum.")
        if style.most_cost is not None and style.most_cost < costs[0]:
            yield sentence("Every project costs more than a ballot may spend. Change the largest sum.")
