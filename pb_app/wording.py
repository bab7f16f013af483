"""What a proposal says: checked, tidied, written as JSON and read back. Pure."""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Self

from deliberation.messages import is_blank, legible
from pb_app.refusals import Conflict, Invalid, sentence

TITLE_LENGTH = 80
WHAT_LENGTH = 4_000
PLACE_LENGTH = 200
BENEFIT_LENGTH = 1_000
ITEM_LENGTH = 120
MOST_COSTS = 20
LARGEST_PENCE = 10_000_000_000  # a hundred million pounds: more is a slip of the hand


@dataclass(frozen=True, slots=True)
class Cost:
    """One thing that has to be paid for, in pence."""

    item: str
    pence: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What a proposal says. `outcome_id` is the local outcome it serves; the costs come item by item, in pence."""

    title: str
    what_and_why: str
    place: str
    who_benefits: str
    outcome_id: int
    costs: tuple[Cost, ...]

    @property
    def cost(self) -> int:
        """What it costs in all, in pence."""
        return sum(line.pence for line in self.costs)

    def checked(self) -> "Wording":
        """The same, tidied. Raises Invalid, with the field, for what is missing, too long or not an amount."""
        return Wording(
            title=one_line("title", self.title, TITLE_LENGTH, sentence("Enter a title")),
            what_and_why=many_lines(
                "what_and_why", self.what_and_why, WHAT_LENGTH, sentence("Say what you want to do and why")
            ),
            place=one_line("place", self.place, PLACE_LENGTH, sentence("Say where it would happen")),
            who_benefits=many_lines(
                "who_benefits", self.who_benefits, BENEFIT_LENGTH, sentence("Say who would benefit")
            ),
            outcome_id=self.outcome_id,
            costs=_checked_costs(self.costs),
        )

    def to_json(self) -> str:
        """The wording as JSON text, with its fields in order."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        told = json.loads(text)
        return cls(**told | {"costs": tuple(Cost(line["item"], line["pence"]) for line in told["costs"])})

    def differing(self, other: "Wording") -> tuple[str, ...]:
        """The names of the fields that say something else in `other`, in their order."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) != getattr(other, field.name))

    def carried_over(self, base: "Wording", now: "Wording") -> "Wording":
        """The fields in which this differs from `base`, laid over `now`.

        Raises Conflict where `now` has meanwhile come to say something else in one of them.
        """
        mine = base.differing(self)
        if any(getattr(now, name) not in (getattr(base, name), getattr(self, name)) for name in mine):
            raise Conflict(
                sentence(
                    "The proposal was changed meanwhile in the same place. Suggest the change again as it stands now."
                )
            )
        return replace(now, **{name: getattr(self, name) for name in mine})


def one_line(field: str, text: str, most: int, missing: str) -> str:
    """Text on one line, its spaces tidied; Invalid if it is empty (`missing` says so) or longer than `most`."""
    return _measured(field, " ".join(legible(text).split()), most, missing)


def many_lines(field: str, text: str, most: int, missing: str | None = None) -> str:
    """Text with its lines kept; Invalid if it is longer than `most`, or empty where `missing` is given."""
    return _measured(field, legible(text).strip(), most, missing)


def _measured(field: str, text: str, most: int, missing: str | None) -> str:
    if is_blank(text) and missing is not None:
        raise Invalid(missing, field=field)
    if len(text) > most:
        raise Invalid(
            sentence("Use at most %(most)d characters. There are %(length)d."), field=field, most=most, length=len(text)
        )
    return text


def _checked_costs(costs: tuple[Cost, ...]) -> tuple[Cost, ...]:
    if not costs:
        raise Invalid(sentence("Enter at least one cost: an item and its amount"), field="costs")
    if len(costs) > MOST_COSTS:
        raise Invalid(
            sentence("Enter at most %(most)d costs. Put small things together."), field="costs", most=MOST_COSTS
        )
    return tuple(Cost(_item(line.item), _amount(line.pence)) for line in costs)


def _item(item: str) -> str:
    return one_line("costs", item, ITEM_LENGTH, sentence("Say what each amount is for"))


def _amount(pence: int) -> int:
    if type(pence) is not int or pence <= 0:
        raise Invalid(sentence("Each amount must be more than nought"), field="costs")
    return within_reach(pence, "costs")


def within_reach(pence: int, field: str) -> int:
    """The amount, unless it is larger than any proposal's can be (Invalid)."""
    if pence > LARGEST_PENCE:
        raise Invalid(sentence("An amount can be at most £%(most)s."), field=field, most=f"{LARGEST_PENCE // 100:,}")
    return pence
