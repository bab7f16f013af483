"""People who vote on paper at a station, and officers who key what they find in its box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pb_app.desk import AtDesk
from pb_app.paper import Fault, Keyed, Line
from pb_app.services import batches, polls, stations
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import POSTCODE, World

BORN = date(1970, 1, 31)
BLANK = Keyed.single(Line(fault=Fault.BLANK))


def paper(*refs: str) -> Keyed:
    """A paper with these projects marked."""
    return Keyed.single(Line(refs))


@dataclass(frozen=True, slots=True)
class Station:
    """A station of an open poll, with papers 1 to 10."""

    voting: Voting
    id: int

    def hand_out(self, name: str) -> None:
        """Put somebody without an account on the roll, and hand them a paper."""
        who = AtDesk(name=name, born=BORN)
        with self.voting.acting("officer") as uow:
            stations.claim_at_desk(uow, self.id, who, POSTCODE)
            stations.hand_out_paper(uow, self.id, who)

    def close(self) -> None:
        """Close the poll."""
        with self.voting.acting("officer") as uow:
            polls.close_poll(uow, self.voting.poll_no, "Everybody has voted")

    def account(self, in_box: int, spoilt: int, unused: int) -> None:
        """Say what the station counted."""
        with self.voting.acting("officer") as uow:
            stations.account_for_station(uow, self.id, in_box, spoilt, unused)

    def batch(self, papers: int, area: str = "") -> int:
        """Begin a batch; its id."""
        with self.voting.acting("officer") as uow:
            return batches.open_batch(uow, self.id, papers, area).id

    def key(self, who: str, batch: int, lines: Sequence[Keyed]) -> None:
        """Have somebody key it."""
        with self.voting.acting(who) as uow:
            batches.key_batch(uow, batch, lines)

    def sealed(self, lines: Sequence[Keyed], area: str = "") -> int:
        """A batch that two people read alike, in the box; its id."""
        batch = self.batch(len(lines), area)
        self.key("officer", batch, lines)
        self.key("approver", batch, lines)
        with self.voting.acting("officer") as uow:
            batches.seal_batch(uow, batch)
        return batch


def station(parts: Installation, here: World, voters: Sequence[str] = (), **changes: object) -> Station:
    """A station of an open poll at which these people were handed a paper."""
    return station_of(ballot_box.opened(parts, here, **changes), voters)


def station_of(voting: Voting, voters: Sequence[str] = ()) -> Station:
    """The same for a poll that is open already."""
    with voting.acting("officer") as uow:
        found = Station(voting, stations.add_station(uow, voting.poll_no, "Library", "High Street", "10 to 4").id)
        stations.issue_papers(uow, found.id, 1, 10)
    for name in voters:
        found.hand_out(name)
    return found
