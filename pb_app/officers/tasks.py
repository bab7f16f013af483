"""What there is to do: what a partnership needs before a round, in its best order, and what votes wait for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from pb_app.models.partnerships import Partnership
from pb_app.models.polls import Poll
from pb_app.queries.readiness import FEWEST_PARTNERS, Readiness
from pb_app.roles import Actor, Role, Scope
from pb_app.stages import PollState

BEFORE_COUNT = (PollState.DRAFT, PollState.FROZEN, PollState.OPEN)


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list, as the macro draws it; without an address it is somebody else's, or has to wait."""

    title: str
    hint: str
    complete: bool
    url: str | None

    @property
    def status(self) -> str:
        """Where it stands, in words."""
        if self.complete:
            return str(_("Done"))
        return str(_("To do")) if self.url else str(_("Not yet"))


@dataclass(frozen=True, slots=True)
class VoteTask:
    """A vote of the desk's list: its title, where it stands and what comes next, and the page on which that is done."""

    title: str
    words: str
    url: str


def vote_task(actor: Actor, poll: Poll, *, awards_posted: bool | None, waiting: int = 0) -> VoteTask | None:
    """What a vote asks of the reader; None if it asks nothing. `awards_posted` is None until the forum has decided.

    `waiting` is how many claims to vote in it wait for somebody to look at them.
    """
    before_forum = Scope(poll.scope.partnership_id, poll.scope.locality_id, poll.round.forum_id)
    if awards_posted is None and poll.state is PollState.PUBLISHED and actor.holds(Role.COUNCILLOR, before_forum):
        url = url_for("officers.adoptions.show_adoption", poll_no=poll.poll_no)
        return VoteTask(poll.title, _("Published: your forum decides on it"), url)
    if not (actor.holds(Role.OFFICER, poll.scope) or actor.holds(Role.APPROVER, poll.scope)):
        return None
    if waiting and poll.state is PollState.OPEN:
        told = ngettext(
            "Open: %(num)s claim to vote waits for you", "Open: %(num)s claims to vote wait for you", waiting
        )
        return VoteTask(poll.title, told, url_for("officers.claims.list_claims", poll_no=poll.poll_no))
    page = "officers.polls.show_poll" if poll.state in BEFORE_COUNT else "officers.counts.show_count"
    return VoteTask(
        poll.title, _vote_words(poll.state, awards_posted=awards_posted), url_for(page, poll_no=poll.poll_no)
    )


def _vote_words(state: PollState, *, awards_posted: bool | None) -> str:
    words = {
        PollState.DRAFT: _("Draft: freeze the rules when everything is in place"),
        PollState.FROZEN: _("Frozen: a second person opens it"),
        PollState.OPEN: _("Open: it closes at its hour"),
        PollState.CLOSED: _("Closed: count it"),
        PollState.COUNTED: _("Counted: a second person publishes the result"),
        PollState.PUBLISHED: _("Published: the forum decides on it"),
    }
    decided = {None: words[state], False: _("Decided: post the awards"), True: _("Done: the awards are posted")}
    return str(decided[awards_posted])


def tasks_of(partnership: Partnership, ready: Readiness, *, may_grant: bool) -> list[Task]:
    """The tasks, from the partners to the pot."""
    return [
        *_bodies(partnership.slug, ready),
        *_people(partnership.slug, ready, may_grant=may_grant),
        *_plan(partnership.slug, ready),
        *_money(partnership.slug, ready),
    ]


def next_task(tasks: Sequence[Task]) -> Task | None:
    """The first thing that is not done and can be done now."""
    return next((task for task in tasks if not task.complete and task.url), None)


def _bodies(slug: str, ready: Readiness) -> Iterator[Task]:
    yield Task(
        _("Partners"),
        _("Two or more bodies that bring money or decide"),
        ready.partners >= FEWEST_PARTNERS,
        url_for("officers.partnerships.list_partners", slug=slug),
    )
    yield Task(
        _("Localities"),
        _("Each with a budget of its own"),
        ready.localities > 0,
        url_for("officers.localities.list_localities", slug=slug),
    )
    yield Task(
        _("Forums"),
        _("The bodies that decide on the result of a vote"),
        ready.forums > 0,
        url_for("officers.partnerships.list_forums", slug=slug),
    )


def _people(slug: str, ready: Readiness, *, may_grant: bool) -> Iterator[Task]:
    url = url_for("officers.people.list_people", slug=slug) if may_grant else None
    yield Task(
        _("People"),
        _("An officer, and a second person to open polls and publish results")
        if may_grant
        else _("An officer and a second person. An administrator gives roles"),
        ready.has_two_people,
        url,
    )
    yield Task(
        _("Members of the forums"),
        _("Still without members: %(forums)s", forums=", ".join(ready.without_members))
        if ready.without_members
        else _("Those who decide on the result"),
        ready.forums > 0 and not ready.without_members,
        url if ready.forums else None,
    )


def _plan(slug: str, ready: Readiness) -> Iterator[Task]:
    yield Task(
        _("Outcomes"),
        _("What the partnership's plan wants to be better; pots and projects serve one"),
        ready.outcomes > 0,
        url_for("officers.plans.list_outcomes", slug=slug),
    )
    yield Task(
        _("Postcodes"),
        _("Still without postcodes: %(localities)s", localities=", ".join(ready.without_postcodes))
        if ready.without_postcodes
        else _("They say who may vote where"),
        ready.localities > 0 and not ready.without_postcodes,
        url_for("officers.localities.show_postcodes", slug=slug) if ready.localities else None,
    )


def _money(slug: str, ready: Readiness) -> Iterator[Task]:
    yield Task(
        _("Funds"),
        _("From two partners or more"),
        ready.funding_partners >= FEWEST_PARTNERS,
        url_for("officers.budgets.list_funds", slug=slug) if ready.partners else None,
    )
    yield Task(
        _("A round"),
        _("What is up for decision, who decides, and when"),
        ready.rounds > 0,
        url_for("officers.rounds.show_new_round") if ready.localities and ready.forums else None,
    )
    yield Task(
        _("A pot for each round"),
        _("Still to be fed by two partners: %(pots)s", pots=", ".join(ready.unready_pots))
        if ready.unready_pots
        else _("Money from two partners or more"),
        ready.rounds > 0 and not ready.without_pot and not ready.unready_pots,
        url_for("officers.budgets.list_pots", slug=slug) if ready.rounds else None,
    )
