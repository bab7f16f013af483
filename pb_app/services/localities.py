"""The localities of a partnership and the postcodes that lie in them."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from pb_app.actions import Action
from pb_app.models.localities import Locality, Postcode
from pb_app.models.partnerships import Partnership
from pb_app.names import checked_name, optional_name
from pb_app.postcode_files import read_postcodes
from pb_app.queries import localities, partnerships
from pb_app.refusals import Invalid, NotVisible, TooLarge, sentence
from pb_app.slugs import free_slug
from pb_app.unit_of_work import UnitOfWork

NAME_LENGTH = 120
LARGEST_FILE = 8_000_000


@dataclass(frozen=True, slots=True)
class ImportedPostcodes:
    """What an import did: how many postcodes are new, moved, or as they were; in how many localities they lie."""

    added: int
    moved: int
    unchanged: int
    localities: int


def add_locality(uow: UnitOfWork, partnership_slug: str, name: str, name_gd: str = "") -> Locality:
    """Add a part of the partnership's area, its slug made from its name. Raises Invalid for a wrong or taken name."""
    chosen = checked_name(name, NAME_LENGTH)
    gaelic = optional_name(name_gd, NAME_LENGTH, "name_gd")
    with uow.begin(Action.ADD_LOCALITY) as change:
        partnership = change.permit(_partnership(uow, partnership_slug))
        others = localities.localities_of(uow.session, partnership.id)
        if chosen.casefold() in {other.locality.name.casefold() for other in others}:
            raise Invalid(sentence("There is a locality of this name already."), field="name")
        taken = set(uow.session.scalars(select(Locality.slug)))
        locality = Locality(partnership_id=partnership.id, slug=free_slug(chosen, taken), name=chosen, name_gd=gaelic)
        uow.session.add(locality)
        uow.session.flush()
        change.record(partnership, partnership=partnership.id, locality=locality.id)
    return locality


def import_postcodes(uow: UnitOfWork, partnership_slug: str, data: bytes) -> ImportedPostcodes:
    """Take in a CSV file `postcode,area`: what is new is added, what lay elsewhere is moved, nothing is taken away.

    An area is named by a locality's name, Gaelic name or slug. Raises WrongFile naming every wrong line, TooLarge past
    8 MB; then nothing of the file is kept.
    """
    if len(data) > LARGEST_FILE:
        raise TooLarge(sentence("This file is too large. Split it into files of at most 8 MB."))
    with uow.begin(Action.IMPORT_POSTCODES) as change:
        partnership = change.permit(_partnership(uow, partnership_slug))
        areas = localities.areas_of(uow.session, partnership.id)
        if not areas:
            raise Invalid(sentence("There is no locality yet for a postcode to lie in. Add one first."), field="file")
        read = read_postcodes(data, areas)
        done = _kept(uow, partnership, read)
        change.record(partnership, partnership=partnership.id, postcodes=len(read), localities=done.localities)
    return done


def _kept(uow: UnitOfWork, partnership: Partnership, read: dict[str, int]) -> ImportedPostcodes:
    """Write what the file says beside what is there."""
    before = localities.postcodes_of(uow.session, partnership.id)
    new = [(code, place) for code, place in read.items() if code not in before]
    moved = [(code, place) for code, place in read.items() if code in before and before[code] != place]
    rows = [
        {"partnership_id": partnership.id, "postcode": code, "locality_id": place} for code, place in (*new, *moved)
    ]
    if new:
        uow.session.execute(insert(Postcode), rows[: len(new)])
    if moved:
        uow.session.execute(update(Postcode), rows[len(new) :])
    return ImportedPostcodes(len(new), len(moved), len(read) - len(new) - len(moved), len(set(read.values())))


def _partnership(uow: UnitOfWork, slug: str) -> Partnership:
    found = partnerships.partnership_to_change(uow.session, slug)
    if found is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return found
