"""A real poll comes in through the same box as any vote, whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ballots.errors import BadPoll, FileFault
from ballots.pabulib import read
from ballots.rules import Completion, EqualShares, Greedy
from pb_app import box, receipts
from pb_app.imported.meta import interval, published_rule
from pb_app.models.box import box_inbox
from pb_app.models.budgets import AccountBalance, LedgerEntry, LedgerSeal
from pb_app.models.localities import Locality
from pb_app.models.log import LogPending
from pb_app.models.partnerships import Partnership
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.models.rounds import Round
from pb_app.queries import budgets, polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import imports
from pb_app.services.imports import import_poll
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.polls import BROKEN, SMALL
from tests.world import SOME_TIME_AGO, World

UowOf = Callable[[str | None], UnitOfWork]


def test_an_imported_poll_is_closed_with_a_ballot_and_a_mark_for_every_voter(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    poll = import_poll(uow, SMALL, "Oban", EqualShares())
    assert (poll.state, poll.ballots, poll.imported) == (PollState.CLOSED, 11, True)
    assert polls.marks_by_channel(uow.session, poll.id) == {"imported": 11}
    assert box.ballots_by_channel(uow.session, poll.id) == {"imported": 11}
    assert uow.session.scalar(select(func.count()).select_from(box_inbox)) == 0
    assert sorted(box.ballots_of(uow.session, poll.id)) == sorted(map(list, read(SMALL).ballots))


def test_the_root_is_that_of_the_box_and_one_mix_moved_it_all(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    poll = import_poll(uow, SMALL, "oban", EqualShares())
    hashes = box.hashes_of(uow.session, poll.id)
    assert poll.box_root == receipts.box_root(hashes).hex()
    assert hashes == sorted(hashes)
    assert box.mixes_of(uow.session, poll.id) == 1


def test_the_one_entry_of_an_import_holds_numbers_and_hashes(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    poll = import_poll(uow, SMALL, "Oban", EqualShares())
    (entry,) = [json.loads(body) for body in uow.session.scalars(select(LogPending.body))]
    assert entry["t"] == "poll.imported"
    assert entry["poll"] == str(poll.id)
    seals = {
        "fund_entry": 1,
        "fund_sha256": uow.session.get_one(LedgerSeal, 1).leaf_sha256,
        "pot_entry": 2,
        "pot_sha256": uow.session.get_one(LedgerSeal, 2).leaf_sha256,
    }
    box_and_rules = {
        "ballots": 11,
        "marks": 11,
        "root": poll.box_root,
        "file": read(SMALL).sha256,
        "rules": poll.rules_sha256,
    }
    assert entry["d"] == box_and_rules | seals


def test_its_pot_holds_the_budget_of_the_file_in_its_currency(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    poll = import_poll(uow, SMALL, "Oban", EqualShares())
    shown = polls.poll_by_no(uow.session, poll.poll_no)
    assert shown is not None
    assert (shown.pot.currency, shown.pot.name) == ("PLN", "Imported (test)")
    assert budgets.pot_pence(uow.session, poll.pot_id) == 1_100_00
    assert shown.round.title == "Imported test: Eleven voters"


def test_a_second_import_uses_the_same_fund_and_another_pot(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    first, second = (import_poll(uow, SMALL, "Oban", Greedy()) for _ in range(2))
    assert first.pot_id != second.pot_id
    assert budgets.pot_pence(uow.session, second.pot_id) == 1_100_00
    assert sorted(uow.session.scalars(select(AccountBalance.pence))) == [-2_200_00, 0, 1_100_00, 1_100_00]


def test_progress_is_told_up_to_the_last_ballot(uow_of: UowOf) -> None:
    told: list[tuple[int, int]] = []
    import_poll(uow_of("officer"), SMALL, "Oban", Greedy(), lambda done, of: told.append((done, of)))
    assert told[-1] == (11, 11)


@pytest.mark.parametrize("who", ["resident", "approver", "other_officer", None])
def test_only_an_officer_of_the_place_imports(uow_of: UowOf, who: str | None) -> None:
    with pytest.raises((Forbidden, NotVisible)):
        import_poll(uow_of(who), SMALL, "Oban", Greedy())


def test_a_broken_file_names_its_line_and_leaves_nothing(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    with pytest.raises(FileFault, match="Line 33"):
        import_poll(uow, BROKEN, "Oban", Greedy())
    assert _kept(uow) == 0


def test_a_failure_half_way_leaves_neither_rows_nor_a_key(uow_of: UowOf, parts: Installation) -> None:
    uow = uow_of("officer")

    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_poll(uow, SMALL, "Oban", Greedy(), stop)
    assert _kept(uow) == 0
    assert list(parts.keys.rolls.glob("*.key")) == []


def test_an_unknown_place_and_one_without_a_forum_are_refused(uow_of: UowOf) -> None:
    with pytest.raises(NotVisible):
        import_poll(uow_of("officer"), SMALL, "Atlantis", Greedy())
    with pytest.raises(Conflict):
        import_poll(uow_of("officer"), SMALL, "Kilmartin", Greedy())


def test_a_name_that_two_places_share_is_refused_with_their_slugs(
    uow_of: UowOf, parts: Installation, small_world: World
) -> None:
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        elsewhere = Partnership(slug="mull", name="Mull")
        uow.session.add(elsewhere)
        uow.session.flush()
        uow.session.add(Locality(partnership_id=elsewhere.id, slug="oban-mull", name="Oban"))
        uow.session.commit()
    uow.close()
    with pytest.raises(Conflict, match="oban, oban-mull"):
        import_poll(uow_of("officer"), SMALL, "Oban", Greedy())


def test_two_voters_never_share_a_number_on_the_roll(uow_of: UowOf, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([5, 5, *range(100)])
    monkeypatch.setattr(imports.secrets, "randbelow", lambda _most: next(numbers))
    uow = uow_of("officer")
    import_poll(uow, SMALL, "Oban", Greedy())
    assert sorted(uow.session.scalars(select(RollEntry.roll_no))) == list(range(11))


def test_an_import_whose_box_does_not_match_its_roll_is_not_kept(
    uow_of: UowOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports.polls, "marks_by_channel", lambda _session, _poll: {"imported": 10})
    uow = uow_of("officer")
    with pytest.raises(Conflict, match="not as many ballots"):
        import_poll(uow, SMALL, "Oban", Greedy())
    assert _kept(uow) == 0


def test_a_ballot_cannot_be_added_afterwards(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    poll = import_poll(uow, SMALL, "Oban", Greedy())
    late = box.Ballot.made(poll.id, ("bike",), receipts.Channel.IMPORTED, b"0123456789abcdef")
    with pytest.raises(Exception, match="not open"), uow.database.writing(uow.session):
        box.put(uow.session, late)
    uow.session.rollback()
    assert len(box.hashes_of(uow.session, poll.id)) == 11


@pytest.mark.parametrize(
    ("named", "rule"),
    [
        ("greedy", Greedy()),
        ("equalshares", EqualShares(Completion.NONE)),
        ("equalshares/add1", EqualShares(Completion.ADD1, increment=100)),
        ("equalshares/add1-comparison", EqualShares(Completion.ADD1, increment=100, comparison=True)),
    ],
)
def test_the_published_rule_is_understood(named: str, rule: Greedy | EqualShares) -> None:
    assert published_rule(read(SMALL.replace(b"rule;greedy", f"rule;{named}".encode()))) == rule


def test_a_published_rule_that_is_not_counted_here_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="greedy-threshold"):
        published_rule(read(SMALL.replace(b"rule;greedy", b"rule;greedy-threshold")))


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        ("03.04.2023", "21.04.2023", 19),
        ("2018", "2018", 365),
        ("2020", "2020", 366),
        ("soon", "", 1),
        ("31.02.2020", "1", 1),
    ],
)
def test_voting_lasts_from_the_first_day_to_the_end_of_the_last(begin: str, end: str, days: int) -> None:
    first, last = interval({"date_begin": begin, "date_end": end}, SOME_TIME_AGO)
    assert (last - first).days == days


def test_a_poll_with_rivals_is_refused_rather_than_loaded_without_them(uow_of: UowOf) -> None:
    said = b"#1: At most one of these projects is funded (rows of PROJECTS): 1, 2"
    with pytest.raises(Invalid, match="exclude each other"):
        import_poll(
            uow_of("officer"), SMALL.replace(b"PROJECTS\n", b"comment;" + said + b"\nPROJECTS\n"), "Oban", Greedy()
        )


def test_every_real_file_comes_in_with_whatever_ballots_it_has(uow_of: UowOf, real_data: Path) -> None:
    came_in, refused = [], []
    for path in sorted((real_data / "pabulib").glob("*.pb")):
        if path.stat().st_size > LARGE:
            continue
        try:
            came_in.append(import_poll(uow_of("officer"), path, "Oban", EqualShares()).ballots)
        except (Invalid, BadPoll) as refusal:
            refused.append(str(refusal))
    assert len(came_in) >= 10
    assert [why for why in refused if "needs the most points" not in why] == []


LARGE = 300_000


def _kept(uow: UnitOfWork) -> int:
    tables = (Poll, Round, RollEntry, RollMark, LedgerEntry, LogPending)
    return sum(uow.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
