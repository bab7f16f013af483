"""How stories about money begin: a fund with £30,000 in it, a pot of a round in draft."""

from collections.abc import Callable
from dataclasses import replace

from ballots.rules import Completion, EqualShares
from pb_app.adoption_records import Deciding
from pb_app.models.budgets import FundKind
from pb_app.services import budgets
from pb_app.services.adoptions import adopt_result, post_awards
from pb_app.services.budgets import NewFund
from pb_app.services.counts import publish_result, record_count
from pb_app.services.imports import import_poll
from pb_app.stages import Decision
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.polls import SMALL
from tests.round_stories import draft_round
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


def new_fund(world: World) -> NewFund:
    """£30,000 of the council's."""
    council = world.council_id
    return NewFund("Community choices fund", council, council, council, FundKind.REVENUE, "Head of finance", 3_000_000)


def fund_of(uow: UnitOfWork, world: World, **other: object) -> int:
    """The id of such a fund, with other facts where they are given."""
    return budgets.add_fund(uow, "lorn", replace(new_fund(world), **other)).id  # type: ignore[arg-type]


def opened_pot(uow_of: UowOf, world: World) -> int:
    """The id of an empty pot in Oban."""
    return budgets.open_pot(uow_of("officer"), draft_round(uow_of, world)).id


def fed_pot(uow_of: UowOf, world: World) -> int:
    """The id of a pot into which the council put £30,000 and the health board £20,000."""
    officer = uow_of("officer")
    pot_id = opened_pot(uow_of, world)
    budgets.feed_pot(officer, pot_id, fund_of(officer, world), 3_000_000)
    health = {"partner_id": world.health_board_id, "holding_partner_id": world.health_board_id}
    fund_id = fund_of(officer, world, name="Health improvement fund", **health)
    budgets.feed_pot(officer, pot_id, fund_id, 2_000_000)
    return pot_id


def awarded_poll(parts: Installation, uow_of: UowOf) -> int:
    """The number of an imported poll whose awards are posted: bike 700, play 200 and lib 100 of a pot of 1,100."""
    poll_no = import_poll(uow_of("officer"), SMALL, "Oban", EqualShares(Completion.NONE)).poll_no
    record_count(uow_of("officer"), poll_no)
    publish_result(uow_of("approver"), poll_no)
    adopt_result(uow_of("councillor"), poll_no, Deciding(Decision.ADOPTED))
    uow = parts.system_unit_of_work()
    uow.sequence_log()
    uow.close()
    post_awards(uow_of("officer"), poll_no)
    return poll_no
