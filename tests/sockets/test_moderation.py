"""Moderation over a line that is open already: what holds from now on binds the next event, and tombstones are told."""

from collections.abc import Callable
from contextlib import closing

from flask import Flask

from deliberation.moderation import Verdict
from pb_app.moderating import Grounds
from pb_app.services import measures, moderation
from pb_app.services.measures import Measure
from pb_app.web.unit_of_work import installation
from tests import world
from tests.rooms_world import Talked
from tests.sockets.conftest import Listener
from tests.world import World

Listen = Callable[[str | None], Listener]
WHY = Grounds(None, "Take a breath.")


def test_muted_after_connecting_is_refused(app: Flask, lorn: World, listen: Listen, room: Talked) -> None:
    niall = listen("neighbour")
    assert niall.posts(room, "In time")["ok"]
    with closing(world.acting(installation(app), lorn, "facilitator")) as facilitator:
        measures.mute_person(facilitator, room.room_id, 1, 10, WHY)
    refused = niall.posts(room, "Too late", "key-00000002")
    assert (refused["ok"], refused["status"]) == (False, 403)
    assert "has muted you" in refused["why"]


def test_slow_mode_answers_how_long_to_wait(app: Flask, lorn: World, listen: Listen, room: Talked) -> None:
    niall = listen("neighbour")
    assert niall.posts(room, "First")["ok"]
    with closing(world.acting(installation(app), lorn, "facilitator")) as facilitator:
        measures.take_measure(facilitator, room.room_id, Measure(Verdict.SLOW_MODE, 600, WHY.note))
    refused = niall.posts(room, "Second", "key-00000002")
    assert (refused["ok"], refused["status"]) == (False, 429)


def test_what_is_held_and_comes_back_is_drawn_anew_for_everybody(
    app: Flask, lorn: World, listen: Listen, room: Talked
) -> None:
    niall, rhona = listen("neighbour"), listen("resident")
    rhona.joins(room)
    niall.posts(room, "Something blunt")
    parts = installation(app)
    with closing(world.acting(parts, lorn, "resident")) as resident:
        case = moderation.report_message(resident, room.room_id, 1, None, "Blunt")
    for version, verdict in enumerate((Verdict.HOLD, Verdict.LEAVE)):
        with closing(world.acting(parts, lorn, "facilitator")) as facilitator:
            moderation.decide_on_message(facilitator, case.id, version, verdict, WHY)
    said, held, back = rhona.heard()
    assert "Something blunt" in said["html"]
    assert ("Something blunt" in held["html"], held["redraws"], held["message"]) == (False, True, 1)
    assert ("Something blunt" in back["html"], back["redraws"], back["message"]) == (True, True, 1)
    replayed = listen("resident").joins(room)["events"]
    assert [one["seq"] for one in replayed] == [1, 2, 3]
