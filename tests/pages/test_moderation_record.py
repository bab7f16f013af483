"""The public record of moderation: no names and no words, months without small numbers, and one file of it all."""

from collections.abc import Callable
from contextlib import closing

from flask import Flask

from deliberation.kinds import RoomStage, RoomState
from deliberation.moderation import Verdict
from pb_app.moderating import Grounds
from pb_app.services import appeals, measures, moderation, policies, room_life, rooms
from pb_app.services.measures import Measure
from pb_app.services.room_life import RoomPlan
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
PAGE = "/partnerships/lorn/moderation"


def moderated(app: Flask, lorn: World, acting: Acting, messages: int) -> None:
    """A room in which so many messages were hidden under a rule, and the first appeal was right."""
    room = open_room(installation(app), lorn)
    with closing(acting("officer")) as officer:
        rule = policies.publish_policy(officer, "lorn", 0, "Be kind\nTo people.").rules[0].id
    for number in range(1, messages + 1):
        with closing(acting("neighbour")) as neighbour:
            seq = rooms.post_message(neighbour, room.room_id, f"key-{number:08d}", f"Unkind {number}").seq
        with closing(acting("resident")) as resident:
            case = moderation.report_message(resident, room.room_id, seq, rule)
        with closing(acting("facilitator")) as facilitator:
            grounds = Grounds(rule, "Too blunt.")
            moderation.decide_on_message(facilitator, case.id, 0, Verdict.HIDE, grounds)
    with closing(acting("neighbour")) as neighbour:
        appeals.make_appeal(neighbour, 1, "I meant the bench.")
        appeals.make_appeal(neighbour, 2, "And here too.")
    with closing(acting("officer")) as officer:
        appeals.decide_appeal(officer, 1, "It was the bench.", is_upheld=True)
        measures.take_measure(officer, room.room_id, Measure(Verdict.PAUSE, 5, "Heat"))


def test_the_record_tells_what_was_decided_and_no_names_and_no_words(
    app: Flask, lorn: World, reader_as: ReaderAs, acting: Acting
) -> None:
    moderated(app, lorn, acting, 2)
    page = reader_as(None).open(PAGE).text
    for told in (
        "Be kind (1)",
        "Right: undone",
        "Waits",
        "The message came back",
        "too few to say",
        "The room was paused",
    ):
        assert told in page
    file = reader_as(None).open(f"{PAGE}/record.json")
    assert "Decisions by rule" in page
    decisions = {one["number"]: one for one in file.get_json()["decisions"]}
    assert [decisions[number]["appeal"] for number in (1, 2, 3)] == ["upheld", "waits", None]
    assert decisions[4]["cause"] is None
    assert decisions[1]["stage"] is None
    assert file.get_json()["clock_hours"] == {"live": 1, "otherwise": 24}
    for text in (page, file.text):
        for private in ("Niall", "Rhona", "Fearghas", "Unkind", "Too blunt", "the bench"):
            assert private not in text


def test_the_stage_of_each_decision_is_told(app: Flask, lorn: World, acting: Acting, reader_as: ReaderAs) -> None:
    made = open_room(installation(app), lorn)
    plan = RoomPlan("The shore", "To choose.", "The paper.", "The forum.")
    with closing(acting("facilitator")) as facilitator:
        room = room_life.add_room(facilitator, made.round_no, plan)
        room_life.set_room(facilitator, room, RoomState.OPEN, "We begin.")
        measures.take_measure(facilitator, room, Measure(Verdict.PAUSE, 5, "Heat"))
        room_life.move_agenda(facilitator, room, RoomStage.EXPLORE, "On we go.")
        measures.take_measure(facilitator, room, Measure(Verdict.PAUSE, 0, "Cool"))
    told = reader_as(None).open(f"{PAGE}/record.json").get_json()["decisions"]
    assert [one["stage"] for one in told] == ["explore", "gather"]
    assert "No rule named" in reader_as(None).open(PAGE).text


def test_a_month_with_enough_decisions_shows_its_total_and_no_small_part(
    app: Flask, lorn: World, reader_as: ReaderAs, acting: Acting
) -> None:
    moderated(app, lorn, acting, 10)
    page = reader_as(None).open(PAGE).text
    numbers = page[page.index("<tbody") : page.index("</tbody>")]
    assert ">12<" in numbers.replace(" ", "").replace("\n", "")
    assert "too few to say" not in numbers


def test_before_anything_was_decided_the_record_says_so(reader_as: ReaderAs) -> None:
    assert "Nothing has been reported or decided yet." in reader_as(None).open(PAGE).text
    for path in ("/partnerships/nowhere/moderation", "/partnerships/nowhere/moderation/record.json"):
        assert reader_as(None).open(path).status_code == 404
