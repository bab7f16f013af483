"""Who may vote: ages by band, connections, and what of it a definition tells."""

import pytest

from pb_app import eligibility
from pb_app.eligibility import AgeBand, Connection, Eligibility, NotEligible, Said
from pb_app.refusals import Invalid

LIVE, WORK = Connection.LIVE, Connection.WORK
EIGHT = Eligibility(8, None, (LIVE, WORK))
YOUTH = Eligibility(11, 25, (LIVE,))


@pytest.mark.parametrize(
    ("rules", "bands"),
    [
        (Eligibility(), ()),
        (EIGHT, (AgeBand.YOUNGER, AgeBand.WITHIN)),
        (YOUTH, (AgeBand.YOUNGER, AgeBand.WITHIN, AgeBand.OLDER)),
        (Eligibility(0, 25), (AgeBand.WITHIN, AgeBand.OLDER)),
    ],
)
def test_age_is_asked_by_bands_and_only_where_it_matters(rules: Eligibility, bands: tuple[AgeBand, ...]) -> None:
    assert rules.bands == bands


def test_whoever_is_old_enough_and_connected_may_vote() -> None:
    assert EIGHT.check(Said(WORK, AgeBand.WITHIN)) is WORK
    assert Eligibility().check(Said()) is LIVE
    assert Eligibility().check(Said(LIVE, AgeBand.YOUNGER)) is LIVE


@pytest.mark.parametrize(
    ("rules", "said", "kind", "why"),
    [
        (EIGHT, Said(LIVE, AgeBand.YOUNGER), NotEligible, "aged 8 or over"),
        (YOUTH, Said(LIVE, AgeBand.OLDER), NotEligible, "aged 25 or under"),
        (EIGHT, Said(LIVE), Invalid, "how old"),
        (EIGHT, Said(LIVE, AgeBand.OLDER), Invalid, "how old"),
        (EIGHT, Said(Connection.MEMBER, AgeBand.WITHIN), Invalid, "what connects you"),
        (EIGHT, Said(None, AgeBand.WITHIN), Invalid, "what connects you"),
    ],
)
def test_others_are_told_why_not(rules: Eligibility, said: Said, kind: type[Invalid], why: str) -> None:
    with pytest.raises(kind, match=why):
        rules.check(said)


@pytest.mark.parametrize("rules", [Eligibility(), EIGHT, YOUTH, Eligibility(0, 18, tuple(Connection), anywhere=True)])
def test_rules_are_read_back_as_they_were_written(rules: Eligibility) -> None:
    assert eligibility.read(eligibility.text_of(rules)) == rules


def test_the_usual_rules_are_not_told_so_that_definitions_stay_what_they_were() -> None:
    assert eligibility.text_of(Eligibility()) == ""
    assert eligibility.text_of(EIGHT) == '{"connections":["live","work"],"least_age":8}'


@pytest.mark.parametrize(
    "rules",
    [Eligibility(-1), Eligibility(121), Eligibility(16, 11), Eligibility(0, 121), Eligibility(connections=())],
)
def test_rules_that_cannot_be_meant_are_refused(rules: Eligibility) -> None:
    with pytest.raises(Invalid):
        eligibility.checked(rules)


def test_connections_stand_in_one_order() -> None:
    assert eligibility.checked(Eligibility(connections=(WORK, LIVE))).connections == (LIVE, WORK)
