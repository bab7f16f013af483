"""An officer's page on which a rule is tried before the poll opens: nothing is counted, nothing is kept."""

import time

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ballots import pabulib
from ballots.cautions import cautions
from ballots.errors import BallotError
from ballots.every_rule import AnyRule
from ballots.rules.fitting import check_rule, kind_of, rules_for
from ballots.styles import Ranking
from ballots.wording.fair import better_off, comparison_table, differing_table
from pb_app import definitions, trials
from pb_app.exports.pabulib import counted_file
from pb_app.models.polls import Poll
from pb_app.officers.trial_forms import FILE, TYPED, TrialForm
from pb_app.queries import contests, counts
from pb_app.queries import polls as queries
from pb_app.queries.contests import DraftedContest
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role
from pb_app.stages import PollState
from pb_app.trials import Trial, Tried
from pb_app.web.contests import place_asked
from pb_app.web.elected import elected_words
from pb_app.web.limits import limiter
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.voices import page_voice

bp = Blueprint("trials", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))
BEFORE_OPENING = frozenset({PollState.DRAFT, PollState.FROZEN})


@bp.get("/officers/polls/<int:poll_no>/trial")
def show_trial(poll_no: int) -> ResponseReturnValue:
    """The form, with the rule of the contest as it was drafted."""
    drafted = _drafted(_seen_poll(poll_no))
    return _page(drafted, TrialForm(**TrialForm.fields_of(drafted.rule)), None)


@bp.post("/officers/polls/<int:poll_no>/trial")
@limiter.limit("20 per minute")
def try_rule(poll_no: int) -> ResponseReturnValue:
    """Count examples by the rule and by those beside it, and show what came out."""
    drafted = _drafted(_seen_poll(poll_no))
    form = TrialForm()
    _offer(drafted, form)
    if form.validate():
        try:
            rule = form.chosen_rule()
            check_rule(rule, kind_of(drafted.style))
            trial = _trial(drafted, form)
            found = trials.tried(trial, trials.beside(rule, form.others.data or []), time.monotonic)
        except (Invalid, Conflict, BallotError) as refused:
            form.refuse(refused)
        else:
            return _page(drafted, form, _shown(trial, found, drafted, rule))
    return _page(drafted, form, None), 422


def _drafted(poll: Poll) -> DraftedContest:
    """The contest that the address names, as it stands."""
    drafted = contests.drafted_at(unit_of_work().session, poll, place_asked())
    if drafted is None:
        raise NotVisible(sentence("There is no contest at this place of the paper."))
    return drafted


def _trial(drafted: DraftedContest, form: TrialForm) -> Trial:
    session = unit_of_work().session
    if form.source.data == TYPED:
        contest = definitions.contest_of(drafted.projects, drafted.pence, drafted.poll.pot.currency)
        is_ranked = issubclass(kind_of(drafted.style), Ranking)
        return trials.typed_trial(contest, form.ballots.data or "", ranked=is_ranked)
    if form.source.data == FILE:
        if not form.file.data:
            raise Invalid(sentence("Choose a file."), field="file")
        read = pabulib.read(form.file.data.read())
        return Trial(read.poll, read.profile, read.rankings)
    count = counts.count_of(session, form.past.data or 0)
    if count is None or not count.is_public or not count.poll.is_public:
        raise Invalid(sentence("Choose a published poll."), field="past")
    if not count.shows_ballots:
        told = sentence("Of this poll only totals are published: nothing that tells of single ballots.")
        raise Invalid(told, field="past")
    file = counted_file(session, count)
    return Trial(file.contest, file.profile, file.rankings)


def _page(drafted: DraftedContest, form: TrialForm, shown: dict[str, object] | None) -> str:
    _offer(drafted, form)
    poll, session = drafted.poll, unit_of_work().session
    further = contests.further_of(session, poll.poll_no)
    return render_template(
        "officers/show_trial.html",
        poll=poll,
        form=form,
        place=drafted.place,
        titles=[poll.contest_title, *(one.title for one in further)] if further else [],
        projects=drafted.projects,
        is_ranked=issubclass(kind_of(drafted.style), Ranking),
        shown=shown,
    )


def _shown(trial: Trial, found: Tried, drafted: DraftedContest, rule: AnyRule) -> dict[str, object]:
    """What the page says of a trial, in ready words."""
    contest, sides = trial.contest, found.sides
    titles = {project.project_id: project.name for project in contest.projects}
    voice = page_voice(titles, contest.currency, contest.exponent)
    return {
        "voters": trial.profile.voters,
        "elected": [elected_words(voice, one) for one in found.elected],
        "table": comparison_table(voice, sides) if sides else None,
        "differing": differing_table(voice, sides) if sides and sides.differing else None,
        "always": [voice.title(ref) for ref in sides.always] if sides else [],
        "better": [better_off(voice, sides, pair) for pair in sides.pairs] if sides else [],
        "cautions": [
            voice.say(one.template, **one.figures)
            for one in cautions(contest, definitions.limit_of(drafted.style), rule, trial.profile.voters or None)
        ],
    }


def _offer(drafted: DraftedContest, form: TrialForm) -> None:
    form.offer(rules_for(kind_of(drafted.style)))
    form.offer_polls(queries.published_polls(unit_of_work().session))


def _seen_poll(poll_no: int) -> Poll:
    """The poll, for whoever holds a role where it is voted on, before it opens."""
    uow = unit_of_work()
    poll = queries.poll_by_no(uow.session, poll_no)
    if poll is None or uow.actor.grant_for(frozenset(GRANTED), poll.scope) is None:
        raise NotVisible(sentence("There is no poll under this number in your area."))
    if poll.state not in BEFORE_OPENING:
        raise Conflict(sentence("This poll has opened. A rule can only be tried before that."))
    return poll
