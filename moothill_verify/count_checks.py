"""Checking the count: the file of ballots, the seed of the lots, and the whole count done a second time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from moothill_verify.bundle import HASHES, POLL, VERSION, Bundle, ballots_file, record_file, totals_file
from moothill_verify.canonical import Fields
from moothill_verify.counting.ballots import Ballots, Group, Totals, read_pb
from moothill_verify.counting.count import count
from moothill_verify.counting.greedy import Funded
from moothill_verify.faults import Malformed, Mismatch, sentence
from moothill_verify.lines import Line, Mark, Part

LOT_TAG = b"moothill/lot/v1\0"
MOST_DECIMALS = 4
TOTALS_ONLY = "totals_only"


@dataclass(frozen=True, slots=True)
class Counted:
    """A contest as it was counted here: its projects by reference, and what is funded."""

    contest: Fields
    ballots: Ballots
    funded: Funded

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the projects by their references."""
        return {one.text("ref"): one.text("title") for one in self.contest.objects("projects")}


def read_ballots(bundle: Bundle, place: int) -> Ballots:
    """Return the ballots of a contest. Raises Mismatch if projects or money are not those of the frozen rules."""
    contest, name = bundle.contests[place - 1], ballots_file(place)
    exponent, projects = contest.whole("exponent"), _projects(bundle, contest)
    if not 0 <= exponent <= MOST_DECIMALS:
        raise Malformed(sentence("%(file)s is not in its canonical form."), file=POLL)
    if bundle.publication == TOTALS_ONLY:
        return _read_totals(bundle, place, exponent)
    found = read_pb(bundle.file(name), exponent, name)
    if found.costs != {one.text("ref"): one.whole("cost") for one in projects}:
        raise Mismatch(sentence("%(file)s has other projects or costs than the frozen rules."), file=name)
    if found.budget != contest.whole("budget"):
        raise Mismatch(sentence("%(file)s has another budget than the frozen rules."), file=name)
    return replace(found, least=_least(projects))


def _least(projects: list[Fields]) -> dict[str, int]:
    return {one.text("ref"): one.whole("least") for one in projects if "least" in one}


def _projects(bundle: Bundle, contest: Fields) -> list[Fields]:
    """Return the projects of a contest that were counted: those that were not withdrawn while people voted."""
    return [one for one in contest.objects("projects") if one.text("ref") not in bundle.withdrawn]


def _gone(bundle: Bundle, contest: Fields) -> list[str]:
    return sorted({one.text("ref") for one in contest.objects("projects")} & bundle.withdrawn.keys())


def _read_totals(bundle: Bundle, place: int, exponent: int) -> Ballots:
    """Return the totals of a contest of which no more is published. Raises Mismatch if they contradict the box."""
    contest, name = bundle.contests[place - 1], totals_file(place)
    told = bundle.fields(name)
    projects = _projects(bundle, contest)
    costs = {one.text("ref"): one.whole("cost") for one in projects}
    totals = Totals(told.whole("voters"), told.numbers("votes"), told.numbers("scores"))
    votes = totals.votes
    sound = votes.keys() == totals.scores.keys() == costs.keys() and told.whole("v") == VERSION
    if not sound or not all(0 <= many <= totals.voters <= len(bundle.hashes) for many in votes.values()):
        raise Mismatch(sentence("%(file)s has totals that this box cannot have."), file=name)
    least = _least(projects)
    return Ballots(costs, contest.whole("budget"), 10**exponent, (), totals.voters, least, (), totals)


def check_ballots(bundle: Bundle) -> Iterator[Line]:
    """Every row of the file is a ballot that the rules allow, and there are no more than the box has."""
    for place, contest in enumerate(bundle.contests, 1):
        ballots, name = read_ballots(bundle, place), ballots_file(place)
        limits, gone = contest.within("ballot"), _gone(bundle, contest)
        for project in gone:
            template = sentence("Project %(project)s left the paper by entry %(entry)d, so no mark for it was counted.")
            yield Line(Part.BOX, Mark.NOTE, template, {"project": project, "entry": bundle.withdrawn[project]})
        if gone:
            limits = _without_least(limits)
        if ballots.totals:
            template = sentence("Of the ballots only totals are published: %(voters)d people marked something.")
            yield Line(Part.BOX, Mark.NOTE, template, {"voters": ballots.voters})
            continue
        for group in ballots.groups:
            if not _is_allowed(limits, group, ballots):
                raise Mismatch(sentence("%(file)s holds a ballot that the frozen rules do not allow."), file=name)
        blank = len(bundle.hashes) - ballots.rows
        if blank < 0:
            raise Mismatch(sentence("%(file)s has more rows than the box has ballots."), file=name)
        figures = {"file": name, "rows": ballots.rows, "blank": blank}
        template = sentence(
            "%(file)s holds %(rows)d ballots that the rules allow; %(blank)d more are blank or elsewhere."
        )
        yield Line(Part.BOX, Mark.GOOD, template, figures)


def _is_allowed(limits: Fields, group: Group, ballots: Ballots) -> bool:
    """Say whether a ballot keeps to the limits of its kind; one extra vote may stand on it where the rules have one."""
    extra = int("extra" in limits)
    style, chosen, given = limits.text("style"), len(group.points), sum(points for _, points in group.points)
    number = _limit(limits, "min_choices") <= chosen <= _limit(limits, "max_choices", chosen) + extra
    if style == "scores":
        return _limit(limits, "default") > 0 or number
    if style == "spending":
        spent = sum(ballots.costs[project] for project, _ in group.points)
        most = _limit(limits, "most_cost", ballots.budget)
        return bool(extra) or (number and _limit(limits, "least_cost") <= spent <= most)
    if style == "points":
        most = _limit(limits, "most_total", given) + extra
        return bool(extra) or (number and _limit(limits, "least_total") <= given <= most)
    return number or bool(extra)


def _without_least(limits: Fields) -> Fields:
    """Return the limits but those from below: a ballot may have become less by a withdrawal."""
    least = ("min_choices", "least_cost", "least_total")
    return Fields({name: value for name, value in limits.value.items() if name not in least}, limits.name)


def _limit(limits: Fields, name: str, otherwise: int = 0) -> int:
    return limits.whole(name) if name in limits else otherwise


def check_records(bundle: Bundle) -> Iterator[Line]:
    """Each record of a count is about these rules, these ballots and this box, and is the one in the log."""
    published = bundle.log.needed("result.published")
    for place, contest in enumerate(bundle.contests, 1):
        name = record_file(place)
        record = bundle.fields(name)
        said = {
            "poll": bundle.poll,
            "rules_sha256": bundle.digest(POLL),
            "pb_sha256": _pb_sha256(bundle, place, record),
            "box_root": bundle.log.needed("paper.reconciled", "poll.closed", "poll.imported").facts.text("root"),
        }
        wrong = next((part for part, value in said.items() if record.text(part) != value), None)
        if wrong is None and record.whole("box_size") != len(bundle.hashes):
            wrong = "box_size"
        if wrong is None and (record.texts("withdrawn") if "withdrawn" in record else []) != _gone(bundle, contest):
            wrong = "withdrawn"
        if wrong is None and record.within("rule").within("params").value != contest.within("rule").value:
            wrong = "rule"
        if wrong is not None:
            raise Mismatch(sentence("%(file)s does not fit the bundle: %(part)s"), file=name, part=wrong)
        _check_seed(bundle, record, name)
    for entry in (bundle.log.needed("count.recorded"), published):
        _check_named(bundle, entry.facts, entry.index)
    template = sentence(
        "The record of the count is about these rules, ballots and box, and entry %(entry)d published it."
    )
    yield Line(Part.COUNT, Mark.GOOD, template, {"entry": published.index})


def _pb_sha256(bundle: Bundle, place: int, record: Fields) -> str:
    """Return the hash of the ballots of a contest; where they are not published, what the record says of it."""
    totals = bundle.publication == TOTALS_ONLY
    return record.text("pb_sha256") if totals else bundle.digest(ballots_file(place))


def _check_named(bundle: Bundle, facts: Fields, index: int) -> None:
    """Raise Mismatch unless an entry of the log names the records and the files of ballots by their hashes."""
    places = range(1, len(bundle.contests) + 1)
    records = [bundle.digest(record_file(place)) for place in places]
    files = [_pb_sha256(bundle, place, bundle.fields(record_file(place))) for place in places]
    told = [f"{facts.value.get(one, '')} {facts.value.get(f'{one}s', '')}".split() for one in ("record", "file")]
    if told != [records, files]:
        raise Mismatch(
            sentence("Entry %(entry)d of the log names another record than %(file)s."),
            entry=index,
            file=record_file(1),
        )


def _check_seed(bundle: Bundle, record: Fields, name: str) -> None:
    """Raise Mismatch unless the seed of the lots comes from the box and the public value that the rules announced."""
    tie = record.within("tie")
    source, value = tie.text("source"), tie.text("value")
    seed = sha256(LOT_TAG + bytes.fromhex(record.text("box_root")) + value.encode()).hexdigest()
    announced = bundle.definition.text("seed_source")
    if (tie.text("seed"), source) != (seed, announced) or bool(source) != bool(value):
        raise Mismatch(sentence("The seed of the lots in %(file)s is not the one that the rules announced."), file=name)


def counted_again(bundle: Bundle) -> list[Counted]:
    """Return every contest, counted here by its frozen rule. Raises Malformed for a rule that is not known here."""
    found = []
    for place, contest in enumerate(bundle.contests, 1):
        ballots = read_ballots(bundle, place)
        if ballots.totals and contest.within("rule").text("rule") != "greedy":
            continue
        rule, seed = _parameters(contest.within("rule")), bundle.fields(record_file(place)).within("tie").text("seed")
        try:
            found.append(Counted(contest, ballots, count(ballots, rule, seed)))
        except (KeyError, ValueError, ZeroDivisionError):
            raise Malformed(sentence("%(file)s has a rule that cannot be counted by here."), file=POLL) from None
    return found


def _parameters(rule: Fields) -> Mapping[str, str | int]:
    return {name: value for name, value in rule.value.items() if isinstance(value, str | int)}


def check_counts(bundle: Bundle, counts: list[Counted]) -> Iterator[Line]:
    """The same projects win, in the same order and with the same money."""
    if len(counts) < len(bundle.contests):
        template = sentence("Without the ballots strangers cannot count again by this rule; auditors can.")
        yield Line(Part.COUNT, Mark.NOTE, template)
        return
    for place, counted in enumerate(counts, 1):
        record, funded, name = bundle.fields(record_file(place)), counted.funded, record_file(place)
        costs = counted.ballots.costs
        in_part = {project: given for project, given in funded.given.items() if given < costs[project]}
        if record.texts("winners") != list(funded.given) or record.texts("free") != funded.free:
            raise Mismatch(
                sentence("Counted again, the winners are %(winners)s; %(file)s has others."),
                winners=", ".join(funded.given) or "-",
                file=name,
            )
        parts = record.numbers("in_part") if "in_part" in record else {}
        if record.whole("spent_pence") != funded.spent or parts != in_part:
            raise Mismatch(sentence("Counted again, the winners get other amounts than in %(file)s."), file=name)
        figures = {"voters": counted.ballots.voters, "winners": len(funded.given), "hashes": HASHES}
        template = sentence(
            "Counted again from %(voters)d ballots: the same %(winners)d projects win, in the same order."
        )
        yield Line(Part.COUNT, Mark.GOOD, template, figures)
