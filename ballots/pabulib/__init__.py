"""The Pabulib file format (.pb, pabulib.org/format): polls in from anywhere, polls out for anyone."""

from ballots.pabulib.about import About
from ballots.pabulib.paper import Paper
from ballots.pabulib.reading import PabulibPoll, read, read_projects
from ballots.pabulib.voter_areas import profiles_by_area
from ballots.pabulib.writing import write

__all__ = ["About", "PabulibPoll", "Paper", "profiles_by_area", "read", "read_projects", "write"]
