"""Setting up a partnership: the partnership itself, its partners, its forums."""

from collections.abc import Iterable

from sqlalchemy import select

from pb_app.actions import Action
from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum, ForumKind, Partner, PartnerKind, Partnership
from pb_app.names import checked_name, optional_name, optional_text
from pb_app.queries import partnerships
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Site
from pb_app.slugs import free_slug
from pb_app.unit_of_work import UnitOfWork

NAME_LENGTH = 120


def create_partnership(uow: UnitOfWork, name: str, name_gd: str = "") -> Partnership:
    """Make a partnership; its slug follows from its name. Raises Invalid for an empty, over-long or taken name."""
    chosen = checked_name(name, NAME_LENGTH)
    gaelic = optional_name(name_gd, NAME_LENGTH, "name_gd")
    with uow.begin(Action.CREATE_PARTNERSHIP) as change:
        change.permit(Site())
        others = partnerships.all_partnerships(uow.session)
        _check_free(chosen, (other.name for other in others), sentence("There is a partnership of this name already."))
        made = Partnership(slug=free_slug(chosen, {other.slug for other in others}), name=chosen, name_gd=gaelic)
        uow.session.add(made)
        uow.session.flush()
        change.record(made, partnership=made.id)
    return made


def add_partner(uow: UnitOfWork, partnership_slug: str, name: str, kind: PartnerKind) -> Partner:
    """Add a body that works in the partnership. Raises Invalid for an empty, over-long or taken name."""
    chosen = checked_name(name, NAME_LENGTH)
    with uow.begin(Action.ADD_PARTNER) as change:
        partnership = change.permit(_partnership(uow, partnership_slug))
        others = partnerships.partners_of(uow.session, partnership.id)
        _check_free(chosen, (other.name for other in others), sentence("There is a partner of this name already."))
        partner = Partner(partnership_id=partnership.id, name=chosen, kind=kind)
        uow.session.add(partner)
        uow.session.flush()
        change.record(partnership, partnership=partnership.id, partner=partner.id)
    return partner


def add_forum(
    uow: UnitOfWork,
    partnership_slug: str,
    name: str,
    kind: ForumKind,
    *,
    locality_id: int | None = None,
    remit: str = "",
) -> Forum:
    """Add a body that decides: the board for the whole partnership, a locality forum for one of its localities.

    Raises Invalid for a wrong name, for a locality forum without its locality, and for a locality of somebody else.
    """
    chosen = checked_name(name, NAME_LENGTH)
    decides = optional_text(remit, "remit")
    with uow.begin(Action.ADD_FORUM) as change:
        partnership = change.permit(_partnership(uow, partnership_slug))
        _check_place(uow, partnership, kind, locality_id)
        others = partnerships.forums_of(uow.session, partnership.id)
        _check_free(chosen, (other.forum.name for other in others), sentence("There is a forum of this name already."))
        forum = Forum(
            partnership_id=partnership.id,
            locality_id=locality_id if kind is ForumKind.LOCALITY_FORUM else None,
            name=chosen,
            kind=kind,
            remit=decides,
        )
        uow.session.add(forum)
        uow.session.flush()
        change.record(partnership, partnership=partnership.id, forum=forum.id)
    return forum


def _check_place(uow: UnitOfWork, partnership: Partnership, kind: ForumKind, locality_id: int | None) -> None:
    if kind is not ForumKind.LOCALITY_FORUM:
        return
    own = select(Locality.id).where(Locality.id == locality_id, Locality.partnership_id == partnership.id)
    if locality_id is None or uow.session.scalar(own) is None:
        raise Invalid(sentence("Choose the locality this forum sits for."), field="locality")


def _check_free(name: str, taken: Iterable[str], otherwise: str) -> None:
    if name.casefold() in {other.casefold() for other in taken}:
        raise Invalid(otherwise, field="name")


def _partnership(uow: UnitOfWork, slug: str) -> Partnership:
    found = partnerships.partnership_to_change(uow.session, slug)
    if found is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return found
