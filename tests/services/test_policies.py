"""Publishing the rules of talking together."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app.queries import policies as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services.policies import publish_policy
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.logbook import newest
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
KIND = "Be kind\nTo people."
TWO = f"{KIND}\n\nBe brief\nSay it once."


def test_an_officer_publishes_rules_and_changes_them(uow_of: UowOf, small_world: World) -> None:
    publish_policy(uow_of("officer"), "lorn", 0, TWO, "Bi coibhneil\nRi daoine.\n\nBi goirid\nAon turas.")
    publish_policy(uow_of("administrator"), "lorn", 1, KIND)
    latest = queries.policy_of(uow_of(None).session, small_world.partnership_id)
    assert latest is not None
    assert (latest.version, [(rule.label, rule.text, rule.label_gd) for rule in latest.rules]) == (
        2,
        [("Be kind", "To people.", "")],
    )
    first = queries.policy_at(uow_of(None).session, small_world.partnership_id, 1)
    assert first is not None
    assert [rule.text_gd for rule in first.rules] == ["Ri daoine.", "Aon turas."]
    assert len(queries.policies_of(uow_of(None).session, small_world.partnership_id)) == 2


def test_the_log_tells_the_version_and_a_digest_and_no_words(uow_of: UowOf) -> None:
    officer = uow_of("officer")
    publish_policy(officer, "lorn", 0, KIND)
    assert set(newest(officer)["d"]) == {"partnership", "version", "sha256"}


def test_two_officers_at_once_do_not_overwrite_each_other(uow_of: UowOf) -> None:
    publish_policy(uow_of("officer"), "lorn", 0, TWO)
    with pytest.raises(Conflict, match="Somebody else has published"):
        publish_policy(uow_of("second_officer"), "lorn", 0, KIND)


@pytest.mark.parametrize("who", ["resident", "facilitator", "auditor", "other_officer", None])
def test_writing_rules_takes_a_role_for_the_whole_partnership(uow_of: UowOf, who: str | None) -> None:
    with pytest.raises(Forbidden):
        publish_policy(uow_of(who), "lorn", 0, KIND)


def test_a_partnership_that_is_not_there_has_no_rules(uow_of: UowOf) -> None:
    with pytest.raises(NotVisible):
        publish_policy(uow_of("officer"), "nowhere", 0, KIND)


@pytest.mark.parametrize(
    ("english", "why"),
    [
        ("", "between 1 and 12"),
        ("\n\n".join([KIND] * 13), "between 1 and 12"),
        ("Be kind", "Rule 1 has a name and no text"),
        (f"{KIND}\n\n{'x' * 81}\nText", "Rule 2 is too long"),
        (f"{KIND}\n\nName\n{'x' * 601}", "Rule 2 is too long"),
    ],
)
def test_what_is_no_list_of_rules_is_refused_on_its_field(uow_of: UowOf, english: str, why: str) -> None:
    with pytest.raises(Invalid, match=why) as refused:
        publish_policy(uow_of("officer"), "lorn", 0, english)
    assert refused.value.field == "english"


def test_both_languages_hold_the_same_rules(uow_of: UowOf) -> None:
    with pytest.raises(Invalid, match="2 rules in English and 1 in Gaelic"):
        publish_policy(uow_of("officer"), "lorn", 0, TWO, KIND)


@pytest.mark.parametrize("table", ["room_policy", "room_rule"])
def test_what_was_published_cannot_be_rewritten(uow_of: UowOf, parts: Installation, table: str) -> None:
    publish_policy(uow_of("officer"), "lorn", 0, KIND)
    session = uow_of(None).session
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 1"):
        with pytest.raises(DBAPIError):
            session.execute(text(statement))
        session.rollback()
