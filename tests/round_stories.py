"""How stories about rounds begin: a round that takes proposals, a proposal in it, a project on its paper."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from pb_app.models.log import LogPending
from pb_app.models.rounds import PowerLevel
from pb_app.services import proposals, reviews, rounds
from pb_app.services.reviews import Checked
from pb_app.services.rounds import RoundScope
from pb_app.stages import ROUND_ORDER, RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import Cost, Wording
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]

SCOPE = RoundScope(
    title="Oban spring round",
    summary="Small grants for healthier lives in Oban.",
    level=PowerLevel.DELEGATE,
    up_for_decision="Which projects are paid for from the pot.",
    not_up_for_decision="How large the pot is.",
    who_may_vary="The Oban forum, with published reasons.",
)


def wording(world: World, title: str = "Light the harbour path", **other: object) -> Wording:
    """What a proposal of these stories says."""
    said = Wording(
        title=title,
        what_and_why="Lamps along the harbour path.\n\nPeople stop walking there when it gets dark.",
        place="Harbour path, Oban",
        who_benefits="Everyone who walks to the ferry",
        outcome_id=world.outcome_id,
        costs=(Cost("Lamps", 900_000), Cost("Digging", 300_050)),
    )
    return replace(said, **other)  # type: ignore[arg-type]


def draft_round(uow_of: UowOf, world: World, scope: RoundScope = SCOPE) -> int:
    """The number of a round that only officers see."""
    return rounds.create_round(uow_of("officer"), world.locality_id, world.forum_id, scope).round_no


def calling_round(uow_of: UowOf, world: World, scope: RoundScope = SCOPE) -> int:
    """The number of a round that takes proposals."""
    round_no = draft_round(uow_of, world, scope)
    rounds.move_round(uow_of("officer"), round_no, RoundStage.PROPOSALS)
    return round_no


def submitted(uow_of: UowOf, world: World, round_no: int, title: str = "Light the harbour path") -> int:
    """The number of a proposal that waits for its review."""
    return proposals.submit_proposal(uow_of("resident"), round_no, wording(world, title)).proposal_no


def accepted(
    uow_of: UowOf, world: World, round_no: int, title: str = "Light the harbour path", least: int | None = None
) -> int:
    """The number of a proposal that is on the ballot paper, at £12,000."""
    proposal_no = submitted(uow_of, world, round_no, title)
    reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 1_200_000, "The quotes were checked.", least)
    return proposal_no


def moved_to(uow: UnitOfWork, round_no: int, stage: RoundStage) -> None:
    """Move a round on, step by step."""
    for step in ROUND_ORDER[1 : ROUND_ORDER.index(stage) + 1]:
        rounds.move_round(uow, round_no, step)


def logged(uow: UnitOfWork) -> list[str]:
    """What the entries of the log say that wait for their place, oldest first."""
    return [row.body for row in uow.session.scalars(select(LogPending).order_by(LogPending.id))]
