"""Kinds of ballots: what may be marked, scored or ranked, checked with one clear sentence for each fault."""

from ballots.styles.approval import Approval, Spending
from ballots.styles.boost import Boosted
from ballots.styles.choice import BallotStyle, Choice
from ballots.styles.paper import Contest, Paper
from ballots.styles.parameters import STYLES, style_from_parameters, style_parameters
from ballots.styles.points import Points, Scores
from ballots.styles.ranking import Ranking
from ballots.styles.withdrawn import as_cast, stripped, without

__all__ = [
    "STYLES",
    "Approval",
    "BallotStyle",
    "Boosted",
    "Choice",
    "Contest",
    "Paper",
    "Points",
    "Ranking",
    "Scores",
    "Spending",
    "as_cast",
    "stripped",
    "style_from_parameters",
    "style_parameters",
    "without",
]
