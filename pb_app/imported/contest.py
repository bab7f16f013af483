"""The paper and the money of an imported poll: projects, and a pot opened from a fund that says it is a test."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.pabulib import PabulibPoll
from pb_app.accounts import fund_account, outside_account, pot_account
from pb_app.budgets.ledger import EntryKind, Posting
from pb_app.imported.meta import cut
from pb_app.models.budgets import Account, Fund, FundKind
from pb_app.models.partnerships import Partner, PartnerKind
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.posting import Posted, post
from pb_app.refusals import sentence

FUND = "Imported (test)"
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Written:
    """The projects on the paper, the ledger's entry for what came in, and the one that fed the pot."""

    projects: list[Project]
    came_in: Posted
    fed: Posted


@dataclass(slots=True)
class ImportedContest:
    """The paper and the money of an imported poll, whose round and pot are already in the session."""

    session: Session
    at: datetime
    poll: Poll
    told: PabulibPoll

    def write(self) -> Written:
        """Write the projects, and feed the pot with the file's budget from the fund for imports."""
        projects = [
            Project(
                round_no=self.poll.round_no,
                ref=one.project_id,
                title=cut(one.name or f"Project {one.project_id}", LONGEST_TITLE),
                cost=one.cost,
                least=one.least,
            )
            for one in self.told.poll.projects
        ]
        self.session.add_all(projects)
        self.session.flush()
        came_in, fed = self._feed()
        return Written(projects, came_in, fed)

    def _feed(self) -> tuple[Posted, Posted]:
        fund = self._fund()
        outside = outside_account(self.session, fund.partnership_id, fund.currency)
        source = fund_account(self.session, fund)
        pot = pot_account(self.session, self.poll.pot, self.poll.round.locality)
        return (
            self._moved(EntryKind.FUND_IN, outside, source),
            self._moved(EntryKind.ALLOT, source, pot),
        )

    def _moved(self, kind: EntryKind, giver: Account, taker: Account) -> Posted:
        lines = [Posting(giver.id, -self.told.poll.budget), Posting(taker.id, self.told.poll.budget)]
        return post(self.session, kind, lines, at=self.at, memo=FUND)

    def _fund(self) -> Fund:
        partnership_id = self.poll.round.locality.partnership_id
        currency = self.told.poll.currency
        wanted = select(Fund).where(Fund.partnership_id == partnership_id, Fund.name == FUND, Fund.currency == currency)
        fund = self.session.scalar(wanted.order_by(Fund.id))
        if fund is None:
            partner = self._partner(partnership_id)
            fund = Fund(
                partnership_id=partnership_id,
                partner_id=partner.id,
                holding_partner_id=partner.id,
                paying_partner_id=partner.id,
                name=FUND,
                kind=FundKind.REVENUE,
                may_commit=sentence("Nobody: no real money moves."),
                currency=currency,
            )
            self.session.add(fund)
            self.session.flush()
        return fund

    def _partner(self, partnership_id: int) -> Partner:
        wanted = select(Partner).where(Partner.partnership_id == partnership_id, Partner.name == FUND)
        partner = self.session.scalar(wanted)
        if partner is None:
            partner = Partner(partnership_id=partnership_id, name=FUND, kind=PartnerKind.OTHER)
            self.session.add(partner)
            self.session.flush()
        return partner
