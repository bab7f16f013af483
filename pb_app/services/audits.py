"""What auditors do: every look of theirs leaves an entry, and what they checked is kept as they wrote it."""

from dataclasses import dataclass

from pb_app.actions import Action
from pb_app.models.audits import AuditCheck
from pb_app.queries.audits import decision_at
from pb_app.refusals import NotVisible, sentence
from pb_app.roles import Actor, Role, Scope
from pb_app.stages import CheckFinding
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import many_lines

MOST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class Audit:
    """The work of an auditor, where that auditor's role is held."""

    scope: Scope
    stage: None = None
    is_public: bool = True

    @classmethod
    def of(cls, actor: Actor) -> "Audit":
        """That of this person; of somebody who is no auditor, one of the whole installation."""
        held = next((grant.scope for grant in actor.grants if grant.role is Role.AUDITOR), Scope())
        return cls(held)


def record_look(uow: UnitOfWork, page: str, ids: str) -> None:
    """Leave an entry that an auditor looks at a page: which kind of page, and the ids in its address."""
    with uow.begin(Action.RECORD_LOOK) as change:
        audit = change.permit(Audit.of(uow.actor))
        change.record(audit, page=page, ids=ids)


def note_check(uow: UnitOfWork, index: int, finding: CheckFinding, words: str) -> AuditCheck:
    """Keep what an auditor found about the decision at this place of the log; the entry commits to the words.

    Raises NotVisible if there is no decision, Invalid without words or with too many.
    """
    said = many_lines("words", words, MOST_WORDS, sentence("Say what you checked"))
    with uow.begin(Action.NOTE_CHECK) as change:
        audit = change.permit(Audit.of(uow.actor))
        if decision_at(uow.session, index) is None:
            raise NotVisible(sentence("There is no decision under this number in the log."))
        grant = uow.actor.grant_for(frozenset({Role.AUDITOR}), audit.scope)
        check = AuditCheck(
            entry=index,
            finding=finding,
            words=said,
            checked_by=uow.actor.person_id,
            pseudonym=grant.pseudonym if grant else "",
            checked_at=change.at,
        )
        uow.session.add(check)
        change.record(audit, entry=index, finding=finding.value, private={"words": said})
    return check
