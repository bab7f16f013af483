"""Figures of fairness and the comparison of several counts, in words and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ballots.compare import Pair, SideBySide
from ballots.errors import sentence, sentences
from ballots.fairness import FEWEST, Fairness, LeftOut
from ballots.outcome import Comparison, Outcome
from ballots.rules import rule_from_parameters
from ballots.wording import few
from ballots.wording.few import How, Range, Veiled
from ballots.wording.parameters import RULES, rule_rows
from ballots.wording.voice import Voice

FUNDED_EACH = sentences("%(count)s funded project", "%(count)s funded projects")
RANGE_EACH = sentences("%(first)s to %(count)s funded project", "%(first)s to %(count)s funded projects")
COULD_CLAIM = sentences(
    "%(count)s voter chose “%(title)s” (%(cost)s), and their part of the pot would have paid for it; but each of them "
    "has projects for at most %(most)s funded.",
    "%(count)s voters chose “%(title)s” (%(cost)s), and their part of the pot would have paid for it; but each of them "
    "has projects for at most %(most)s funded.",
)
COULD_CLAIM_FROM_NOTHING = sentences(
    "%(count)s voter chose “%(title)s” (%(cost)s), and their part of the pot would have paid for it; but none of them "
    "has anything funded.",
    "%(count)s voters chose “%(title)s” (%(cost)s), and their part of the pot would have paid for it; but none of them "
    "has anything funded.",
)
SMALL_CLAIMS = sentences(
    "%(count)s further group of fewer than %(fewest)s voters could claim a project in the same way.",
    "%(count)s further groups of fewer than %(fewest)s voters could claim a project in the same way.",
)
BETTER = sentences(
    "%(count)s voter has more of their projects funded by “%(rule)s”.",
    "%(count)s voters have more of their projects funded by “%(rule)s”.",
)
ALIKE = sentences("For %(count)s voter it makes no difference.", "For %(count)s voters it makes no difference.")
BETTER_ROUGHLY = {
    How.FEWER: sentence("Fewer than %(number)s voters have more of their projects funded by “%(rule)s”."),
    How.MORE: sentence("More than %(number)s voters have more of their projects funded by “%(rule)s”."),
}
ALIKE_ROUGHLY = {
    How.FEWER: sentence("For fewer than %(number)s voters it makes no difference."),
    How.MORE: sentence("For more than %(number)s voters it makes no difference."),
}
TOO_FEW = sentence("Too few people voted to say how many of them are better off by which.")
BY_CHOICES = sentence(
    "Ballots gave points here. These figures look only at what voters chose, not at how many points they gave."
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ready words: the first column of each row says what the row is about."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def fairness_table(voice: Voice, figures: Fairness) -> Table:
    """Say how many voters have something of the result, and how much."""
    return Table(
        voice.say(sentence("What voters have of the result")),
        (voice.say(sentence("Figure")), voice.say(sentence("Value"))),
        _rows(voice, [figures]),
    )


def projects_each(voice: Voice, figures: Fairness) -> Table:
    """Say how many voters have none, one, two and more of their projects funded; few voters are put to others."""
    head = (sentence("Of their own choice"), sentence("Voters"), sentence("Part of all"))
    caption = voice.say(sentence("How many of their projects voters see funded"))
    cells = (
        (_each(voice, one), few.some(voice, one.voters), few.part(voice, one.voters, figures.voters))
        for one in few.in_ranges(figures.histogram)
    )
    return Table(caption, tuple(voice.say(words) for words in head), tuple(cells))


def areas_tables(voice: Voice, figures: Fairness) -> tuple[Table, ...]:
    """Say the figures by the area of the projects, and by that of the voters, where either is known."""
    tables = []
    if figures.project_areas:
        rows = tuple(
            (
                one.area or voice.say(sentence("No area")),
                _of(voice, one.funded, one.projects),
                voice.money(one.spent),
                few.some(voice, one.voters),
            )
            for one in figures.project_areas
        )
        head = (sentence("Area"), sentence("Projects funded"), sentence("Money"), sentence("Voters who chose one"))
        tables.append(_table(voice, sentence("By the area of the projects"), head, rows))
    if figures.voter_areas:
        rows = tuple(
            (
                ", ".join(area or voice.say(sentence("No area")) for area in one.areas),
                voice.number(one.voters),
                few.share(voice, one.represented, one.voters - one.represented),
                few.mean(one.mean, one.voters),
            )
            for one in figures.voter_areas
        )
        head = (sentence("Area"), sentence("Voters"), sentence("With something funded"), sentence("Projects each"))
        tables.append(_table(voice, sentence("By the area of the voters"), head, rows))
    return tuple(tables)


def claims(voice: Voice, figures: Fairness) -> tuple[str, ...]:
    """Say which groups were left out that were large enough for a project of theirs; one sentence if there is none."""
    by_choices = (voice.say(BY_CHOICES),) if figures.by_choices else ()
    return (*by_choices, *_left_out(voice, figures))


def _left_out(voice: Voice, figures: Fairness) -> tuple[str, ...]:
    if not figures.left_out:
        template = sentence(
            "No group of voters was left out: wherever enough of them chose a project to pay for it with their part of "
            "the pot, it is funded, or one of them at least has something else."
        )
        return (voice.say(template),)
    told = [_claim(voice, claim) for claim in figures.left_out if claim.size >= FEWEST]
    small = len(figures.left_out) - len(told)
    further = (voice.count(SMALL_CLAIMS, small, fewest=voice.number(FEWEST)),) if small else ()
    return (*told, *further)


def comparison_table(voice: Voice, found: SideBySide) -> Table:
    """Put the counts beside each other: what each funds for how much, and how many voters have something of it."""
    names = names_of(voice, [side.outcome for side in found.sides])
    head = (voice.say(sentence("Figure")), *names)
    money = (
        (
            voice.say(sentence("Projects funded")),
            *(voice.number(len(side.funded)) for side in found.sides),
        ),
        (voice.say(sentence("Spent")), *(voice.money(side.outcome.spent) for side in found.sides)),
        (voice.say(sentence("Left")), *(voice.money(side.outcome.left) for side in found.sides)),
    )
    rows = (*money, *_rows(voice, [side.fairness for side in found.sides]))
    return Table(voice.say(sentence("The counts beside each other")), head, rows)


def differing_table(voice: Voice, found: SideBySide) -> Table:
    """List the projects that some of the counts fund and some do not."""
    names = names_of(voice, [side.outcome for side in found.sides])
    yes, no = voice.say(sentence("Yes")), voice.say(sentence("No"))
    rows = tuple(
        (voice.title(ref), *(yes if place in places else no for place in range(len(found.sides))))
        for ref, places in found.differing
    )
    caption = voice.say(sentence("Projects that not all counts fund"))
    return Table(caption, (voice.say(sentence("Project")), *names), rows)


def better_off(voice: Voice, found: SideBySide, pair: Pair) -> str:
    """Say how many voters have more of their projects funded by the one count, by the other, and by neither."""
    names = names_of(voice, [side.outcome for side in found.sides])
    return _better(voice, (names[pair.first], names[pair.second]), (pair.better_first, pair.better_second, pair.alike))


def better_by_shares(voice: Voice, told: Comparison) -> str:
    """Say the same of equal shares and most votes first, as the count itself compared them."""
    names = (voice.say(RULES["equal-shares"]), voice.say(RULES["greedy"]))
    return _better(voice, names, (told.prefer_shares, told.prefer_greedy, told.indifferent))


def _better(voice: Voice, names: tuple[str, str], voters: tuple[int, int, int]) -> str:
    """Say it of two rules with these names: so many better off by the first, by the second, and neither."""
    told = few.veiled(voters)
    if told is None:
        return voice.say(TOO_FEW)
    first, second = (
        _voters(voice, one, BETTER, BETTER_ROUGHLY, rule=name) for one, name in zip(told, names, strict=False)
    )
    return " ".join((first, second, _voters(voice, told[2], ALIKE, ALIKE_ROUGHLY)))


def _voters(voice: Voice, told: Veiled, exactly: tuple[str, str], roughly: Mapping[How, str], **figures: object) -> str:
    if told.how is How.EXACTLY:
        return voice.count(exactly, told.number, **figures)
    return voice.say(roughly[told.how], number=voice.number(told.number), **figures)


def names_of(voice: Voice, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Name counts by their rules, and by the parameters in which two by the same rule differ."""
    return tuple(_name(voice, outcome, [one for one in outcomes if one.rule == outcome.rule]) for outcome in outcomes)


def _name(voice: Voice, outcome: Outcome, alike: list[Outcome]) -> str:
    if outcome.rule not in RULES:
        return outcome.rule
    every = [dict(_told(voice, one)) for one in alike]
    differing = [
        f"{words}: {value}" for words, value in _told(voice, outcome) if len({told[words] for told in every}) > 1
    ]
    name = voice.say(RULES[outcome.rule])
    return f"{name} ({'; '.join(differing)})" if differing else name


def _told(voice: Voice, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    return rule_rows(voice, rule_from_parameters(outcome.parameters))


def _rows(voice: Voice, all_figures: Sequence[Fairness]) -> tuple[tuple[str, ...], ...]:
    """Give the rows that several counts share, a column for each."""
    halves = [
        voice.about(one.money.quarters[2]) if one.money and one.voters >= 2 * FEWEST else few.UNKNOWN
        for one in all_figures
    ]
    return (
        (
            voice.say(sentence("Voters with something funded")),
            *(few.share(voice, one.represented, one.without) for one in all_figures),
        ),
        (
            voice.say(sentence("Voters with nothing funded")),
            *(few.share(voice, one.without, one.represented) for one in all_figures),
        ),
        (voice.say(sentence("Funded projects for each voter, on average")), *_means(all_figures)),
        (voice.say(sentence("Money for each voter: half of them have at least")), *halves),
        (
            voice.say(sentence("Groups left out")),
            *(voice.number(len(one.left_out)) for one in all_figures),
        ),
    )


def _means(all_figures: Sequence[Fairness]) -> list[str]:
    return [few.mean(one.mean, one.voters) for one in all_figures]


def _each(voice: Voice, one: Range) -> str:
    if one.first == one.last:
        return voice.count(FUNDED_EACH, one.last)
    return voice.count(RANGE_EACH, one.last, first=voice.number(one.first))


def _claim(voice: Voice, claim: LeftOut) -> str:
    return voice.count(
        COULD_CLAIM if claim.most else COULD_CLAIM_FROM_NOTHING,
        claim.size,
        title=voice.title(claim.project),
        cost=voice.money(claim.cost),
        most=voice.money(claim.most),
    )


def _table(voice: Voice, caption: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(voice.say(caption), tuple(voice.say(words) for words in head), rows)


def _of(voice: Voice, part: int, whole: int) -> str:
    return voice.say(sentence("%(part)s of %(whole)s"), part=voice.number(part), whole=voice.number(whole))
