"""The plan of a partnership: the local outcomes that pots and projects serve."""

from pb_app.actions import Action
from pb_app.models.localities import Outcome
from pb_app.names import checked_name, optional_name
from pb_app.queries import partnerships, plans
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.unit_of_work import UnitOfWork

TITLE_LENGTH = 160


def add_outcome(uow: UnitOfWork, partnership_slug: str, title: str, plan: str = "") -> Outcome:
    """Add a local outcome; `plan` names the plan it stands in. Raises Invalid for a wrong or taken title."""
    chosen = checked_name(title, TITLE_LENGTH, "title")
    stands_in = optional_name(plan, TITLE_LENGTH, "plan")
    with uow.begin(Action.ADD_OUTCOME) as change:
        partnership = partnerships.partnership_to_change(uow.session, partnership_slug)
        if partnership is None:
            raise NotVisible(sentence("There is no partnership under this address."))
        change.permit(partnership)
        if chosen.casefold() in {other.title.casefold() for other in plans.outcomes_of(uow.session, partnership.id)}:
            raise Invalid(sentence("This outcome is in the plan already."), field="title")
        outcome = Outcome(partnership_id=partnership.id, title=chosen, plan=stands_in)
        uow.session.add(outcome)
        uow.session.flush()
        change.record(partnership, partnership=partnership.id, outcome=outcome.id)
    return outcome
