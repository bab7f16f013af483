"""The demonstration's partnership: partners, localities, forums, outcomes, postcodes, funds."""

from collections.abc import Callable
from dataclasses import dataclass

from pb_app.models.budgets import Fund, FundKind
from pb_app.models.localities import Locality, Outcome
from pb_app.models.partnerships import Forum, ForumKind, Partner, PartnerKind, Partnership
from pb_app.services import budgets, localities, partnerships, plans
from pb_app.services.budgets import NewFund
from pb_app.unit_of_work import UnitOfWork

NAME = "Glenmarish Community Planning Partnership"
NAME_GD = "Com-pàirteachas Dealbhaidh Coimhearsnachd Ghleann Mairis"
PARTNERS = (
    ("Glenmarish Council", PartnerKind.COUNCIL),
    ("NHS Glenmarish", PartnerKind.HEALTH_BOARD),
    ("Glenmarish College", PartnerKind.COLLEGE),
    ("Voluntary Action Glenmarish", PartnerKind.THIRD_SECTOR_INTERFACE),
)
OUTCOMES = (
    "People of all ages live active and healthy lives",
    "Young people have places to go and things to do",
    "Nobody is cut off by distance, cost or the dark",
)
PLAN = "Glenmarish Local Outcomes Improvement Plan 2024 to 2034"
POSTCODE_FILE = "postcode,area\n" + "".join(
    f"PA8{area} {sector}{unit}\n"
    for area, name in ((0, "Kirkton"), (1, "The Shore"))
    for sector in range(1, 10)
    for unit in (f"AA,{name}", f"AB,{name}", f"BD,{name}")
)


@dataclass(frozen=True, slots=True)
class Places:
    """What stands once the partnership is set up."""

    partnership: Partnership
    kirkton: Locality
    shore: Locality
    forum: Forum
    shore_forum: Forum
    outcomes: tuple[Outcome, ...]
    funds: tuple[Fund, ...]


def found(system: UnitOfWork) -> Partnership:
    """Create the partnership itself; only the installation can."""
    return partnerships.create_partnership(system, NAME, NAME_GD)


def furnish(officer: Callable[[], UnitOfWork], partnership: Partnership) -> Places:
    """Fill it, as its officer does."""
    slug = partnership.slug
    partners = [partnerships.add_partner(officer(), slug, name, kind) for name, kind in PARTNERS]
    kirkton = localities.add_locality(officer(), slug, "Kirkton", "Baile na h-Eaglaise")
    shore = localities.add_locality(officer(), slug, "The Shore", "An Cladach")
    localities.import_postcodes(officer(), slug, POSTCODE_FILE.encode())
    forums = [_forum(officer(), slug, place) for place in (kirkton, shore)]
    partnerships.add_forum(officer(), slug, "Partnership board", ForumKind.BOARD, remit="Sets the plan and the funds.")
    outcomes = tuple(plans.add_outcome(officer(), slug, title, PLAN) for title in OUTCOMES)
    funds = tuple(budgets.add_fund(officer(), slug, fund) for fund in _funds(partners))
    return Places(partnership, kirkton, shore, forums[0], forums[1], outcomes, funds)


def _forum(officer: UnitOfWork, slug: str, place: Locality) -> Forum:
    name = f"{place.name.removeprefix('The ')} forum"
    remit = "Decides how the locality's budget is spent, within what the board has handed over."
    return partnerships.add_forum(officer, slug, name, ForumKind.LOCALITY_FORUM, locality_id=place.id, remit=remit)


def _funds(partners: list[Partner]) -> tuple[NewFund, ...]:
    council, health, college, _ = (partner.id for partner in partners)
    return (
        NewFund(
            "Community choices fund", council, council, council, FundKind.CAPITAL, "The partnership board", 9_000_000
        ),
        NewFund("Wellbeing fund", health, health, council, FundKind.REVENUE, "The health board's director", 5_000_000),
        NewFund("Skills fund", college, college, council, FundKind.REVENUE, "The college's principal", 2_000_000),
    )
