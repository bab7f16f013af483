"""All checks of a bundle, one after the other, none of which can bring the program down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from moothill_verify import archive, count_checks, log_checks, money_checks, notes, poll_checks, receipts
from moothill_verify.bundle import SUMS, Bundle
from moothill_verify.count_checks import Counted
from moothill_verify.faults import Fault, Malformed, Mismatch, sentence
from moothill_verify.lines import Line, Mark, Part
from moothill_verify.policy import policy_of

UNREADABLE = (ArithmeticError, AttributeError, LookupError, MemoryError, OSError, RecursionError, TypeError, ValueError)
"""What damaged data can make of reading it where no check foresaw the damage: it is then named with its part."""
Check = Callable[[], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked: the bundle's bytes, and what the reader brings; a file comes with its name."""

    data: bytes
    policy: tuple[bytes, str] | None = None
    since: tuple[bytes, str] | None = None
    receipt: tuple[bytes, str] | None = None
    code: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A line for each check, and what was counted here."""

    lines: tuple[Line, ...]
    counts: tuple[Counted, ...]
    title: str


class _Checking:
    """The checks under way: their lines, and the counts that later checks hang on."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.counts: list[Counted] = []

    def run(self, part: Part, check: Check) -> None:
        """Run a check; what it cannot get over becomes its line. The same trouble is told once."""
        try:
            for line in check():
                self.lines.append(line)
        except Fault as fault:
            self._tell(Line.of(fault, part))
        except UNREADABLE:
            self._tell(Line(part, Mark.UNREADABLE, sentence("A part of the bundle cannot be read, so nothing holds.")))

    def _tell(self, line: Line) -> None:
        if (line.template, line.figures) not in [(one.template, one.figures) for one in self.lines]:
            self.lines.append(line)


def report_on(asked: Asked) -> Report:
    """Check everything; nothing in the bundle, however damaged, raises an error."""
    checking = _Checking()
    made: list[Bundle] = []
    older: list[notes.Checkpoint] = []
    checking.run(Part.FILES, partial(_opened, asked, made, older))
    if not made:
        return Report(tuple(checking.lines), (), "")
    bundle = made[0]
    for part, check in _checks(bundle, checking, asked, older):
        checking.run(part, check)
    try:
        title = bundle.definition.text("title")
    except Fault:
        title = ""
    return Report(tuple(checking.lines), tuple(checking.counts), title)


def _opened(asked: Asked, made: list[Bundle], older: list[notes.Checkpoint]) -> Iterator[Line]:
    """Read the archive and what was brought beside it."""
    files = archive.members(asked.data)
    bundle = Bundle(files, policy_of(*asked.policy) if asked.policy else None)
    if asked.since:
        older.append(log_checks.older_checkpoint(bundle, *asked.since))
        bundle.older = older[0].size
    made.append(bundle)
    yield Line(
        Part.FILES, Mark.GOOD, sentence("The bundle holds %(files)d files, packed as published."), {"files": len(files)}
    )


def _checks(
    bundle: Bundle, checking: _Checking, asked: Asked, older: list[notes.Checkpoint]
) -> Iterator[tuple[Part, Check]]:
    """Yield every check with its part, in the order in which they are told."""
    yield Part.FILES, partial(check_sums, bundle)
    yield Part.LOG, partial(log_checks.check_signature, bundle)
    yield Part.WITNESSES, partial(log_checks.check_witnesses, bundle)
    yield Part.LOG, partial(log_checks.check_entries, bundle)
    yield Part.LOG, partial(log_checks.check_proofs, bundle)
    if asked.since:
        yield Part.LOG, partial(log_checks.check_since, bundle, older[0], asked.since[1])
    yield Part.POLL, partial(poll_checks.check_rules, bundle)
    yield Part.POLL, partial(poll_checks.check_pairs, bundle)
    yield Part.BOX, partial(poll_checks.check_box, bundle)
    yield Part.BOX, partial(poll_checks.check_bodies, bundle)
    yield Part.BOX, partial(poll_checks.check_marks, bundle)
    yield Part.BOX, partial(count_checks.check_ballots, bundle)
    yield Part.COUNT, partial(count_checks.check_records, bundle)
    yield Part.COUNT, partial(_count, bundle, checking)
    yield Part.DECISION, partial(money_checks.check_decisions, bundle, checking.counts)
    yield Part.LEDGER, partial(money_checks.check_ledger, bundle)
    yield Part.LEDGER, partial(money_checks.check_awards, bundle)
    yield Part.RECEIPT, partial(receipts.check_key, bundle)
    if asked.receipt:
        yield Part.RECEIPT, partial(receipts.check_receipt, bundle, *asked.receipt)
    if asked.code:
        yield Part.RECEIPT, partial(receipts.check_code, bundle, asked.code)
    if asked.secret:
        yield Part.RECEIPT, partial(receipts.check_secret, bundle, asked.secret)


def _count(bundle: Bundle, checking: _Checking) -> Iterator[Line]:
    checking.counts += count_checks.counted_again(bundle)
    yield from count_checks.check_counts(bundle, checking.counts)


def check_sums(bundle: Bundle) -> Iterator[Line]:
    """Every file has the checksum that stands beside its name, and there is none without."""
    wanted = "".join(f"{bundle.digest(name)}  {name}\n" for name in bundle.files if name != SUMS)
    told = bundle.file(SUMS)
    if told != wanted.encode():
        lines = dict(line.split("  ", 1)[::-1] for line in told.decode("ascii", "replace").split("\n") if "  " in line)
        changed = [name for name in bundle.files if name != SUMS and lines.get(name) != bundle.digest(name)]
        if not changed:
            raise Malformed(sentence("%(file)s is not in its canonical form."), file=SUMS)
        raise Mismatch(
            sentence("These files do not have the checksums in %(file)s: %(changed)s"),
            file=SUMS,
            changed=", ".join(changed),
        )
    template = sentence("Every file has the checksum that stands in %(file)s.")
    yield Line(Part.FILES, Mark.GOOD, template, {"file": SUMS})
