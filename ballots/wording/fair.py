"""Figures of fairness and the comparison of several counts, in words and tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.compare import Pair, SideBySide
from ballots.errors import sentence, sentences
from ballots.fairness import FEWEST, Fairness, LeftOut
from ballots.outcome import Outcome
from ballots.wording.voice import Voice, decimal

RULES = {
    "greedy": sentence("Most votes first"),
    "equal-shares": sentence("Method of equal shares"),
    "phragmen": sentence("Method of Phragmén"),
}
FUNDED_EACH = sentences("%(count)s funded project", "%(count)s funded projects")
MORE_EACH = sentences("More than %(count)s funded project", "More than %(count)s funded projects")
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
    """Say how many voters have none, one, two and more of their projects funded; few voters are not told."""
    last = max((number for number, voters in enumerate(figures.histogram) if voters >= FEWEST), default=0)
    rows = [(voice.count(FUNDED_EACH, number), figures.histogram[number]) for number in range(last + 1)]
    if last + 1 < len(figures.histogram):
        rows.append((voice.count(MORE_EACH, last), sum(figures.histogram[last + 1 :])))
    head = (sentence("Of their own choice"), sentence("Voters"), sentence("Part of all"))
    caption = voice.say(sentence("How many of their projects voters see funded"))
    cells = ((words, _some(voice, voters), _part(voice, voters, figures.voters)) for words, voters in rows)
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
                _some(voice, one.voters),
            )
            for one in figures.project_areas
        )
        head = (sentence("Area"), sentence("Projects funded"), sentence("Money"), sentence("Voters who chose one"))
        tables.append(_table(voice, sentence("By the area of the projects"), head, rows))
    if figures.voter_areas:
        rows = tuple(
            (
                ", ".join(one.areas),
                voice.number(one.voters),
                _some(voice, one.represented),
                decimal(one.mean, 2),
            )
            for one in figures.voter_areas
        )
        head = (sentence("Area"), sentence("Voters"), sentence("With something funded"), sentence("Projects each"))
        tables.append(_table(voice, sentence("By the area of the voters"), head, rows))
    return tuple(tables)


def claims(voice: Voice, figures: Fairness) -> tuple[str, ...]:
    """Say which groups were left out that were large enough for a project of theirs; one sentence if there is none."""
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
    return " ".join(
        (
            voice.count(BETTER, pair.better_first, rule=names[pair.first]),
            voice.count(BETTER, pair.better_second, rule=names[pair.second]),
            voice.count(ALIKE, pair.alike),
        )
    )


def names_of(voice: Voice, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Name counts by their rules, and by the parameters in which two by the same rule differ."""
    return tuple(_name(voice, outcome, [one for one in outcomes if one.rule == outcome.rule]) for outcome in outcomes)


def _name(voice: Voice, outcome: Outcome, alike: list[Outcome]) -> str:
    name = voice.say(RULES[outcome.rule]) if outcome.rule in RULES else outcome.rule
    differing = [
        f"{parameter}: {outcome.parameters.get(parameter, '–')}"
        for parameter in sorted({parameter for one in alike for parameter in one.parameters})
        if len({str(one.parameters.get(parameter)) for one in alike}) > 1
    ]
    return f"{name} ({', '.join(differing)})" if differing else name


def _rows(voice: Voice, all_figures: Sequence[Fairness]) -> tuple[tuple[str, ...], ...]:
    """Give the rows that several counts share, a column for each."""
    halves = [voice.about(one.money.quarters[2]) if one.money else "–" for one in all_figures]
    return (
        (
            voice.say(sentence("Voters with something funded")),
            *(_share(voice, one.represented, one.without) for one in all_figures),
        ),
        (
            voice.say(sentence("Voters with nothing funded")),
            *(_share(voice, one.without, one.represented) for one in all_figures),
        ),
        (voice.say(sentence("Funded projects for each voter, on average")), *_means(all_figures)),
        (voice.say(sentence("Money for each voter: half of them have at least")), *halves),
        (
            voice.say(sentence("Groups left out")),
            *(voice.number(len(one.left_out)) for one in all_figures),
        ),
    )


def _means(all_figures: Sequence[Fairness]) -> list[str]:
    return [decimal(one.mean, 2) for one in all_figures]


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


def _share(voice: Voice, voters: int, others: int) -> str:
    """Give voters and their part of all; where they or the others are too few to be told, only which of the two."""
    if 0 < others < FEWEST <= voters:
        most = voice.number(voters + others - FEWEST)
        return voice.say(sentence("more than %(number)s"), number=most)
    if 0 < voters < FEWEST:
        return _some(voice, voters)
    return f"{voice.number(voters)} ({voice.percent(voters, voters + others)})"


def _part(voice: Voice, voters: int, of: int) -> str:
    return "–" if 0 < voters < FEWEST else voice.percent(voters, of)


def _some(voice: Voice, voters: int | None) -> str:
    if voters is None or 0 < voters < FEWEST:
        return voice.say(sentence("fewer than %(number)s"), number=voice.number(FEWEST))
    return voice.number(voters)


def _of(voice: Voice, part: int, whole: int) -> str:
    return voice.say(sentence("%(part)s of %(whole)s"), part=voice.number(part), whole=voice.number(whole))
