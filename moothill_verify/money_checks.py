"""Checking what followed from the count: the forum's decisions, and the money that the ledger moved."""

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

from moothill_verify.bundle import LEDGER, VERSION, Bundle, record_file
from moothill_verify.canonical import Fields, written
from moothill_verify.count_checks import Counted
from moothill_verify.entries import Entry
from moothill_verify.faults import Malformed, Mismatch, sentence
from moothill_verify.lines import Line, Mark, Part

REFERRED_BACK = "referred_back"


def check_decisions(bundle: Bundle, counts: list[Counted]) -> Iterator[Line]:
    """Each decision is the one in the log, and every amount that differs from the count has its reason."""
    told = [entry for entry in bundle.log.of_poll if entry.event == "result.adopted"]
    names = [f"decisions/{number}.json" for number in range(1, len(told) + 1)]
    if names != bundle.decisions:
        raise Mismatch(
            sentence("The bundle holds %(held)d decisions; the log tells of %(told)d."),
            held=len(bundle.decisions),
            told=len(told),
        )
    if not told:
        yield Line(Part.DECISION, Mark.NOTE, sentence("The deciding forum has not decided on this result yet."))
    records = {bundle.digest(record_file(place)): place for place in range(1, len(bundle.contests) + 1)}
    for name, entry in zip(names, told, strict=True):
        decision = bundle.fields(name)
        if bundle.digest(name) != entry.facts.text("adoption") or decision.text("poll") != bundle.poll:
            raise Mismatch(
                sentence("%(file)s is not the decision of entry %(entry)d of the log."), file=name, entry=entry.index
            )
        amounts = decision.objects("amounts")
        fits = (entry.facts.text("decision"), entry.facts.whole("pence"), entry.facts.text("record")) == (
            decision.text("decision"),
            sum(one.whole("pence") for one in amounts),
            decision.text("count"),
        )
        place = records.get(decision.text("count"))
        if not fits or place is None:
            raise Mismatch(
                sentence("%(file)s says other things than entry %(entry)d of the log."), file=name, entry=entry.index
            )
        yield from _check_amounts(bundle, (name, place), _of_contest(bundle, counts, place))


def _of_contest(bundle: Bundle, counts: list[Counted], place: int) -> dict[str, int]:
    """Return what a contest gives to each project: counted again here, or by its record where it could not be."""
    if len(counts) == len(bundle.contests):
        return dict(counts[place - 1].funded.given)
    record = bundle.fields(record_file(place))
    costs = {one.text("ref"): one.whole("cost") for one in bundle.contests[place - 1].objects("projects")}
    return {project: costs.get(project, 0) for project in record.texts("winners")} | (
        record.numbers("in_part") if "in_part" in record else {}
    )


def _check_amounts(bundle: Bundle, of: tuple[str, int], counted: dict[str, int]) -> Iterator[Line]:
    """Yield a line for the decision, and one for every project that is given another amount than counted."""
    (name, place), decision = of, bundle.fields(of[0])
    if decision.text("decision") == REFERRED_BACK:
        yield Line(
            Part.DECISION, Mark.GOOD, sentence("%(file)s refers the result back, with a reason."), {"file": name}
        )
        return
    known = {one.text("ref"): one.text("title") for one in bundle.contests[place - 1].objects("projects")}
    amounts = {one.text("ref"): one for one in decision.objects("amounts")}
    if not amounts.keys() <= known.keys() or not counted.keys() <= amounts.keys():
        raise Mismatch(sentence("%(file)s does not name the projects that the count funds."), file=name)
    differing = []
    for ref, one in amounts.items():
        if one.whole("counted_pence") != counted.get(ref, 0):
            raise Mismatch(
                sentence("%(file)s has another counted amount for %(project)s than the count."), file=name, project=ref
            )
        if one.whole("pence") != one.whole("counted_pence"):
            differing.append(one)
    if any(not one.text("reason") for one in differing) or (differing and decision.text("decision") == "adopted"):
        raise Mismatch(sentence("%(file)s departs from the count without a reason."), file=name)
    figures = {"file": name, "projects": len(amounts), "differing": len(differing)}
    template = sentence("%(file)s gives %(projects)d projects their amounts; %(differing)d differ from the count.")
    yield Line(Part.DECISION, Mark.GOOD, template, figures)
    for one in differing:
        template = sentence("%(project)s: counted %(counted)d, given %(given)d. Reason: %(reason)s")
        told = {"project": known[one.text("ref")], "counted": one.whole("counted_pence"), "given": one.whole("pence")}
        yield Line(Part.DECISION, Mark.NOTE, template, told | {"reason": one.text("reason")})


def check_ledger(bundle: Bundle) -> Iterator[Line]:
    """Every entry is balanced, is the one that the log names, and never overspends the pot or a project."""
    ledger = bundle.fields(LEDGER)
    if ledger.whole("v") != VERSION:
        raise Malformed(sentence("%(file)s is of another version."), file=LEDGER)
    accounts, entries = _accounts(ledger), ledger.objects("entries")
    standing: dict[int, int] = defaultdict(int)
    numbers = [entry.whole("entry") for entry in entries]
    if numbers != sorted(set(numbers)):
        raise Malformed(sentence("The entries of %(file)s do not stand in order, once each."), file=LEDGER)
    for entry in entries:
        _check_entry(bundle, entry, accounts)
        for account, pence in entry.pairs("lines"):
            standing[account] += pence
            if standing[account] < 0 and accounts[account].value.keys() & {"pot", "ref"}:
                raise _wrong_entry(entry, sentence("Entry %(entry)d in %(file)s takes more than an account holds."))
    missing = {
        number for number, (_, told) in bundle.log.money.items() if _is_ours(bundle, told.facts, accounts, told.poll)
    }
    if not missing <= set(numbers):
        raise Mismatch(sentence("%(file)s lacks an entry that the log tells of."), file=LEDGER)
    drafted = bundle.log.last("poll.drafted")
    opened = {entry.facts.whole("pot"): entry.facts.whole("round") for entry in bundle.log.opening_pots}
    if drafted is not None and any(opened.get(pot) != drafted.facts.whole("round") for pot in _pots(accounts)):
        raise Mismatch(sentence("%(file)s names another pot than the one that was opened for this poll."), file=LEDGER)
    template = sentence("%(entries)d entries of the ledger are balanced and are those that the log names.")
    yield Line(Part.LEDGER, Mark.GOOD, template, {"entries": len(entries)})


def _is_ours(bundle: Bundle, facts: Fields, accounts: dict[int, Fields], poll: str) -> bool:
    """Say whether an entry of the log moves money of this poll or feeds its pot."""
    return poll == bundle.poll or facts.value.get("pot") in _pots(accounts)


def _pots(accounts: dict[int, Fields]) -> set[int]:
    return {one.whole("pot") for one in accounts.values() if "pot" in one}


def _accounts(ledger: Fields) -> dict[int, Fields]:
    told = ledger.within("accounts")
    if not all(number.isascii() and number.isdigit() and len(number) < len("0" * 19) for number in told.value):
        raise Malformed(sentence("%(file)s names an account that is none."), file=LEDGER)
    accounts = {int(number): told.within(number) for number in told.value}
    for one in accounts.values():
        if not one.value.keys() <= {"currency", "pot", "ref"} or {"pot", "ref"} <= one.value.keys():
            raise Malformed(sentence("%(file)s names an account that is none."), file=LEDGER)
    return accounts


def _check_entry(bundle: Bundle, entry: Fields, accounts: dict[int, Fields]) -> None:
    lines = entry.pairs("lines")
    named, _ = bundle.log.money.get(entry.whole("entry"), ("", None))
    if sha256(written(entry.value)).hexdigest() != named:
        raise _wrong_entry(entry, sentence("Entry %(entry)d in %(file)s is not the one that the log names."))
    if sum(pence for _, pence in lines) or len({account for account, _ in lines}) < max(2, len(lines)):
        raise _wrong_entry(entry, sentence("The lines of entry %(entry)d in %(file)s do not come to nought."))
    currency = entry.text("currency")
    if any(account not in accounts or accounts[account].text("currency") != currency for account, _ in lines):
        raise _wrong_entry(
            entry, sentence("Entry %(entry)d in %(file)s moves money between accounts that are not there.")
        )


def check_awards(bundle: Bundle) -> Iterator[Line]:
    """The awards carry count and decision, and give every project exactly what was adopted."""
    posted = [entry for entry in bundle.log.of_poll if entry.event == "awards.posted"]
    if not posted:
        yield Line(Part.LEDGER, Mark.NOTE, sentence("No awards have been posted to the ledger yet."))
    pots: set[int] = set()
    for one in posted:
        yield from _check_award(bundle, one, pots)


def _check_award(bundle: Bundle, posted: Entry, pots: set[int]) -> Iterator[Line]:
    """Check the awards of one contest; `pots` are those from which others took theirs."""
    ledger = bundle.fields(LEDGER)
    accounts, number = _accounts(ledger), posted.facts.whole("entry")
    award = next((one for one in ledger.objects("entries") if one.whole("entry") == number), None)
    if award is None:
        raise Mismatch(sentence("%(file)s lacks an entry that the log tells of."), file=LEDGER)
    carried = (award.text("kind"), award.text("count_sha256"), award.text("adoption_sha256"), award.whole("log"))
    record = posted.facts.text("record")
    adopted = [entry for entry in bundle.log.of_poll if entry.event == "result.adopted"]
    own = [pair for pair in zip(bundle.decisions, adopted, strict=True) if pair[1].facts.text("record") == record]
    decision, entry = own[-1]
    if carried != ("award", record, bundle.digest(decision), entry.index):
        raise _wrong_entry(award, sentence("Entry %(entry)d in %(file)s carries another count or decision."))
    given = {accounts[account].text("ref"): pence for account, pence in award.pairs("lines") if pence > 0}
    taken = [accounts[account] for account, pence in award.pairs("lines") if pence < 0]
    if any("pot" not in one or one.whole("pot") in pots for one in taken):
        raise _wrong_entry(award, sentence("Entry %(entry)d in %(file)s does not give what was adopted."))
    pots.update(one.whole("pot") for one in taken)
    wanted = {one.text("ref"): one.whole("pence") for one in bundle.fields(decision).objects("amounts")}
    if given != {ref: pence for ref, pence in wanted.items() if pence}:
        raise _wrong_entry(award, sentence("Entry %(entry)d in %(file)s does not give what was adopted."))
    figures = {"entry": number, "projects": len(given)}
    template = sentence("The awards of entry %(entry)d give %(projects)d projects exactly what was adopted.")
    yield Line(Part.LEDGER, Mark.GOOD, template, figures)


def _wrong_entry(entry: Fields, template: str) -> Mismatch:
    return Mismatch(template, entry=entry.whole("entry"), file=LEDGER)
