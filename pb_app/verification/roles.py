"""Checking roles: each that is held was given by an entry of the log, as it is held, and was not taken back since."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.audit.findings import ReadEntry
from pb_app.models.people import RoleGrant
from pb_app.refusals import sentence
from pb_app.verification.chronicle import Chronicle
from pb_app.verification.misfits import Misfit, Part, told_otherwise


def check_roles(session: Session, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield a misfit for each role that is not held as the log tells; nothing where the log tells of no roles."""
    if not chronicle.roles:
        return
    told = _standing(chronicle)
    held = {one.pseudonym: one for one in session.scalars(select(RoleGrant).order_by(RoleGrant.id))}
    for pseudonym, grant in held.items():
        if pseudonym in told:
            yield from told_otherwise(Part.ROLE, grant.id, told[pseudonym], _stored(grant))
        else:
            template = sentence("The role of %(holder)s is held, and no entry of the log gave it.")
            yield Misfit(Part.ROLE, grant.id, template, {"holder": pseudonym})
    for pseudonym, entry in told.items():
        if pseudonym not in held:
            template = sentence("Entry %(entry)d of the log gave the role of %(holder)s, which is gone.")
            yield Misfit(Part.ROLE, entry.index, template, {"entry": entry.index, "holder": pseudonym})


def _standing(chronicle: Chronicle) -> dict[str, ReadEntry]:
    """The entries that gave what was not taken back, by the holder's pseudonym."""
    told: dict[str, ReadEntry] = {}
    for entry in chronicle.roles:
        holder = str(entry.facts.get("holder"))
        if entry.event == "role.granted":
            told[holder] = entry
        else:
            told.pop(holder, None)
    return told


def _stored(grant: RoleGrant) -> dict[str, object]:
    return {
        "role": grant.role.value,
        "partnership": grant.partnership_id,
        "locality": grant.locality_id,
        "forum": grant.forum_id,
    }
