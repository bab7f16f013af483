"""The minutes of a room as files: the words that stand in it now, none of what was hidden, withdrawn or erased."""

import json
from collections.abc import Sequence

from pb_app.exports.tables import Cell, csv_text
from pb_app.models.rooms import Room
from pb_app.models.sheets import Facilitation
from pb_app.queries.minutes import Line
from pb_app.queries.room_life import Signed

HEAD = (
    "number",
    "at",
    "stage",
    "way",
    "channel",
    "what",
    "kind",
    "author",
    "answers",
    "headline",
    "text",
    "source",
    "reason",
)


def minutes_csv(lines: Sequence[Line]) -> str:
    """A row for each line."""
    return csv_text(HEAD, (_row(line) for line in lines))


def minutes_json(room: Room, lines: Sequence[Line], signed: Signed | None, facilitation: Facilitation | None) -> str:
    """The same rows, with what the room was for, who ran it and what it concluded."""
    told: dict[str, object] = {
        "room": room.id,
        "title": room.name,
        "purpose": room.purpose,
        "can_change": room.can_change,
        "who_decides": room.who_decides,
        "state": room.state.value,
        "facilitation": _facilitation(facilitation),
        "conclusion": _conclusion(signed),
        "lines": [dict(zip(HEAD, _row(line), strict=True)) for line in lines],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _row(line: Line) -> list[Cell]:
    card = line.card
    place: list[Cell] = [card.seq]
    if card.message is None:
        notice = card.notice
        assert notice is not None  # noqa: S101 - a line without a message is a notice
        done = [notice.at.isoformat(), line.stage, "", "", card.kind.value, "", notice.author]
        return [*place, *done, "", "", "", "", notice.reason]
    said = card.message
    kind = said.kind.value if said.kind else ""
    told = [said.at.isoformat(), line.stage, str(line.way), said.channel.value, card.kind.value, kind, said.author]
    words = [said.reply_to or "", said.headline, said.text, said.source, said.hidden_reason or ""]
    return [*place, *told, *words]


def _facilitation(told: Facilitation | None) -> dict[str, str] | None:
    if told is None:
        return None
    return {"facilitator": told.facilitator, "employer": told.employer, "stand": told.stand.value}


def _conclusion(signed: Signed | None) -> dict[str, object] | None:
    if signed is None:
        return None
    return {
        "text": signed.conclusion.body,
        "signed": len(signed.names),
        "asked": signed.asked,
        "names": signed.names,
        "dissents": [{"name": name, "why": why} for name, why in signed.dissents],
        "review_on": signed.review_on.isoformat(),
    }
